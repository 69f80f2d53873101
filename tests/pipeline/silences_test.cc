// The silences file: what is refused and where, and which findings an entry
// covers until when.

#include "pipeline/silences.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace benchledger {
namespace {

constexpr const char* kId = "0123456789abcdef";

Finding finding_of(const std::string& rule, const std::string& id = kId) {
  Finding finding;
  finding.rule = rule;
  finding.id = id;
  return finding;
}

std::vector<Silence> parsed(const std::string& entries) {
  const auto silences = parse_silences("silences.yaml", "silences:\n" + entries);
  EXPECT_TRUE(silences) << describe(silences.error());
  return silences ? *silences : std::vector<Silence>{};
}

TEST(Silences, RefusesWithPlaceAndRemedy) {
  struct Case {
    const char* entries;
    const char* said;
  };
  for (const Case& c : {
           Case{"  - {reason: a, until: 2026-12-31}\n",
                "silences.yaml:2:5: silences every finding"},
           Case{"  - {rule: vendor-only, until: 2026-12-31}\n", "\"reason\""},
           Case{"  - {rule: vendor-only, reason: a}\n", "\"until\""},
           Case{"  - {rule: vendor-only, reason: '', until: 2026-12-31}\n", "an empty text"},
           Case{"  - {rule: vendor-only, reason: a, until: 2026-13-01}\n", "is no date"},
           Case{"  - {rule: vendor-only, reason: a, until: soon}\n", "write it as 2026-12-31"},
           Case{"  - {finding: 12ab, reason: a, until: 2026-12-31}\n", "is no finding id"},
           Case{"  - {rule: a, reasn: a, until: 2026-12-31}\n", "did you mean \"reason\"?"},
           Case{"  - {rule: a, rule: b, reason: a, until: 2026-12-31}\n", "silences.yaml:2:"},
           Case{"  rule: a\n", "silences.yaml:2:"},
       }) {
    const auto silences = parse_silences("silences.yaml", std::string("silences:\n") + c.entries);
    ASSERT_FALSE(silences) << c.entries;
    EXPECT_THAT(describe(silences.error()), testing::HasSubstr(c.said));
    EXPECT_EQ(silences.error().kind, ErrorKind::kUsage);
  }
  EXPECT_FALSE(parse_silences("silences.yaml", "quiet: []\n"));
  EXPECT_FALSE(load_silences("/nowhere/silences.yaml"));
}

TEST(Silences, CoverByRuleFindingAndPage) {
  Silencing silencing(
      parsed("  - {rule: vendor-only, page: 'cards/**', reason: r, until: 2026-12-31}\n"
             "  - {finding: 0123456789abcdef, reason: f, until: 2026-12-31}\n"),
      "2026-05-04");
  ASSERT_NE(silencing.covers(finding_of("vendor-only", "aa"), "cards/a.md"), nullptr);
  EXPECT_EQ(silencing.covers(finding_of("vendor-only", "aa"), "cards/a.md")->reason, "r");
  EXPECT_EQ(silencing.covers(finding_of("vendor-only", "aa"), "blog/a.md"), nullptr);
  EXPECT_EQ(silencing.covers(finding_of("unattributed", "aa"), "cards/a.md"), nullptr);
  EXPECT_EQ(silencing.covers(finding_of("unattributed"), "blog/a.md")->reason, "f");
  EXPECT_TRUE(silencing.stale().empty());
}

TEST(Silences, HoldThroughTheirLastDay) {
  const std::string entry = "  - {rule: vendor-only, reason: r, until: 2026-05-04}\n";
  Silencing last(parsed(entry), "2026-05-04");
  EXPECT_NE(last.covers(finding_of("vendor-only"), "a"), nullptr);
  Silencing ended(parsed(entry), "2026-05-05");
  EXPECT_EQ(ended.covers(finding_of("vendor-only"), "a"), nullptr);
  ASSERT_EQ(ended.stale().size(), 1U);
  EXPECT_EQ(describe(ended.stale().front()).rfind("silences.yaml:2:5: ended on 2026-05-04", 0), 0U);
}

TEST(Silences, OneOfNoUseIsNamed) {
  const Silencing silencing(parsed("  - {rule: vendor-only, reason: r, until: 2026-12-31}\n"),
                            "2026-05-04");
  ASSERT_EQ(silencing.stale().size(), 1U);
  EXPECT_THAT(describe(silencing.stale().front()), testing::HasSubstr("silences nothing"));
}

}  // namespace
}  // namespace benchledger
