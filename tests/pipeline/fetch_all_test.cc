#include "pipeline/fetch_all.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "pipeline/polite_client.h"
#include "scripted_web.h"

namespace benchledger {
namespace {

class FetchAll : public ::testing::Test {
 protected:
  FetchAll() {
    context_.http = &client_;
    context_.clock = &clock_;
  }
  void add(const std::string& url, const std::string& variable = {}) {
    Source source;
    source.id = std::to_string(sources_.size());
    source.kind = SourceKind::kHttp;
    source.url = url;
    source.credential.env = variable;
    source.at_once = true;
    sources_.push_back(std::move(source));
    web_.add(url, 200, "<p>a page</p>");
  }
  // How many outcomes came, told to stop after so many.
  std::size_t fetch(std::size_t most = SIZE_MAX) {
    std::vector<const Source*> all;
    for (const Source& source : sources_) all.push_back(&source);
    std::size_t came = 0;
    fetch_all(all, context_, [&](std::size_t at, FetchOutcome&& outcome) {
      EXPECT_EQ(outcome.source_id, sources_[at].id);
      heard_.push_back(at);
      return ++came < most;
    });
    return came;
  }

  FakeClock clock_;
  ScriptedWeb web_{clock_};
  PoliteClient client_{web_, clock_, Pace{}};
  FetchContext context_;
  std::vector<Source> sources_;
  std::vector<std::size_t> heard_;
};

TEST_F(FetchAll, AsksAServerInTheOrderOfItsSources) {
  for (int i = 0; i < 200; ++i) add(fmt::format("http://{}.example/{}", i % 2, i));
  EXPECT_EQ(fetch(), 200U);
  std::map<std::string, int> last;
  for (const auto& [when, url] : web_.asked) {
    const int number = std::stoi(url.substr(url.rfind('/') + 1));
    const auto [known, first] = last.emplace(authority_of(url), number);
    if (first) continue;
    EXPECT_EQ(number, known->second + 2);
    known->second = number;
  }
}

// What takes a server long keeps no other server's sources from starting.
TEST_F(FetchAll, ServersDoNotWaitForEachOther) {
  for (int i = 0; i < 100; ++i) add(fmt::format("http://many.example/{}", i));
  add("http://one.example/");
  web_.answer_ms = 1000;
  EXPECT_EQ(fetch(), 101U);
  const auto one = std::find_if(web_.asked.begin(), web_.asked.end(), [](const auto& asked) {
    return asked.second == "http://one.example/";
  });
  ASSERT_NE(one, web_.asked.end());
  EXPECT_LT(one - web_.asked.begin(), 80);
}

// As if all had been asked for at once: the last one's pace is the first one's.
TEST_F(FetchAll, KeepsToTheSlowestPaceFromTheStart) {
  for (int i = 0; i < 100; ++i) {
    add(fmt::format("http://a.example/{}", i));
    sources_.back().at_once = false;
    sources_.back().pace = HostPace{4, 0};
  }
  sources_[80].pace = HostPace{4, 5000};
  sources_[90].pace = HostPace{1, 0};
  web_.answer_ms = 100;
  EXPECT_EQ(fetch(), 100U);
  EXPECT_EQ(web_.most_under_way, 1U);
  const std::vector<std::int64_t> times = web_.times();
  for (std::size_t at = 1; at < times.size(); ++at) EXPECT_GE(times[at] - times[at - 1], 5000);
}

// Outcomes that are there before anything is asked: a loop, however many.
TEST_F(FetchAll, TakesAnyNumberOfRefusals) {
  for (int i = 0; i < 100'000; ++i) add("http://a.example/", "BENCHLEDGER_NO_SUCH_VARIABLE");
  EXPECT_EQ(fetch(), 100'000U);
  EXPECT_TRUE(web_.asked.empty());
}

TEST_F(FetchAll, StopsWhereItIsTold) {
  for (int i = 0; i < 200; ++i) add(fmt::format("http://a.example/{}", i));
  EXPECT_EQ(fetch(3), 3U);
}

TEST_F(FetchAll, NothingToFetch) { EXPECT_EQ(fetch(), 0U); }

}  // namespace
}  // namespace benchledger
