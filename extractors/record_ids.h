#pragma once
// Stable record ids: a hash of what the record is about, never of its value or
// place, so that a changed value keeps its id and a moved row is no change.

#include <string>
#include <string_view>
#include <vector>

#include "extractors/record.h"

namespace benchledger {

// Identity of a score: page, model, mode, effort, benchmark, setting. The
// section enters only where records would otherwise be the same, an ordinal
// only where they still are.
void set_ids(std::vector<Score>& scores, std::string_view page_key, const std::string& document);

// Identity of a spec: page, model, attribute.
void set_ids(std::vector<Spec>& specs, std::string_view page_key, const std::string& document);

}  // namespace benchledger
