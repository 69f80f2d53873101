#include <fmt/format.h>

#include <map>
#include <set>

#include "extractors/text.h"
#include "pipeline/check.h"

namespace benchledger {

// One finding for each developer: a benchmark counts where the developer's own
// figure is the only one for its model.
void check_vendor_only(const CheckInput& input, FindingSink& sink) {
  std::set<std::string> independent;
  for (const Score& score : input.extraction.scores) {
    if (score.evaluator.relationship == "third_party") {
      independent.insert(name_key(score.model.name) + "|" + name_key(score.benchmark.raw));
    }
  }
  std::map<std::string, std::vector<const Score*>> groups;
  for (const Score& score : input.extraction.scores) {
    if (score.evaluator.relationship != "first_party") continue;
    const std::string key = name_key(score.model.name) + "|" + name_key(score.benchmark.raw);
    // A developer no rule knows: what the page says of each model stays apart.
    const std::string developer = score.model.developer.value_or(
        score.evaluator.organization.value_or("the developer of " + score.model.name));
    if (independent.count(key) == 0) groups[developer].push_back(&score);
  }
  for (const auto& [developer, scores] : groups) {
    std::vector<std::string> benchmarks;
    std::vector<std::string> models;
    std::set<std::string> distinct;
    for (const Score* score : scores) {
      benchmarks.push_back(score->benchmark.raw);
      models.push_back(score->model.name);
      distinct.insert(score->benchmark.raw);
    }
    const Organization* known = input.rules.organization(developer);
    sink.add({{"developer", known != nullptr ? known->name : developer},
              {"models", name_list(models)},
              {"count", fmt::format("{}", distinct.size())},
              {"benchmarks", name_list(benchmarks)}},
             ids_of(scores), evidence_of(scores), developer);
  }
}

}  // namespace benchledger
