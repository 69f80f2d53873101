#pragma once
// What waits for a person: the reviewed state of the ledger against the state
// at a moment, less what decisions cover.

#include <string>
#include <vector>

#include "extractors/result.h"
#include "pipeline/change.h"
#include "pipeline/decision.h"
#include "pipeline/ledger.h"

namespace benchledger {

struct ReviewQueue {
  Moment moment;
  Comparison states;                // as reviewed, and at the moment
  std::vector<Change> changes;      // between them, cosmetic ones too
  std::vector<Change> waiting;      // those that no decision covers
  std::vector<Decision> decisions;  // in force
};

// Snoozes that ended by `now`, an ISO time, are over. Cost: the records that
// ever changed.
[[nodiscard]] Result<ReviewQueue> review_queue(Ledger& ledger, const Moment& moment,
                                               const std::string& now);
// As of now.
[[nodiscard]] Result<ReviewQueue> review_queue(Ledger& ledger, const std::string& now);

}  // namespace benchledger
