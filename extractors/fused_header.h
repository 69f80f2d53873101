#pragma once
// The header row of a flattened table cut into its cells.

#include <cstddef>
#include <string_view>
#include <vector>

#include "extractors/fused_evidence.h"

namespace benchledger {

struct FusedHeader {
  std::vector<std::size_t> cuts;  // beginnings of the cells, the first is 0
  std::vector<bool> certain;      // per cell: no other cut is nearly as good
  std::size_t text_columns = 0;   // cells before the `values` ones
  double cost = 0;                // per cell, FusedEvidence::kImpossible where none fits
};

// Without `certainty`, which costs one more pass for each cell, `certain` stays
// empty.
// The best reading of `text` as up to four cells that name the row labels and
// `values` cells that name the values. Cost: O(length * cells * longest name),
// on at most kMaxHeaderBytes.
inline constexpr std::size_t kMaxHeaderBytes = 1200;
[[nodiscard]] FusedHeader cut_fused_header(std::string_view text, std::size_t values,
                                           const FusedEvidence& evidence, bool certainty = true);

}  // namespace benchledger
