#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "extractors/comparable.h"
#include "extractors/verdict.h"
#include "pipeline/check.h"

namespace benchledger {

namespace {

// Who leads the line-up alone; null on a tie.
const Score* leader_of(const LineUp& line_up) {
  const Score* best = nullptr;
  for (const Score* score : line_up.scores) {
    const int way = direction(Sense::kBest, *score);
    if (best == nullptr || way * compare(interval_of(*score), interval_of(*best)) > 0) {
      best = score;
    }
  }
  return best;
}

// Who measured the leader states the others' figures too.
bool picked_by_leader(const LineUp& line_up, const Score& leader) {
  return leader.evaluator.relationship == "first_party" &&
         std::any_of(line_up.scores.begin(), line_up.scores.end(), [&](const Score* score) {
           return score->evaluator.relationship == "competitor" &&
                  score->evaluator.organization == leader.evaluator.organization;
         });
}

}  // namespace

// Rows in which the vendor that states the figures leads while some rivals
// have none.
void check_missing_rival_cells(const CheckInput& input, FindingSink& sink) {
  std::map<std::string, std::vector<const Score*>> groups;
  std::map<std::string, std::vector<std::string>> rows;
  for (const LineUp& line_up : line_ups(input.extraction.scores)) {
    const Score* leader = leader_of(line_up);
    if (leader == nullptr || !picked_by_leader(line_up, *leader)) continue;
    if (line_up.models < 3 || line_up.scores.size() >= line_up.models) continue;
    groups[leader->model.raw].push_back(leader);
    rows[leader->model.raw].push_back(
        fmt::format("{} ({} of {})", leader->benchmark.raw, line_up.scores.size(), line_up.models));
  }
  for (const auto& [model, scores] : groups) {
    sink.add({{"model", model},
              {"count", fmt::format("{}", scores.size())},
              {"benchmarks", name_list(rows[model])}},
             ids_of(scores), evidence_of(scores), model);
  }
}

}  // namespace benchledger
