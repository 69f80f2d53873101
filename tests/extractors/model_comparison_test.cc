// Whether two names are of one model: tests/data/model_pairs.tsv.

#include "extractors/model_comparison.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "extractors/embedded_rules.h"
#include "extractors/identity.h"
#include "extractors/rules_load.h"

namespace benchledger {
namespace {

TEST(CompareModels, AsTheTableSays) {
  const Rules rules = load_rules(embedded_rules()).value();
  const Names names(rules);
  std::ifstream in(std::string(BENCHLEDGER_SOURCE_DIR) + "/tests/data/model_pairs.tsv");
  std::size_t cases = 0;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::vector<std::string> cells(1);
    for (const char c : line) {
      if (c == '\t') {
        cells.emplace_back();
      } else {
        cells.back() += c;
      }
    }
    ASSERT_GE(cells.size(), 4U) << line;
    const ModelRef a = names.model(cells[0]);
    const ModelRef b = names.model(cells[1]);
    const ModelComparison there = compare_models(a, b, rules);
    const ModelComparison back = compare_models(b, a, rules);
    EXPECT_EQ(name_of(there.relation), cells[2]) << line << ": " << there.reason;
    EXPECT_EQ(there.relation, back.relation) << line;
    EXPECT_NE(there.reason.find(cells[3]), std::string::npos) << line << ": " << there.reason;
    ++cases;
  }
  EXPECT_GT(cases, 40U);
}

TEST(CompareModels, EveryNameIsTheSameAsItself) {
  const Rules rules = load_rules(embedded_rules()).value();
  const Names names(rules);
  for (const ModelFamily& family : rules.families) {
    for (const std::string& example : family.examples) {
      const ModelRef model = names.model(example);
      EXPECT_EQ(compare_models(model, model, rules).relation, ModelRelation::kSame) << example;
    }
  }
}

}  // namespace
}  // namespace benchledger
