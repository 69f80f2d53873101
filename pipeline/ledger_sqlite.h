#pragma once
// The ledger in an SQLite file. Only the ledger's own files see this; what it
// does to the file is cut along ledger_open, ledger_write, ledger_read and
// ledger_decisions.

#include <string>
#include <utility>
#include <vector>

#include "pipeline/ledger.h"
#include "pipeline/sqlite.h"

namespace benchledger {

class SqliteLedger : public Ledger {
 public:
  SqliteLedger(Database database, std::string path)
      : database_(std::move(database)), path_(std::move(path)) {}

  Result<RunOutcome> record_run(const RunEntry& run) override {
    return guarded([&] { return write_run(run); });
  }
  Result<std::vector<RunInfo>> runs() override {
    return guarded([&] { return read_runs(); });
  }
  Result<std::vector<FetchState>> fetch_states() override {
    return guarded([&] { return read_fetch_states(); });
  }
  Result<std::vector<StoredRecord>> records_at(RunId run) override {
    return guarded([&] { return read_records_at(run); });
  }
  Result<std::vector<PageEntry>> pages() override {
    return guarded([&] { return read_pages(); });
  }
  Result<std::vector<RecordState>> history(const std::string& record_id) override {
    return guarded([&] { return read_history(record_id); });
  }
  Result<Comparison> compare(RunId from, RunId to) override {
    return guarded([&] { return read_comparison(from, to); });
  }
  Result<Comparison> compare_with_reviewed() override {
    return guarded([&] { return read_unreviewed(); });
  }
  Result<std::int64_t> decide(const Decision& decision) override {
    return guarded([&] { return write_decision(decision); });
  }
  Status undo(std::int64_t decision_id, const std::string& at) override {
    return guarded([&] {
             sql("UPDATE decision SET undone_at = ? WHERE id = ?").run(at, decision_id);
             return true;
           })
        .map([](bool) {});
  }
  Result<std::vector<Decision>> decisions() override {
    return guarded([&] { return read_decisions(); });
  }

  // Brings the file to this program's schema. Error where it cannot be ours.
  Status prepare();

 private:
  template <typename Work>
  auto guarded(Work work) -> Result<decltype(work())> {
    try {
      return work();
    } catch (const SqlFailure& failure) {
      return fail(ErrorKind::kStore, path_, "ledger: " + failure.message, failure.remedy);
    }
  }
  Statement sql(const char* text) { return Statement(database_.get(), text); }
  std::int64_t one_integer(const char* text) {
    Statement statement = sql(text);
    return statement.step() ? statement.integer(0) : 0;
  }

  bool turn_on_log() {
    Statement mode = sql("PRAGMA journal_mode = WAL");
    return mode.step() && mode.text(0) == "wal";
  }

  RunOutcome write_run(const RunEntry& run);
  void write_fetches(const RunEntry& run, RunId id);
  void write_pages(const RunEntry& run, const RunOutcome& outcome);
  void write_records(const RunEntry& run, RunOutcome& outcome);
  std::vector<RunInfo> read_runs();
  std::vector<FetchState> read_fetch_states();
  std::vector<StoredRecord> read_records_at(RunId run);
  std::vector<PageEntry> read_pages();
  std::vector<RecordState> read_history(const std::string& record_id);
  Comparison read_comparison(RunId from, RunId to);
  Comparison read_unreviewed();
  void add_states(Statement& statement, Snapshot& snapshot);
  ChangeCause cause_of(RunId run, const std::string& page_key);
  std::int64_t write_decision(const Decision& decision);
  std::vector<Decision> read_decisions();

  Database database_;
  std::string path_;
};

}  // namespace benchledger
