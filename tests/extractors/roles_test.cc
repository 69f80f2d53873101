// The four roles of every score agree with one another, on every page there
// is: the fixtures, the attribution cases and, where it stands beside the
// checkout, the shared corpus.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "extractors/embedded_rules.h"
#include "extractors/extract.h"
#include "extractors/page_voice.h"
#include "extractors/rules_load.h"
#include "extractors/yaml_reader.h"

namespace benchledger {
namespace {

namespace fs = std::filesystem;

const Extractor& extractor() {
  static const Extractor kExtractor(load_rules(embedded_rules()).value());
  return kExtractor;
}

const fs::path& source_dir() {
  static const fs::path kSource = BENCHLEDGER_SOURCE_DIR;
  return kSource;
}

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// What is wrong with a score's roles, empty where nothing is.
std::string fault_of(const Score& score) {
  const Evaluator& evaluator = score.evaluator;
  const auto& developer = score.model.developer;
  const bool named = evaluator.organization && !evaluator.organization->empty();
  const bool same = named && developer &&
                    same_organization(*developer, *evaluator.organization, extractor().rules());
  static const std::set<std::string> kBases = {"footnote",        "caption",   "prose", "column",
                                               "benchmark-owner", "publisher", "none"};
  if (kBases.count(evaluator.basis) == 0) return "no such basis: " + evaluator.basis;
  if (evaluator.rule.empty()) return "no rule";
  if ((evaluator.basis == "none") != (evaluator.rule == "no-statement")) return "basis and rule";
  if (evaluator.reported_by != evaluator.publisher) return "states another's page";
  if (evaluator.relationship == "unknown") return {};
  if (evaluator.basis == "none") return "decided by nothing";
  if (evaluator.relationship == "third_party") {
    if (!named) return "third-party without a named measurer";
    return same ? "third-party, and the developer measured" : "";
  }
  if (evaluator.relationship == "competitor") {
    if (!named && evaluator.publisher) return "competitor without a name";
    return same ? "competitor, and the developer measured" : "";
  }
  if (evaluator.relationship != "first_party") return "no such relationship";
  return developer && named && !same ? "first-party, and another measured" : "";
}

void check_page(const std::string& bytes, const std::string& name, std::optional<Format> format,
                const std::optional<std::string>& publisher = std::nullopt) {
  Input input;
  input.bytes = bytes;
  input.page_key = name;
  input.publisher = publisher;
  if (format) input.format = *format;
  for (const Score& score : extractor().extract(input).scores) {
    const std::string fault = fault_of(score);
    EXPECT_EQ(fault, "") << name << ": " << score.model.raw << " | " << score.benchmark.raw << " ("
                         << score.evaluator.relationship << ", " << score.evaluator.rule << ", "
                         << score.evaluator.organization.value_or("nobody") << ", developer "
                         << score.model.developer.value_or("unknown") << ")";
    if (!fault.empty()) return;  // one of a page is enough
  }
}

std::vector<fs::path> pages_below(const fs::path& folder) {
  std::vector<fs::path> pages;
  if (!fs::exists(folder)) return pages;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const std::string extension = entry.path().extension().string();
    const bool page = extension == ".md" || extension == ".html" || extension == ".txt" ||
                      extension == ".csv" || extension == ".json" || extension == ".yml";
    if (entry.is_regular_file() && page) pages.push_back(entry.path());
  }
  std::sort(pages.begin(), pages.end());
  return pages;
}

TEST(Roles, AgreeOnEveryPage) {
  const fs::path& source = source_dir();
  std::size_t pages = 0;
  for (const fs::path& folder :
       {source / "fixtures/pages", source / "tests/data/readings", source / "../shared/corpus"}) {
    for (const fs::path& path : pages_below(folder)) {
      check_page(read_file(path), path.filename().string(), std::nullopt);
      ++pages;
    }
  }
  EXPECT_GT(pages, 40U);
}

TEST(Roles, AgreeOnEveryAttributionCase) {
  const auto cases =
      read_yaml("cases.yaml", read_file(source_dir() / "tests/data/attribution/cases.yaml"));
  ASSERT_TRUE(cases.has_value());
  for (const YamlNode& item : cases->items) {
    const std::string publisher = item.find("publisher")->text;
    std::optional<std::string> given;
    if (!publisher.empty() && publisher != "null") given = publisher;
    check_page(item.find("page")->text, item.find("name")->text, Format::kMarkdown, given);
  }
}

}  // namespace
}  // namespace benchledger
