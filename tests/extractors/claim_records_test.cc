// Every file of tests/data/claims is a small table and sentences about it with
// the claims a careful reader takes from each; adding a case adds data.

#include "extractors/claim_records.h"

#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "extractors/embedded_rules.h"
#include "extractors/number.h"
#include "extractors/rules_load.h"

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

const Names& names() {
  static const Names index(rules());
  return index;
}

SourceText source_text(const std::string& text) {
  return {text, {{0, text.size(), {0, text.size()}}}};
}

std::vector<Score> scores_of(const YAML::Node& tables) {
  std::vector<Score> scores;
  for (std::size_t table = 0; table < tables.size(); ++table) {
    const YAML::Node node = tables[table];
    for (const auto& row : node["rows"]) {
      for (std::size_t column = 0; column < node["models"].size(); ++column) {
        const auto raw = row.second[column].as<std::string>();
        const auto number = number_at(raw, 0);
        if (!number) continue;
        Score score;
        const std::string heading = node["section"] ? node["section"].as<std::string>() : "";
        score.model = names().model(node["models"][column].as<std::string>(), heading);
        if (node["mode"] && column == 0) score.model.mode = node["mode"].as<std::string>();
        score.benchmark = names().benchmark(row.first.as<std::string>());
        score.score = {raw, number->value, number->percent ? "percent" : "unknown", {}, false};
        score.score.lower_is_better = node["lower_is_better"].IsDefined();
        score.evidence.table = table;
        score.id = "s" + std::to_string(scores.size());
        scores.push_back(std::move(score));
      }
    }
  }
  return scores;
}

struct Expected {
  std::string kind;
  std::string verdict;
  std::string benchmark;
  std::string subject;
  std::string value;
  std::string detail;
  std::string coverage;
  bool alone = false;  // no other sentence speaks against it

  static std::string text(const YAML::Node& node, const char* key) {
    return node[key] ? node[key].as<std::string>() : std::string{};
  }
  explicit Expected(const YAML::Node& node)
      : kind(text(node, "kind")),
        verdict(text(node, "verdict")),
        benchmark(text(node, "benchmark")),
        subject(text(node, "subject")),
        value(text(node, "value")),
        detail(text(node, "detail")),
        coverage(text(node, "coverage")),
        alone(node["alone"].IsDefined()) {}

  bool describes(const Claim& claim) const {
    if (claim.kind != kind || claim.verdict != verdict) return false;
    if (!benchmark.empty() && (!claim.benchmark || claim.benchmark->raw != benchmark)) return false;
    if (!subject.empty() && claim.subject.raw != subject) return false;
    if (!value.empty() && (!claim.value || format_number(*claim.value) != value)) return false;
    if (claim.detail.find(detail) == std::string::npos) return false;
    if (alone && claim.detail.find("another sentence") != std::string::npos) return false;
    if (coverage.empty()) return true;
    return claim.coverage &&
           std::to_string(claim.coverage->present) + " of " + std::to_string(claim.coverage->of) ==
               coverage;
  }
};

std::string shown(const Claim& claim) {
  std::string text = claim.kind + " " + claim.verdict + " subject=" + claim.subject.raw;
  if (claim.benchmark) text += " benchmark=" + claim.benchmark->raw;
  if (claim.value) text += " value=" + format_number(*claim.value);
  return text + " | " + claim.detail;
}

// How often "fails" was said, and how often rightly.
struct FailCount {
  std::size_t said = 0;
  std::size_t right = 0;
  std::size_t wanted = 0;
  std::size_t silent = 0;  // sentences that assert nothing
};

std::vector<Claim> claims_in(const YAML::Node& file, const std::vector<Score>& scores,
                             const YAML::Node& sentence, const Rules& with = rules()) {
  Document document;
  Block block;
  block.kind = sentence["list"] ? BlockKind::kListItem : BlockKind::kParagraph;
  block.text = source_text(sentence["text"].as<std::string>());
  document.blocks.push_back(block);
  if (file["title"]) document.title = file["title"].as<std::string>();
  Page page;
  if (file["subject"]) page.subject = names().model(file["subject"].as<std::string>());
  std::vector<Diagnostic> diagnostics;
  return read_claims(document, page, scores, {}, names(), with, "test", diagnostics);
}

void check_sentence(const YAML::Node& file, const std::vector<Score>& scores,
                    const YAML::Node& sentence, FailCount& count) {
  const std::vector<Claim> claims = claims_in(file, scores, sentence);
  std::string all;
  for (const Claim& claim : claims) all += "\n    " + shown(claim);
  std::vector<bool> taken(claims.size(), false);
  if (sentence["claims"].size() == 0) ++count.silent;
  for (const YAML::Node& node : sentence["claims"]) {
    const Expected expected(node);
    if (expected.verdict == "fails") ++count.wanted;
    bool found = false;
    for (std::size_t i = 0; i < claims.size() && !found; ++i) {
      if (taken[i] || !expected.describes(claims[i])) continue;
      taken[i] = found = true;
      if (expected.verdict == "fails") ++count.right;
    }
    EXPECT_TRUE(found) << "missing: " << YAML::Dump(node)
                       << "\n  in: " << sentence["text"].as<std::string>() << "\n  got:" << all;
  }
  for (std::size_t i = 0; i < claims.size(); ++i) {
    if (claims[i].verdict == "fails") ++count.said;
    EXPECT_TRUE(taken[i]) << "not asserted: " << shown(claims[i])
                          << "\n  in: " << sentence["text"].as<std::string>();
    EXPECT_EQ(claims[i].evidence.text, claims[i].text);
    EXPECT_FALSE(claims[i].id.empty());
  }
}

TEST(ClaimRecords, CasesInFolder) {
  FailCount count;
  std::size_t sentences = 0;
  std::vector<std::filesystem::path> paths;
  for (const auto& entry :
       std::filesystem::directory_iterator(BENCHLEDGER_SOURCE_DIR "/tests/data/claims")) {
    paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  for (const auto& path : paths) {
    SCOPED_TRACE(path.filename().string());
    const YAML::Node file = YAML::LoadFile(path.string());
    const std::vector<Score> scores = scores_of(file["tables"]);
    for (const YAML::Node& sentence : file["sentences"]) {
      ++sentences;
      check_sentence(file, scores, sentence, count);
    }
  }
  const double precision =
      count.said > 0 ? static_cast<double>(count.right) / static_cast<double>(count.said) : 0;
  const double recall =
      count.wanted > 0 ? static_cast<double>(count.right) / static_cast<double>(count.wanted) : 0;
  std::printf("claims: %zu sentences (%zu assert nothing), %zu fail; precision %.3f, recall %.3f\n",
              sentences, count.silent, count.wanted, precision, recall);
  EXPECT_GE(count.silent, 60U);
  EXPECT_GE(sentences, 300U);
  EXPECT_GE(count.wanted, 70U);
  EXPECT_GE(precision, 0.97);
  EXPECT_GE(recall, 0.92);
}

std::string verdicts_of(const YAML::Node& file, const std::vector<Score>& scores,
                        const Rules& with) {
  std::string verdicts;
  for (const YAML::Node& sentence : file["sentences"]) {
    for (const Claim& claim : claims_in(file, scores, sentence, with)) {
      verdicts += claim.kind + " " + claim.verdict + "\n";
    }
  }
  return verdicts;
}

// Every tolerance of the rule file matters: moved, it turns a verdict of the
// cases made for it.
TEST(ClaimRecords, EveryToleranceDecidesACase) {
  const YAML::Node file = YAML::LoadFile(BENCHLEDGER_SOURCE_DIR "/tests/data/claims/hedges.yaml");
  const std::vector<Score> scores = scores_of(file["tables"]);
  const std::string before = verdicts_of(file, scores, rules());
  std::size_t moved = 0;
  for (const char* table : {"hedge_below", "hedge_above", "hedge_scale", "parity"}) {
    for (const auto& [word, value] : rules().claim_words.at(table)) {
      Rules other = rules();
      // An allowance goes, a missing one comes; the two that are shares of
      // something are widened.
      const bool share = std::string_view(table) == "hedge_scale" || word == "breaks";
      other.claim_words[table][word] = share ? 1 : value > 0 ? 0 : 0.5;
      EXPECT_NE(verdicts_of(file, scores, other), before) << table << " " << word;
      ++moved;
    }
  }
  EXPECT_GE(moved, 40U);
}

TEST(ClaimRecords, IdsDoNotDependOnTheFigure) {
  YAML::Node file = YAML::Load(R"({subject: Aster 2, tables: [{models: [Aster 2, Birch 7B],
    rows: {GPQA Diamond: ["71.2", "64.0"]}}]})");
  const YAML::Node sentence = YAML::Load("{text: Aster 2 leads on GPQA Diamond.}");
  std::vector<Score> scores = scores_of(file["tables"]);
  const auto before = claims_in(file, scores, sentence);
  scores[0].score.value = 60.1;
  scores[0].score.raw = "60.1";
  const auto after = claims_in(file, scores, sentence);
  ASSERT_EQ(before.size(), 1U);
  ASSERT_EQ(after.size(), 1U);
  EXPECT_EQ(before[0].id, after[0].id);
  EXPECT_EQ(before[0].verdict, "holds");
  EXPECT_EQ(after[0].verdict, "fails");
}

}  // namespace
}  // namespace benchledger
