#pragma once
// States of the ledger as values: what diff compares and the ledger stores.

#include <cstdint>
#include <map>
#include <string>

#include "pipeline/change.h"

namespace benchledger {

using RunId = std::int64_t;  // ascending; 0 stands for "before the first run"

// A record as the ledger holds it. A document record is kept under an id made
// from its page key, so that a page keeps one history across captures.
struct StoredRecord {
  std::string id;
  std::string type;      // score spec claim finding document
  std::string page_key;  // empty for a finding that spans pages
  std::string json;      // its line, without the line feed
  std::string series{};  // the record through time (lineage.h); set by the ledger
};

struct SnapshotEntry {
  StoredRecord record;
  std::int64_t version = 0;  // which state in the record's history this is
  RunId first_run = 0;       // the run that brought it
  RunId last_run = 0;        // the last that saw it; 0 while it holds
  bool seen_before = false;  // an earlier state of the record had been withdrawn
  // What brought the state about, and what ended it: the page's bytes, or
  // other rules over the same bytes.
  ChangeCause started_by = ChangeCause::kSource;
  ChangeCause ended_by = ChangeCause::kSource;
};

using Snapshot = std::map<std::string, SnapshotEntry>;  // by series

// Two states, both restricted to records that may differ between them.
struct Comparison {
  Snapshot before;
  Snapshot after;
};

}  // namespace benchledger
