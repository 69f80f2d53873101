// tests/data/models.tsv, benchmarks.tsv, organizations.tsv and likeness.tsv
// hold the cases; adding a case adds a line.

#include "extractors/identity.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "extractors/embedded_rules.h"
#include "extractors/rules_load.h"

namespace benchledger {
namespace {

const Names& names() {
  static const Names kNames(load_rules(embedded_rules()).value());
  return kNames;
}

// As `eval --ablate names` does: no name lists, patterns and word lists stay.
const Names& names_without_lexicon() {
  static const Names kNames = [] {
    Rules rules = load_rules(embedded_rules()).value();
    rules.families.clear();
    rules.benchmarks.clear();
    rules.organizations.clear();
    return Names(rules);
  }();
  return kNames;
}

std::vector<std::vector<std::string>> rows(const std::string& file) {
  std::ifstream in(std::string(BENCHLEDGER_SOURCE_DIR) + "/tests/data/" + file);
  std::vector<std::vector<std::string>> all;
  std::string line;
  while (std::getline(in, line)) {
    if (line.empty() || line[0] == '#') continue;
    std::vector<std::string> cells(1);
    for (const char c : line) {
      if (c == '\t') {
        cells.emplace_back();
      } else {
        cells.back() += c;
      }
    }
    all.push_back(cells);
  }
  return all;
}

std::string cell(const std::vector<std::string>& row, std::size_t i) {
  return i < row.size() ? row[i] : "";
}

TEST(Names, ModelsAsTheTableSays) {
  const auto cases = rows("models.tsv");
  ASSERT_GT(cases.size(), 40U);
  for (const auto& row : cases) {
    const ModelRef model = names().model(row[0], cell(row, 5));
    EXPECT_EQ(model.raw, row[0]);
    EXPECT_EQ(model.id.value_or("-"), cell(row, 1)) << row[0];
    EXPECT_EQ(model.name, cell(row, 2)) << row[0];
    EXPECT_EQ(model.mode.value_or("-"), cell(row, 3)) << row[0];
    EXPECT_EQ(model.effort.value_or("-"), cell(row, 4)) << row[0];
  }
}

TEST(Names, BenchmarksAsTheTableSays) {
  const auto cases = rows("benchmarks.tsv");
  ASSERT_GT(cases.size(), 40U);
  for (const auto& row : cases) {
    const BenchmarkRef benchmark = names().benchmark(row[0]);
    EXPECT_EQ(benchmark.raw, row[0]);
    EXPECT_EQ(benchmark.id.value_or("-"), cell(row, 1)) << row[0];
    EXPECT_EQ(benchmark.version.value_or("-"), cell(row, 2)) << row[0];
    EXPECT_EQ(benchmark.subset.value_or("-"), cell(row, 3)) << row[0];
  }
}

TEST(Names, OrganizationsAsTheTableSays) {
  const auto cases = rows("organizations.tsv");
  ASSERT_GT(cases.size(), 15U);
  for (const auto& row : cases) {
    const Organization* found = nullptr;
    std::size_t at = 0;
    std::size_t length = 0;
    if (row[0] == "url") found = names().organization_of_url(row[1]);
    if (row[0] == "name") found = names().organization(row[1]);
    if (row[0] == "sentence") found = names().organization_in(row[1], at, length);
    EXPECT_EQ(found == nullptr ? "-" : found->id, cell(row, 2)) << row[0] << " " << row[1];
  }
}

// Which of the two a name looks like, with the lexicon and without.
TEST(Names, LikenessAsTheTableSays) {
  const auto cases = rows("likeness.tsv");
  ASSERT_GT(cases.size(), 30U);
  std::size_t told_without_lexicon = 0;
  std::size_t shapes = 0;
  for (const auto& row : cases) {
    const double model = names().model_likeness(row[1]);
    const double benchmark = names().benchmark_likeness(row[1]);
    if (row[0] == "model") {
      EXPECT_GT(model, benchmark) << row[1];
    }
    if (row[0] == "benchmark") {
      EXPECT_GT(benchmark, model) << row[1];
    }
    if (row[0] == "neither") {
      EXPECT_LT(model, 0.5) << row[1];
      EXPECT_LT(benchmark, 0.5) << row[1];
      continue;
    }
    ++shapes;
    const double bare_model = names_without_lexicon().model_likeness(row[1]);
    const double bare_benchmark = names_without_lexicon().benchmark_likeness(row[1]);
    if (row[0] == "model" ? bare_model > bare_benchmark : bare_benchmark > bare_model) {
      ++told_without_lexicon;
    } else {
      RecordProperty("not told by shape: " + row[1], row[0]);
    }
  }
  EXPECT_GE(told_without_lexicon * 100, shapes * 75);
}

TEST(Names, IsTotal) {
  for (const std::string text :
       {"",         " ",   "(", ")", "()", "/", "//",     "a/", "/a", "@",
        "\xFF\xFE", "(((", "5", "%", "o",  "-", "(high)", "[",  "v",  "1.2.3"}) {
    static_cast<void>(names().model(text, text));
    static_cast<void>(names().benchmark(text));
    static_cast<void>(names().organization_of_url(text));
    static_cast<void>(names().model_likeness(text));
    static_cast<void>(names().benchmark_likeness(text));
  }
}

}  // namespace
}  // namespace benchledger
