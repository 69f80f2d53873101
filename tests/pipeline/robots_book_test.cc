#include "pipeline/robots_book.h"

#include <gtest/gtest.h>

#include "pipeline/fetch.h"
#include "scripted_web.h"
#include "temporary_folder.h"

namespace benchledger {
namespace {

const std::string kHost = "https://h.example";

class Robotic : public ::testing::Test {
 protected:
  // "allowed", or the trouble as a number and its message.
  std::string ask(RobotsBook& book, const std::string& url) {
    std::optional<HttpFailure> failure;
    book.check(web_, url, {}, [&](std::optional<HttpFailure> why) { failure = std::move(why); });
    while (web_.drive(kDriveMs)) {
    }
    if (!failure) return "allowed";
    return failure->trouble == HttpTrouble::kRobots ? "denied: " + failure->error.message
                                                    : "failed: " + failure->error.message;
  }
  std::string ask(const std::string& url) { return ask(book_, url); }

  TemporaryFolder folder_;
  FakeClock clock_;
  ScriptedWeb web_{clock_};
  std::vector<double> delays_;
  RobotsBook book_{clock_, folder_ / "robots",
                   [this](const std::string&, double seconds) { delays_.push_back(seconds); }};
};

TEST_F(Robotic, NamesTheLineThatForbids) {
  web_.add(kHost + "/robots.txt", 200, "User-agent: *\nDisallow: /a\nCrawl-delay: 3\n");
  EXPECT_EQ(ask(kHost + "/b"), "allowed");
  EXPECT_EQ(ask(kHost + "/a"), "denied: https://h.example/robots.txt forbids it in line 2");
  EXPECT_EQ(delays_, std::vector<double>{3});
}

TEST_F(Robotic, Rfc2313AnswersOf4xxAllow) {
  for (const int status : {400, 401, 403, 404, 410, 429}) {
    const std::string host = "https://h" + std::to_string(status) + ".example";
    web_.add(host + "/robots.txt", status, "User-agent: *\nDisallow: /\n");
    EXPECT_EQ(ask(host + "/a"), "allowed") << status;
  }
}

TEST_F(Robotic, Rfc2314AnswersOf5xxForbid) {
  for (const int status : {500, 503, 599}) {
    const std::string host = "https://h" + std::to_string(status) + ".example";
    web_.add(host + "/robots.txt", status);
    EXPECT_EQ(ask(host + "/a").substr(0, 7), "denied:") << status;
  }
}

TEST_F(Robotic, Rfc2314AHostThatDoesNotAnswerForbids) {
  web_.fail_with(kHost + "/robots.txt", HttpTrouble::kTimeout);
  EXPECT_EQ(ask(kHost + "/a"), "failed: robots.txt: does not answer");
  EXPECT_EQ(ask(kHost + "/b"), "failed: robots.txt: does not answer");
  EXPECT_EQ(web_.asked.size(), 1U);
}

TEST_F(Robotic, Rfc2312FollowsFiveRedirects) {
  const auto chain = [&](const std::string& host, int hops) {
    std::string from = host + "/robots.txt";
    for (int i = 1; i <= hops; ++i) {
      const std::string to = host + "/hop" + std::to_string(i);
      web_.add(from, 302, "", {{"location", to}});
      from = to;
    }
    web_.add(from, 200, "User-agent: *\nDisallow: /a\n");
  };
  chain(kHost, 5);
  EXPECT_EQ(ask(kHost + "/a").substr(0, 7), "denied:");
  EXPECT_EQ(ask(kHost + "/b"), "allowed");
  chain("https://far.example", 6);
  EXPECT_EQ(ask("https://far.example/b").substr(0, 7), "failed:");
}

TEST_F(Robotic, Rfc24KeepsTheAnswerForADayAcrossRuns) {
  web_.add(kHost + "/robots.txt", 200, "User-agent: *\nDisallow: /a\n");
  web_.add(kHost + "/robots.txt", 200, "");
  EXPECT_EQ(ask(kHost + "/a").substr(0, 7), "denied:");
  RobotsBook next(clock_, folder_ / "robots");
  EXPECT_EQ(ask(next, kHost + "/a").substr(0, 7), "denied:");
  clock_.sleep_ms(23LL * 3'600'000);
  EXPECT_EQ(ask(kHost + "/a").substr(0, 7), "denied:");
  EXPECT_EQ(web_.asked.size(), 1U);
  clock_.sleep_ms(2LL * 3'600'000);
  EXPECT_EQ(ask(kHost + "/a"), "allowed");
  EXPECT_EQ(ask(next, kHost + "/a"), "allowed");
  EXPECT_EQ(web_.asked.size(), 2U);
}

TEST_F(Robotic, AsksOnceForAllThatWait) {
  web_.add(kHost + "/robots.txt", 200, "User-agent: *\nDisallow: /a\n");
  std::string verdicts;
  for (const char* path : {"/a", "/b", "/a/c"}) {
    book_.check(web_, kHost + path, {},
                [&](const std::optional<HttpFailure>& why) { verdicts += why ? "n" : "y"; });
  }
  EXPECT_EQ(verdicts, "");
  while (web_.drive(kDriveMs)) {
  }
  EXPECT_EQ(verdicts, "nyn");
  EXPECT_EQ(web_.asked.size(), 1U);
}

TEST_F(Robotic, AsksEachSchemeAndPortForItsOwn) {
  web_.add("https://h.example/robots.txt", 200, "User-agent: *\nDisallow: /\n");
  EXPECT_EQ(ask("https://h.example/a").substr(0, 7), "denied:");
  EXPECT_EQ(ask("http://h.example/a"), "allowed");
  EXPECT_EQ(ask("https://h.example:444/a"), "allowed");
}

class FetchWithRobots : public Robotic {
 protected:
  FetchOutcome fetch(const std::string& url, const std::optional<std::string>& ignored = {}) {
    Source source;
    source.id = "page";
    source.kind = SourceKind::kHttp;
    source.url = url;
    source.robots_ignored = ignored;
    FetchContext context;
    context.http = &web_;
    context.clock = &clock_;
    context.robots = &book_;
    std::vector<FetchOutcome> outcomes;
    fetch_source(source, context, [&](FetchOutcome&& o) { outcomes.push_back(std::move(o)); });
    return std::move(outcomes.at(0));
  }
};

TEST_F(FetchWithRobots, AsksBeforeEveryHop) {
  web_.add(kHost + "/robots.txt", 200, "User-agent: *\nDisallow: /a\n");
  web_.add(kHost + "/b", 302, "", {{"location", "https://other.example/c"}});
  web_.add("https://other.example/robots.txt", 200, "User-agent: *\nDisallow: /c\n");
  web_.add("https://other.example/c", 200, "Scores");
  EXPECT_EQ(fetch(kHost + "/a").outcome, PageOutcome::kRobotsDenied);
  const FetchOutcome outcome = fetch(kHost + "/b");
  EXPECT_STREQ(to_string(outcome.outcome), "robots-denied");
  EXPECT_NE(describe(*outcome.error).find("other.example"), std::string::npos);
  for (const auto& [at, url] : web_.asked) {
    EXPECT_NE(url, kHost + "/a");
    EXPECT_NE(url, "https://other.example/c");
  }
}

TEST_F(FetchWithRobots, DoesNotAskWhereTheSourceSaysWhy) {
  web_.add(kHost + "/robots.txt", 200, "User-agent: *\nDisallow: /\n");
  web_.add(kHost + "/a", 200, "Scores", {{"x-robots-tag", "noarchive"}});
  const FetchOutcome outcome = fetch(kHost + "/a", "agreed by mail");
  ASSERT_EQ(outcome.outcome, PageOutcome::kOk);
  EXPECT_EQ(outcome.capture->robots_tag, "noarchive");
  EXPECT_EQ(web_.asked.size(), 1U);
}

}  // namespace
}  // namespace benchledger
