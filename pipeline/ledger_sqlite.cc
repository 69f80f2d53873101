// The ledger in an SQLite file.

#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/statfs.h>

#include <cerrno>
#include <filesystem>
#include <map>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

#include "extractors/digest.h"
#include "pipeline/ledger.h"
#include "pipeline/ledger_schema.h"

namespace benchledger {
namespace {

constexpr int kBusyMilliseconds = 10'000;

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;

// A step that went wrong deep inside a transaction; turned into an Error by
// guarded(). Never leaves this file.
struct SqlFailure {
  std::string message;
  std::string remedy;
};

std::string remedy_for(int code) {
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "another program is writing to it; try again";
    case SQLITE_FULL:
      return "make room on the disk; nothing of the run was written";
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
      return "check the permissions of the file and its folder";
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return "the file is damaged or no ledger; restore a copy";
    default:
      return "";
  }
}

[[noreturn]] void throw_failure(sqlite3* database) {
  throw SqlFailure{sqlite3_errmsg(database), remedy_for(sqlite3_extended_errcode(database))};
}

void execute(sqlite3* database, const char* sql) {
  if (sqlite3_exec(database, sql, nullptr, nullptr, nullptr) != SQLITE_OK) throw_failure(database);
}

// A prepared statement: bind in order, step, read columns in order.
class Statement {
 public:
  Statement(sqlite3* database, const char* sql) : database_(database) {
    if (sqlite3_prepare_v2(database, sql, -1, &statement_, nullptr) != SQLITE_OK) {
      throw_failure(database);
    }
  }
  ~Statement() { sqlite3_finalize(statement_); }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  template <typename... Values>
  Statement& bind(const Values&... values) {
    sqlite3_reset(statement_);
    int at = 0;
    (bind_one(++at, values), ...);
    return *this;
  }

  // True where there is a row.
  bool step() {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) throw_failure(database_);
    return false;
  }

  template <typename... Values>
  void run(const Values&... values) {
    bind(values...);
    step();
    sqlite3_reset(statement_);
  }

  [[nodiscard]] std::int64_t integer(int column) const {
    return sqlite3_column_int64(statement_, column);
  }
  [[nodiscard]] bool is_null(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
  }
  [[nodiscard]] std::string text(int column) const {
    const unsigned char* bytes = sqlite3_column_text(statement_, column);
    const int size = sqlite3_column_bytes(statement_, column);
    return bytes == nullptr
               ? std::string()
               : std::string(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
  }
  [[nodiscard]] std::optional<std::string> maybe_text(int column) const {
    return is_null(column) ? std::nullopt : std::optional(text(column));
  }
  [[nodiscard]] std::optional<std::int64_t> maybe_integer(int column) const {
    return is_null(column) ? std::nullopt : std::optional(integer(column));
  }

 private:
  void check(int code) {
    if (code != SQLITE_OK) throw_failure(database_);
  }
  // Bound text must outlive the step; every caller binds what it holds.
  void bind_one(int at, std::string_view value) {
    check(sqlite3_bind_text64(statement_, at, value.data() == nullptr ? "" : value.data(),
                              value.size(), SQLITE_STATIC, SQLITE_UTF8));
  }
  void bind_one(int at, std::int64_t value) { check(sqlite3_bind_int64(statement_, at, value)); }
  void bind_one(int at, std::size_t value) { bind_one(at, static_cast<std::int64_t>(value)); }
  template <typename T>
  void bind_one(int at, const std::optional<T>& value) {
    if (value) {
      bind_one(at, *value);
    } else {
      check(sqlite3_bind_null(statement_, at));
    }
  }

  sqlite3* database_;
  sqlite3_stmt* statement_ = nullptr;
};

// Rolled back unless committed.
class Transaction {
 public:
  explicit Transaction(sqlite3* database) : database_(database) {
    execute(database_, "BEGIN IMMEDIATE");
  }
  ~Transaction() {
    if (!committed_) sqlite3_exec(database_, "ROLLBACK", nullptr, nullptr, nullptr);
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit() {
    execute(database_, "COMMIT");
    committed_ = true;
  }

 private:
  sqlite3* database_;
  bool committed_ = false;
};

Verdict verdict_from(std::string_view word) {
  if (word == "reject") return Verdict::kReject;
  if (word == "snooze") return Verdict::kSnooze;
  return Verdict::kAccept;
}

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

Status SqliteLedger::prepare() {
  const auto prepared = guarded([&]() -> Status {
    sqlite3_busy_timeout(database_.get(), kBusyMilliseconds);
    const auto version = static_cast<int>(one_integer("PRAGMA user_version"));
    const std::int64_t application = one_integer("PRAGMA application_id");
    const bool empty = one_integer("SELECT count(*) FROM sqlite_master") == 0;
    if (!empty && application != kLedgerApplicationId) {
      return fail(ErrorKind::kStore, path_, "is an SQLite database, but not a ledger",
                  "name another file with --ledger");
    }
    if (version > kLedgerVersion) {
      return fail(ErrorKind::kStore, path_,
                  fmt::format("was written by a newer program (schema {}, this one knows {})",
                              version, kLedgerVersion),
                  "use that program, or another file with --ledger");
    }
    execute(database_.get(), "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL");
    if (!turn_on_log()) {
      return fail(ErrorKind::kStore, path_, "the file system cannot hold a write-ahead log",
                  "put the ledger on a local disk with --ledger");
    }
    for (int at = version; at < kLedgerVersion; ++at) {
      Transaction transaction(database_.get());
      execute(database_.get(), kLedgerMigrations[at]);
      execute(database_.get(), fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}",
                                           kLedgerApplicationId, at + 1)
                                   .c_str());
      transaction.commit();
    }
    return {};
  });
  if (!prepared) return tl::unexpected<Error>(prepared.error());
  return *prepared;
}

// ---- writing a run

RunOutcome SqliteLedger::write_run(const RunEntry& run) {
  Transaction transaction(database_.get());
  RunOutcome outcome;
  outcome.previous = one_integer("SELECT coalesce(max(id), 0) FROM run");
  outcome.id = outcome.previous + 1;
  sql("INSERT INTO run VALUES (?, ?, ?, ?, ?, ?, 0)")
      .run(outcome.id, run.started_at, run.ended_at, run.rules_digest, run.program,
           run.pages.size());
  write_fetches(run, outcome.id);
  write_pages(run, outcome);
  write_records(run, outcome);
  transaction.commit();
  return outcome;
}

void SqliteLedger::write_fetches(const RunEntry& run, RunId id) {
  // Facts the last good fetch left stay where this one brought none.
  Statement fetch =
      sql("INSERT INTO fetch_state VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
          "ON CONFLICT DO UPDATE SET run = excluded.run, outcome = excluded.outcome, "
          "detail = excluded.detail, checked_at = excluded.checked_at, "
          "etag = CASE WHEN excluded.capture IS NULL THEN etag ELSE excluded.etag END, "
          "last_modified = CASE WHEN excluded.capture IS NULL THEN last_modified "
          "ELSE excluded.last_modified END, capture = coalesce(excluded.capture, capture)");
  for (const FetchState& state : run.fetches) {
    fetch.run(state.source_id, state.page_key, id, state.outcome, state.detail, state.checked_at,
              state.etag, state.last_modified, state.capture);
  }
  Statement capture =
      sql("INSERT INTO capture VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
  for (const CaptureEntry& entry : run.captures) {
    capture.run(entry.sha256, entry.page_key, entry.source_id, entry.bytes, entry.url,
                entry.final_url, entry.media_type, entry.fetched_at, id);
  }
}

void SqliteLedger::write_pages(const RunEntry& run, const RunOutcome& outcome) {
  std::map<std::string, std::pair<std::int64_t, std::string>> now;  // page -> row, capture
  Statement read = sql("SELECT page_key, id, capture FROM document WHERE last_run IS NULL");
  while (read.step()) now[read.text(0)] = {read.integer(1), read.text(2)};
  Statement end = sql("UPDATE document SET last_run = ? WHERE id = ?");
  Statement begin =
      sql("INSERT INTO document (page_key, source_id, capture, first_run) VALUES (?, ?, ?, ?)");
  for (const PageEntry& page : run.pages) {
    const auto known = now.find(page.page_key);
    if (known != now.end()) {
      const auto [row, capture] = known->second;
      now.erase(known);
      if (capture == page.capture) continue;
      end.run(outcome.previous, row);
    }
    begin.run(page.page_key, page.source_id, page.capture, outcome.id);
  }
  for (const auto& [key, state] : now) end.run(outcome.previous, state.first);
}

void SqliteLedger::write_records(const RunEntry& run, RunOutcome& outcome) {
  std::map<std::string, std::pair<std::int64_t, std::string>> now;  // id -> version, digest
  Statement read = sql("SELECT id, version, json FROM record WHERE last_run IS NULL");
  while (read.step()) now[read.text(0)] = {read.integer(1), short_id(read.text(2))};
  std::int64_t version = one_integer("SELECT coalesce(max(version), 0) FROM record");
  // The old state ends before the new one begins: only one may hold at a time.
  Statement end = sql("UPDATE record SET last_run = ? WHERE version = ?");
  Statement supersede = sql("UPDATE record SET superseded_by = ? WHERE version = ?");
  Statement begin =
      sql("INSERT INTO record (version, id, type, page_key, json, first_run) "
          "VALUES (?, ?, ?, ?, ?, ?)");
  std::set<std::string_view> met;
  for (const StoredRecord& record : run.records) {
    if (!met.insert(record.id).second) {
      ++outcome.duplicates;
      continue;
    }
    std::optional<std::int64_t> old;
    if (const auto known = now.find(record.id); known != now.end()) {
      const auto [known_version, digest] = known->second;
      now.erase(known);
      if (digest == short_id(record.json)) continue;
      old = known_version;
      end.run(outcome.previous, *old);
      ++outcome.ended;
    }
    begin.run(++version, record.id, record.type, record.page_key, record.json, outcome.id);
    ++outcome.added;
    if (old) supersede.run(version, *old);
  }
  for (const auto& [id, state] : now) {
    end.run(outcome.previous, state.first);
    ++outcome.ended;
  }
  sql("UPDATE run SET records = ? WHERE id = ?").run(met.size(), outcome.id);
}

// ---- reading

std::vector<RunInfo> SqliteLedger::read_runs() {
  std::vector<RunInfo> runs;
  Statement read =
      sql("SELECT id, started_at, ended_at, rules_digest, program, pages, records FROM run "
          "ORDER BY id");
  while (read.step()) {
    runs.push_back({read.integer(0), read.text(1), read.text(2), read.text(3), read.text(4),
                    static_cast<std::size_t>(read.integer(5)),
                    static_cast<std::size_t>(read.integer(6))});
  }
  return runs;
}

std::vector<FetchState> SqliteLedger::read_fetch_states() {
  std::vector<FetchState> states;
  Statement read =
      sql("SELECT source_id, page_key, outcome, detail, checked_at, etag, last_modified, capture "
          "FROM fetch_state ORDER BY source_id, page_key");
  while (read.step()) {
    states.push_back({read.text(0), read.text(1), read.text(2), read.text(3), read.text(4),
                      read.maybe_text(5), read.maybe_text(6), read.maybe_text(7)});
  }
  return states;
}

std::vector<StoredRecord> SqliteLedger::read_records_at(RunId run) {
  std::vector<StoredRecord> records;
  Statement read =
      sql("SELECT id, type, page_key, json FROM record "
          "WHERE first_run <= ?1 AND (last_run IS NULL OR last_run >= ?1) ORDER BY id");
  read.bind(run);
  while (read.step()) {
    records.push_back({read.text(0), read.text(1), read.text(2), read.text(3)});
  }
  return records;
}

std::vector<PageEntry> SqliteLedger::read_pages() {
  std::vector<PageEntry> pages;
  Statement read =
      sql("SELECT page_key, source_id, capture FROM document WHERE last_run IS NULL "
          "ORDER BY page_key");
  while (read.step()) pages.push_back({read.text(0), read.text(1), read.text(2)});
  return pages;
}

std::vector<RecordState> SqliteLedger::read_history(const std::string& record_id) {
  std::vector<RecordState> states;
  Statement read =
      sql("SELECT id, type, page_key, json, version, first_run, last_run, superseded_by "
          "FROM record WHERE id = ? ORDER BY first_run");
  read.bind(record_id);
  while (read.step()) {
    states.push_back({{read.text(0), read.text(1), read.text(2), read.text(3)},
                      read.integer(4),
                      read.integer(5),
                      read.maybe_integer(6),
                      read.maybe_integer(7)});
  }
  return states;
}

// Whether a state that began with `run` did so because the rules changed while
// the page's bytes stayed.
ChangeCause SqliteLedger::cause_of(RunId run, const std::string& page_key) {
  Statement same_rules =
      sql("SELECT count(DISTINCT rules_digest) = 1 FROM run WHERE id IN (?1, ?1 - 1)");
  if (same_rules.bind(run); same_rules.step() && same_rules.integer(0) == 1) {
    return ChangeCause::kSource;
  }
  if (page_key.empty()) return ChangeCause::kRules;
  Statement same_bytes =
      sql("SELECT count(*) FROM document WHERE page_key = ?2 AND first_run < ?1 "
          "AND (last_run IS NULL OR last_run >= ?1)");
  same_bytes.bind(run, page_key);
  return same_bytes.step() && same_bytes.integer(0) > 0 ? ChangeCause::kRules
                                                        : ChangeCause::kSource;
}

// Rows: id, type, page_key, json, version, first_run, last_run, seen_before.
void SqliteLedger::add_states(Statement& statement, Snapshot& snapshot) {
  while (statement.step()) {
    SnapshotEntry entry;
    entry.record = {statement.text(0), statement.text(1), statement.text(2), statement.text(3)};
    entry.version = statement.integer(4);
    entry.started_by = cause_of(statement.integer(5), entry.record.page_key);
    if (!statement.is_null(6)) {
      entry.ended_by = cause_of(statement.integer(6) + 1, entry.record.page_key);
    }
    entry.seen_before = statement.integer(7) != 0;
    std::string id = entry.record.id;
    snapshot.emplace(std::move(id), std::move(entry));
  }
}

#define BENCHLEDGER_STATE_COLUMNS                                                       \
  "SELECT r.id, r.type, r.page_key, r.json, r.version, r.first_run, r.last_run, "       \
  "EXISTS (SELECT 1 FROM record e WHERE e.id = r.id AND e.first_run < r.first_run AND " \
  "e.superseded_by IS NULL) "

Comparison SqliteLedger::read_comparison(RunId from, RunId to) {
  Comparison comparison;
  // A state that holds at one of the runs and not at the other began after the
  // earlier one or ended before the later one.
  Statement read = sql(BENCHLEDGER_STATE_COLUMNS
                       "FROM record r WHERE r.first_run <= ?1 "
                       "AND (r.last_run IS NULL OR r.last_run >= ?1) "
                       "AND NOT (r.first_run <= ?2 AND (r.last_run IS NULL OR r.last_run >= ?2))");
  read.bind(from, to);
  add_states(read, comparison.before);
  read.bind(to, from);
  add_states(read, comparison.after);
  return comparison;
}

// The candidates are the records with a state that began or ended after the
// ledger's first run; no other can differ from what was reviewed.
Comparison SqliteLedger::read_unreviewed() {
  Comparison comparison;
  const RunId base = one_integer("SELECT coalesce(min(id), 0) FROM run");
  execute(database_.get(),
          "CREATE TEMP TABLE IF NOT EXISTS candidate (id TEXT PRIMARY KEY, reviewed INTEGER, "
          "now INTEGER) WITHOUT ROWID; DELETE FROM candidate");
  sql("INSERT OR IGNORE INTO candidate "
      "SELECT c.id, CASE WHEN EXISTS (SELECT 1 FROM review_cursor k WHERE k.record_id = c.id) "
      "THEN (SELECT k.version FROM review_cursor k WHERE k.record_id = c.id) "
      "ELSE (SELECT b.version FROM record b WHERE b.id = c.id AND b.first_run <= ?1 "
      "AND (b.last_run IS NULL OR b.last_run >= ?1)) END, "
      "(SELECT n.version FROM record n WHERE n.id = c.id AND n.last_run IS NULL) "
      "FROM (SELECT id FROM record WHERE first_run > ?1 "
      "UNION SELECT id FROM record WHERE last_run >= ?1) c")
      .run(base);
  Statement before = sql(BENCHLEDGER_STATE_COLUMNS
                         "FROM candidate c JOIN record r ON r.version = c.reviewed "
                         "WHERE c.reviewed IS NOT c.now");
  add_states(before, comparison.before);
  Statement after = sql(BENCHLEDGER_STATE_COLUMNS
                        "FROM candidate c JOIN record r ON r.version = c.now "
                        "WHERE c.reviewed IS NOT c.now");
  add_states(after, comparison.after);
  return comparison;
}

// ---- decisions

std::int64_t SqliteLedger::write_decision(const Decision& decision) {
  const std::optional<std::int64_t> version =
      decision.version == 0 ? std::nullopt : std::optional(decision.version);
  sql("INSERT INTO decision (record_id, version, verdict, value_hash, evidence_hash, note, "
      "reviewer, decided_at, until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .run(decision.record_id, version, std::string_view(to_string(decision.verdict)),
           decision.value_hash, decision.evidence_hash, decision.note, decision.reviewer,
           decision.decided_at, decision.until);
  return sqlite3_last_insert_rowid(database_.get());
}

std::vector<Decision> SqliteLedger::read_decisions() {
  std::vector<Decision> decisions;
  Statement read =
      sql("SELECT id, record_id, version, verdict, value_hash, evidence_hash, note, reviewer, "
          "decided_at, until FROM decision_in_force ORDER BY id");
  while (read.step()) {
    Decision decision;
    decision.id = read.integer(0);
    decision.record_id = read.text(1);
    decision.version = read.integer(2);
    decision.verdict = verdict_from(read.text(3));
    decision.value_hash = read.text(4);
    decision.evidence_hash = read.text(5);
    decision.note = read.text(6);
    decision.reviewer = read.text(7);
    decision.decided_at = read.text(8);
    decision.until = read.maybe_text(9);
    decisions.push_back(std::move(decision));
  }
  return decisions;
}

Status check_file_system(const std::filesystem::path& folder) {
  struct statfs info {};
  if (::statfs(folder.c_str(), &info) != 0) {
    return fail(ErrorKind::kStore, folder.string(), std::generic_category().message(errno));
  }
  const char* name = network_file_system(static_cast<unsigned long>(info.f_type));
  if (name == nullptr) return {};
  return fail(ErrorKind::kStore, folder.string(),
              fmt::format("is on a network file system ({}), where an SQLite write-ahead log "
                          "loses data",
                          name),
              "put the ledger on a local disk with --ledger");
}

}  // namespace

const char* to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::kReject:
      return "reject";
    case Verdict::kSnooze:
      return "snooze";
    case Verdict::kAccept:
      break;
  }
  return "accept";
}

std::string document_history_id(const std::string& page_key) {
  return short_id("document\n" + page_key);
}

const char* network_file_system(unsigned long type) {
  // linux/magic.h and the file systems' own sources.
  static constexpr std::pair<unsigned long, const char*> kTypes[] = {
      {0x6969, "NFS"},      {0x517B, "SMB"},       {0xFE534D42, "SMB2"},  {0xFF534D42, "CIFS"},
      {0x5346414F, "AFS"},  {0x00C36400, "Ceph"},  {0x73757245, "Coda"},  {0x0BD00BD0, "Lustre"},
      {0x47504653, "GPFS"}, {0x013111A8, "IBRIX"}, {0x7461636F, "OCFS2"},
  };
  for (const auto& [magic, name] : kTypes) {
    if ((type & 0xFFFFFFFFUL) == magic) return name;
  }
  return nullptr;
}

Result<std::unique_ptr<Ledger>> open_ledger(const std::string& path) {
  namespace fs = std::filesystem;
  const fs::path folder = fs::path(path).has_parent_path() ? fs::path(path).parent_path() : ".";
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    return fail(ErrorKind::kStore, folder.string(), "cannot make the folder: " + error.message());
  }
  if (const Status local = check_file_system(folder); !local) {
    return tl::unexpected<Error>(local.error());
  }
  sqlite3* raw = nullptr;
  const int code =
      sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  Database database(raw);
  if (code != SQLITE_OK) {
    return fail(ErrorKind::kStore, path, std::string("ledger: ") + sqlite3_errmsg(raw),
                remedy_for(code));
  }
  auto ledger = std::make_unique<SqliteLedger>(std::move(database), path);
  if (const Status ready = ledger->prepare(); !ready) return tl::unexpected<Error>(ready.error());
  return ledger;
}

Result<std::unique_ptr<Ledger>> open_existing_ledger(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) {
    return fail(ErrorKind::kUsage, path, "there is no ledger yet",
                "make one with `benchledger run`, or name it with --ledger or --out");
  }
  return open_ledger(path);
}

}  // namespace benchledger
