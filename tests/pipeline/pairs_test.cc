// Cases of tests/data/pairs: scores in, pairs out; and the distribution, the
// formats and the command on top of them.

#include "pipeline/pairs.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <memory>
#include <string>
#include <vector>

#include "extractors/embedded_rules.h"
#include "extractors/number.h"
#include "extractors/rules_load.h"
#include "pipeline/pair_formats.h"

namespace benchledger {
namespace {

const Rules& rules() {
  static const Rules loaded = [] {
    auto result = load_rules(embedded_rules());
    EXPECT_TRUE(result) << (result ? "" : describe(result.error()));
    return result ? *result : Rules{};
  }();
  return loaded;
}

std::optional<std::string> maybe(const YAML::Node& node, const char* key) {
  if (!node[key] || node[key].as<std::string>().empty()) return std::nullopt;
  return node[key].as<std::string>();
}

Score score_of(const YAML::Node& node, std::size_t index) {
  Score score;
  score.id = "s" + std::to_string(index);
  score.model.raw = score.model.name = maybe(node, "model").value_or("Aster 2");
  score.model.developer = maybe(node, "developer").value_or("acme");
  score.model.mode = maybe(node, "mode");
  score.benchmark.raw = maybe(node, "printed").value_or("Quiz");
  score.benchmark.id = node["benchmark"] ? maybe(node, "benchmark") : "quiz";
  score.benchmark.subset = maybe(node, "subset");
  score.benchmark.version = maybe(node, "version");
  score.setting.metric = maybe(node, "metric");
  score.setting.attempts = maybe(node, "attempts");
  score.setting.tools = maybe(node, "tools");
  if (node["stated"]) score.setting.stated = {node["stated"].as<std::string>()};
  if (node["shots"]) score.setting.shots = node["shots"].as<int>();
  score.score.raw = node["raw"].as<std::string>();
  score.score.value = number_at(score.score.raw, 0)->value;
  score.score.unit = maybe(node, "unit").value_or("percent");
  score.score.lower_is_better = node["lower"].IsDefined();
  score.evaluator.organization = maybe(node, "by");
  score.evaluator.relationship = node["relationship"].as<std::string>();
  score.evaluator.basis = maybe(node, "basis").value_or("prose");
  score.evidence.text = score.score.raw;
  return score;
}

// One case's scores, kept alive.
struct Case {
  explicit Case(const YAML::Node& node) {
    for (const YAML::Node& entry : node["scores"]) {
      scores.push_back(std::make_unique<Score>(score_of(entry, scores.size())));
      paged.push_back({scores.back().get(),
                       maybe(entry, "page").value_or("page " + std::to_string(scores.size()))});
    }
  }
  std::vector<std::unique_ptr<Score>> scores;
  std::vector<PagedScore> paged;
};

std::string written(const Pair& pair) {
  std::string text = fmt::format("{} / {}: {}", pair.vendor.score->score.raw,
                                 pair.other.score->score.raw, to_string(pair.match.comparability));
  if (!pair.match.open.empty()) text += fmt::format(", open {}", fmt::join(pair.match.open, " "));
  text += ", gap " + format_number(pair.gap);
  if (pair.agrees) text += ", agree";
  if (pair.vendor.pages.size() > 1 || pair.other.pages.size() > 1) {
    text += fmt::format(", {} pages / {} pages", pair.vendor.pages.size(), pair.other.pages.size());
  }
  return text;
}

YAML::Node cases() {
  return YAML::LoadFile(BENCHLEDGER_SOURCE_DIR "/tests/data/pairs/cases.yaml")["cases"];
}

TEST(Pairs, CasesInFolder) {
  for (const YAML::Node& node : cases()) {
    const Case given(node);
    std::vector<std::string> expected;
    for (const YAML::Node& pair : node["pairs"]) expected.push_back(pair.as<std::string>());
    std::vector<std::string> made;
    for (const Pair& pair : match_pairs(given.paged, rules()).pairs) made.push_back(written(pair));
    EXPECT_EQ(made, expected) << node["name"];
  }
}

TEST(Pairs, OrderOfTheInputDoesNotMatter) {
  for (const YAML::Node& node : cases()) {
    Case given(node);
    const std::string once = pairs_json(match_pairs(given.paged, rules()));
    std::reverse(given.paged.begin(), given.paged.end());
    EXPECT_EQ(pairs_json(match_pairs(given.paged, rules())), once) << node["name"];
  }
}

YAML::Node five_models() {
  YAML::Node node;
  int gap = 0;
  for (const char* model : {"Aster 1", "Aster 2", "Aster 3", "Aster 4", "Aster 5"}) {
    YAML::Node own = YAML::Load("{by: acme, relationship: first_party, shots: 5, raw: '50'}");
    YAML::Node other = YAML::Load("{by: lab, relationship: third_party, shots: 5}");
    own["model"] = other["model"] = model;
    other["raw"] = std::to_string(50 - gap * gap);
    ++gap;
    node["scores"].push_back(own);
    node["scores"].push_back(other);
  }
  return node;
}

TEST(Pairs, GapsOfAVendor) {
  const Case given(five_models());  // gaps 0 1 4 9 16
  const PairReport report = match_pairs(given.paged, rules());
  ASSERT_EQ(report.vendors.size(), 1U);
  const GapDistribution& gaps = report.vendors.front();
  EXPECT_EQ(gaps.vendor, "acme");
  EXPECT_EQ(gaps.relationship, "third_party");
  EXPECT_EQ(gaps.pairs, 5U);
  EXPECT_EQ(gaps.agreeing, 1U);
  EXPECT_EQ(gaps.least, 0);
  EXPECT_EQ(gaps.lower_quartile, 1);
  EXPECT_EQ(gaps.median, 4);
  EXPECT_EQ(gaps.upper_quartile, 9);
  EXPECT_EQ(gaps.greatest, 16);
}

TEST(Pairs, Formats) {
  const Case given(five_models());
  const PairReport report = match_pairs(given.paged, rules());
  const std::string text = pairs_text(report, rules());
  EXPECT_THAT(text,
              testing::HasSubstr("Aster 3  Quiz       acme      50  lab            46     +4"));
  EXPECT_THAT(text, testing::HasSubstr("5 pairs, 5 under equal and stated settings\n"));
  EXPECT_THAT(pairs_csv(report),
              testing::HasSubstr("Aster 2,quiz,,comparable,,1,false,acme,50,percent,s2,page 3,lab,"
                                 "third_party,49,percent,s3,page 4\r\n"));
  EXPECT_THAT(pairs_json(report), testing::HasSubstr("\"type\":\"gap\""));
}

TEST(Pairs, LeavesOutWithAReason) {
  const YAML::Node node = YAML::Load(
      "{scores: [{raw: '70', by: acme, relationship: first_party, shots: 5},"
      " {raw: '60', by: lab, relationship: third_party, shots: 0}]}");
  const Case given(node);
  const PairReport report = match_pairs(given.paged, rules());
  EXPECT_THAT(report.left_out, testing::ElementsAre(testing::Pair("differing shots", 1U)));
  EXPECT_THAT(pairs_text(report, rules()), testing::HasSubstr("left out: 1 (differing shots)\n"));
}

}  // namespace
}  // namespace benchledger
