#include <map>

#include "extractors/comparability.h"
#include "pipeline/check.h"

namespace benchledger {

namespace {

// A page that moves one of its dates says that it was edited.
bool announced(const DocumentRecord& then, const DocumentRecord& now) {
  return then.published != now.published || then.last_verified != now.last_verified;
}

}  // namespace

// The newest figure of each score that the page stated, and no longer does.
void check_silent_change(const HistoryCheckInput& input, FindingSink& sink) {
  const Extraction& now = input.extraction;
  std::map<std::string, const Score*> current;
  for (const Score& score : now.scores) current.emplace(score.id, &score);
  std::map<std::string, const PastScore*> changed;
  for (const PastScore& past : input.history.scores) {
    const auto score = current.find(past.score.id);
    if (score == current.end() || announced(past.document, now.document)) continue;
    const bool same = past.score.score.unit == score->second->score.unit &&
                      compare(interval_of(past.score), interval_of(*score->second)) == 0;
    if (!same) changed[past.score.id] = &past;
  }
  for (const Score& score : now.scores) {
    const auto found = changed.find(score.id);
    if (found == changed.end()) continue;
    const PastScore& past = *found->second;
    sink.add({{"place", place_of(score)},
              {"before", figure(past.score)},
              {"now", figure(score)},
              {"gap", points(score.score.value - past.score.score.value)},
              {"seen", past.last_seen.substr(0, 10)}},
             {score.id}, {score.evidence});
  }
}

}  // namespace benchledger
