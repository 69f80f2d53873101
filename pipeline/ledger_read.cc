// Reading runs, states and comparisons back.

#include <utility>

#include "pipeline/ledger_sqlite.h"

namespace benchledger {

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

}  // namespace benchledger
