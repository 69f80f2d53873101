#pragma once
// Which scores of one document may be held against each other. A line-up is
// the scores of one benchmark in one table measured under the same stated
// settings; only within one does a claim compare numbers.

#include <cstddef>
#include <string>
#include <vector>

#include "extractors/record.h"

namespace benchledger {

struct LineUp {
  std::string benchmark;             // name_key of benchmark.raw
  std::vector<const Score*> scores;  // in record order; point into the caller's scores
  std::size_t models = 0;            // distinct models the table has a score for at all
};

// The key under which two scores of one document are comparable: table,
// benchmark with version and subset, metric, shots, attempts, tools, harness,
// section, unit. Model mode and effort are not in it: a table sets modes side
// by side on purpose, and a claim may name one.
[[nodiscard]] std::string comparability_key(const Score& score);

// Settings that are equal and stated: nothing of either is left open that the
// other states.
[[nodiscard]] bool same_settings(const Setting& a, const Setting& b);

// Line-ups in order of their first score. Cost: n log n.
[[nodiscard]] std::vector<LineUp> line_ups(const std::vector<Score>& scores);

}  // namespace benchledger
