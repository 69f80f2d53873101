#pragma once
// One flattened row: every way to split its tail into a given number of
// values, each with what it costs to believe it.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "extractors/fused_evidence.h"

namespace benchledger {

struct FusedValue {
  std::size_t begin = 0;
  std::size_t end = 0;
  double value = 0;
  int decimals = 0;
  bool missing = false;  // a dash, "n/a"
  bool wide = false;     // above 100: a rating or a count
};

struct FusedSplit {
  std::size_t label_end = 0;
  std::vector<FusedValue> values;  // left to right
  double label_cost = 0;           // part of the cost
  double cost = 0;
  // Of the first split only: a split that the budget left unseen costs at
  // least this much beside its label.
  double unseen = FusedEvidence::kImpossible;

  // All values have as many decimals.
  [[nodiscard]] bool even() const;
};

// What the rows of one table agree on.
struct FusedStyle {
  std::size_t columns = 0;       // values in a row
  int decimals = 1;              // digits after the point in most of them
  int dash = 1;                  // dashes that stand for one missing value
  bool wide = false;             // values above 100 occur
  bool mixed = false;            // rows occur whose values differ in decimals
  std::size_t text_columns = 1;  // columns before the values
};

// Visits left for one document; keeps hostile input linear.
struct FusedBudget {
  std::size_t visits = 3'000'000;
};

// How many values the tail holds when all have `decimals` digits after the
// point, read greedily from the right.
[[nodiscard]] std::size_t count_fused_values(std::string_view row, int decimals, int dash,
                                             const FusedEvidence& evidence);

// The splits of `row`, cheapest first; at most a few hundred are kept.
[[nodiscard]] std::vector<FusedSplit> split_fused_row(std::string_view row, const FusedStyle& style,
                                                      const FusedEvidence& evidence,
                                                      FusedBudget& budget);

// "ARC-AGI-2 | 42.5 | 76.1 | -"
[[nodiscard]] std::string describe_split(std::string_view row, const FusedSplit& split);

}  // namespace benchledger
