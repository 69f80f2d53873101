#include "pipeline/eval.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>

namespace benchledger {
namespace {

namespace fs = std::filesystem;

Score score(const std::string& model, const std::string& benchmark, double value,
            const std::string& relationship = "unknown") {
  Score record;
  record.model.raw = model;
  record.benchmark.raw = benchmark;
  record.score.value = value;
  record.evaluator.relationship = relationship;
  return record;
}

Tally tally(const std::vector<Score>& scores, const std::string& gold_lines) {
  Extraction extraction;
  extraction.scores = scores;
  return compare_with_gold(extraction, read_gold(gold_lines, "gold").value());
}

struct Case {
  const char* name;
  std::vector<Score> scores;
  const char* gold;
  std::size_t right, near, wrong, missed;
};

TEST(Eval, MatchesAsTheScoringScriptDoes) {
  const Case cases[] = {
      {"same letters and digits",
       {score("GPT 4-o", "gpqa (diamond)", 50)},
       R"({"model":"GPT-4o","benchmark":"GPQA Diamond","value":50})",
       1,
       0,
       0,
       0},
      {"Greek letters are spelled out",
       {score("A", "τ-bench", 50)},
       R"({"model":"A","benchmark":"Tau-Bench","value":50.0})",
       1,
       0,
       0,
       0},
      {"a plus is part of a name",
       {score("A", "HumanEval+", 50)},
       R"({"model":"A","benchmark":"HumanEval Pro","value":50})",
       0,
       0,
       1,
       1},
      {"another value",
       {score("A", "B", 51)},
       R"({"model":"A","benchmark":"B","value":50})",
       0,
       0,
       1,
       1},
      {"a value equal to six places",
       {score("A", "B", 50.0000001)},
       R"({"model":"A","benchmark":"B","value":50})",
       1,
       0,
       0,
       0},
      {"a gold record is matched once",
       {score("A", "B", 50), score("A", "B", 50)},
       R"({"model":"A","benchmark":"B","value":50})",
       1,
       0,
       1,
       0},
      {"a heading more is near",
       {score("A", "Coding HumanEval", 50)},
       R"({"model":"A","benchmark":"HumanEval","value":50})",
       0,
       1,
       0,
       0},
      {"words in another order are near",
       {score("A", "zh Fraud", 50)},
       R"({"model":"A","benchmark":"Fraud zh","value":50})",
       0,
       1,
       0,
       0},
      {"near needs both names",
       {score("Other", "Coding HumanEval", 50)},
       R"({"model":"A","benchmark":"HumanEval","value":50})",
       0,
       0,
       1,
       1},
      {"optional is neither required nor wrong",
       {score("A", "B", 50)},
       "{\"model\":\"A\",\"benchmark\":\"B\",\"value\":50,\"optional\":true}\n"
       "{\"model\":\"A\",\"benchmark\":\"C\",\"value\":1,\"optional\":true}",
       0,
       0,
       0,
       0},
      {"one name of an optional record is enough to be excused",
       {score("A", "Other", 50)},
       R"({"model":"A","benchmark":"B","value":50,"optional":true})",
       0,
       0,
       0,
       0},
      {"the required twin is matched before the optional one",
       {score("A", "B", 50)},
       "{\"model\":\"A\",\"benchmark\":\"B\",\"value\":50,\"optional\":true}\n"
       "{\"model\":\"A\",\"benchmark\":\"B\",\"value\":50}",
       1,
       0,
       0,
       0},
      {"a negative control", {score("A", "B", 50)}, "", 0, 0, 1, 0},
      {"specs are apart",
       {},
       R"({"type":"spec","model":"A","attribute":"license","value":"MIT"})",
       0,
       0,
       0,
       0},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    const Tally got = tally(c.scores, c.gold);
    EXPECT_EQ(got.right, c.right);
    EXPECT_EQ(got.near, c.near);
    EXPECT_EQ(got.wrong, c.wrong);
    EXPECT_EQ(got.missed, c.missed);
  }
}

TEST(Eval, CountsRelationshipsWhereGoldStatesThem) {
  const Tally got =
      tally({score("A", "B", 1, "first_party"), score("A", "C", 2, "unknown"), score("A", "D", 3)},
            "{\"model\":\"A\",\"benchmark\":\"B\",\"value\":1,\"relationship\":\"first_party\"}\n"
            "{\"model\":\"A\",\"benchmark\":\"C\",\"value\":2,\"relationship\":\"third_party\"}\n"
            "{\"model\":\"A\",\"benchmark\":\"D\",\"value\":3}\n");
  EXPECT_EQ(got.relationship_right, 1U);
  EXPECT_EQ(got.relationship_of, 2U);
  EXPECT_EQ(got.relationship(), 0.5);
}

TEST(Eval, SpecsMatchByModelAttributeAndValue) {
  const auto found = [](SpecValue value, const std::string& gold) {
    Extraction extraction;
    Spec spec;
    spec.model.raw = "Muse Spark";
    spec.attribute = "x";
    spec.value = std::move(value);
    extraction.specs = {spec};
    const std::string line =
        R"({"type":"spec","model":"muse spark","attribute":"x","value":)" + gold + "}";
    return compare_with_gold(extraction, read_gold(line, "gold").value()).specs_right == 1;
  };
  EXPECT_TRUE(found(262000.0, "262000"));
  EXPECT_FALSE(found(262144.0, "262000"));
  EXPECT_TRUE(found(std::string("Apache 2.0"), "\"apache-2.0\""));
  EXPECT_TRUE(found(std::vector<std::string>{"text", "image"}, R"(["image","text"])"));
  EXPECT_FALSE(found(std::vector<std::string>{"text"}, R"(["image","text"])"));
  EXPECT_TRUE(found(true, "true"));
  EXPECT_TRUE(found(std::monostate{}, "null"));
  EXPECT_FALSE(found(0.0, "null"));
}

TEST(Eval, RatesOfNothingAreOne) {
  EXPECT_EQ(Tally{}.strict().f1, 1.0);
  Tally none_found;
  none_found.missed = 3;
  EXPECT_EQ(none_found.strict().f1, 0.0);
  EXPECT_EQ(none_found.strict().precision, 1.0);
}

TEST(Eval, BrokenGoldSaysTheLine) {
  const auto gold =
      read_gold("{\"model\":\"A\",\"benchmark\":\"B\",\"value\":1}\n\n{\n", "g.jsonl");
  ASSERT_FALSE(gold);
  EXPECT_EQ(gold.error().where, "g.jsonl:3");
  EXPECT_FALSE(read_gold(R"({"model":"A","benchmark":"B","value":"x"})", "g"));
}

std::string output_of(const std::string& command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), &::pclose);
  std::string text;
  std::array<char, 4096> buffer;
  while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), pipe.get())) {
    text.append(buffer.data(), got);
  }
  return text;
}

// Both print the same lines, up to the last, which only `eval` has.
TEST(Eval, AgreesWithTheScoringScriptOnTheSharedGold) {
  const fs::path shared = fs::path(BENCHLEDGER_SOURCE_DIR) / "../shared";
  if (!fs::exists(shared / "tools/score.py")) GTEST_SKIP() << "no shared gold here";
  const std::string program = BENCHLEDGER_PROGRAM;
  const std::string folders =
      " --gold " + (shared / "gold").string() + " --docs " + (shared / "corpus").string();
  const std::string ours = output_of(program + " --quiet eval" + folders + " 2>&1");
  const std::string theirs = output_of("python3 " + (shared / "tools/score.py").string() + folders +
                                       " -- " + program + " --quiet extract 2>&1");
  EXPECT_EQ(ours.substr(0, ours.rfind("near precision")), theirs);
}

}  // namespace
}  // namespace benchledger
