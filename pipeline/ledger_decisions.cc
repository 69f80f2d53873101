// Keeping what was decided, and where each reviewer stopped.

#include <string_view>
#include <utility>

#include "pipeline/ledger_sql.h"

namespace benchledger {
namespace {

constexpr const char* kColumns =
    "SELECT id, series, record_id, version, verdict, value_hash, evidence_hash, note, reviewer, "
    "rule, decided_at, recorded_at, until, undone_at FROM decision d ";

std::vector<Decision> decisions_of(Statement& read) {
  std::vector<Decision> decisions;
  while (read.step()) {
    Decision decision;
    decision.id = read.integer(0);
    decision.series = read.text(1);
    decision.record_id = read.text(2);
    decision.version = read.integer(3);
    decision.verdict = verdict_from(read.view(4)).value_or(Verdict::kSnooze);
    decision.value_hash = read.text(5);
    decision.evidence_hash = read.text(6);
    decision.note = read.text(7);
    decision.reviewer = read.text(8);
    decision.rule = read.maybe_text(9);
    decision.decided_at = read.text(10);
    decision.recorded_at = read.text(11);
    decision.until = read.maybe_text(12);
    decision.undone_at = read.maybe_text(13);
    decisions.push_back(std::move(decision));
  }
  return decisions;
}

}  // namespace

std::vector<std::int64_t> SqlLedger::write_decisions(const std::vector<Decision>& decisions) {
  Transaction transaction(*database_);
  std::vector<std::int64_t> ids;
  Statement insert =
      sql("INSERT INTO decision (series, record_id, version, verdict, value_hash, evidence_hash, "
          "note, reviewer, rule, decided_at, recorded_at, until, undone_at) "
          "VALUES (?, ?, nullif(?, 0), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id");
  for (const Decision& decision : decisions) {
    insert.bind(decision.series, decision.record_id, decision.version,
                std::string_view(to_string(decision.verdict)), decision.value_hash,
                decision.evidence_hash, decision.note, decision.reviewer, decision.rule,
                decision.decided_at,
                decision.recorded_at.empty() ? decision.decided_at : decision.recorded_at,
                decision.until, decision.undone_at);
    insert.step();
    ids.push_back(insert.integer(0));
    insert.step();
  }
  transaction.commit();
  return ids;
}

std::vector<Decision> SqlLedger::read_decisions(const Moment& moment) {
  const std::string query =
      std::string(kColumns) +
      "WHERE recorded_at <= ?1 AND (undone_at IS NULL OR undone_at > ?1) AND NOT EXISTS "
      "(SELECT 1 FROM decision n WHERE n.series = d.series AND n.recorded_at <= ?1 "
      "AND (n.undone_at IS NULL OR n.undone_at > ?1) "
      "AND (n.decided_at, n.id) > (d.decided_at, d.id)) ORDER BY id";
  Statement read = sql(query);
  return decisions_of(read.bind(moment.time));
}

std::vector<Decision> SqlLedger::read_all_decisions() {
  Statement read = sql(std::string(kColumns) + "ORDER BY decided_at, id");
  return decisions_of(read);
}

std::optional<ReviewVisit> SqlLedger::read_visit(const std::string& reviewer) {
  Statement read = sql("SELECT run, series, visited_at FROM review_visit WHERE reviewer = ?");
  if (!read.bind(reviewer).step()) return std::nullopt;
  return ReviewVisit{reviewer, read.integer(0), read.text(1), read.text(2)};
}

void SqlLedger::write_visit(const ReviewVisit& visit) {
  sql("INSERT INTO review_visit VALUES (?, ?, ?, ?) ON CONFLICT (reviewer) DO UPDATE SET "
      "run = excluded.run, series = excluded.series, visited_at = excluded.visited_at")
      .run(visit.reviewer, visit.run, visit.series, visit.visited_at);
}

}  // namespace benchledger
