#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pipeline/export_formats.h"
#include "pipeline/report_parts.h"
#include "tests/pipeline/export_factory.h"

namespace benchledger {
namespace {

using benchledger::testing::bytes_of;
using benchledger::testing::score_of;
using benchledger::testing::small_run;
using ::testing::HasSubstr;
using ::testing::Not;

std::string report(const ExportInput& input) { return bytes_of("report", "report.html", input); }

std::size_t count_of(const std::string& text, const std::string& piece) {
  std::size_t count = 0;
  for (std::size_t at = text.find(piece); at != std::string::npos; at = text.find(piece, at + 1)) {
    ++count;
  }
  return count;
}

TEST(Report, NamesEveryRelationshipInWordsToo) {
  ExportInput input = small_run();
  input.pages[0].scores.push_back(score_of("s4", "Heron 9", "MMLU", 80, "third_party"));
  const std::string html = report(input);
  for (const RelationshipLook& look : relationship_looks()) {
    EXPECT_THAT(html, HasSubstr(std::string("<span class=\"who\">") + look.mark + "</span>"));
    EXPECT_THAT(html, HasSubstr(look.meaning));
  }
}

TEST(Report, EveryScoreOpensACardOfItsOwn) {
  const std::string html = report(small_run());
  EXPECT_EQ(count_of(html, "<div popover"), 3U);
  EXPECT_EQ(count_of(html, "<button class=\"score"), 3U);
  for (const char* id : {"s1-s1", "s1-s2", "s1-s3"}) {
    EXPECT_EQ(count_of(html, std::string("<div popover=\"\" id=\"") + id + "\""), 1U) << id;
  }
}

// Every field a page can fill, filled with what would act if it were copied.
TEST(Report, HostileTextStaysInert) {
  const std::string evil = "\"><script>alert(1)</script><img src=x onerror=y>";
  ExportInput input = small_run();
  ExportPage& page = input.pages[0];
  page.page_key = page.source_id = evil;
  page.document.title = page.document.publisher = page.document.published = evil;
  page.document.url = "javascript:" + evil;
  page.document.media_type = page.document.charset = evil;
  page.document.dropped = {{evil, 3}};
  for (Score& score : page.scores) {
    score.model.raw = score.benchmark.raw = score.score.raw = score.score.unit = evil;
    score.model.id = score.model.developer = score.model.mode = evil;
    score.setting.section = score.setting.metric = score.setting.harness = evil;
    score.evidence.heading = score.evidence.row_header = {evil};
    score.evidence.text = score.evaluator.rule = score.evaluator.basis = evil;
    score.evaluator.organization = score.evaluator.cited_from = evil;
    score.evaluator.relationship = evil;
    score.evaluator.evidence = score.evidence;
  }
  page.specs[0].raw = page.specs[0].attribute = page.specs[0].model.raw = evil;
  page.specs[0].value = evil;
  page.claims[0].text = page.claims[0].detail = page.claims[0].kind = evil;
  page.claims[0].verdict = evil;
  page.findings[0].message = page.findings[0].rule = page.findings[0].id = evil;
  page.findings[0].evidence[0].text = evil;
  input.changes[0].summary = input.changes[0].page_key = evil;
  input.program = input.rules_digest = evil;
  const std::string html = report(input);
  EXPECT_EQ(count_of(html, "<script"), 1U) << "our own";
  EXPECT_EQ(count_of(html, "<img"), 0U);
  EXPECT_THAT(html, Not(HasSubstr("href=\"javascript")));
  EXPECT_THAT(html, HasSubstr("default-src &#39;none&#39;"));
}

TEST(Report, EmptyRunSaysSo) {
  ExportInput input;
  input.run = 1;
  input.date = "2026-05-04T03:00:00Z";
  const std::string html = report(input);
  EXPECT_THAT(html, HasSubstr("This run read no page."));
  EXPECT_THAT(html, HasSubstr("This is the first run"));
  EXPECT_THAT(html, Not(HasSubstr("nan")));
}

TEST(Report, CountsScoresPastTheLimitInsteadOfLayingThemOut) {
  ExportInput input = small_run();
  input.pages[0].scores.assign(kMaxReportScores + 1, input.pages[0].scores[0]);
  const std::string html = report(input);
  EXPECT_THAT(html, HasSubstr("Not laid out here"));
  EXPECT_THAT(html, HasSubstr("20,001 scores"));
}

TEST(ReadableDate, ReadsIsoTimesAndKeepsTheRest) {
  EXPECT_EQ(readable_date("2026-05-04T03:00:00Z"), "4 May 2026, 03:00 UTC");
  EXPECT_EQ(readable_date("2026-11-23"), "23 November 2026");
  EXPECT_EQ(readable_date("2026-13-01"), "2026-13-01");
  EXPECT_EQ(readable_date("soon"), "soon");
  EXPECT_EQ(readable_date(""), "");
}

}  // namespace
}  // namespace benchledger
