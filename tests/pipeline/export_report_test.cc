#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "pipeline/export_formats.h"
#include "pipeline/report_parts.h"
#include "tests/pipeline/export_factory.h"

namespace benchledger {
namespace {

using benchledger::testing::bytes_of;
using benchledger::testing::rendered;
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
  input.pages[0].scores.assign(kMaxPageScores + 1, input.pages[0].scores[0]);
  const Rendered made = rendered("report", input);
  ASSERT_EQ(made.files.size(), 2U);
  EXPECT_THAT(made.files[1].bytes, HasSubstr("Not laid out here"));
  EXPECT_THAT(made.files[1].bytes, HasSubstr("10,001 scores"));
  EXPECT_EQ(made.formats.at(0).losses.at(0).count, kMaxPageScores + 1);
}

TEST(Report, PagesGetFilesOfTheirOwnWhereThereIsMuch) {
  ExportInput input = small_run();
  const Score score = input.pages[0].scores[0];
  for (std::size_t i = 0; i < kMaxInlineScores; ++i) {
    input.pages[0].scores.push_back(score);
    input.pages[0].scores.back().id = "n" + std::to_string(i);
  }
  const Rendered made = rendered("report", input);
  ASSERT_EQ(made.files.size(), 2U);
  EXPECT_EQ(made.files[1].name, "report/page-1.html");
  EXPECT_THAT(made.files[0].bytes, HasSubstr("href=\"report/page-1.html#r1-s1\""));
  EXPECT_THAT(made.files[1].bytes, HasSubstr("id=\"r1-s1\""));
  EXPECT_THAT(made.files[1].bytes, HasSubstr("href=\"../report.html\""));
  EXPECT_EQ(made.formats.at(0).records(), kMaxInlineScores + 3);
  EXPECT_TRUE(made.formats.at(0).losses.empty());
}

// Every link inside the report leads somewhere, and no id is there twice.
TEST(Report, LinksLeadToIds) {
  ExportInput input = small_run();
  input.pages[0].claims[0].against = {"s1", "s2"};
  const std::string html = report(input);
  std::set<std::string> ids;
  const std::regex id(" id=\"([^\"]+)\"");
  for (std::sregex_iterator at(html.begin(), html.end(), id), end; at != end; ++at) {
    EXPECT_TRUE(ids.insert((*at)[1]).second) << (*at)[1];
  }
  std::size_t links = 0;
  const std::regex link("href=\"#([^\"]+)\"|popovertarget=\"([^\"]+)\"");
  for (std::sregex_iterator at(html.begin(), html.end(), link), end; at != end; ++at, ++links) {
    EXPECT_TRUE(ids.contains((*at)[1].length() > 0 ? (*at)[1] : (*at)[2])) << at->str();
  }
  EXPECT_GT(links, 10U);
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
