// How fetches went, night by night.

#include "pipeline/ledger_sql.h"

namespace benchledger {

std::vector<FetchState> SqlLedger::read_fetch_states() {
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

std::vector<FetchEntry> SqlLedger::read_fetches_since(RunId since) {
  std::vector<FetchEntry> fetches;
  Statement read =
      sql("SELECT f.run, p.source_id, p.page_key, f.outcome, f.detail FROM fetch f "
          "JOIN fetch_page p ON p.id = f.page WHERE f.run >= ? "
          "ORDER BY f.run, p.source_id, p.page_key");
  read.bind(since);
  while (read.step()) {
    fetches.push_back({read.integer(0), read.text(1), read.text(2), read.text(3), read.text(4)});
  }
  return fetches;
}

// From the newest run back, one step down the index each: nothing else of the
// log is read.
std::vector<FetchEntry> SqlLedger::read_fetches_of(const std::string& source_id,
                                                   const std::string& page_key, std::size_t most) {
  std::vector<FetchEntry> fetches;
  Statement read =
      sql("SELECT f.run, f.outcome, f.detail FROM run r JOIN fetch f ON f.run = r.id "
          "AND f.page = (SELECT id FROM fetch_page WHERE source_id = ? AND page_key = ?) "
          "ORDER BY r.id DESC LIMIT ?");
  read.bind(source_id, page_key, most);
  while (read.step()) {
    fetches.push_back({read.integer(0), source_id, page_key, read.text(1), read.text(2)});
  }
  return fetches;
}

std::map<std::string, std::string> SqlLedger::read_first_fetches() {
  std::map<std::string, std::string> dates;
  Statement read =
      sql("SELECT p.page_key, min(r.started_at) FROM fetch_page p "
          "JOIN (SELECT page, min(run) AS run FROM fetch GROUP BY page) f ON f.page = p.id "
          "JOIN run r ON r.id = f.run GROUP BY p.page_key");
  while (read.step()) dates[read.text(0)] = read.text(1);
  return dates;
}

}  // namespace benchledger
