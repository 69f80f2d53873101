#include <gtest/gtest.h>

#include "extractors/embedded_rules.h"
#include "extractors/extract.h"
#include "extractors/rules_load.h"

namespace benchledger {
namespace {

constexpr std::string_view kBoard =
    "- run: 2026-03-01--alder\n"
    "  system: Alder 2 Mini\n"
    "  cases: 225\n"
    "  solved_first: 20.4\n"
    "  solved_second: 35.6\n"
    "- run: 2026-03-02--birch\n"
    "  system: Birch 7B\n"
    "  cases: 225\n"
    "  solved_first: 12.0\n"
    "  solved_second: 31.1\n";

Extraction read(const FieldMapping& mapping) {
  static const Extractor extractor(*load_rules(embedded_rules()));
  Input input;
  input.bytes = kBoard;
  input.page_key = "board.yml";
  input.mapping = mapping;
  return extractor.extract(input);
}

TEST(FieldMapping, ReadsTheFieldsTheSourceNames) {
  const Extraction extraction = read({"system", "", {"solved_second"}, "Ferry"});
  ASSERT_EQ(extraction.scores.size(), 2U);
  EXPECT_EQ(extraction.scores[0].model.raw, "Alder 2 Mini");
  EXPECT_EQ(extraction.scores[0].benchmark.raw, "Ferry solved second");
  EXPECT_EQ(extraction.scores[0].score.value, 35.6);
  EXPECT_EQ(extraction.scores[1].evidence.text, "31.1");
}

TEST(FieldMapping, SaysWhichFieldIsMissing) {
  const Extraction extraction = read({"model_name", "", {"solved_second"}, ""});
  EXPECT_TRUE(extraction.scores.empty());
  ASSERT_FALSE(extraction.diagnostics.empty());
  EXPECT_EQ(extraction.diagnostics[0].code, "mapping-does-not-fit");
  EXPECT_NE(extraction.diagnostics[0].message.find("model_name"), std::string::npos);
}

}  // namespace
}  // namespace benchledger
