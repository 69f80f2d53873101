#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "extractors/comparable.h"
#include "extractors/text.h"
#include "pipeline/check.h"

namespace benchledger {

// One finding for each table whose rows set models in different stated modes
// against each other.
void check_apples_to_oranges(const CheckInput& input, FindingSink& sink) {
  std::map<std::size_t, std::vector<const Score*>> tables;
  for (const LineUp& line_up : line_ups(input.extraction.scores)) {
    std::map<std::string, const Score*> by_mode;
    for (const Score* score : line_up.scores) {
      if (score->model.mode) by_mode.emplace(*score->model.mode, score);
    }
    if (by_mode.size() < 2) continue;
    // A model next to itself in another mode is the point of such a table.
    const Score& first = *by_mode.begin()->second;
    const bool one_model =
        std::all_of(line_up.scores.begin(), line_up.scores.end(), [&](const Score* score) {
          return !score->model.mode || name_key(score->model.name) == name_key(first.model.name);
        });
    if (one_model) continue;
    auto& scores = tables[first.evidence.table.value_or(0)];
    for (const auto& [mode, score] : by_mode) scores.push_back(score);
  }
  for (const auto& [table, scores] : tables) {
    std::vector<std::string> models;
    std::vector<std::string> benchmarks;
    for (const Score* score : scores) {
      models.push_back(fmt::format("{} ({})", score->model.name, *score->model.mode));
      benchmarks.push_back(score->benchmark.raw);
    }
    sink.add({{"models", name_list(models)}, {"benchmarks", name_list(benchmarks)}}, ids_of(scores),
             evidence_of(scores));
  }
}

}  // namespace benchledger
