// Values of spec tables (tests/data/specs/values.tsv) and the tables they
// stand in.
#include "extractors/spec_records.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "extractors/embedded_rules.h"
#include "extractors/extract.h"
#include "extractors/number.h"
#include "extractors/rules_load.h"
#include "extractors/spec_value.h"

namespace benchledger {
namespace {

const Extractor& extractor() {
  static const Extractor kExtractor(load_rules(embedded_rules()).value());
  return kExtractor;
}

std::string show(const SpecReading& reading) {
  if (reading.absence) return "!" + *reading.absence;
  if (const auto* number = std::get_if<double>(&reading.value)) return format_number(*number);
  if (const auto* flag = std::get_if<bool>(&reading.value)) return *flag ? "true" : "false";
  if (const auto* text = std::get_if<std::string>(&reading.value)) return *text;
  std::string joined;
  if (const auto* list = std::get_if<std::vector<std::string>>(&reading.value)) {
    for (const std::string& item : *list) joined += (joined.empty() ? "" : "+") + item;
  }
  return joined;
}

std::string show(const std::optional<std::pair<double, double>>& interval) {
  if (!interval) return "-";
  return format_number(interval->first) + ".." + format_number(interval->second);
}

TEST(SpecValue, ReadsWhatIsCertainAndNothingElse) {
  const Rules& rules = extractor().rules();
  const AttributeIndex index(rules);
  std::ifstream file(std::string(BENCHLEDGER_SOURCE_DIR) + "/tests/data/specs/values.tsv");
  std::string line;
  std::size_t cases = 0;
  while (std::getline(file, line)) {
    if (line.empty() || line[0] == '#') continue;
    std::vector<std::string> fields;
    std::stringstream row(line);
    for (std::string field; std::getline(row, field, '\t');) fields.push_back(field);
    ASSERT_EQ(fields.size(), 5U) << line;
    ++cases;
    const Attribute* attribute = index.find(fields[1], fields[2]);
    ASSERT_NE(attribute, nullptr) << line;
    EXPECT_EQ(attribute->id, fields[0]) << line;
    const auto readings = read_spec_value(*attribute, fields[1], fields[2], rules);
    if (fields[3] == "-") {
      EXPECT_TRUE(readings.empty()) << line << " gave " << show(readings.front());
      continue;
    }
    ASSERT_FALSE(readings.empty()) << line;
    EXPECT_EQ(show(readings.front()), fields[3]) << line;
    EXPECT_EQ(show(readings.front().interval), fields[4]) << line;
  }
  EXPECT_GT(cases, 30U);
}

TEST(SpecValue, TwoAttributesInOneCell) {
  const Rules& rules = extractor().rules();
  const AttributeIndex index(rules);
  const auto sizes =
      read_spec_value(*index.find("Parameters"), "Parameters", "17B (active), 109B (total)", rules);
  ASSERT_EQ(sizes.size(), 2U);
  EXPECT_EQ(sizes[0].attribute, "parameters");
  EXPECT_EQ(show(sizes[0]), "109000000000");
  EXPECT_EQ(sizes[1].attribute, "active_parameters");
  EXPECT_EQ(show(sizes[1]), "17000000000");
  const auto prices = read_price_pair("API pricing", "$3 / $15 per million tokens", rules);
  ASSERT_EQ(prices.size(), 2U);
  EXPECT_EQ(prices[0].attribute + " " + show(prices[0]), "input_price 3");
  EXPECT_EQ(prices[1].attribute + " " + show(prices[1]), "output_price 15");
}

Extraction extract_markdown(const std::string& page) {
  Input input;
  input.bytes = page;
  input.page_key = "case";
  input.format = Format::kMarkdown;
  return extractor().extract(input);
}

std::set<std::string> stated_in(const std::string& sentence) {
  std::set<std::string> stated;
  for (const Spec& spec : extract_markdown("# Llama 9\n\n" + sentence + "\n").specs) {
    SpecReading reading{spec.attribute, spec.value, {}, {}, spec.absence};
    const std::string model = spec.model.raw == "Llama 9" ? "" : spec.model.raw + ":";
    stated.insert(model + spec.attribute + "=" + show(reading));
  }
  return stated;
}

// tests/data/specs/sentences.tsv: what a plain sentence states, and of whom.
TEST(SpecSentences, StateWhatTheySay) {
  std::ifstream file(std::string(BENCHLEDGER_SOURCE_DIR) + "/tests/data/specs/sentences.tsv");
  std::size_t cases = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    const std::size_t tab = line.find('\t');
    ASSERT_NE(tab, std::string::npos) << line;
    std::set<std::string> wanted;
    std::stringstream list(line.substr(tab + 1));
    for (std::string item; std::getline(list, item, ';');) {
      item.erase(0, item.find_first_not_of(' '));
      if (item != "-") wanted.insert(item);
    }
    EXPECT_EQ(stated_in(line.substr(0, tab)), wanted) << line;
    ++cases;
  }
  EXPECT_GT(cases, 45U);
}

TEST(SpecRecords, ModelsInRowsWithADownloadColumn) {
  const auto extraction = extract_markdown(
      "# Models\n\n| Model | Total Params | Active Params | Context Length | Download |\n"
      "|---|---|---|---|---|\n| Llama 9 Base | 309B | 15B | 256k | here |\n"
      "| Llama 9 | 309B | 15B | 256k | here |\n");
  EXPECT_EQ(extraction.specs.size(), 6U);
  EXPECT_TRUE(extraction.scores.empty());
}

TEST(SpecRecords, PricesUnderPlainLabelsAndNoneOfASpanningRemark) {
  const auto extraction = extract_markdown(
      "# What we charge\n\n<table><tr><th>Model</th><th>Input</th><th>Output</th></tr>"
      "<tr><td>\U0001F9E0 Claude Opus 4</td><td>$15.00</td><td>$75.00</td></tr>"
      "<tr><td>GPT-4.1 nano</td><td>Free</td><td>$0.40</td></tr>"
      "<tr><td>Tavily</td><td colspan=\"2\">~$0.01 a search</td></tr></table>\n");
  ASSERT_EQ(extraction.specs.size(), 4U);
  EXPECT_EQ(extraction.specs[0].model.raw, "Claude Opus 4");
  EXPECT_EQ(extraction.specs[0].attribute, "input_price");
  EXPECT_EQ(extraction.specs[2].absence, "free_product");
  EXPECT_TRUE(extraction.scores.empty());
}

TEST(SpecRecords, HyperParametersAndSpeedAreNoSpecs) {
  const auto extraction = extract_markdown(
      "# Training Llama 9\n\n| Hyper-parameter | Value |\n|---|---|\n| Learning rate | 3e-4 |\n"
      "| Batch size | 1024 |\n| Warm-up steps | 2000 |\n\n# Speed\n\n"
      "| Context Length | Tokens/s | Memory |\n|---|---|---|\n| 2K | 54.1 | 4.2GB |\n"
      "| 8K | 40.3 | 6.1GB |\n");
  EXPECT_TRUE(extraction.specs.empty());
}

TEST(SpecRecords, QualifiersOfALeaderboardAreNoSpecs) {
  const auto extraction = extract_markdown(
      "# Board\n\n| Model | Developer | License | Date | MMLU | GSM8K "
      "|\n|---|---|---|---|---|---|\n"
      "| Llama 9 | Meta | Apache 2.0 | 2026-05-01 | 80.1 | 70.3 |\n"
      "| GPT-9 | OpenAI | Proprietary | 2026-05-02 | 82.2 | 71.4 |\n");
  EXPECT_TRUE(extraction.specs.empty());
  EXPECT_EQ(extraction.scores.size(), 4U);
}

}  // namespace
}  // namespace benchledger
