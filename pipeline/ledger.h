#pragma once
// Ledger: what was read when, with the full history of every record, and what
// people decided about it. It is kept in an SQLite file of one machine, or on a
// PostgreSQL server that a team shares; the interface says nothing of that.
//
// A run is one transaction: after a kill at any point the ledger holds the
// whole run or nothing of it. Errors are kStore. Thread safety: one thread per
// Ledger; several processes may read while one writes.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "extractors/result.h"
#include "pipeline/decision.h"
#include "pipeline/ledger_entries.h"
#include "pipeline/snapshot.h"

namespace benchledger {

class Ledger {
 public:
  virtual ~Ledger() = default;

  [[nodiscard]] virtual Result<RunOutcome> record_run(const RunEntry& run) = 0;

  // The last moment at or before `time`; the newest one where it is empty.
  [[nodiscard]] virtual Result<Moment> moment(const std::string& time) = 0;
  [[nodiscard]] virtual Result<std::vector<RunInfo>> runs() = 0;  // oldest first
  [[nodiscard]] virtual Result<std::vector<FetchState>> fetch_states() = 0;
  // The fetches of the runs from `since` on, by run, source and page.
  [[nodiscard]] virtual Result<std::vector<FetchEntry>> fetches_since(RunId since) = 0;
  // The last `most` fetches of one page, newest first.
  [[nodiscard]] virtual Result<std::vector<FetchEntry>> fetches_of(const std::string& source_id,
                                                                   const std::string& page_key,
                                                                   std::size_t most) = 0;
  // When each page was first asked for: start of that run, by page key.
  [[nodiscard]] virtual Result<std::map<std::string, std::string>> first_fetches() = 0;
  // Every record that held at `run`: by page key, on a page documents, specs,
  // scores, claims, findings, each in the order they were read. Holds one page
  // in memory at a time.
  [[nodiscard]] virtual Status each_record_at(
      RunId run, const std::function<void(const StoredRecord&)>& take) = 0;
  // The pages `run` read, by page key.
  [[nodiscard]] virtual Result<std::vector<PageEntry>> pages_at(RunId run) = 0;
  // The last entry of every page that any run up to `run` read.
  [[nodiscard]] virtual Result<std::vector<PageEntry>> pages_until(RunId run) = 0;
  [[nodiscard]] virtual Result<std::vector<CaptureEntry>> captures() = 0;  // that are known
  // Those of them that some state of a page was read from, whenever, or that
  // are the last good one of a page.
  [[nodiscard]] virtual Result<std::vector<CaptureEntry>> captures_in_use() = 0;
  // Forgets the others.
  [[nodiscard]] virtual Status forget_unused_captures() = 0;
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

// Opens the ledger at `place`, a file or a PostgreSQL address (see
// ledger_file.h, ledger_server.h for what each refuses), and makes it where
// there is none. One that an older program wrote is brought forward after a
// copy was put beside it; one of a newer program is refused.
[[nodiscard]] Result<std::unique_ptr<Ledger>> open_ledger(const std::string& place);

// The same, but nullptr where there is none.
[[nodiscard]] Result<std::unique_ptr<Ledger>> open_ledger_if_any(const std::string& place);

// The same, but an Error (kUsage) that says to run first where there is none.
[[nodiscard]] Result<std::unique_ptr<Ledger>> open_existing_ledger(const std::string& place);

// The id a page's document record is kept under.
[[nodiscard]] std::string document_history_id(const std::string& page_key);

}  // namespace benchledger
