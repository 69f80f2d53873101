// Keeping what people decided.

#include <string_view>
#include <utility>

#include "pipeline/ledger_sqlite.h"

namespace benchledger {
namespace {

Verdict verdict_from(std::string_view word) {
  if (word == "reject") return Verdict::kReject;
  if (word == "snooze") return Verdict::kSnooze;
  return Verdict::kAccept;
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

}  // namespace benchledger
