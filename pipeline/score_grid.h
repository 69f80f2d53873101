#pragma once
// The scores of one table laid out again as a grid for people: benchmarks
// against models, in the order the page had them.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "extractors/record.h"

namespace benchledger {

struct ScoreGrid {
  struct Label {
    std::string section;  // section row or heading the label stands under, or empty
    std::string name;
  };
  bool models_across = true;  // models are the columns
  std::vector<Label> rows;
  std::vector<Label> columns;
  // (row, column) -> scores, several where one cell held several numbers.
  std::map<std::pair<std::size_t, std::size_t>, std::vector<const Score*>> cells;
};

// `scores` of one table, not empty.
[[nodiscard]] ScoreGrid score_grid(const std::vector<const Score*>& scores);

// What tells two scores of one cell or row apart, as a person would write it:
// "Pass@1, 5-shot, with tools"; empty where nothing is stated.
[[nodiscard]] std::string setting_text(const Score& score);

}  // namespace benchledger
