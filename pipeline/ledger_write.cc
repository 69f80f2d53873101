// Writing a run: what began, what ended, what stayed.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "pipeline/ledger_sql.h"
#include "pipeline/lineage.h"

namespace benchledger {
namespace {

std::string_view cause_word(ChangeCause cause) {
  return cause == ChangeCause::kRules ? "rules" : "source";
}

// A row of fetch_page.
struct FetchPage {
  std::int64_t id = 0;
  std::optional<std::string> etag;
  std::optional<std::string> last_modified;
  std::optional<std::string> capture;

  [[nodiscard]] bool says(const FetchPage& other) const {
    return etag == other.etag && last_modified == other.last_modified && capture == other.capture;
  }
};

// Where a record of a page goes in the order of its type.
struct Place {
  std::string_view type;
  std::optional<double> held;  // of a state that stays as it is; reset where it cannot
  double position = 0;         // of a state to be written
};

// The next place of that type that stays where it is.
const Place* next_held(const std::vector<Place>& places, std::size_t from, double after) {
  for (std::size_t i = from; i < places.size(); ++i) {
    const bool fits = places[i].type == places[from].type && places[i].held;
    if (fits && *places[i].held > after) return &places[i];
  }
  return nullptr;
}

// New states go between those that stay, so that one new record does not write
// all that follow anew. A state that stands behind a later one is written anew,
// and so is all that follows where the numbers between two run out.
void find_places(std::vector<Place>& places) {
  std::map<std::string_view, double> last;
  std::map<std::string_view, std::size_t> held;
  for (const Place& place : places) {
    if (place.held) ++held[place.type];
  }
  for (std::size_t i = 0; i < places.size(); ++i) {
    Place& place = places[i];
    const auto [found, first] = last.emplace(place.type, -1);
    double& before = found->second;
    if (place.held && *place.held > before) {
      before = *place.held;
      continue;
    }
    place.held.reset();
    const Place* next = held[place.type] == 0 ? nullptr : next_held(places, i, before);
    place.position = next == nullptr ? before + 1 : before + (*next->held - before) / 2;
    if (next != nullptr && (place.position <= before || place.position >= *next->held)) {
      for (std::size_t j = i; j < places.size(); ++j) {
        if (places[j].type == place.type) places[j].held.reset();
      }
      place.position = before + 1;
    }
    before = place.position;
  }
}

}  // namespace

RunOutcome SqlLedger::write_run(const RunEntry& run) {
  Transaction transaction(*database_);
  RunOutcome outcome;
  outcome.previous = one_integer("SELECT coalesce(max(id), 0) FROM run");
  outcome.id = outcome.previous + 1;
  sql("INSERT INTO run VALUES (?, ?, ?, ?, ?, ?, 0)")
      .run(outcome.id, run.started_at, run.ended_at, run.rules_digest, run.program,
           run.pages.size());
  write_fetches(run, outcome.id);
  write_pages(run, outcome);
  write_records(run, outcome);
  if (run.night != 0) sql("UPDATE night SET run = ? WHERE id = ?").run(outcome.id, run.night);
  // Every state that began or ended was counted.
  sql("UPDATE run SET records = coalesce((SELECT records FROM run WHERE id = ?), 0) + ? - ? "
      "WHERE id = ?")
      .run(outcome.previous, outcome.added, outcome.ended, outcome.id);
  transaction.commit();
  return outcome;
}

void SqlLedger::write_fetches(const RunEntry& run, RunId id) {
  std::map<std::pair<std::string, std::string>, FetchPage> known;
  Statement read =
      sql("SELECT source_id, page_key, id, etag, last_modified, capture FROM fetch_page");
  while (read.step()) {
    known[{read.text(0), read.text(1)}] = {read.integer(2), read.maybe_text(3), read.maybe_text(4),
                                           read.maybe_text(5)};
  }
  Statement meet =
      sql("INSERT INTO fetch_page (source_id, page_key, etag, last_modified, capture) "
          "VALUES (?, ?, ?, ?, ?) RETURNING id");
  // What the last good fetch left stays where this one brought nothing.
  Statement renew =
      sql("UPDATE fetch_page SET etag = ?, last_modified = ?, capture = ? WHERE id = ?");
  Statement fetch = sql("INSERT INTO fetch VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING");
  for (const FetchState& state : run.fetches) {
    const FetchPage now{0, state.etag, state.last_modified, state.capture};
    auto page = known.find({state.source_id, state.page_key});
    if (page == known.end()) {
      meet.bind(state.source_id, state.page_key, now.etag, now.last_modified, now.capture);
      meet.step();
      page = known.emplace(std::pair(state.source_id, state.page_key), now).first;
      page->second.id = meet.integer(0);
      meet.step();
    } else if (state.capture && !page->second.says(now)) {
      renew.run(now.etag, now.last_modified, now.capture, page->second.id);
    }
    fetch.run(id, page->second.id, state.outcome, state.detail);
  }
  Statement capture =
      sql("INSERT INTO capture VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
  for (const CaptureEntry& entry : run.captures) {
    capture.run(entry.sha256, entry.page_key, entry.source_id, entry.bytes, entry.url,
                entry.final_url, entry.media_type, entry.fetched_at, id);
  }
}

void SqlLedger::write_pages(const RunEntry& run, const RunOutcome& outcome) {
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

// Ends come first and begins last, over all pages: an id or a series may be
// held by one state only at any time.
void SqlLedger::write_records(const RunEntry& run, RunOutcome& outcome) {
  const std::vector<PageChange> changes = page_changes(run, outcome);
  Statement end = sql("UPDATE record SET last_run = ?, ended_by = ? WHERE version = ?");
  for (const PageChange& change : changes) {
    for (const std::int64_t version : change.ends) {
      end.run(outcome.previous, cause_word(change.cause), version);
      ++outcome.ended;
    }
  }
  std::int64_t version = one_integer("SELECT coalesce(max(version), 0) FROM record");
  Statement taken = sql("SELECT 1 FROM record WHERE series = ?");
  Statement supersede = sql("UPDATE record SET superseded_by = ? WHERE version = ?");
  Statement begin =
      sql("INSERT INTO record (version, series, id, type, page_key, position, json, first_run, "
          "started_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  const auto start = [&](const PageChange& change, const PageChange::Begin& state) {
    std::string series = state.series.empty() ? state.record->id : state.series;
    // The id a series began with may have gone on to another record.
    for (int n = 2; state.series.empty() && taken.bind(series).step(); ++n) {
      series = state.record->id + "+" + std::to_string(n);
    }
    begin.run(++version, series, state.record->id, state.record->type, state.record->page_key,
              state.position, state.record->json, outcome.id, cause_word(change.cause));
    ++outcome.added;
    if (state.replaces) supersede.run(version, *state.replaces);
  };
  for (const PageChange& change : changes) {
    for (const PageChange::Begin& state : change.begins) start(change, state);
  }
}

// Page by page, so that memory holds one page of the ledger at a time.
std::vector<PageChange> SqlLedger::page_changes(const RunEntry& run, RunOutcome& outcome) {
  std::map<std::string, std::vector<const StoredRecord*>> pages;
  std::set<std::string_view> met;
  for (const StoredRecord& record : run.records) {
    if (met.insert(record.id).second) {
      pages[record.page_key].push_back(&record);
    } else {
      ++outcome.duplicates;
    }
  }
  for (const std::string& page_key : page_keys()) {
    if (run.standing.count(page_key) == 0) pages[page_key];
  }
  std::vector<PageChange> changes;
  for (const auto& [page_key, records] : pages) {
    PageChange change = changes_of_page(page_key, records);
    if (change.begins.empty() && change.ends.empty()) continue;
    change.cause = cause_on(page_key, outcome);
    changes.push_back(std::move(change));
  }
  return changes;
}

PageChange SqlLedger::changes_of_page(const std::string& page_key,
                                      const std::vector<const StoredRecord*>& records) {
  const std::vector<HeldState> held = held_on(page_key);
  std::vector<const StoredRecord*> before;
  for (const HeldState& state : held) before.push_back(&state.record);
  const Lineage lineage = trace(before, records);
  std::vector<Place> places;
  for (std::size_t i = 0; i < records.size(); ++i) {
    Place place{records[i]->type, std::nullopt, 0};
    if (const std::optional<std::size_t> from = lineage.from[i]) {
      const HeldState& old = held[*from];
      const bool same = old.record.json == records[i]->json && old.record.id == records[i]->id;
      if (same) place.held = old.position;
    }
    places.push_back(std::move(place));
  }
  find_places(places);
  PageChange change;
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (places[i].held) continue;
    PageChange::Begin begin{records[i], places[i].position, "", std::nullopt};
    if (const std::optional<std::size_t> from = lineage.from[i]) {
      begin.series = held[*from].record.series;
      begin.replaces = held[*from].version;
      change.ends.push_back(held[*from].version);
    }
    change.begins.push_back(std::move(begin));
  }
  for (const std::size_t gone : lineage.gone) change.ends.push_back(held[gone].version);
  find_returned(page_key, change);
  return change;
}

// Records that go on from none may have been here before.
void SqlLedger::find_returned(const std::string& page_key, PageChange& change) {
  std::vector<PageChange::Begin*> begins;
  std::vector<const StoredRecord*> fresh;
  for (PageChange::Begin& begin : change.begins) {
    if (begin.replaces) continue;
    begins.push_back(&begin);
    fresh.push_back(begin.record);
  }
  if (fresh.empty()) return;
  std::vector<StoredRecord> withdrawn;
  Statement read =
      sql("SELECT id, type, json, series FROM record r WHERE page_key = ?1 "
          "AND version = (SELECT max(version) FROM record n WHERE n.series = r.series) "
          "AND last_run IS NOT NULL ORDER BY version");
  read.bind(page_key);
  while (read.step()) {
    withdrawn.push_back({read.text(0), read.text(1), page_key, read.text(2), read.text(3)});
  }
  std::vector<const StoredRecord*> old_records;
  for (const StoredRecord& record : withdrawn) old_records.push_back(&record);
  const auto from = trace_returned(old_records, fresh);
  for (std::size_t i = 0; i < fresh.size(); ++i) {
    if (from[i]) begins[i]->series = withdrawn[*from[i]].series;
  }
}

std::vector<HeldState> SqlLedger::held_on(const std::string& page_key) {
  std::vector<HeldState> held;
  Statement read =
      sql("SELECT id, type, json, series, version, position FROM record "
          "WHERE page_key = ? AND last_run IS NULL ORDER BY version");
  read.bind(page_key);
  while (read.step()) {
    held.push_back({{read.text(0), read.text(1), page_key, read.text(2), read.text(3)},
                    read.integer(4),
                    read.real(5)});
  }
  return held;
}

// Other rules over the same bytes, or the source.
ChangeCause SqlLedger::cause_on(const std::string& page_key, const RunOutcome& outcome) {
  Statement same_rules = sql("SELECT count(DISTINCT rules_digest) < 2 FROM run WHERE id IN (?, ?)");
  if (same_rules.bind(outcome.id, outcome.previous);
      same_rules.step() && same_rules.integer(0) == 1) {
    return ChangeCause::kSource;
  }
  if (page_key.empty()) return ChangeCause::kRules;
  Statement same_bytes =
      sql("SELECT 1 FROM document WHERE page_key = ? AND first_run < ? AND last_run IS NULL");
  return same_bytes.bind(page_key, outcome.id).step() ? ChangeCause::kRules : ChangeCause::kSource;
}

}  // namespace benchledger
