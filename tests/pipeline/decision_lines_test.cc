#include "pipeline/decision_lines.h"

#include <gtest/gtest.h>

#include "pipeline/review.h"
#include "pipeline/review_queue.h"
#include "temporary_folder.h"

namespace benchledger {
namespace {

StoredRecord record(const std::string& value) {
  return {"a", "score", "page", R"({"type":"score","id":"a","score":{"value":)" + value + "}}"};
}

void night(Ledger& ledger, const std::string& value) {
  RunEntry run;
  run.started_at = run.ended_at = "2026-01-01T00:00:00Z";
  run.pages = {{"page", "source", "c"}};
  run.records = {record(value)};
  ASSERT_TRUE(ledger.record_run(run));
}

Decision accept(const std::string& value) {
  const Fingerprint says = fingerprint("score", record(value).json);
  Decision decision;
  decision.series = decision.record_id = "a";
  decision.value_hash = says.value_hash;
  decision.evidence_hash = says.evidence_hash;
  decision.note = "as on the \"card\"";
  decision.reviewer = "me";
  decision.decided_at = "2026-01-02T00:00:00Z";
  return decision;
}

TEST(DecisionLines, ReadBackAsTheyWereWritten) {
  Decision decision = accept("1");
  decision.rule = "small";
  decision.until = "2026-02-01T00:00:00Z";
  const std::string line = to_json(decision);
  const auto read = decisions_from_lines("d", line + "\n\n" + line).value();
  ASSERT_EQ(read.size(), 2U);
  EXPECT_EQ(to_json(read[1]), line);
}

TEST(DecisionLines, AnErrorNamesTheLine) {
  const std::string good = to_json(accept("1"));
  std::string surprise = good;
  surprise.insert(1, "\"surprise\":1,");
  std::string verdict = good;
  verdict.replace(verdict.find("\"accept\""), 8, "\"maybe\"");
  for (const auto& [line, message] : {std::pair{surprise, "unknown key \"surprise\""},
                                      std::pair{verdict, "unknown verdict \"maybe\""},
                                      std::pair{std::string("{}"), "needs \"type\""},
                                      std::pair{std::string("no"), "is no JSON object"}}) {
    const auto read = decisions_from_lines("d.ndjson", good + "\n" + line);
    ASSERT_FALSE(read) << line;
    EXPECT_NE(describe(read.error()).find("d.ndjson:2: "), std::string::npos);
    EXPECT_NE(describe(read.error()).find(message), std::string::npos) << describe(read.error());
  }
}

// Into a ledger that meets the state before or after the decision comes.
TEST(DecisionLines, AnImportedDecisionHoldsForTheStateItIsAbout) {
  for (const bool state_first : {true, false}) {
    const TemporaryFolder folder;
    const auto ledger = std::move(*open_ledger(folder / "ledger.db"));
    night(*ledger, "1");
    if (state_first) night(*ledger, "2");
    const ImportCount count =
        import_decisions(*ledger, {accept("2")}, "2026-01-03T00:00:00Z").value();
    EXPECT_EQ(count.taken, 1U);
    EXPECT_EQ(count.homeless, state_first ? 0U : 1U);
    if (!state_first) night(*ledger, "2");
    EXPECT_TRUE(review_queue(*ledger, "2026-01-04T00:00:00Z")->waiting.empty());
    EXPECT_TRUE(review_queue(*ledger, "2026-01-04T00:00:00Z")->changes.empty());
    night(*ledger, "3");
    EXPECT_EQ(review_queue(*ledger, "2026-01-04T00:00:00Z")->waiting.size(), 1U);
    EXPECT_EQ(import_decisions(*ledger, {accept("2")}, "2026-01-05T00:00:00Z")->known, 1U);
    Decision undone = accept("2");
    undone.undone_at = "2026-01-02T01:00:00Z";
    EXPECT_EQ(import_decisions(*ledger, {undone}, "2026-01-05T00:00:00Z")->undone, 1U);
    EXPECT_TRUE(ledger->decisions()->empty());
  }
}

}  // namespace
}  // namespace benchledger
