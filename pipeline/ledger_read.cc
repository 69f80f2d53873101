// Reading runs, states and comparisons back.

#include <algorithm>
#include <string_view>
#include <utility>

#include "pipeline/ledger_sql.h"

namespace benchledger {

std::vector<RunInfo> SqlLedger::read_runs() {
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

// Every page that ever had a record, '' (findings across pages) last. One step
// down the index a page, not one a record.
std::vector<std::string> SqlLedger::page_keys() {
  std::vector<std::string> keys;
  Statement read =
      sql("WITH RECURSIVE page(key) AS (SELECT min(page_key) FROM record UNION ALL "
          "SELECT (SELECT min(page_key) FROM record WHERE page_key > key) FROM page "
          "WHERE key IS NOT NULL) SELECT key FROM page WHERE key IS NOT NULL "
          "ORDER BY key = '', key");
  while (read.step()) keys.push_back(read.text(0));
  return keys;
}

void SqlLedger::read_records_at(RunId run, const std::function<void(const StoredRecord&)>& take) {
  Statement read =
      sql("SELECT id, type, json, series FROM record WHERE page_key = ?1 AND first_run <= ?2 "
          "AND (last_run IS NULL OR last_run >= ?2) "
          "ORDER BY instr('document spec score claim finding', type), position");
  StoredRecord record;
  for (std::string& page_key : page_keys()) {
    record.page_key = std::move(page_key);
    read.bind(record.page_key, run);
    while (read.step()) {
      record.id = read.view(0);
      record.type = read.view(1);
      record.json = read.view(2);
      record.series = read.view(3);
      take(record);
    }
  }
}

std::vector<PageEntry> SqlLedger::read_pages(RunId run) {
  std::vector<PageEntry> pages;
  Statement read =
      sql("SELECT page_key, source_id, capture FROM document WHERE first_run <= ?1 "
          "AND (last_run IS NULL OR last_run >= ?1) ORDER BY page_key");
  read.bind(run);
  while (read.step()) pages.push_back({read.text(0), read.text(1), read.text(2)});
  return pages;
}

std::vector<PageEntry> SqlLedger::read_pages_until(RunId run) {
  std::vector<PageEntry> pages;
  Statement read =
      sql("SELECT page_key, source_id, capture FROM document d WHERE first_run = "
          "(SELECT max(first_run) FROM document e WHERE e.page_key = d.page_key "
          "AND e.first_run <= ?) ORDER BY page_key");
  read.bind(run);
  while (read.step()) pages.push_back({read.text(0), read.text(1), read.text(2)});
  return pages;
}

std::vector<RecordState> SqlLedger::read_history(const std::string& record_id) {
  std::vector<RecordState> states;
  Statement read =
      sql("SELECT id, type, page_key, json, series, version, first_run, last_run, superseded_by "
          "FROM record WHERE series IN (SELECT series FROM record WHERE id = ?) "
          "ORDER BY series, first_run");
  read.bind(record_id);
  while (read.step()) {
    states.push_back({{read.text(0), read.text(1), read.text(2), read.text(3), read.text(4)},
                      read.integer(5),
                      read.integer(6),
                      read.maybe_integer(7),
                      read.maybe_integer(8)});
  }
  return states;
}

Moment SqlLedger::read_moment(const std::string& time) {
  // No time of the calendar is later than "9".
  const std::string until = time.empty() ? "9" : time;
  Moment moment;
  Statement run =
      sql("SELECT coalesce(max(id), 0), coalesce(max(ended_at), '') FROM run "
          "WHERE ended_at <= ?");
  run.bind(until).step();
  moment.run = run.integer(0);
  moment.time = run.text(1);
  Statement changed =
      sql("SELECT coalesce((SELECT max(first_run) FROM record WHERE first_run <= ?1), 0), "
          "coalesce((SELECT max(last_run) + 1 FROM record WHERE last_run < ?1), 0)");
  changed.bind(moment.run).step();
  moment.changed_run = std::max(changed.integer(0), changed.integer(1));
  if (moment.changed_run == 0) moment.changed_run = moment.run;
  Statement decided =
      sql("SELECT count(*), coalesce(max(at), '') FROM (SELECT recorded_at AS at FROM decision "
          "UNION ALL SELECT undone_at FROM decision WHERE undone_at IS NOT NULL) d WHERE at <= ?");
  decided.bind(until).step();
  moment.decisions = decided.integer(0);
  moment.time = std::max(moment.time, decided.text(1));
  return moment;
}

namespace {

ChangeCause cause_named(std::string_view word) {
  return word == "rules" ? ChangeCause::kRules : ChangeCause::kSource;
}

// Rows of kStateColumns.
void add_states(Statement& statement, Snapshot& snapshot) {
  while (statement.step()) {
    SnapshotEntry entry;
    entry.record = {statement.text(0), statement.text(1), statement.text(2), statement.text(3),
                    statement.text(4)};
    entry.version = statement.integer(5);
    entry.started_by = cause_named(statement.text(6));
    entry.ended_by = cause_named(statement.text(7));
    entry.first_run = statement.integer(8);
    entry.last_run = statement.integer(9);
    entry.seen_before = statement.integer(10) != 0;
    std::string series = entry.record.series;
    snapshot.emplace(std::move(series), std::move(entry));
  }
}

}  // namespace

// The last column: whether an earlier state of the record had been withdrawn.
#define BENCHLEDGER_STATE_COLUMNS                                                            \
  "SELECT r.id, r.type, r.page_key, r.json, r.series, r.version, r.started_by, r.ended_by, " \
  "r.first_run, r.last_run, "                                                                \
  "EXISTS (SELECT 1 FROM record e WHERE e.series = r.series AND e.first_run < r.first_run "  \
  "AND e.superseded_by IS NULL) "

// Of a state that holds at one of two runs and not at the other, both indexes
// know the end that lies between them: no other row is read.
Comparison SqlLedger::read_comparison(RunId from, RunId to) {
  Statement ended = sql(BENCHLEDGER_STATE_COLUMNS
                        "FROM record r INDEXED BY record_last_run WHERE r.last_run >= ?1 "
                        "AND r.last_run < ?2 AND r.first_run <= ?1");
  Statement began = sql(BENCHLEDGER_STATE_COLUMNS
                        "FROM record r INDEXED BY record_first_run WHERE r.first_run > ?1 "
                        "AND r.first_run <= ?2 AND (r.last_run IS NULL OR r.last_run >= ?2)");
  const bool forwards = from <= to;
  Comparison comparison;
  ended.bind(std::min(from, to), std::max(from, to));
  add_states(ended, forwards ? comparison.before : comparison.after);
  began.bind(std::min(from, to), std::max(from, to));
  add_states(began, forwards ? comparison.after : comparison.before);
  return comparison;
}

// The candidates are the records with a state that began or ended after the
// ledger's first run; no other can differ from what was reviewed.
Comparison SqlLedger::read_unreviewed(const Moment& moment) {
  Comparison comparison;
  const RunId base = one_integer("SELECT coalesce(min(id), 0) FROM run");
  database_->execute(
      "CREATE TEMP TABLE IF NOT EXISTS candidate (series TEXT PRIMARY KEY, accepted INTEGER, "
      "now INTEGER) WITHOUT ROWID; DELETE FROM candidate");
  // accepted: the newest accepting decision by then. One that was imported and
  // is about a state that never was here has no version, and says nothing.
  sql("INSERT INTO candidate SELECT c.series, "
      "(SELECT d.id FROM decision d WHERE d.series = c.series AND d.verdict = 'accept' "
      "AND (d.version IS NOT NULL OR d.value_hash = 'gone') "
      "AND d.recorded_at <= ?3 AND (d.undone_at IS NULL OR d.undone_at > ?3) "
      "ORDER BY d.decided_at DESC, d.id DESC LIMIT 1), "
      "(SELECT n.version FROM record n WHERE n.series = c.series AND n.first_run <= ?2 "
      "AND (n.last_run IS NULL OR n.last_run >= ?2)) "
      "FROM (SELECT series FROM record WHERE first_run > ?1 AND first_run <= ?2 "
      "UNION SELECT series FROM record WHERE last_run >= ?1 AND last_run < ?2) c")
      .run(base, moment.run, moment.time);
  database_->execute(
      "CREATE TEMP TABLE IF NOT EXISTS unreviewed (reviewed INTEGER, now INTEGER); "
      "DELETE FROM unreviewed");
  sql("INSERT INTO unreviewed SELECT reviewed, now FROM (SELECT "
      "CASE WHEN accepted IS NULL THEN (SELECT b.version FROM record b "
      "WHERE b.series = c.series AND b.first_run <= ?1 "
      "AND (b.last_run IS NULL OR b.last_run >= ?1)) "
      "ELSE (SELECT d.version FROM decision d WHERE d.id = c.accepted) END AS reviewed, now "
      "FROM candidate c) u WHERE reviewed IS NOT now")
      .run(base);
  Statement before =
      sql(BENCHLEDGER_STATE_COLUMNS "FROM unreviewed u JOIN record r ON r.version = u.reviewed");
  add_states(before, comparison.before);
  Statement after =
      sql(BENCHLEDGER_STATE_COLUMNS "FROM unreviewed u JOIN record r ON r.version = u.now");
  add_states(after, comparison.after);
  return comparison;
}

}  // namespace benchledger
