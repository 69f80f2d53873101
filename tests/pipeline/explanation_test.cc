#include "pipeline/explanation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/pipeline/export_factory.h"

namespace benchledger {
namespace {

using ::testing::HasSubstr;

// The records of the small run over bytes that have their texts at their spans.
ReadPage readable_page() {
  const ExportPage records = testing::small_page("kestrel.html");
  ReadPage page;
  page.name = "kestrel.html";
  page.bytes = std::string(400, '.');
  page.extraction.scores = records.scores;
  page.extraction.specs = records.specs;
  page.extraction.claims = records.claims;
  page.extraction.findings = records.findings;
  page.extraction.scores[0].id = "aaaa1111";
  page.extraction.scores[1].id = "aaaa2222";
  page.extraction.specs[0].id = "bbbb";
  page.extraction.claims[0].id = "cccc";
  page.extraction.claims[0].against = {"aaaa1111", "aaaa2222"};
  page.extraction.findings[0].id = "dddd";
  page.extraction.findings[0].records = {"aaaa1111"};
  page.bytes.replace(10, 17, "triple the result");
  page.bytes.replace(40, 19, "We ran every model.");
  page.bytes.replace(100, 3, "42%");
  return page;
}

std::string told(const char* id) {
  const Result<std::string> text = explain({readable_page()}, Rules{}, id, {});
  return text ? *text : describe(text.error());
}

TEST(Explain, ScoreTellsValueRuleSentenceAndFindings) {
  const std::string text = told("aaaa1111");
  EXPECT_THAT(text, HasSubstr("Kestrel 2 on GPQA Diamond: 42%  (first_party)"));
  EXPECT_THAT(text, HasSubstr("kestrel.html:1:101, bytes 100-103"));
  EXPECT_THAT(text, HasSubstr("“42%”  ->  42 percent, higher is better"));
  EXPECT_THAT(text, HasSubstr("rule        we-evaluated"));
  EXPECT_THAT(text, HasSubstr("because of  “We ran every model.”"));
  EXPECT_THAT(text, HasSubstr("Findings about it\n  error "));
}

TEST(Explain, SpecTellsValueAndInterval) {
  const std::string text = told("bbbb");
  EXPECT_THAT(text, HasSubstr("“262K tokens”  ->  262000 tokens"));
  EXPECT_THAT(text, HasSubstr("261500 to 262500"));
}

TEST(Explain, ClaimTellsTheArithmeticAndWhatItWasHeldAgainst) {
  const std::string text = told("cccc");
  EXPECT_THAT(text, HasSubstr("Verdict: fails\n  arithmetic  42 / 21 = 2, not 3"));
  EXPECT_THAT(text, HasSubstr("Held against\n  score aaaa1111 Kestrel 2"));
}

TEST(Explain, FindingShowsEverySpan) {
  const std::string text = told("dddd");
  EXPECT_THAT(text, HasSubstr("bytes 10-27"));
  EXPECT_THAT(text, HasSubstr("bytes 100-105"));
  EXPECT_THAT(text, HasSubstr("About\n  score aaaa1111"));
}

TEST(Explain, TakesAnUnambiguousStartOfAnId) {
  EXPECT_THAT(told("aaaa2"), HasSubstr("Heron 9"));
  EXPECT_THAT(told("aaaa"), HasSubstr("fits more than one record: aaaa1111, aaaa2222"));
  EXPECT_THAT(told("aaa"), HasSubstr("too short"));
  EXPECT_THAT(told("ffff"), HasSubstr("no record on these pages has it"));
}

}  // namespace
}  // namespace benchledger
