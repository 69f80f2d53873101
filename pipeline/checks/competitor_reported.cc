#include <fmt/format.h>

#include <map>

#include "pipeline/check.h"

namespace benchledger {

// One finding for each organization that states figures of its rivals.
void check_competitor_reported(const CheckInput& input, FindingSink& sink) {
  std::map<std::string, std::vector<const Score*>> groups;
  for (const Score& score : input.extraction.scores) {
    if (score.evaluator.relationship != "competitor") continue;
    const auto& evaluator = score.evaluator;
    const auto& who = evaluator.organization ? evaluator.organization : evaluator.reported_by;
    groups[who.value_or("another developer")].push_back(&score);
  }
  for (const auto& [who, scores] : groups) {
    std::vector<std::string> models;
    for (const Score* score : scores) models.push_back(score->model.name);
    const Organization* known = input.rules.organization(who);
    sink.add({{"who", known != nullptr ? known->name : who},
              {"count", fmt::format("{}", scores.size())},
              {"models", name_list(models)}},
             ids_of(scores), evidence_of(scores), who);
  }
}

}  // namespace benchledger
