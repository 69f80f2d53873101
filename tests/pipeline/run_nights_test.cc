// Several nights in a row: what a run makes of what servers do from one night
// to the next. The web is a table, the clock is moved by hand.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "extractors/digest.h"
#include "extractors/embedded_rules.h"
#include "extractors/rules_load.h"
#include "pipeline/capture_store.h"
#include "pipeline/ledger_audit.h"
#include "pipeline/prune.h"
#include "pipeline/run.h"
#include "pipeline/source_status.h"
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

// The record without when its page was fetched: that differs from night to night.
std::string without_time(std::string json) {
  const std::size_t at = json.find("\"fetched_at\":");
  if (at != std::string::npos) json.erase(at, json.find(',', at) - at);
  return json;
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
    options.at.ledger = folder_ / ledger_name_;
    options.at.captures = folder_ / "captures";
    options.at.lock = folder_ / "lock";
    options.program = "test";
    options.only = only;
    options.offline = offline;
    options.anew = anew_;
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

  std::string ledger_name_ = "ledger.db";
  bool anew_ = false;
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

TEST_F(Nights, IndexesAreAskedForSideBySide) {
  web_.answer_ms = 3000;
  std::string entries;
  for (const std::string host : {"https://a.example", "https://b.example", "https://c.example"}) {
    web_.add(host + "/sitemap.xml", 200,
             "<sitemapindex><sitemap><loc>" + host + "/inner.xml</loc></sitemap></sitemapindex>");
    web_.add(host + "/inner.xml", 200, "<urlset><url><loc>" + host + "/page</loc></url></urlset>");
    web_.add(host + "/page", 200, score_page("Model-One", "70.1"));
    entries +=
        "  - {id: " + host.substr(8, 1) + ", kind: sitemap, url: '" + host + "/sitemap.xml'}\n";
  }
  sources(entries);
  EXPECT_EQ(night().pages, 3U);
  std::map<std::string, std::set<std::int64_t>> times;
  for (const auto& [at, url] : web_.asked) times[url.substr(17)].insert(at);
  EXPECT_EQ(times.size(), 4U);
  for (const auto& [path, at] : times) EXPECT_EQ(at.size(), 1U) << path;
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

TEST_F(Nights, ARepositoryOffTheListIsNotGoneAtOnce) {
  const std::string list =
      "https://hub.example/api/"
      "models?author=org&sort=lastModified&direction=-1&limit=200&full=true";
  const std::string sha(40, 'a');
  const auto named = [&](const std::string& name) {
    web_.add("https://hub.example/org/" + name + "/raw/" + sha + "/README.md", 200,
             "# " + name + "\n\n| Benchmark | " + name +
                 " |\n|---|---|\n| MMLU | 71.2 |\n| GSM8K | 80.1 |\n");
    return R"({"id":"org/)" + name + R"(","sha":")" + sha +
           R"(","siblings":[{"rfilename":"README.md"}]})";
  };
  const std::string both = "[" + named("Model-One-7B") + "," + named("Model-Two-7B") + "]";
  const std::string one = "[" + named("Model-One-7B") + "]";
  web_.add(list, 200, both);
  web_.add(list, 200, one);
  web_.add(list, 200, both);
  web_.add(list, 200, one);
  sources("  - {id: cards, kind: huggingface, owner: org, base: 'https://hub.example'}\n");
  EXPECT_EQ(night().scores, 4U);
  RunReport report = night();
  EXPECT_EQ(report.scores, 4U);
  EXPECT_TRUE(report.nothing_changed());
  ASSERT_EQ(report.failures.size(), 1U);
  EXPECT_EQ(report.failures[0].outcome, PageOutcome::kUnlisted);
  EXPECT_TRUE(night().nothing_changed());  // back again
  EXPECT_EQ(night().scores, 4U);
  EXPECT_EQ(night().scores, 4U);
  EXPECT_EQ(night().scores, 2U);
  // Gone for good, also when the list cannot be read.
  web_.add(list, 404);
  report = night();
  EXPECT_EQ(report.scores, 2U);
  EXPECT_TRUE(report.nothing_changed());
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

std::string bare_page() {
  return "<html><head><title>Model-One</title></head><body><h1>Model-One</h1>"
         "<p>We have a new look. Choose a tab to see the figures.</p></body></html>";
}

TEST_F(Nights, APageWithoutItsRecordsIsNotAWithdrawal) {
  const std::string url = "https://lab.example/one";
  web_.add(url, 200, score_page("Model-One", "70.1"));
  web_.add(url, 200, bare_page());
  web_.add(url, 503);
  web_.add(url, 503);  // the second attempt of that night
  web_.add(url, 503);
  web_.add(url, 200, bare_page());
  web_.add(url, 200, bare_page());
  sources("  - {id: one, kind: http, url: '" + url + "'}\n");
  EXPECT_EQ(night().scores, 4U);

  RunReport report = night();
  EXPECT_EQ(report.scores, 4U);
  EXPECT_TRUE(report.nothing_changed());
  ASSERT_EQ(report.failures.size(), 1U);
  EXPECT_EQ(report.failures[0].outcome, PageOutcome::kShapeChanged);
  EXPECT_NE(report.failures[0].message.find("run 1 of 3"), std::string::npos)
      << report.failures[0].message;

  // A night on which the page did not come says nothing of its records.
  report = night();
  EXPECT_EQ(report.scores, 4U);
  ASSERT_EQ(report.failures.size(), 1U);
  EXPECT_EQ(report.failures[0].outcome, PageOutcome::kServerError);

  report = night();
  EXPECT_EQ(report.scores, 4U);
  ASSERT_EQ(report.failures.size(), 1U);
  EXPECT_NE(report.failures[0].message.find("run 2 of 3"), std::string::npos);

  report = night();
  EXPECT_EQ(report.scores, 0U);
  EXPECT_THAT(report.failures, IsEmpty());
  std::size_t withdrawn = 0;
  for (const Change& change : report.changes) withdrawn += change.kind == ChangeKind::kWithdrawn;
  EXPECT_GE(withdrawn, 4U);
}

TEST_F(Nights, ReadingAllAgainIsAsPatient) {
  const std::string url = "https://lab.example/one";
  web_.add(url, 200, score_page("Model-One", "70.1"));
  web_.add(url, 200, bare_page());
  sources("  - {id: one, kind: http, url: '" + url + "'}\n");
  night();
  anew_ = true;
  EXPECT_EQ(night().scores, 4U);
}

TEST_F(Nights, ACaptureThatCannotBeReadEndsNothing) {
  web_.add("https://lab.example/one", 200, score_page("Model-One", "70.1"));
  sources("  - {id: one, kind: http, url: 'https://lab.example/one'}\n");
  night();
  const auto files = CaptureStore(folder_ / "captures").files().value();
  for (const CaptureStore::StoredFile& file : files) {
    if (file.page.empty()) std::filesystem::remove(file.path);
  }
  const RunReport report = night(other_extractor(), {}, true);
  EXPECT_EQ(report.scores, 4U);
  EXPECT_TRUE(report.nothing_changed());
  ASSERT_EQ(report.failures.size(), 1U);
  EXPECT_EQ(report.failures[0].outcome, PageOutcome::kUnreadable);
}

TEST_F(Nights, AHiccupOfOneNightLeavesNoTrace) {
  const std::string url = "https://lab.example/one";
  web_.add(url, 200, score_page("Model-One", "70.1"));
  web_.add(url, 200, bare_page());
  web_.add(url, 200, score_page("Model-One", "70.1"));
  web_.add(url, 200, bare_page());
  sources("  - {id: one, kind: http, url: '" + url + "'}\n");
  night();
  EXPECT_TRUE(night().nothing_changed());
  EXPECT_TRUE(night().nothing_changed());
  const RunReport report = night();
  ASSERT_EQ(report.failures.size(), 1U);
  EXPECT_NE(report.failures[0].message.find("run 1 of 3"), std::string::npos)
      << report.failures[0].message;
}

TEST_F(Nights, AnUnchangedPageWithoutRecordsCountsToo) {
  const std::string url = "https://lab.example/one";
  web_.add(url, 200, score_page("Model-One", "70.1"));
  web_.add(url, 200, bare_page(), {{"etag", "\"b\""}});
  web_.add(url, 304);
  sources("  - {id: one, kind: http, url: '" + url + "', withdraw_after: 2}\n");
  night();
  EXPECT_EQ(night().scores, 4U);
  EXPECT_EQ(night().scores, 0U);
}

TEST_F(Nights, AFileSaysWhatItSays) {
  folder_.write("one.html", score_page("Model-One", "70.1"));
  sources("  - {id: one, kind: file, path: one.html}\n");
  night();
  folder_.write("one.html", bare_page());
  EXPECT_EQ(night().scores, 0U);
}

// The records of the page stand when the rules change while it has none.
TEST_F(Nights, AReplayDoesNotTakeAnotherFormForAWithdrawal) {
  const std::string url = "https://lab.example/one";
  web_.add(url, 200, score_page("Model-One", "70.1"));
  web_.add(url, 200, bare_page());
  sources("  - {id: one, kind: http, url: '" + url + "'}\n");
  night();
  EXPECT_EQ(night().scores, 4U);
  const RunReport report = night(other_extractor());
  EXPECT_EQ(report.scores, 4U);
  ASSERT_EQ(report.failures.size(), 1U);
  EXPECT_NE(report.failures[0].message.find("run 2 of 3"), std::string::npos)
      << report.failures[0].message;
  EXPECT_EQ(night(other_extractor()).scores, 0U);
}

TEST_F(Nights, AFailedFirstNightDoesNotMakeAPageOld) {
  web_.add("https://lab.example/feed", 200,
           "<rss><channel><item><link>https://lab.example/one</link></item></channel></rss>");
  web_.fail_with("https://lab.example/one", HttpTrouble::kTls);
  web_.add("https://lab.example/one", 200, score_page("Model-One", "70.1"));
  sources("  - {id: news, kind: feed, url: 'https://lab.example/feed'}\n");
  const std::string first_night = iso_time(clock_.now());
  EXPECT_THAT(new_pages(night()), IsEmpty());
  const RunReport report = night();
  EXPECT_THAT(new_pages(report), ElementsAre("https://lab.example/one"));
  EXPECT_EQ(report.new_pages.at(0).first_seen, first_night);
}

// What a page is read with is part of what stands: the entry of its source.
TEST_F(Nights, AnotherEntryForTheSameBytesIsReadAgain) {
  const std::string url = "https://lab.example/one";
  web_.add(url, 200, score_page("Model-One", "70.1"), {{"etag", "\"a\""}});
  web_.add(url, 304);
  sources("  - {id: one, kind: http, url: '" + url + "'}\n");
  night();
  EXPECT_TRUE(night().nothing_changed());
  sources("  - {id: one, kind: http, url: '" + url + "', publisher: lab}\n");
  EXPECT_FALSE(night().nothing_changed());
  EXPECT_TRUE(night().nothing_changed());
}

// Pages that are not read again leave the ledger as reading all of them would.
TEST_F(Nights, WhatStandsIsWhatWouldBeRead) {
  std::string entries;
  for (int page = 0; page < 6; ++page) {
    const std::string url = "https://lab" + std::to_string(page) + ".example/";
    const std::string id = "p" + std::to_string(page);
    // Pages that change at different nights, one that fails, one that comes and goes.
    for (int at = 0; at < 5; ++at) {
      if (page == 3 && at == 2) {
        web_.add(url, 404);
      } else {
        const int step = page == 0 ? 0 : at / page;
        web_.add(
            url, 200,
            score_page("Model-" + std::to_string(page % 4), "7" + std::to_string(step) + ".1"));
      }
    }
    entries += "  - {id: " + id + ", kind: http, url: '" + url + "'}\n";
  }
  std::vector<std::string> contents;
  for (const bool anew : {false, true}) {
    anew_ = anew;
    ledger_name_ = anew ? "anew.db" : "ledger.db";
    web_.rewind();
    const std::int64_t began_ms = clock_.now_ms();
    std::string content;
    for (int at = 0; at < 5; ++at) {
      sources(at == 3 ? entries.substr(entries.find('\n') + 1) : entries);
      const RunReport report = night(at < 4 ? extractor() : other_extractor());
      content += std::to_string(report.scores) + " " + std::to_string(report.claims) + " " +
                 std::to_string(report.findings[0]) + " " + std::to_string(report.findings[1]) +
                 " " + std::to_string(report.outcome.added) + " " +
                 std::to_string(report.outcome.ended) + "\n";
    }
    const auto ledger = open_ledger(folder_ / ledger_name_).value();
    const RunId newest = ledger->runs()->back().id;
    EXPECT_THAT(*ledger->inconsistencies(), IsEmpty());
    for (RunId run = 1; run <= newest; ++run) {
      const std::vector<StoredRecord> records = ledger->records_at(run).value();
      for (const StoredRecord& record : records) {
        content += std::to_string(run) + " " + record.id + " " + without_time(record.json) + "\n";
      }
    }
    contents.push_back(content);
    clock_.sleep_ms(began_ms - clock_.now_ms());
  }
  EXPECT_EQ(contents[0], contents[1]);
}

TEST_F(Nights, ChangesFilesTellBothCausesOfOneNight) {
  web_.add("https://lab.example/one", 200, score_page("Model-One", "70.1"));
  web_.add("https://lab.example/one", 200, score_page("Model-One", "75.9"));
  sources("  - {id: one, kind: http, url: 'https://lab.example/one'}\n");
  night();
  night(other_extractor());
  const std::string told = folder_.read("out/latest/changes.md");
  EXPECT_NE(told.find("compared with run 1"), std::string::npos) << told;
  EXPECT_NE(told.find("(our rules changed, not the page)"), std::string::npos) << told;
  EXPECT_NE(told.find("75.9"), std::string::npos) << told;
  // A replay that somebody asked for was told of when it was done.
  web_.add("https://lab.example/one", 200, score_page("Model-One", "77.7"));
  night(extractor(), {}, true);
  night(extractor());
  const std::string later = folder_.read("out/latest/changes.md");
  EXPECT_NE(later.find("compared with run 4"), std::string::npos) << later;
  EXPECT_EQ(later.find("(our rules changed"), std::string::npos) << later;
}

TEST_F(Nights, PruneKeepsWhatRecordsPointTo) {
  const std::string url = "https://lab.example/one";
  web_.add(url, 200, score_page("Model-One", "70.1"));
  web_.add(url, 200, score_page("Model-One", "70.2"));
  web_.add(url, 200, bare_page());
  web_.add(url, 200, bare_page() + " ");
  sources("  - {id: one, kind: http, url: '" + url + "'}\n");
  for (int i = 0; i < 4; ++i) night();
  const CaptureStore store(folder_ / "captures");
  Capture stray;
  stray.page_key = "https://lab.example/stray";
  stray.bytes = "stray";
  stray.sha256 = sha256_hex(stray.bytes);
  ASSERT_TRUE(store.put(stray).has_value());
  folder_.write("captures/00/.writing-abcdef", "cut");
  const auto ledger = open_ledger(folder_ / "ledger.db").value();
  const Waste waste = find_waste(*ledger, store).value();
  // The stray one and the first bare page; the last one is what the server is asked about.
  EXPECT_EQ(waste.captures, 2U);
  EXPECT_EQ(waste.files.size(), 5U);
  EXPECT_GT(waste.bytes, 0U);
  ASSERT_TRUE(remove_waste(*ledger, waste));
  EXPECT_EQ(store.files()->size(), 6U);
  EXPECT_THAT(find_waste(*ledger, store)->files, IsEmpty());
  const AuditReport audited = audit(*ledger, store).value();
  EXPECT_THAT(audited.problems, IsEmpty());
  EXPECT_EQ(audited.captures, 3U);
}

TEST_F(Nights, StatusTellsHowSourcesHaveBeenDoing) {
  const std::string url = "https://lab.example/one";
  web_.add(url, 200, score_page("Model-One", "70.1"));
  web_.add(url, 200, score_page("Xyzzy", "70.1"));
  web_.add("https://lab.example/two", 200, score_page("Model-Two", "70.1"));
  web_.fail_with("https://lab.example/two", HttpTrouble::kTls);
  sources(
      "  - {id: one, kind: http, url: 'https://lab.example/one'}\n"
      "  - {id: two, kind: http, url: 'https://lab.example/two', every_days: 1}\n"
      "  - {id: three, kind: file, path: none.html}\n");
  const std::string first_night = iso_time(clock_.now());
  night();
  night();
  const std::string third_night = iso_time(clock_.now());
  night(extractor(), {"one", "two"});
  const auto ledger = open_ledger(folder_ / "ledger.db").value();
  const Sources named = load_sources(folder_ / "sources.yaml").value();
  const auto statuses = source_statuses(*ledger, named, third_night).value();
  ASSERT_EQ(statuses.size(), 3U);
  EXPECT_EQ(statuses[0].outcome, "ok");
  EXPECT_EQ(statuses[0].streak, 3U);
  EXPECT_EQ(statuses[0].last_ok, third_night);
  EXPECT_EQ(statuses[0].records, 4U);
  ASSERT_TRUE(statuses[0].fill_rate && statuses[0].drift);
  EXPECT_LT(*statuses[0].fill_rate, 1.0);
  EXPECT_EQ(statuses[1].outcome, "tls");
  EXPECT_EQ(statuses[1].streak, 2U);
  EXPECT_EQ(statuses[1].last_ok, first_night);
  EXPECT_EQ(statuses[1].records, 4U);
  EXPECT_TRUE(statuses[1].due.has_value());
  EXPECT_EQ(statuses[2].outcome, "not-found");
  EXPECT_EQ(statuses[2].streak, 2U);
  EXPECT_EQ(statuses[2].last_ok, "");
  EXPECT_FALSE(statuses[2].fill_rate.has_value());
  const std::string text = status_text(statuses);
  EXPECT_NE(text.find("\ntwo     tls x2"), std::string::npos) << text;
  const std::string json = status_json(statuses);
  EXPECT_NE(
      json.find(
          R"("source":"three","kind":"file","outcome":"not-found","streak":2,"last_ok":null,"due":null)"),
      std::string::npos)
      << json;
  const std::string pages = status_json(*page_statuses(*ledger));
  EXPECT_NE(pages.find(R"("page":"https://lab.example/two","first_seen":")" + first_night),
            std::string::npos)
      << pages;
}

}  // namespace
}  // namespace benchledger
