#pragma once
// Checkable sentences to claim records, each judged on this document's own
// scores and specs, with the arithmetic in `detail`.

#include <vector>

#include "extractors/document.h"
#include "extractors/identity.h"
#include "extractors/page.h"
#include "extractors/record.h"

namespace benchledger {

// `scores` and `specs` have their ids set; claims refer to them. Claim ids are
// set here.
[[nodiscard]] std::vector<Claim> read_claims(const Document& document, const Page& page,
                                             const std::vector<Score>& scores,
                                             const std::vector<Spec>& specs, const Names& names,
                                             const Rules& rules, std::string_view page_key,
                                             std::vector<Diagnostic>& diagnostics);

}  // namespace benchledger
