#pragma once
// Flattened key-value tables: "Context Window262,000 tokens" below
// "SpecificationDetails".

#include <cstddef>
#include <optional>
#include <vector>

#include "extractors/fused_evidence.h"
#include "extractors/fused_table.h"
#include "extractors/rules.h"

namespace benchledger {

// Lines [begin, end) as a grid of two columns, where most of them start with
// an attribute the rules know and go on without a gap; nullopt else. A row
// with another label is kept only where a single seam can be its boundary.
[[nodiscard]] std::optional<FusedTable> solve_fused_spec(const std::vector<Line>& lines,
                                                         std::size_t begin, std::size_t end,
                                                         const Rules& rules);

}  // namespace benchledger
