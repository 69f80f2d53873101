#pragma once
// The ledger in an SQL database. Only the ledger's own files see this; what it
// does is cut along ledger_write, ledger_read, ledger_fetches, ledger_captures,
// ledger_decisions and ledger_verify, how a database becomes one along ledger_file and
// ledger_server.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/database.h"
#include "pipeline/ledger.h"
#include "pipeline/page_change.h"

namespace benchledger {

class SqlLedger : public Ledger {
 public:
  // A database of this program's schema, and what people call it.
  SqlLedger(std::unique_ptr<Database> database, std::string place)
      : database_(std::move(database)), place_(std::move(place)) {}

  Result<RunOutcome> record_run(const RunEntry& run) override {
    return guarded([&] { return write_run(run); });
  }
  Result<Moment> moment(const std::string& time) override {
    return guarded([&] { return read_moment(time); });
  }
  Result<std::vector<RunInfo>> runs() override {
    return guarded([&] { return read_runs(); });
  }
  Result<std::vector<FetchState>> fetch_states() override {
    return guarded([&] { return read_fetch_states(); });
  }
  Result<std::vector<FetchEntry>> fetches_since(RunId since) override {
    return guarded([&] { return read_fetches_since(since); });
  }
  Result<std::vector<FetchEntry>> fetches_of(const std::string& source_id,
                                             const std::string& page_key,
                                             std::size_t most) override {
    return guarded([&] { return read_fetches_of(source_id, page_key, most); });
  }
  Result<std::map<std::string, std::string>> first_fetches() override {
    return guarded([&] { return read_first_fetches(); });
  }
  Status each_record_at(RunId run, const std::function<void(const StoredRecord&)>& take) override {
    return done([&] { read_records_at(run, take); });
  }
  Result<std::vector<PageEntry>> pages_at(RunId run) override {
    return guarded([&] { return read_pages(run); });
  }
  Result<std::vector<PageEntry>> pages_until(RunId run) override {
    return guarded([&] { return read_pages_until(run); });
  }
  Result<std::vector<CaptureEntry>> captures() override {
    return guarded([&] { return read_captures(); });
  }
  Result<std::vector<CaptureEntry>> captures_in_use() override {
    return guarded([&] { return read_captures_in_use(); });
  }
  Status forget_unused_captures() override {
    return done([&] { delete_unused_captures(); });
  }
  Result<std::vector<RecordState>> history(const std::string& record_id) override {
    return guarded([&] { return read_history(record_id); });
  }
  Result<Comparison> compare(RunId from, RunId to) override {
    return guarded([&] { return read_comparison(from, to); });
  }
  Result<Comparison> compare_with_reviewed(const Moment& moment) override {
    return guarded([&] { return read_unreviewed(moment); });
  }
  Result<std::vector<std::int64_t>> decide_all(const std::vector<Decision>& decisions) override {
    return guarded([&] { return write_decisions(decisions); });
  }
  Status undo(std::int64_t decision_id, const std::string& at) override {
    return done(
        [&] { sql("UPDATE decision SET undone_at = ? WHERE id = ?").run(at, decision_id); });
  }
  Result<std::vector<Decision>> decisions_at(const Moment& moment) override {
    return guarded([&] { return read_decisions(moment); });
  }
  Result<std::vector<Decision>> all_decisions() override {
    return guarded([&] { return read_all_decisions(); });
  }
  Result<std::optional<ReviewVisit>> visit(const std::string& reviewer) override {
    return guarded([&] { return read_visit(reviewer); });
  }
  Status keep_visit(const ReviewVisit& visit) override {
    return done([&] { write_visit(visit); });
  }
  Result<std::vector<std::string>> inconsistencies() override {
    return guarded([&] { return find_inconsistencies(); });
  }

 private:
  template <typename Work>
  auto guarded(Work work) -> Result<decltype(work())> {
    return benchledger::guarded(place_, std::move(work));
  }
  template <typename Work>
  Status done(Work work) {
    return guarded_status(place_, std::move(work));
  }
  Statement sql(const std::string& text) { return {*database_, text}; }
  std::int64_t one_integer(const std::string& text) {
    Statement statement = sql(text);
    return statement.step() ? statement.integer(0) : 0;
  }

  // Writing a run.
  RunOutcome write_run(const RunEntry& run);
  void write_fetches(const RunEntry& run, RunId id);
  void write_pages(const RunEntry& run, const RunOutcome& outcome);
  void write_records(const RunEntry& run, RunOutcome& outcome);
  std::vector<PageChange> page_changes(const RunEntry& run, RunOutcome& outcome);
  PageChange changes_of_page(const std::string& page_key,
                             const std::vector<const StoredRecord*>& records);
  std::vector<HeldState> held_on(const std::string& page_key);
  void find_returned(const std::string& page_key, PageChange& change);
  ChangeCause cause_on(const std::string& page_key, const RunOutcome& outcome);

  // Reading.
  std::vector<std::string> page_keys();
  Moment read_moment(const std::string& time);
  std::vector<RunInfo> read_runs();
  std::vector<FetchState> read_fetch_states();
  std::vector<FetchEntry> read_fetches_since(RunId since);
  std::vector<FetchEntry> read_fetches_of(const std::string& source_id, const std::string& page_key,
                                          std::size_t most);
  std::map<std::string, std::string> read_first_fetches();
  std::vector<CaptureEntry> read_captures_in_use();
  void delete_unused_captures();
  void read_records_at(RunId run, const std::function<void(const StoredRecord&)>& take);
  std::vector<PageEntry> read_pages(RunId run);
  std::vector<PageEntry> read_pages_until(RunId run);
  std::vector<CaptureEntry> read_captures();
  std::vector<RecordState> read_history(const std::string& record_id);
  Comparison read_comparison(RunId from, RunId to);
  Comparison read_unreviewed(const Moment& moment);

  // Decisions.
  std::vector<std::int64_t> write_decisions(const std::vector<Decision>& decisions);
  std::vector<Decision> read_decisions(const Moment& moment);
  std::vector<Decision> read_all_decisions();
  std::optional<ReviewVisit> read_visit(const std::string& reviewer);
  void write_visit(const ReviewVisit& visit);

  std::vector<std::string> find_inconsistencies();

  std::unique_ptr<Database> database_;
  std::string place_;
};

}  // namespace benchledger
