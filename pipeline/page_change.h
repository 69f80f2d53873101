#pragma once
// What a run does to the records of one page.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/snapshot.h"

namespace benchledger {

// A state that holds, as far as writing the next run needs it.
struct HeldState {
  StoredRecord record;
  std::int64_t version = 0;
  double position = 0;
};

// What one page's records do to the ledger, worked out before anything is
// written: ids may move from one series to another within a page.
struct PageChange {
  struct Begin {
    const StoredRecord* record = nullptr;
    double position = 0;
    std::string series;                    // empty: a new one
    std::optional<std::int64_t> replaces;  // the version it supersedes
  };
  std::vector<Begin> begins;
  std::vector<std::int64_t> ends;  // versions
  ChangeCause cause = ChangeCause::kSource;
};

}  // namespace benchledger
