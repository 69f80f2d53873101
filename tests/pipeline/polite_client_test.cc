#include "pipeline/polite_client.h"

#include <gtest/gtest.h>

#include "scripted_web.h"

namespace benchledger {
namespace {

class Polite : public ::testing::Test {
 protected:
  HttpResult get(const std::string& url, bool at_once = false) {
    HttpRequest request;
    request.url = url;
    request.at_once = at_once;
    return client_->get(request);
  }
  void use(const Pace& pace) { client_ = std::make_unique<PoliteClient>(web_, clock_, pace); }
  // Starts one for each and drives them all to their end.
  void get_all(const std::vector<std::string>& urls, bool at_once = false) {
    for (const std::string& url : urls) {
      HttpRequest request;
      request.url = url;
      request.at_once = at_once;
      client_->start(request, [this](HttpResult&& result) { ended_ += result ? "y" : "n"; });
    }
    while (client_->drive(kDriveMs)) {
    }
  }

  FakeClock clock_;
  ScriptedWeb web_{clock_};
  std::unique_ptr<PoliteClient> client_ = std::make_unique<PoliteClient>(web_, clock_, Pace{});
  std::string ended_;
};

using Times = std::vector<std::int64_t>;

TEST_F(Polite, PausesBetweenRequestsToOneHostOnly) {
  for (const char* url : {"http://a.example/1", "http://A.example/2", "http://b.example/1"}) {
    web_.add(url, 200);
    EXPECT_TRUE(get(url).has_value());
  }
  EXPECT_EQ(web_.times(), (Times{0, 1000, 1000}));
}

// Servers work while answers are looked at.
TEST_F(Polite, AsksForTheNextBeforeItHandsOnAnAnswer) {
  Pace one;
  one.in_flight = 1;
  use(one);
  web_.answer_ms = 100;
  std::vector<std::size_t> asked;
  for (const char* url : {"http://a.example/1", "http://a.example/2", "http://a.example/3"}) {
    HttpRequest request;
    request.url = url;
    request.at_once = true;
    client_->start(request, [&](HttpResult&&) { asked.push_back(web_.asked.size()); });
  }
  while (client_->drive(kDriveMs)) {
  }
  EXPECT_EQ(asked, (std::vector<std::size_t>{2, 3, 3}));
}

TEST_F(Polite, PausesLongerAfterASlowAnswer) {
  web_.add("http://a.example/", 200);
  web_.answer_ms = 4000;
  for (int i = 0; i < 2; ++i) EXPECT_TRUE(get("http://a.example/").has_value());
  web_.answer_ms = 60'000;
  EXPECT_TRUE(get("http://a.example/").has_value());
  EXPECT_TRUE(get("http://a.example/").has_value());
  EXPECT_EQ(web_.times(), (Times{0, 12'000, 24'000, 24'000 + 60'000 + 30'000}));
}

TEST_F(Polite, GoesAtThePaceASourceAsksFor) {
  web_.answer_ms = 100;
  const auto start = [&](const std::string& url, std::optional<HostPace> pace) {
    web_.add(url, 200);
    HttpRequest request;
    request.url = url;
    request.pace = pace;
    client_->start(request, [](HttpResult&&) {});
  };
  // Two at a time; the third waits for an answer and twice as long as that took.
  for (const char* path : {"1", "2", "3"}) {
    start(std::string("http://a.example/") + path, HostPace{2, 0});
  }
  while (client_->drive(kDriveMs)) {
  }
  EXPECT_EQ(web_.times(), (Times{0, 0, 300}));
  // Of two sources on one host the slower one counts.
  start("http://a.example/4", HostPace{4, 0});
  start("http://a.example/5", HostPace{1, 5000});
  start("http://a.example/6", std::nullopt);
  while (client_->drive(kDriveMs)) {
  }
  EXPECT_GE(web_.times()[4] - web_.times()[3], 5000);
  EXPECT_GE(web_.times()[5] - web_.times()[4], 5000);
  // robots.txt asks for more than the source.
  start("http://b.example/1", HostPace{1, 0});
  client_->set_crawl_delay("http://b.example/", 4);
  start("http://b.example/2", HostPace{1, 0});
  while (client_->drive(kDriveMs)) {
  }
  EXPECT_GE(web_.times()[7] - web_.times()[6], 4000);
}

TEST_F(Polite, KeepsToTheCrawlDelay) {
  web_.add("http://a.example/", 200);
  client_->set_crawl_delay("http://a.example/x", 7);
  client_->set_crawl_delay("http://a.example/x", 2);
  EXPECT_TRUE(get("http://a.example/").has_value());
  EXPECT_TRUE(get("http://a.example/").has_value());
  client_->set_crawl_delay("http://a.example/x", 1e300);
  EXPECT_TRUE(get("http://a.example/").has_value());
  const Times times = web_.times();
  EXPECT_EQ(times[1] - times[0], 7000);
  EXPECT_EQ(times[2] - times[1], 30'000);
}

TEST_F(Polite, DoesAsToldAtOnceWhereTheServerIsOurOwn) {
  web_.add("http://a.example/", 503);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(get("http://a.example/", true)->status, 503);
  EXPECT_EQ(web_.times(), (Times{0, 0, 0}));
}

TEST_F(Polite, BacksOffTwiceAsLongEachTimeAndGivesUp) {
  web_.add("http://a.example/", 503);
  const HttpResult result = get("http://a.example/");
  EXPECT_EQ(result->attempts, 3);
  const Times times = web_.times();
  ASSERT_EQ(times.size(), 3U);
  EXPECT_GE(times[1], 2000);
  EXPECT_LE(times[1], 3000);
  EXPECT_GE(times[2] - times[1], 4000);
  EXPECT_LE(times[2] - times[1], 6000);
  // A host that just failed gets one try for the next page.
  EXPECT_EQ(get("http://a.example/")->attempts, 1);
}

TEST_F(Polite, WaitsAsLongForTheSameSeedAndNotForAnother) {
  const auto second_try = [](std::uint64_t seed) {
    FakeClock clock;
    ScriptedWeb web(clock);
    web.add("http://a.example/", 503);
    Pace pace;
    pace.seed = seed;
    HttpRequest request;
    request.url = "http://a.example/";
    EXPECT_TRUE(PoliteClient(web, clock, pace).get(request).has_value());
    return web.times().at(1);
  };
  EXPECT_EQ(second_try(1), second_try(1));
  EXPECT_NE(second_try(1), second_try(2));
}

TEST_F(Polite, TriesAgainOnlyWhatMayPass) {
  struct {
    int status;
    std::size_t tries;
  } const statuses[] = {{200, 1}, {304, 1}, {403, 1}, {404, 1}, {429, 3},
                        {500, 3}, {501, 1}, {502, 3}, {503, 3}};
  for (const auto& c : statuses) {
    const std::string url = "http://h" + std::to_string(c.status) + ".example/";
    web_.add(url, c.status);
    web_.asked.clear();
    EXPECT_TRUE(get(url).has_value());
    EXPECT_EQ(web_.asked.size(), c.tries) << c.status;
  }
  struct {
    HttpTrouble trouble;
    std::size_t tries;
  } const troubles[] = {{HttpTrouble::kRefused, 3}, {HttpTrouble::kTimeout, 3},
                        {HttpTrouble::kBroken, 3},  {HttpTrouble::kTls, 1},
                        {HttpTrouble::kDns, 1},     {HttpTrouble::kAddress, 1},
                        {HttpTrouble::kTooLarge, 1}};
  for (const auto& c : troubles) {
    const std::string url = "http://t" + std::to_string(static_cast<int>(c.trouble)) + ".example/";
    web_.fail_with(url, c.trouble);
    web_.asked.clear();
    EXPECT_FALSE(get(url).has_value());
    EXPECT_EQ(web_.asked.size(), c.tries) << static_cast<int>(c.trouble);
  }
}

TEST_F(Polite, WaitsAsTheServerAsks) {
  web_.add("http://a.example/", 429, "", {{"retry-after", "20"}});
  web_.add("http://a.example/", 200, "Scores");
  const HttpResult result = get("http://a.example/");
  EXPECT_EQ(result->body, "Scores");
  EXPECT_EQ(result->attempts, 2);
  EXPECT_EQ(web_.times(), (Times{0, 20'000}));
}

TEST_F(Polite, LeavesAHostThatAsksForTooMuch) {
  web_.add("http://a.example/", 503, "", {{"retry-after", "3600"}});
  EXPECT_EQ(get("http://a.example/")->attempts, 1);
  const HttpResult next = get("http://a.example/2");
  ASSERT_FALSE(next.has_value());
  EXPECT_EQ(next.error().trouble, HttpTrouble::kAskedToWait);
  EXPECT_EQ(web_.asked.size(), 1U);
}

TEST_F(Polite, LeavesAHostThatFailsForAnotherNight) {
  std::vector<std::string> urls;
  for (int i = 0; i < 50; ++i) urls.push_back("http://a.example/" + std::to_string(i));
  for (const std::string& url : urls) web_.fail_with(url, HttpTrouble::kRefused);
  get_all(urls);
  EXPECT_EQ(ended_, std::string(50, 'n'));
  EXPECT_EQ(web_.asked.size(), 3U + 3U);  // three attempts, then one each for three more
  web_.add("http://b.example/", 503);
  urls.assign(10, "http://b.example/");
  get_all(urls);
  const HttpResult next = get("http://b.example/");
  ASSERT_FALSE(next.has_value());
  EXPECT_EQ(next.error().trouble, HttpTrouble::kServer);
  EXPECT_NE(next.error().error.message.find("HTTP 503"), std::string::npos);
}

TEST_F(Polite, AnAnswerMakesUpForFailures) {
  web_.add("http://a.example/", 503);
  web_.add("http://a.example/good", 200);
  for (int i = 0; i < 12; ++i) {
    EXPECT_TRUE(get("http://a.example/").has_value());
    EXPECT_TRUE(get("http://a.example/good").has_value());
  }
}

TEST_F(Polite, HostsDoNotWaitForEachOther) {
  std::vector<std::string> urls;
  for (int page = 0; page < 3; ++page) {
    for (const char* host : {"a", "b", "c", "d"}) {
      urls.push_back(std::string("http://") + host + ".example/" + std::to_string(page));
    }
  }
  web_.answer_ms = 100;
  get_all(urls);
  EXPECT_EQ(ended_, std::string(12, 'y'));
  EXPECT_EQ(web_.times(), (Times{0, 0, 0, 0, 1100, 1100, 1100, 1100, 2200, 2200, 2200, 2200}));
  EXPECT_EQ(web_.most_under_way, 4U);
}

TEST_F(Polite, KeepsToTheCapsOverAllHostsAndForEach) {
  Pace pace;
  pace.in_flight = 3;
  pace.per_host = 2;
  pace.delay_ms = 0;
  pace.response_factor = 0;
  use(pace);
  web_.answer_ms = 100;
  std::vector<std::string> urls(6, "http://a.example/");
  get_all(urls);
  EXPECT_EQ(web_.times(), (Times{0, 0, 100, 100, 200, 200}));
  EXPECT_EQ(web_.most_under_way, 2U);
  urls.push_back("http://b.example/");
  urls.push_back("http://c.example/");
  get_all(urls);
  EXPECT_EQ(web_.most_under_way, 3U);
  get_all(urls, true);
  EXPECT_EQ(web_.most_under_way, 3U);
  EXPECT_EQ(ended_, std::string(6 + 8 + 8, 'y'));
}

TEST_F(Polite, AHostThatBacksOffDoesNotHoldUpOthers) {
  web_.add("http://a.example/", 503, "", {{"retry-after", "60"}});
  web_.add("http://b.example/", 200);
  web_.add("http://b.example/2", 200);
  get_all({"http://a.example/", "http://b.example/", "http://b.example/2"});
  EXPECT_EQ(web_.times(), (Times{0, 0, 1000, 60'000, 120'000}));
}

TEST(RetryAfter, TakesSecondsAndDates) {
  constexpr std::int64_t kNow = 784'111'777;  // Sun, 06 Nov 1994 08:49:37 GMT
  struct {
    const char* value;
    std::optional<std::int64_t> ms;
  } const cases[] = {
      {"0", 0},
      {"120", 120'000},
      {"Sun, 06 Nov 1994 08:50:37 GMT", 60'000},
      {"Sunday, 06-Nov-94 08:49:47 GMT", 10'000},
      {"Sun Nov  6 08:49:38 1994", 1000},
      {"Sun, 06 Nov 1994 08:49:36 GMT", 0},
      {"Thu, 01 Jan 1970 00:00:00 GMT", 0},
      {"99999999999999999999", 31'622'400'000},
      {"4000000000", 31'622'400'000},
      {"-5", std::nullopt},
      {"", std::nullopt},
      {"soon", std::nullopt},
  };
  for (const auto& c : cases) EXPECT_EQ(retry_after_ms(c.value, kNow), c.ms) << c.value;
}

}  // namespace
}  // namespace benchledger
