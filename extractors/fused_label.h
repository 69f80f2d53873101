#pragma once
// The text in front of a flattened row's values cut into the columns the
// header names there: "GeneralMMLU5macro_avg/acc" -> General | MMLU | 5 | ...

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extractors/fused_evidence.h"

namespace benchledger {

// Half-open part of a label; empty where the row leaves the column blank.
struct FusedPart {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// One entry for each label, each with headers.size() parts; nullopt where the
// cut is not certain. Columns after the first are found as text that recurs
// from row to row, as shots or sizes, or at the only seam. Rows that lack the
// last column are dropped where most rows have it, else taken to continue the
// row above.
[[nodiscard]] std::vector<std::optional<std::vector<FusedPart>>> cut_fused_labels(
    const std::vector<std::string>& labels, const std::vector<std::string>& headers,
    const FusedEvidence& evidence, const Rules& rules);

}  // namespace benchledger
