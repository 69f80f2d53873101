// What must hold between the ledger's own rows.

#include <fmt/format.h>

#include <string_view>

#include "pipeline/ledger_sql.h"

namespace benchledger {
namespace {

struct Rule {
  const char* what;  // {}: the row at fault
  const char* rows;  // gives one text column: which rows break it
};

constexpr Rule kRules[] = {
    {"record state {} is no JSON object of its type and id",
     "SELECT version FROM record WHERE CASE WHEN json_valid(json) THEN "
     "json ->> '$.type' IS NOT type OR (type <> 'document' AND json ->> '$.id' IS NOT id) "
     "ELSE TRUE END"},
    {"record state {} ended before it began, or without saying why",
     "SELECT version FROM record WHERE last_run < first_run "
     "OR (last_run IS NULL) IS NOT (ended_by IS NULL)"},
    {"record state {} is superseded by one that does not follow it",
     "SELECT r.version FROM record r JOIN record n ON n.version = r.superseded_by "
     "WHERE n.series <> r.series OR n.first_run IS NOT r.last_run + 1"},
    {"record series {} has two states at once",
     "SELECT DISTINCT r.series FROM record r JOIN record n ON n.series = r.series "
     "AND n.version > r.version AND n.first_run <= coalesce(r.last_run, 9e15) "
     "AND r.first_run <= coalesce(n.last_run, 9e15)"},
    {"record state {} was read from a page that its run did not read",
     "SELECT version FROM record r WHERE page_key <> '' AND NOT EXISTS (SELECT 1 FROM document d "
     "WHERE d.page_key = r.page_key AND d.first_run <= r.first_run "
     "AND (d.last_run IS NULL OR d.last_run >= r.first_run))"},
    {"page state {} names a capture the ledger does not know",
     "SELECT id FROM document d WHERE NOT EXISTS (SELECT 1 FROM capture c "
     "WHERE c.sha256 = d.capture AND c.page_key = d.page_key)"},
    {"decision {} is about a state of another record",
     "SELECT d.id FROM decision d JOIN record r ON r.version = d.version "
     "WHERE r.series <> d.series"},
    {"run {} counts other records than held at it",
     "SELECT u.id FROM run u WHERE u.records <> (SELECT count(*) FROM record WHERE first_run <= "
     "u.id) "
     "- (SELECT count(*) FROM record WHERE last_run < u.id)"},
};

}  // namespace

std::vector<std::string> SqlLedger::find_inconsistencies() {
  std::vector<std::string> found = database_->damage();
  // Rows of a damaged file say nothing.
  if (!found.empty()) return found;
  for (const Rule& rule : kRules) {
    Statement rows = sql(rule.rows);
    while (rows.step()) found.push_back(fmt::format(fmt::runtime(rule.what), rows.text(0)));
  }
  return found;
}

}  // namespace benchledger
