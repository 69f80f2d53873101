#include "pipeline/diff.h"

#include <gtest/gtest.h>

#include <functional>

#include "extractors/number.h"
#include "pipeline/json.h"

namespace benchledger {
namespace {

Score score(const std::string& id, double value) {
  Score record;
  record.id = id;
  record.document = "sha256:one";
  record.model.raw = record.model.name = "Model A";
  record.benchmark.raw = "Exam";
  record.score = {format_number(value) + "%", value, "percent", std::nullopt, false};
  record.evidence.text = record.score.raw;
  return record;
}

SnapshotEntry entry(const Score& record) {
  SnapshotEntry made;
  made.record = {record.id, "score", "page", to_json(record)};
  return made;
}

SnapshotEntry entry(const Finding& record) {
  SnapshotEntry made;
  made.record = {record.id, "finding", "page", to_json(record)};
  return made;
}

Finding finding(const std::string& id) {
  Finding record;
  record.id = id;
  record.rule = "out-of-range";
  record.message = "120 is above 100";
  return record;
}

template <typename Record>
Snapshot snapshot(const std::vector<Record>& records) {
  Snapshot made;
  for (const Record& record : records) made[record.id] = entry(record);
  return made;
}

struct Edit {
  const char* name;
  std::function<void(Score&)> apply;
  ChangeKind kind;
  const char* summary;
};

// One field of a score edited: what kind of change that is.
TEST(Diff, WeighsAScoreByTheFieldThatChanged) {
  const Edit edits[] = {
      {"value",
       [](Score& s) {
         s.score.value = 88.1;
         s.score.raw = "88.1%";
       },
       ChangeKind::kValueChanged, "Model A on Exam: 89.5% -> 88.1%"},
      {"value under the same text", [](Score& s) { s.score.value = 0.895; },
       ChangeKind::kValueChanged, "Model A on Exam: value 89.5 -> 0.895"},
      {"plus_minus", [](Score& s) { s.score.plus_minus = 1.5; }, ChangeKind::kValueChanged,
       "Model A on Exam: plus_minus none -> 1.5"},
      {"unit", [](Score& s) { s.score.unit = "points"; }, ChangeKind::kSettingChanged,
       "Model A on Exam: unit percent -> points"},
      {"shots", [](Score& s) { s.setting.shots = 5; }, ChangeKind::kSettingChanged,
       "Model A on Exam: shots none -> 5"},
      {"mode", [](Score& s) { s.model.mode = "thinking"; }, ChangeKind::kSettingChanged,
       "Model A on Exam: mode none -> thinking"},
      {"relationship", [](Score& s) { s.evaluator.relationship = "third_party"; },
       ChangeKind::kProvenanceChanged, "Model A on Exam: relationship unknown -> third_party"},
      {"value and relationship",
       [](Score& s) {
         s.score.value = 1;
         s.evaluator.relationship = "competitor";
       },
       ChangeKind::kProvenanceChanged, "Model A on Exam: relationship unknown -> competitor"},
      {"place",
       [](Score& s) {
         s.evidence.span = {7, 9};
         s.evidence.row = 4;
       },
       ChangeKind::kMoved, "Model A on Exam: 89.5%"},
      {"heading", [](Score& s) { s.evidence.heading = {"Results"}; }, ChangeKind::kMoved,
       "Model A on Exam: 89.5%"},
      {"capture", [](Score& s) { s.document = "sha256:two"; }, ChangeKind::kMoved,
       "Model A on Exam: 89.5%"},
      {"printed otherwise", [](Score& s) { s.score.raw = s.evidence.text = "89.50%"; },
       ChangeKind::kMoved, "Model A on Exam: 89.50%"},
      {"the rule's name", [](Score& s) { s.evaluator.rule = "other"; }, ChangeKind::kMoved,
       "Model A on Exam: 89.5%"},
  };
  for (const Edit& edit : edits) {
    SCOPED_TRACE(edit.name);
    Score before = score("1", 89.5);
    Score after = before;
    edit.apply(after);
    const auto changes = diff(snapshot<Score>({before}), snapshot<Score>({after}));
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ(changes[0].kind, edit.kind) << to_string(changes[0].kind);
    EXPECT_EQ(changes[0].summary, edit.summary);
    EXPECT_FALSE(changes[0].fields.empty());
    EXPECT_EQ(changes[0].before, to_json(before));
    EXPECT_EQ(changes[0].after, to_json(after));
  }
}

TEST(Diff, SaysNothingAboutWhatIsTheSame) {
  const Snapshot same = snapshot<Score>({score("1", 1), score("2", 2)});
  EXPECT_TRUE(diff(same, same).empty());
  EXPECT_TRUE(diff({}, {}).empty());
}

TEST(Diff, RecordsComeGoAndReturn) {
  Snapshot one = snapshot<Score>({score("1", 1)});
  EXPECT_EQ(diff({}, one).at(0).kind, ChangeKind::kNew);
  EXPECT_EQ(diff(one, {}).at(0).kind, ChangeKind::kWithdrawn);
  one["1"].seen_before = true;
  EXPECT_EQ(diff({}, one).at(0).kind, ChangeKind::kReturned);
}

TEST(Diff, FindingsOpenAndClose) {
  const Snapshot one = snapshot<Finding>({finding("f")});
  EXPECT_EQ(diff({}, one).at(0).kind, ChangeKind::kFindingOpened);
  EXPECT_EQ(diff({}, one).at(0).summary, "out-of-range: 120 is above 100");
  EXPECT_EQ(diff(one, {}).at(0).kind, ChangeKind::kFindingClosed);
}

TEST(Diff, CauseIsThatOfTheNewState) {
  Snapshot before = snapshot<Score>({score("1", 1)});
  Snapshot after = snapshot<Score>({score("1", 2)});
  EXPECT_EQ(diff(before, after).at(0).cause, ChangeCause::kSource);
  after["1"].started_by = ChangeCause::kRules;
  EXPECT_EQ(diff(before, after).at(0).cause, ChangeCause::kRules);
  before["1"].ended_by = ChangeCause::kRules;
  EXPECT_EQ(diff(before, {}).at(0).cause, ChangeCause::kRules);
}

TEST(Diff, MostConsequentialFirstThenByPlace) {
  Score late = score("a", 1);
  late.evidence.span = {100, 101};
  Score early = score("b", 1);
  early.evidence.span = {5, 6};
  Snapshot before = snapshot<Score>({score("gone", 1), score("changed", 1)});
  Snapshot after = snapshot<Score>({late, early, score("changed", 2)});
  after["f"] = entry(finding("f"));
  std::vector<std::string> ids;
  for (const Change& change : diff(before, after)) ids.push_back(change.record_id);
  EXPECT_EQ(ids, (std::vector<std::string>{"f", "changed", "gone", "b", "a"}));
}

}  // namespace
}  // namespace benchledger
