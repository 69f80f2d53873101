#pragma once
// The story of one record as text: the source with the span marked, the grid
// with the cell marked, every step from the printed text to the value, and the
// rule that said who measured, with its sentence.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "extractors/result.h"
#include "extractors/rules.h"
#include "pipeline/page_set.h"

namespace benchledger {

struct ExplainLook {
  bool color = false;
  std::size_t context_lines = 2;  // of source, before and after
};

// `id` is the record's id or enough of its first characters to tell it apart
// (four at least). Errors: no such record; more than one.
[[nodiscard]] Result<std::string> explain(const std::vector<ReadPage>& pages, const Rules& rules,
                                          std::string_view id, const ExplainLook& look);

}  // namespace benchledger
