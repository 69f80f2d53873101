#include <fmt/format.h>

#include <cmath>
#include <map>

#include "extractors/text.h"
#include "extractors/verdict.h"
#include "pipeline/check.h"

namespace benchledger {

namespace {

// Of `items` questions answered once, only k of items can be right.
bool reachable(const Score& score, int items) {
  const Interval range = interval_of(score);
  const double scale = score.score.unit == "fraction" ? 1.0 : 100.0;
  const double low = std::ceil(range.low / scale * items - 1e-9);
  return low <= range.high / scale * items + 1e-9;
}

bool is_single_run(const Score& score) {
  if (score.score.plus_minus) return false;
  const auto& attempts = score.setting.attempts;
  return attempts && lower_ascii(*attempts) == "pass@1";
}

}  // namespace

// Only where the page says it was one run: an average of several can be
// anything.
void check_impossible_granularity(const CheckInput& input, FindingSink& sink) {
  std::map<std::string, std::vector<const Score*>> groups;
  std::map<std::string, int> items;
  for (const Score& score : input.extraction.scores) {
    const Benchmark* known = benchmark_of(score, input.rules);
    const bool share = score.score.unit == "percent" || score.score.unit == "fraction";
    if (known == nullptr || !known->items || !share || !is_single_run(score)) continue;
    if (reachable(score, *known->items)) continue;
    groups[score.benchmark.raw].push_back(&score);
    items[score.benchmark.raw] = *known->items;
  }
  for (const auto& [benchmark, scores] : groups) {
    std::vector<std::string> figures;
    for (const Score* score : scores) figures.push_back(score->model.raw + " " + figure(*score));
    sink.add({{"benchmark", benchmark},
              {"figures", name_list(figures)},
              {"items", fmt::format("{}", items[benchmark])}},
             ids_of(scores), evidence_of(scores), benchmark);
  }
}

}  // namespace benchledger
