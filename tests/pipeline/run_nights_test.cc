// Several nights in a row: what a run makes of what servers do from one night
// to the next. The web is a table, the clock is moved by hand.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "extractors/embedded_rules.h"
#include "extractors/rules_load.h"
#include "pipeline/run.h"
#include "scripted_web.h"
#include "temporary_folder.h"

namespace benchledger {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::int64_t kDayMs = 86'400'000;

std::string score_page(const std::string& model, const std::string& score) {
  return "<html><head><title>" + model + "</title></head><body><h1>" + model +
         "</h1><table><tr><th>Benchmark</th><th>" + model + "</th><th>Other-7B</th></tr>" +
         "<tr><td>MMLU</td><td>" + score + "</td><td>61.5</td></tr>" +
         "<tr><td>GPQA Diamond</td><td>41.2</td><td>33.3</td></tr></table></body></html>";
}

const Extractor& extractor() {
  static const Extractor made(load_rules(embedded_rules()).value());
  return made;
}

// Rules that read the same, but are others.
const Extractor& other_extractor() {
  static const Extractor made([] {
    std::vector<RuleFile> files = embedded_rules();
    for (RuleFile& file : files) {
      const std::string from = "id: gpqa-diamond";
      if (const auto at = file.text.find(from); at != std::string::npos) {
        file.text.replace(at, from.size(), "id: gpqa-diamond-set");
      }
    }
    return load_rules(std::move(files)).value();
  }());
  return made;
}

class Nights : public testing::Test {
 protected:
  void sources(const std::string& entries) {
    folder_.write("sources.yaml", "contact: a@b.example\nsources:\n" + entries);
  }
  RunReport night(const Extractor& with = extractor(), const std::set<std::string>& only = {},
                  bool offline = false) {
    RunOptions options;
    options.at.sources = folder_ / "sources.yaml";
    options.at.out = folder_ / "out";
    options.at.ledger = folder_ / "ledger.db";
    options.at.captures = folder_ / "captures";
    options.at.lock = folder_ / "lock";
    options.program = "test";
    options.only = only;
    options.offline = offline;
    web_.asked.clear();
    Result<RunReport> report = run(options, with, web_, clock_);
    clock_.sleep_ms(kDayMs);
    EXPECT_TRUE(report.has_value()) << describe(report.error());
    return report ? *report : RunReport{};
  }
  // Without the questions about robots.txt.
  std::vector<std::string> asked() const {
    std::vector<std::string> urls;
    for (const auto& [at, url] : web_.asked) {
      if (!url.ends_with("/robots.txt")) urls.push_back(url);
    }
    return urls;
  }
  static std::vector<std::string> new_pages(const RunReport& report) {
    std::vector<std::string> keys;
    for (const NewPage& page : report.new_pages) keys.push_back(page.page_key);
    return keys;
  }

  TemporaryFolder folder_;
  FakeClock clock_;
  ScriptedWeb web_{clock_};
};

TEST_F(Nights, NewPagesAreTheResultOfAFeed) {
  const std::string item = "<rss><channel><item><link>https://lab.example/";
  web_.add("https://lab.example/feed", 200, item + "one</link></item></channel></rss>");
  web_.add("https://lab.example/feed", 200, item + "two</link></item></channel></rss>");
  web_.add("https://lab.example/feed", 503);
  web_.add("https://lab.example/one", 200, score_page("Model-One", "70.1"));
  web_.add("https://lab.example/two", 200, score_page("Model-Two", "72.4"));
  sources("  - {id: news, kind: feed, url: 'https://lab.example/feed'}\n");

  RunReport report = night();
  EXPECT_THAT(new_pages(report), ElementsAre("https://lab.example/one"));
  EXPECT_EQ(report.new_pages.at(0).scores, 4U);
  EXPECT_EQ(report.new_pages.at(0).title, "Model-One");

  // The feed has forgotten the first page; its records stay, and it is still asked for.
  report = night();
  EXPECT_THAT(new_pages(report), ElementsAre("https://lab.example/two"));
  EXPECT_EQ(report.scores, 8U);
  EXPECT_THAT(asked(),
              testing::UnorderedElementsAre("https://lab.example/feed", "https://lab.example/one",
                                            "https://lab.example/two"));

  // Without the feed both pages are still there.
  report = night();
  EXPECT_THAT(new_pages(report), IsEmpty());
  EXPECT_EQ(report.scores, 8U);
  EXPECT_TRUE(report.nothing_changed());
  ASSERT_EQ(report.failures.size(), 1U);
  EXPECT_EQ(report.failures[0].outcome, PageOutcome::kServerError);
}

TEST_F(Nights, TheBudgetIsKeptToAndSaid) {
  std::string map = "<urlset>";
  for (int i = 0; i < 5; ++i) {
    const std::string url = "https://lab.example/" + std::to_string(i);
    map += "<url><loc>" + url + "</loc></url>";
    web_.add(url, 200, score_page("Model-" + std::to_string(i), "70"));
  }
  web_.add("https://lab.example/sitemap.xml", 200, map + "</urlset>");
  sources("  - {id: map, kind: sitemap, url: 'https://lab.example/sitemap.xml', max_pages: 3}\n");
  const RunReport report = night();
  EXPECT_EQ(report.pages, 3U);
  EXPECT_EQ(report.pages_left_out, 2U);
}

TEST_F(Nights, AModelCardKeepsItsAddressFromCommitToCommit) {
  for (const char commit : {'a', 'b'}) {
    const std::string sha(40, commit);
    web_.add("https://hub.example/api/models/org/model", 200,
             R"({"id":"org/model","sha":")" + sha + R"(","siblings":[{"rfilename":"README.md"}]})");
    web_.add("https://hub.example/org/model/raw/" + sha + "/README.md", 200,
             std::string("# Model-X\n\n| Benchmark | Model-X |\n|---|---|\n| MMLU | 7") + commit +
                 "1.2 |\n| GSM8K | " + (commit == 'a' ? "80.1" : "80.2") + " |\n");
  }
  sources("  - {id: card, kind: huggingface, repo: org/model, base: 'https://hub.example'}\n");
  RunReport report = night();
  EXPECT_THAT(new_pages(report), ElementsAre("https://hub.example/org/model"));
  report = night();
  EXPECT_EQ(report.pages, 1U);
  EXPECT_THAT(new_pages(report), IsEmpty());
  EXPECT_FALSE(report.nothing_changed());
}

TEST_F(Nights, ASourceRestsForTheDaysItSays) {
  web_.add("https://lab.example/one", 200, score_page("Model-One", "70.1"));
  web_.add("https://lab.example/two", 200, score_page("Model-Two", "70.1"));
  sources(
      "  - {id: one, kind: http, url: 'https://lab.example/one', every_days: 2}\n"
      "  - {id: two, kind: http, url: 'https://lab.example/two'}\n");
  EXPECT_EQ(night().scores, 8U);
  const RunReport resting = night();
  EXPECT_THAT(asked(), ElementsAre("https://lab.example/two"));
  EXPECT_EQ(resting.scores, 8U);
  EXPECT_TRUE(resting.nothing_changed());
  night();
  EXPECT_EQ(asked().size(), 2U);
}

TEST_F(Nights, OneSourceAloneLeavesTheOthersAsTheyAre) {
  web_.add("https://lab.example/one", 200, score_page("Model-One", "70.1"));
  web_.add("https://lab.example/two", 200, score_page("Model-Two", "70.1"));
  sources("  - {id: one, kind: http, url: 'https://lab.example/one'}\n");
  night();
  sources(
      "  - {id: one, kind: http, url: 'https://lab.example/one'}\n"
      "  - {id: two, kind: http, url: 'https://lab.example/two'}\n");
  const RunReport report = night(extractor(), {"two"});
  EXPECT_THAT(asked(), ElementsAre("https://lab.example/two"));
  EXPECT_EQ(report.scores, 8U);
  EXPECT_EQ(report.outcome.ended, 0U);
}

TEST_F(Nights, AReplayAsksNobodyAndChangesNothingByItself) {
  web_.add("https://lab.example/one", 200, score_page("Model-One", "70.1"));
  sources("  - {id: one, kind: http, url: 'https://lab.example/one'}\n");
  night();
  // Not even of a source that is no longer named: only a fetch ends a page.
  sources("  - {id: none, kind: http, url: 'https://lab.example/none'}\n");
  const RunReport report = night(extractor(), {}, true);
  EXPECT_THAT(web_.asked, IsEmpty());
  EXPECT_TRUE(report.nothing_changed());
  EXPECT_EQ(report.scores, 4U);
}

TEST_F(Nights, ChangesOfRulesAndOfSourcesInOneNightAreToldApart) {
  web_.add("https://lab.example/one", 200, score_page("Model-One", "70.1"));
  web_.add("https://lab.example/one", 200, score_page("Model-One", "75.9"));
  sources("  - {id: one, kind: http, url: 'https://lab.example/one'}\n");
  night();
  const RunReport report = night(other_extractor());
  ASSERT_TRUE(report.replay.has_value());
  EXPECT_EQ(report.since, 1);
  EXPECT_EQ(report.outcome.id, 3);
  std::size_t by_rules = 0;
  std::size_t by_source = 0;
  for (const Change& change : report.changes) {
    if (change.type != "score") continue;
    const bool gpqa = change.summary.find("GPQA") != std::string::npos;
    (change.cause == ChangeCause::kRules ? by_rules : by_source) += 1;
    if (change.cause == ChangeCause::kRules) {
      EXPECT_TRUE(gpqa) << change.summary;
    }
  }
  EXPECT_GT(by_rules, 0U);
  EXPECT_GT(by_source, 0U);
  // The third night has nothing left to tell.
  EXPECT_TRUE(night(other_extractor()).nothing_changed());
}

}  // namespace
}  // namespace benchledger
