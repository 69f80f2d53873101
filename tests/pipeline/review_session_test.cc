#include "pipeline/review_session.h"

#include <gtest/gtest.h>

#include "pipeline/diff.h"
#include "pipeline/json.h"
#include "pipeline/review.h"
#include "temporary_folder.h"

namespace benchledger {
namespace {

class ScriptedKeyboard : public Keyboard {
 public:
  explicit ScriptedKeyboard(std::string keys, std::string line = {})
      : keys_(std::move(keys)), line_(std::move(line)) {}
  std::optional<char> key() override {
    if (at_ == keys_.size()) return std::nullopt;
    return keys_[at_++];
  }
  std::optional<std::string> line() override { return line_; }

 private:
  std::string keys_;
  std::string line_;
  std::size_t at_ = 0;
};

class FixedClock : public Clock {
 public:
  std::int64_t now() const override { return 1'777'777'777; }
};

StoredRecord stored(const std::string& id, double value) {
  Score score;
  score.id = id;
  score.model.raw = "Model " + id;
  score.benchmark.raw = "Exam";
  score.score.value = value;
  score.score.raw = score.evidence.text = std::to_string(value);
  return {id, "score", "page", to_json(score)};
}

// Two runs that differ in the values of a, b and c.
class ReviewSessionTest : public testing::Test {
 protected:
  void SetUp() override {
    ledger_ = std::move(*open_ledger(folder_ / "ledger.db"));
    record(1);
    record(2);
  }

  void record(double value, double value_of_a = 0) {
    RunEntry run;
    run.started_at = run.ended_at = "2026-01-01T00:00:00Z";
    run.pages = {{"page", "source", "capture" + std::to_string(value)}};
    run.records = {stored("a", value_of_a == 0 ? value : value_of_a), stored("b", value),
                   stored("c", value)};
    ASSERT_TRUE(ledger_->record_run(run));
  }

  std::size_t sit(const std::string& keys, const std::string& line = {}) {
    ScriptedKeyboard keyboard(keys, line);
    shown_.clear();
    ReviewSession session(*ledger_, keyboard, clock_,
                          [this](std::string_view text) { shown_ += text; },
                          {"me", {100, false, false}, words, 7});
    return session.run().value();
  }

  static Excerpt words(const std::string&, const std::string& json) {
    return {"row of", score_from_json(json).value().evidence.text, "elsewhere"};
  }

  std::vector<std::string> waiting() {
    const Comparison states = *ledger_->compare_with_reviewed();
    std::vector<std::string> ids;
    for (const Change& change : pending(diff(states.before, states.after), *ledger_->decisions(),
                                        iso_time(clock_.now()))) {
      ids.push_back(change.record_id);
    }
    return ids;
  }
  using Ids = std::vector<std::string>;

  TemporaryFolder folder_;
  FixedClock clock_;
  std::unique_ptr<Ledger> ledger_;
  std::string shown_;
};

TEST_F(ReviewSessionTest, AsksAboutEachChangeWithOldAndNewText) {
  EXPECT_EQ(sit("q"), 3U);
  EXPECT_NE(shown_.find("Model a on Exam: 1.000000 -> 2.000000"), std::string::npos) << shown_;
  EXPECT_NE(shown_.find("row of [1.000000] elsewhere"), std::string::npos) << shown_;
  EXPECT_NE(shown_.find("│ row of [2.000000] elsewhere"), std::string::npos) << shown_;
  EXPECT_NE(shown_.find("(1/3)"), std::string::npos) << shown_;
}

TEST_F(ReviewSessionTest, DecisionsLastAcrossRunsUntilTheValueChanges) {
  EXPECT_EQ(sit("ynj"), 1U);
  EXPECT_EQ(waiting(), Ids{"c"});
  record(2);  // nothing new
  EXPECT_EQ(waiting(), Ids{"c"});
  record(3);
  EXPECT_EQ(waiting(), (Ids{"a", "b", "c"}));
  // a was accepted at 2, b is still at 1.
  const Comparison states = *ledger_->compare_with_reviewed();
  EXPECT_EQ(states.before.at("a").record.json, stored("a", 2).json);
  EXPECT_EQ(states.before.at("b").record.json, stored("b", 1).json);
  // Back to the value that was rejected: the decision holds again.
  record(2);
  EXPECT_EQ(waiting(), Ids{"c"});
}

TEST_F(ReviewSessionTest, UndoGoesBackAndTakesTheDecisionBack) {
  EXPECT_EQ(sit("yyuuny"), 1U);  // a and b accepted, both undone, a rejected, b accepted
  EXPECT_EQ(waiting(), Ids{"c"});
  const auto decisions = *ledger_->decisions();
  ASSERT_EQ(decisions.size(), 2U);
  EXPECT_EQ(decisions[0].verdict, Verdict::kReject);
  EXPECT_EQ(decisions[1].verdict, Verdict::kAccept);
  EXPECT_EQ(sit("u"), 1U);
  EXPECT_NE(shown_.find("Nothing to undo"), std::string::npos);
}

TEST_F(ReviewSessionTest, ANoteGoesWithTheNextDecisionOnly) {
  EXPECT_EQ(sit("eyn", "confirmed"), 1U);
  const auto decisions = *ledger_->decisions();
  EXPECT_EQ(decisions.at(0).note, "confirmed");
  EXPECT_EQ(decisions.at(0).reviewer, "me");
  EXPECT_EQ(decisions.at(1).note, "");
}

TEST_F(ReviewSessionTest, AnyOtherKeyShowsTheHelpAndDecidesNothing) {
  EXPECT_EQ(sit("?x"), 3U);
  EXPECT_NE(shown_.find("accept: the new state is right"), std::string::npos);
  EXPECT_TRUE(ledger_->decisions()->empty());
}

TEST_F(ReviewSessionTest, ASnoozeIsADecision) {
  EXPECT_EQ(sit("sj"), 2U);
  EXPECT_EQ(waiting(), (Ids{"b", "c"}));
  EXPECT_EQ(ledger_->decisions()->at(0).until, iso_time(clock_.now() + 7 * 86'400));
}

TEST_F(ReviewSessionTest, TheRestOfAPageAtOnceAndBack) {
  EXPECT_EQ(sit("ja"), 1U);  // a is left, b and c are accepted
  EXPECT_EQ(waiting(), Ids{"a"});
  record(3);
  EXPECT_EQ(sit("d"), 3U);
  EXPECT_EQ(waiting(), (Ids{"a", "b", "c"}));
}

TEST_F(ReviewSessionTest, BeginsWhereItStopped) {
  EXPECT_EQ(sit("yq"), 2U);
  EXPECT_EQ(sit("jq"), 2U);
  EXPECT_EQ(sit("n"), 1U);
  EXPECT_NE(shown_.find("You stopped at 2 of 2"), std::string::npos) << shown_;
  EXPECT_EQ(waiting(), Ids{"b"});
  record(3);
  EXPECT_EQ(sit("q"), 3U);
  EXPECT_NE(shown_.find("3 wait, 3 new since you looked on 2026-05-03"), std::string::npos)
      << shown_;
}

TEST_F(ReviewSessionTest, FindsAChangeByAWord) {
  EXPECT_EQ(sit("/y", "model C"), 2U);
  EXPECT_EQ(waiting(), (Ids{"a", "b"}));
  EXPECT_EQ(sit("/q", "nowhere"), 2U);
  EXPECT_NE(shown_.find("No change holds that"), std::string::npos);
}

TEST_F(ReviewSessionTest, GoesBackAndDecidesAnew) {
  EXPECT_EQ(sit("ykn"), 2U);
  EXPECT_EQ(ledger_->decisions()->at(0).verdict, Verdict::kReject);
}

TEST_F(ReviewSessionTest, SaysSoWhereNothingWaits) {
  EXPECT_EQ(sit("yyy"), 0U);
  EXPECT_EQ(sit(""), 0U);
  EXPECT_EQ(shown_, "Nothing waits for review.\n");
}

TEST_F(ReviewSessionTest, AnAcceptedChangeThatIsTakenBackWaitsAgain) {
  EXPECT_EQ(sit("yyy"), 0U);
  record(2, 1);  // a says again what it said at first
  EXPECT_EQ(waiting(), Ids{"a"});
}

}  // namespace
}  // namespace benchledger
