#include <fmt/format.h>

#include <algorithm>

#include "pipeline/check.h"

namespace benchledger {

// One finding a page: the list is what a person adds to the rules.
void check_unknown_benchmark(const CheckInput& input, FindingSink& sink) {
  std::vector<const Score*> scores;
  std::vector<std::string> names;
  for (const Score& score : input.extraction.scores) {
    if (score.benchmark.id) continue;
    if (std::find(names.begin(), names.end(), score.benchmark.raw) != names.end()) continue;
    names.push_back(score.benchmark.raw);
    scores.push_back(&score);
  }
  if (scores.empty()) return;
  sink.add({{"count", fmt::format("{}", names.size())}, {"names", name_list(names, 8)}},
           ids_of(scores), evidence_of(scores), "page");
}

}  // namespace benchledger
