#include "pipeline/review.h"

#include <gtest/gtest.h>

#include "pipeline/diff.h"
#include "pipeline/json.h"

namespace benchledger {
namespace {

Score score(double value) {
  Score record;
  record.id = "1";
  record.model.raw = "Model A";
  record.benchmark.raw = "Exam";
  record.score.value = value;
  record.evidence.text = "text";
  return record;
}

Comparison comparison(const Score& before, const Score& after, std::int64_t version) {
  Comparison made;
  made.before["1"].record = {"1", "score", "page", to_json(before)};
  made.after["1"].record = {"1", "score", "page", to_json(after)};
  made.after["1"].version = version;
  return made;
}

std::vector<Change> changes_of(const Comparison& states) {
  return diff(states.before, states.after);
}

constexpr const char* kNow = "2026-05-04T00:00:00Z";

TEST(Review, ADecisionHoldsWhileValueAndEvidenceTextDo) {
  const Comparison seen = comparison(score(1), score(2), 7);
  const Change change = changes_of(seen).at(0);
  const Decision decision = decide_about(change, seen, Verdict::kReject);
  EXPECT_EQ(decision.version, 7);
  EXPECT_EQ(pending({change}, {}, kNow).size(), 1U);
  EXPECT_TRUE(pending({change}, {decision}, kNow).empty());

  Score moved = score(2);
  moved.evidence.span = {40, 42};
  moved.document = "sha256:other";
  EXPECT_TRUE(pending(changes_of(comparison(score(1), moved, 8)), {decision}, kNow).empty());

  EXPECT_EQ(pending(changes_of(comparison(score(1), score(3), 9)), {decision}, kNow).size(), 1U);
  Score reworded = score(2);
  reworded.evidence.text = "other text";
  EXPECT_EQ(pending(changes_of(comparison(score(1), reworded, 9)), {decision}, kNow).size(), 1U);
}

TEST(Review, ADecisionCoversNoOtherRecord) {
  const Comparison seen = comparison(score(1), score(2), 7);
  const Change change = changes_of(seen).at(0);
  Decision decision = decide_about(change, seen, Verdict::kAccept);
  decision.series = decision.record_id = "2";
  EXPECT_EQ(pending({change}, {decision}, kNow).size(), 1U);
}

TEST(Review, ASnoozeEnds) {
  const Comparison seen = comparison(score(1), score(2), 7);
  const Change change = changes_of(seen).at(0);
  Decision decision = decide_about(change, seen, Verdict::kSnooze);
  decision.until = "2026-05-11";
  EXPECT_TRUE(pending({change}, {decision}, kNow).empty());
  EXPECT_EQ(pending({change}, {decision}, "2026-05-11T00:00:00Z").size(), 1U);
}

TEST(Review, CosmeticChangesDoNotWait) {
  Score moved = score(1);
  moved.evidence.span = {40, 42};
  const auto changes = changes_of(comparison(score(1), moved, 8));
  ASSERT_EQ(changes.at(0).kind, ChangeKind::kMoved);
  EXPECT_TRUE(pending(changes, {}, kNow).empty());
}

TEST(Review, ARecordThatIsGoneHasItsOwnFingerprint) {
  EXPECT_EQ(fingerprint("score", std::nullopt), (Fingerprint{"gone", "gone"}));
  EXPECT_NE(fingerprint("score", to_json(score(1))), fingerprint("score", to_json(score(2))));
}

}  // namespace
}  // namespace benchledger
