#include <fmt/format.h>

#include <set>
#include <string_view>

#include "pipeline/check.h"

namespace benchledger {

// One finding a page: the list is what a person adds to the rules.
void check_unknown_model(const CheckInput& input, FindingSink& sink) {
  std::vector<const Score*> scores;
  std::vector<std::string> names;
  std::set<std::string_view> seen;
  for (const Score& score : input.extraction.scores) {
    if (score.model.developer) continue;
    if (!seen.insert(score.model.raw).second) continue;
    names.push_back(score.model.raw);
    scores.push_back(&score);
  }
  if (scores.empty()) return;
  sink.add({{"count", fmt::format("{}", names.size())}, {"names", name_list(names, 8)}},
           ids_of(scores), evidence_of(scores), "page");
}

}  // namespace benchledger
