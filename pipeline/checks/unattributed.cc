#include <fmt/format.h>

#include "pipeline/check.h"

namespace benchledger {

// One finding for a page: the cause, nobody named, is one.
void check_unattributed(const CheckInput& input, FindingSink& sink) {
  std::vector<const Score*> scores;
  std::vector<std::string> benchmarks;
  for (const Score& score : input.extraction.scores) {
    if (score.evaluator.relationship != "unknown") continue;
    scores.push_back(&score);
    benchmarks.push_back(score.benchmark.raw);
  }
  if (scores.empty()) return;
  sink.add({{"count", fmt::format("{}", scores.size())},
            {"all", fmt::format("{}", input.extraction.scores.size())},
            {"benchmarks", name_list(benchmarks)}},
           ids_of(scores), evidence_of(scores), "page");
}

}  // namespace benchledger
