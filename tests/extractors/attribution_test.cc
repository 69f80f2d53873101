// Who measured, page by page: tests/data/attribution/cases.yaml.
#include "extractors/attribution.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "extractors/embedded_rules.h"
#include "extractors/extract.h"
#include "extractors/number.h"
#include "extractors/rules_load.h"
#include "extractors/score_records.h"
#include "extractors/text.h"
#include "extractors/yaml_reader.h"

namespace benchledger {
namespace {

std::string read_data(const std::string& name) {
  std::ifstream file(std::string(BENCHLEDGER_SOURCE_DIR) + "/tests/data/" + name);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

const Extractor& extractor() {
  static const Extractor kExtractor(load_rules(embedded_rules()).value());
  return kExtractor;
}

std::vector<std::string> split(const std::string& text, const std::string& separator) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  while (true) {
    const std::size_t end = text.find(separator, begin);
    parts.push_back(fold_space(text.substr(begin, end - begin)));
    if (end == std::string::npos) return parts;
    begin = end + separator.size();
  }
}

// The stages up to attribution, with the publisher given instead of found.
std::vector<Score> attributed(const YamlNode& item) {
  const std::string bytes = item.find("page")->text;
  const std::string publisher = item.find("publisher")->text;
  Input input;
  input.bytes = bytes;
  input.page_key = "case";
  input.format = Format::kMarkdown;
  const Rules& rules = extractor().rules();
  const Names& names = extractor().names();
  std::vector<Diagnostic> diagnostics;
  const Document document = read_document(input, names, rules, diagnostics);
  Page page;
  if (!publisher.empty() && publisher != "null") page.publisher = publisher;
  ScoreReading reading = read_scores(document, page, names, rules, std::nullopt, diagnostics);
  attribute(document, page, names, PhraseBook(rules), rules, reading.drafts, diagnostics);
  std::vector<Score> scores;
  for (ScoreDraft& draft : reading.drafts) scores.push_back(std::move(draft.score));
  return scores;
}

// "GPT-9 | MMLU | 84.4": model, benchmark and value, the later ones optional.
bool is_about(const Score& score, const std::vector<std::string>& what) {
  return score.model.raw == what[0] && (what.size() < 2 || score.benchmark.raw == what[1]) &&
         (what.size() < 3 || format_number(score.score.value) == what[2]);
}

void check(const std::string& name, const std::string& line, const std::vector<Score>& scores) {
  const auto sides = split(line, " = ");
  ASSERT_EQ(sides.size(), 2U) << line;
  const auto what = split(sides[0], "|");
  const auto wanted = split(sides[1], " ");
  ASSERT_EQ(wanted.size(), 3U) << line;
  std::size_t found = 0;
  for (const Score& score : scores) {
    if (!is_about(score, what)) continue;
    ++found;
    const Evaluator& evaluator = score.evaluator;
    const std::string where = name + ": " + line + " (rule " + evaluator.rule + ")";
    EXPECT_EQ(evaluator.relationship, wanted[0]) << where;
    if (wanted[1] != "-") {
      std::string organization = evaluator.organization.value_or("-");
      std::replace(organization.begin(), organization.end(), ' ', '-');
      EXPECT_EQ(organization, wanted[1]) << where;
    }
    if (wanted[2] != "-") {
      EXPECT_EQ(evaluator.basis, wanted[2]) << where;
    }
  }
  EXPECT_GT(found, 0U) << name << ": no score for " << line;
}

TEST(Attribution, FollowsWhatThePageSays) {
  const auto cases = read_yaml("cases.yaml", read_data("attribution/cases.yaml"));
  ASSERT_TRUE(cases.has_value()) << describe(cases.error());
  ASSERT_FALSE(cases->items.empty());
  for (const YamlNode& item : cases->items) {
    const auto scores = attributed(item);
    for (const YamlNode& line : item.find("expect")->items) {
      check(item.find("name")->text, line.text, scores);
    }
  }
}

TEST(Attribution, ThirdPartyAlwaysNamesTheMeasurer) {
  const auto cases = read_yaml("cases.yaml", read_data("attribution/cases.yaml"));
  ASSERT_TRUE(cases.has_value());
  for (const YamlNode& item : cases->items) {
    for (const Score& score : attributed(item)) {
      if (score.evaluator.relationship != "third_party") continue;
      EXPECT_TRUE(score.evaluator.organization.has_value()) << item.find("name")->text;
    }
  }
}

}  // namespace
}  // namespace benchledger
