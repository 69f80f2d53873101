#include "pipeline/finding_formats.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/pipeline/export_factory.h"

namespace benchledger {
namespace {

using benchledger::testing::finding_of;
using ::testing::HasSubstr;
using ::testing::Not;

FindingReport two_findings() {
  FindingReport report;
  report.pages = {"a b.html", "clean.md"};
  LocatedFinding located{finding_of("f1", Severity::kError, "42.8 is not\n100% of <b>"),
                         "a b.html",
                         {{{3, 4}, {3, 20}}, {{9, 1}, {9, 6}}},
                         {},
                         {}};
  report.findings = {located, {finding_of("f2", Severity::kNote, "said | twice"), "", {}, {}, {}}};
  return report;
}

std::string render(const char* name, const FindingReport& report) {
  return finding_format(name)->render(report);
}

TEST(FindingFormats, EveryFormatTakesNoFindings) {
  for (const FindingFormat& format : finding_formats()) {
    EXPECT_NO_THROW((void)format.render({})) << format.name;
  }
  EXPECT_EQ(finding_format("xml"), nullptr);
}

TEST(FindingFormats, TextNamesPlaceLineAndColumn) {
  const std::string text = render("text", two_findings());
  EXPECT_THAT(text, HasSubstr("error: 42.8 is not 100% of <b> [prose-contradicts-table] f1\n"));
  EXPECT_THAT(text, HasSubstr("a b.html:3:4  “triple the result”"));
  EXPECT_THAT(text, HasSubstr("1 error, 0 warnings, 1 note\n"));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
}

TEST(FindingFormats, SarifHoldsRegionsAndRelatedLocations) {
  const auto sarif = nlohmann::json::parse(render("sarif", two_findings()));
  EXPECT_EQ(sarif["version"], "2.1.0");
  const auto& results = sarif["runs"][0]["results"];
  ASSERT_EQ(results.size(), 2U);
  const auto& place = results[0]["locations"][0]["physicalLocation"];
  EXPECT_EQ(place["artifactLocation"]["uri"], "a%20b.html");
  EXPECT_EQ(place["region"]["startLine"], 3);
  EXPECT_EQ(place["region"]["byteOffset"], 10);
  EXPECT_EQ(results[0]["relatedLocations"].size(), 1U);
  EXPECT_EQ(results[0]["partialFingerprints"]["findingId/v1"], "f1");
  EXPECT_TRUE(results[1]["locations"].empty());
  EXPECT_EQ(results[1]["level"], "note");
}

TEST(FindingFormats, AFindingAcrossPagesNamesThePageOfEachEvidence) {
  FindingReport report = two_findings();
  report.findings[0].page.clear();
  report.findings[0].pages = {"one.md", "two.md"};
  const std::string text = render("text", report);
  EXPECT_THAT(text, HasSubstr("one.md:3:4  “triple the result”"));
  EXPECT_THAT(text, HasSubstr("two.md:9:1  "));
  const auto sarif = nlohmann::json::parse(render("sarif", report));
  const auto& result = sarif["runs"][0]["results"][0];
  const auto uri = [](const nlohmann::json& location) {
    return location["physicalLocation"]["artifactLocation"]["uri"];
  };
  EXPECT_EQ(uri(result["locations"][0]), "one.md");
  EXPECT_EQ(uri(result["relatedLocations"][0]), "two.md");
  EXPECT_THAT(render("github", report), HasSubstr("file=one.md,line=3"));
  EXPECT_THAT(render("junit", report), HasSubstr("<testsuite name=\"several pages\""));
}

TEST(FindingFormats, SarifKeepsASilencedFindingAsSuppressed) {
  FindingReport report = two_findings();
  report.findings[0].silenced = "known since May";
  const auto sarif = nlohmann::json::parse(render("sarif", report));
  const auto& results = sarif["runs"][0]["results"];
  EXPECT_EQ(results[0]["suppressions"][0]["kind"], "external");
  EXPECT_EQ(results[0]["suppressions"][0]["justification"], "known since May");
  EXPECT_FALSE(results[1].contains("suppressions"));
}

TEST(FindingFormats, GithubEscapesWhatWouldEndTheCommand) {
  const std::string text = render("github", two_findings());
  EXPECT_THAT(text, HasSubstr("::error title=prose-contradicts-table,file=a b.html,line=3,"
                              "endLine=3,col=4::42.8 is not%0A100%25 of <b>\n"));
  EXPECT_THAT(text, HasSubstr("::notice title=prose-contradicts-table::said | twice\n"));
}

TEST(FindingFormats, JunitCountsCleanPagesAsPassed) {
  const std::string text = render("junit", two_findings());
  EXPECT_THAT(text, HasSubstr("<testsuites name=\"benchledger\" tests=\"3\" failures=\"2\">"));
  EXPECT_THAT(text, HasSubstr("<testsuite name=\"clean.md\" tests=\"1\" failures=\"0\">"));
  EXPECT_THAT(text, HasSubstr("&lt;b&gt;"));
}

TEST(FindingFormats, MarkdownKeepsItsCells) {
  EXPECT_THAT(render("markdown", two_findings()), HasSubstr("| note | said \\| twice |"));
  EXPECT_EQ(render("markdown", {}), "No findings.\n");
}

}  // namespace
}  // namespace benchledger
