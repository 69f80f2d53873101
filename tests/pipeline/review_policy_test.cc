#include "pipeline/review_policy.h"

#include <gtest/gtest.h>

#include "pipeline/json.h"

namespace benchledger {
namespace {

Change value_change(double before, double after, const char* relationship = "third_party") {
  Score score;
  score.evaluator.relationship = relationship;
  Change change;
  change.kind = ChangeKind::kValueChanged;
  change.type = "score";
  change.page_key = "https://board.example/leaders";
  score.score.value = before;
  change.before = to_json(score);
  score.score.value = after;
  change.after = to_json(score);
  return change;
}

std::string decided_by(const std::string& conditions, const Change& change,
                       const std::string& source = "board") {
  const Result<Policy> policy =
      load_policy("policy.yaml", "rules:\n  - id: first\n    decision: accept\n" + conditions);
  if (!policy) return describe(policy.error());
  const PolicyRule* rule = rule_for(*policy, change, source);
  return rule == nullptr ? "a person" : rule->id;
}

TEST(ReviewPolicy, ARuleDecidesWhereAllItsConditionsHold) {
  const Change change = value_change(80.0, 80.3);
  const struct {
    const char* conditions;
    const char* by;
  } cases[] = {
      {"    kinds: [value-changed, new]\n", "first"},
      {"    kinds: [new]\n", "a person"},
      {"    types: [score]\n    causes: [source]\n", "first"},
      {"    types: [score]\n    causes: [rules]\n", "a person"},
      {"    sources: [board]\n", "first"},
      {"    sources: [blog]\n", "a person"},
      {"    pages: [\"https://board.example/\"]\n", "first"},
      {"    pages: [\"https://blog.example/\"]\n", "a person"},
      {"    relationships: [third_party]\n", "first"},
      {"    relationships: [first_party]\n", "a person"},
      {"    severities: [note]\n", "a person"},
      {"    at_most: 0.3\n", "first"},
      {"    at_most: 0.2\n", "a person"},
  };
  for (const auto& one : cases)
    EXPECT_EQ(decided_by(one.conditions, change), one.by) << one.conditions;
  Change fresh = change;
  fresh.before.reset();
  EXPECT_EQ(decided_by("    at_most: 5\n", fresh), "a person") << "there is nothing it moved from";
}

TEST(ReviewPolicy, WhatItCannotMeanIsRefusedWithItsPlace) {
  const struct {
    const char* text;
    const char* message;
  } cases[] = {
      {"rules:\n  - id: a\n    decision: accept\n", "policy.yaml:2:5: rule 'a' has no condition"},
      {"rules:\n  - id: a\n    decision: accept\n    kind: [new]\n", "policy.yaml:4:5: "},
      {"rules:\n  - id: a\n    decision: perhaps\n    kinds: [new]\n", "policy.yaml:3:15: "},
      {"rules:\n  - id: a\n    decision: accept\n    kinds: [moved]\n",
       "policy.yaml:4:13: unknown word 'moved' in kinds"},
      {"rules:\n  - id: a\n    decision: accept\n    kinds: []\n", "kinds is empty"},
      {"rules:\n  - id: a\n    decision: accept\n    kinds: [new]\n    days: 3\n",
       "days is for a snooze"},
      {"rules:\n  - {id: a, decision: accept, kinds: [new]}\n"
       "  - {id: a, decision: reject, kinds: [new]}\n",
       "id 'a' is used twice"},
      {"rulez: []\n", "policy.yaml:1:1: "},
  };
  for (const auto& one : cases) {
    const Result<Policy> policy = load_policy("policy.yaml", one.text);
    ASSERT_FALSE(policy) << one.text;
    EXPECT_NE(describe(policy.error()).find(one.message), std::string::npos)
        << describe(policy.error());
  }
}

}  // namespace
}  // namespace benchledger
