#include <map>
#include <optional>

#include "extractors/number.h"
#include "pipeline/check.h"

namespace benchledger {

namespace {

struct Bounds {
  double low = 0;
  double high = 0;
};

// What the number can be at all: the rule file's bounds, else its unit's.
std::optional<Bounds> bounds_of(const Score& score, const Rules& rules) {
  const Benchmark* known = benchmark_of(score, rules);
  // Bounds are stated in the rule's own unit; a fraction is another scale.
  const bool same_unit = known != nullptr && known->unit && *known->unit == score.score.unit;
  if (same_unit && known->min && known->max) return Bounds{*known->min, *known->max};
  if (score.score.unit == "percent") return Bounds{0, 100};
  if (score.score.unit == "fraction") return Bounds{0, 1};
  return std::nullopt;
}

}  // namespace

void check_out_of_range(const CheckInput& input, FindingSink& sink) {
  std::map<std::string, std::vector<const Score*>> groups;
  for (const Score& score : input.extraction.scores) {
    const auto bounds = bounds_of(score, input.rules);
    if (!bounds) continue;
    if (score.score.value < bounds->low || score.score.value > bounds->high) {
      groups[score.benchmark.raw].push_back(&score);
    }
  }
  for (const auto& [benchmark, scores] : groups) {
    const auto bounds = bounds_of(*scores.front(), input.rules);
    std::vector<std::string> figures;
    for (const Score* score : scores) figures.push_back(score->model.raw + " " + figure(*score));
    sink.add({{"benchmark", benchmark},
              {"figures", name_list(figures)},
              {"low", format_number(bounds->low)},
              {"high", format_number(bounds->high)}},
             ids_of(scores), evidence_of(scores), benchmark);
  }
}

}  // namespace benchledger
