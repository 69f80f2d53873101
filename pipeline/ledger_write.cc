// Writing a run: what began, what ended, what stayed.

#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "extractors/digest.h"
#include "pipeline/ledger_sqlite.h"

namespace benchledger {

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
std::string document_history_id(const std::string& page_key) {
  return short_id("document\n" + page_key);
}
}  // namespace benchledger
