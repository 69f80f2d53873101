#pragma once
// What earlier runs read on a page and the newest one no longer does, as plain
// values: the ledger fills it, checks read it.

#include <string>
#include <vector>

#include "extractors/record.h"

namespace benchledger {

// A state of a score that ended because the page's bytes changed, never
// because the rules did.
struct PastScore {
  Score score;
  std::string last_seen;    // when the last run that read it started, ISO 8601 UTC
  DocumentRecord document;  // the page then
};

struct PageHistory {
  std::vector<PastScore> scores;  // oldest first
};

}  // namespace benchledger
