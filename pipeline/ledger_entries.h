#pragma once
// What goes into the ledger and comes out of it, as values.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "pipeline/snapshot.h"

namespace benchledger {

// How the last fetch of one page went and what to ask the server next time.
struct FetchState {
  std::string source_id;
  std::string page_key;
  std::string outcome;  // "ok", "unchanged", "timeout", ...
  std::string detail;   // for people: "HTTP 404"
  std::string checked_at;
  std::optional<std::string> etag;
  std::optional<std::string> last_modified;
  std::optional<std::string> capture;  // sha256 of the last good capture, which outlives failures
};

struct CaptureEntry {
  std::string sha256;
  std::string source_id;
  std::string page_key;
  std::size_t bytes = 0;
  std::optional<std::string> url;
  std::optional<std::string> final_url;
  std::optional<std::string> media_type;
  std::optional<std::string> fetched_at;
};

struct PageEntry {
  std::string page_key;
  std::string source_id;
  std::string capture;
};

// Everything one run found; record_run() works out what of it is new.
struct RunEntry {
  std::string started_at;
  std::string ended_at;
  std::string rules_digest;
  std::string program;  // "benchledger 0.1.0"
  std::vector<FetchState> fetches;
  std::vector<CaptureEntry> captures;
  std::vector<PageEntry> pages;
  std::vector<StoredRecord> records;
  // Pages (page keys; empty for the findings across pages) whose records are
  // those of the newest run, to the byte: they are not among `records`.
  std::set<std::string> standing;
  std::int64_t night = 0;  // of a shared ledger, that this run ends (shared_night.h)
};

// How one fetch of one page went.
struct FetchEntry {
  RunId run = 0;
  std::string source_id;
  std::string page_key;
  std::string outcome;
  std::string detail;
};

struct RunInfo {
  RunId id = 0;
  std::string started_at;
  std::string ended_at;
  std::string rules_digest;
  std::string program;
  std::size_t pages = 0;
  std::size_t records = 0;
};

struct RunOutcome {
  RunId id = 0;
  RunId previous = 0;          // 0: this is the first run
  std::size_t added = 0;       // record states written, changed ones included
  std::size_t ended = 0;       // record states that no longer hold, changed ones included
  std::size_t duplicates = 0;  // records dropped because their id was taken in this run
};

// One state of a record; last_run is nullopt while it holds.
struct RecordState {
  StoredRecord record;
  std::int64_t version = 0;
  RunId first_run = 0;
  std::optional<RunId> last_run;
  std::optional<std::int64_t> superseded_by;
};

// A point in the ledger's past: the newest run that had ended by then, and the
// time of the last thing that was written by then, a run or a decision. What
// the ledger held at a Moment never changes.
struct Moment {
  RunId run = 0;               // 0: before the first run
  RunId changed_run = 0;       // the newest one by then that changed anything
  std::int64_t decisions = 0;  // made or taken back by then
  std::string time;
};

// Where a reviewer stopped.
struct ReviewVisit {
  std::string reviewer;
  RunId run = 0;       // the newest run there was
  std::string series;  // the change they stopped at; empty: they saw all of them
  std::string visited_at;
};

}  // namespace benchledger
