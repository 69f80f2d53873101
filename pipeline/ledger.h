#pragma once
// Ledger: what was read when, with the full history of every record, and what
// people decided about it. One implementation keeps it in an SQLite file; the
// interface says nothing of that.
//
// A run is one transaction: after a kill at any point the ledger holds the
// whole run or nothing of it. Errors are kStore. Thread safety: one thread per
// Ledger; several processes may read while one writes.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "extractors/result.h"
#include "pipeline/decision.h"
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

class Ledger {
 public:
  virtual ~Ledger() = default;

  [[nodiscard]] virtual Result<RunOutcome> record_run(const RunEntry& run) = 0;

  // The last moment at or before `time`; the newest one where it is empty.
  [[nodiscard]] virtual Result<Moment> moment(const std::string& time) = 0;
  [[nodiscard]] virtual Result<std::vector<RunInfo>> runs() = 0;  // oldest first
  [[nodiscard]] virtual Result<std::vector<FetchState>> fetch_states() = 0;
  // Every record that held at `run`: by page key, on a page documents, specs,
  // scores, claims, findings, each in the order they were read. Holds one page
  // in memory at a time.
  [[nodiscard]] virtual Status each_record_at(
      RunId run, const std::function<void(const StoredRecord&)>& take) = 0;
  // The pages `run` read, by page key.
  [[nodiscard]] virtual Result<std::vector<PageEntry>> pages_at(RunId run) = 0;
  // The last entry of every page that any run up to `run` read.
  [[nodiscard]] virtual Result<std::vector<PageEntry>> pages_until(RunId run) = 0;
  [[nodiscard]] virtual Result<std::vector<CaptureEntry>> captures() = 0;  // ever read
  // All states of the record that has or had this id, through changes of the
  // id, oldest first.
  [[nodiscard]] virtual Result<std::vector<RecordState>> history(const std::string& record_id) = 0;

  [[nodiscard]] virtual Result<Comparison> compare(RunId from, RunId to) = 0;
  // The reviewed state against the state at `moment`. Reviewed is, for each
  // record, what was last accepted by then, else what the first run of the
  // ledger found.
  [[nodiscard]] virtual Result<Comparison> compare_with_reviewed(const Moment& moment) = 0;

  // All of them or none; their ids.
  [[nodiscard]] virtual Result<std::vector<std::int64_t>> decide_all(
      const std::vector<Decision>& decisions) = 0;
  [[nodiscard]] virtual Status undo(std::int64_t decision_id, const std::string& at) = 0;
  // Decisions in force at `moment`: the newest one of each series that was not
  // undone by then.
  [[nodiscard]] virtual Result<std::vector<Decision>> decisions_at(const Moment& moment) = 0;
  // Every decision ever made, undone ones too, oldest first.
  [[nodiscard]] virtual Result<std::vector<Decision>> all_decisions() = 0;

  [[nodiscard]] virtual Result<std::optional<ReviewVisit>> visit(const std::string& reviewer) = 0;
  [[nodiscard]] virtual Status keep_visit(const ReviewVisit& visit) = 0;

  // What does not fit together, one line each; empty where all does. Looks at
  // every row: minutes for a large ledger.
  [[nodiscard]] virtual Result<std::vector<std::string>> inconsistencies() = 0;

  [[nodiscard]] Result<std::int64_t> decide(const Decision& decision);
  // The same as of now.
  [[nodiscard]] Result<std::vector<StoredRecord>> records_at(RunId run);
  [[nodiscard]] Result<std::vector<PageEntry>> pages();
  [[nodiscard]] Result<Comparison> compare_with_reviewed();
  [[nodiscard]] Result<std::vector<Decision>> decisions();
};

// Opens or creates the ledger in the SQLite file at `path`. Refuses a file
// that is not a ledger, an empty one (something cut it off), one of a newer
// program, and network file systems. A file of an older program is brought
// forward after a copy was put beside it: `path`.schema<N>.bak.
[[nodiscard]] Result<std::unique_ptr<Ledger>> open_ledger(const std::string& path);

// The same, but an Error (kUsage) that says to run first where there is none.
[[nodiscard]] Result<std::unique_ptr<Ledger>> open_existing_ledger(const std::string& path);

// The id a page's document record is kept under.
[[nodiscard]] std::string document_history_id(const std::string& page_key);

// The name of the network file system with this statfs(2) f_type; nullptr for
// a local one. SQLite's write-ahead log needs shared memory, which those lack.
[[nodiscard]] const char* network_file_system(unsigned long type);

}  // namespace benchledger
