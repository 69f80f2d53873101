// What servers do, odd and hostile, and the outcome each leads to. Real libcurl
// against a server on loopback; nothing is sent anywhere else.

#include <gtest/gtest.h>

#include <chrono>

#include "extractors/embedded_rules.h"
#include "loopback_server.h"
#include "pipeline/curl_client.h"
#include "pipeline/fetch.h"
#include "server_script.h"

namespace benchledger {
namespace {

constexpr std::size_t kBodyLimit = 64 << 10;
constexpr int kTotalMs = 600;

const std::string kOk = "HTTP/1.1 200 OK\r\nConnection: close\r\n";

std::string answer_text(const std::string& status, const std::string& headers,
                        const std::string& body) {
  return server_script::answer(status, headers, body);
}

LoopbackServer::Behaviour say(const std::string& text) {
  return [text](const LoopbackAnswer& answer) { answer.send(text); };
}

LoopbackServer::Behaviour redirect(const std::string& target) {
  return say(answer_text("302 Found", "Location: " + target + "\r\n", ""));
}

LoopbackServer::Behaviour page(const std::string& headers, const std::string& body) {
  return say(answer_text("200 OK", headers, body));
}

// Sends `bytes` again and again, at most `times`.
LoopbackServer::Behaviour flood(std::string head, std::string bytes, int times) {
  return [=](const LoopbackAnswer& answer) {
    if (!answer.send(head)) return;
    for (int i = 0; i < times && answer.send(bytes); ++i) {
    }
  };
}

const Walls& walls() {
  static const Walls kWalls(*load_wall_rules(embedded_rules()));
  return kWalls;
}

class FetchHttp : public ::testing::Test {
 protected:
  FetchHttp() {
    context_.http = http_.get();
    context_.clock = &system_clock();
    context_.walls = &walls();
    context_.user_agent = user_agent("mailto:crawl@example.org");
    context_.limits.connect_ms = 300;
    context_.limits.total_ms = kTotalMs;
    context_.limits.header_bytes = 16 << 10;
    server_.on("/land", page("", "Landed"));
    server_.on("/for-now", redirect("/land"));
    server_.on("/loop-a", redirect("/loop-b"));
    server_.on("/loop-b", redirect("/loop-a"));
    for (int i = 1; i < 5; ++i) {
      server_.on("/hop-" + std::to_string(i), redirect("/hop-" + std::to_string(i + 1)));
    }
    server_.on("/hop-5", redirect("/land"));
    server_.on("/login", page("", "<title>Log in</title><input type=password>"));
  }

  FetchOutcome fetch(const std::string& url, bool allow_private = true) {
    Source source;
    source.id = "page";
    source.kind = SourceKind::kHttp;
    source.url = url;
    source.max_bytes = kBodyLimit;
    source.allow_private = allow_private;
    source.credential = credential_;
    std::vector<FetchOutcome> outcomes;
    fetch_source(source, context_, [&](FetchOutcome&& o) { outcomes.push_back(std::move(o)); });
    EXPECT_EQ(outcomes.size(), 1U);
    return std::move(outcomes.at(0));
  }

  void check(const ServerCase& c) {
    SCOPED_TRACE(c.name);
    server_.on(path_of(c), behaviour_of(c));
    const auto start = std::chrono::steady_clock::now();
    const FetchOutcome outcome = fetch(server_.url(path_of(c)));
    const auto took = std::chrono::steady_clock::now() - start;
    EXPECT_LT(took, std::chrono::milliseconds(5 * kTotalMs));
    const std::string error = outcome.error ? describe(*outcome.error) : "";
    EXPECT_EQ(to_string(outcome.outcome), c.outcome) << error;
    EXPECT_EQ(outcome.capture.has_value(), is_success(outcome.outcome));
    EXPECT_EQ(outcome.error.has_value(), !is_success(outcome.outcome));
    const std::string text = outcome.capture ? outcome.capture->bytes : error;
    EXPECT_NE(text.find(c.text), std::string::npos) << text;
    EXPECT_EQ(error.find("secret"), std::string::npos);
  }

  CredentialPlace credential_;
  LoopbackServer server_;
  std::unique_ptr<HttpClient> http_ = open_http_client();
  FetchContext context_;
};

TEST_F(FetchHttp, TellsApartWhatServersDo) {
  const auto cases = read_server_cases(
      std::string(BENCHLEDGER_SOURCE_DIR) + "/tests/data/servers.txt", server_.port());
  EXPECT_GE(cases.size(), 60U);
  for (const ServerCase& c : cases) check(c);
}

TEST_F(FetchHttp, RefusesEverySpellingOfLoopbackBeforeConnecting) {
  const std::string port = std::to_string(server_.port());
  for (const char* host :
       {"127.0.0.1", "127.1", "127.0.1", "0x7f.0.0.1", "0x7f000001", "2130706433", "0177.0.0.1",
        "017700000001", "localhost", "LOCALHOST", "localhost.", "[::1]", "[::ffff:127.0.0.1]",
        "[0:0:0:0:0:ffff:7f00:1]", "127.0.0.2", "127.255.255.254", "0.0.0.0", "0"}) {
    const FetchOutcome outcome = fetch("http://" + std::string(host) + ":" + port + "/land", false);
    EXPECT_FALSE(outcome.capture.has_value()) << host;
    const bool forbidden_or_no_name =
        outcome.outcome == PageOutcome::kForbidden || outcome.outcome == PageOutcome::kDns;
    EXPECT_TRUE(forbidden_or_no_name) << host << ": " << to_string(outcome.outcome);
  }
  EXPECT_EQ(server_.connections(), 0);
}

TEST_F(FetchHttp, ChecksTheAddressANameResolvesTo) {
  const std::string port = std::to_string(server_.port());
  const auto pinned = open_http_client({{"rebinds.example:" + port + ":127.0.0.1"}, ""});
  context_.http = pinned.get();
  const std::string url = "http://rebinds.example:" + port + "/land";
  EXPECT_EQ(fetch(url, false).outcome, PageOutcome::kForbidden);
  EXPECT_EQ(server_.connections(), 0);
  EXPECT_EQ(fetch(url, true).outcome, PageOutcome::kOk);
  // The connection just used must not serve a source that may not go there.
  EXPECT_EQ(fetch(url, false).outcome, PageOutcome::kForbidden);
}

TEST_F(FetchHttp, NobodyListens) {
  std::string url;
  {
    const LoopbackServer gone;
    url = gone.url("/");
  }
  EXPECT_EQ(fetch(url).outcome, PageOutcome::kRefused);
}

TEST_F(FetchHttp, AsksConditionallyOnlyWithWhatIsKnown) {
  server_.on("/cond", [](const LoopbackAnswer& answer) {
    const bool fresh = answer.asked_with("If-None-Match: \"v1\"\r\n") ||
                       answer.asked_with("If-Modified-Since: Mon, 04 May 2026 03:00:00 GMT\r\n");
    answer.send(fresh ? "HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n"
                      : answer_text("200 OK", "ETag: \"v1\"\r\n", "Scores"));
  });
  const std::string url = server_.url("/cond");
  const FetchOutcome first = fetch(url);
  ASSERT_EQ(first.outcome, PageOutcome::kOk);
  EXPECT_EQ(first.capture->etag, "\"v1\"");
  context_.known = [](const std::string&) { return Validators{"\"v1\"", std::nullopt}; };
  EXPECT_EQ(fetch(url).outcome, PageOutcome::kUnchanged);
  context_.known = [](const std::string&) {
    return Validators{std::nullopt, "Mon, 04 May 2026 03:00:00 GMT"};
  };
  EXPECT_EQ(fetch(url).outcome, PageOutcome::kUnchanged);
  context_.known = [](const std::string&) { return Validators{"\"v0\"", std::nullopt}; };
  EXPECT_EQ(fetch(url).outcome, PageOutcome::kOk);
}

TEST_F(FetchHttp, SaysWhoAsksAndKeepsNoCookies) {
  std::vector<std::string> requests;
  std::mutex mutex;
  server_.on("/who", [&](const LoopbackAnswer& answer) {
    {
      const std::lock_guard<std::mutex> lock(mutex);
      requests.push_back(answer.request());
    }
    answer.send(answer_text("200 OK", "Set-Cookie: a=b\r\n", "Scores"));
  });
  for (int i = 0; i < 2; ++i) EXPECT_EQ(fetch(server_.url("/who")).outcome, PageOutcome::kOk);
  const std::lock_guard<std::mutex> lock(mutex);
  ASSERT_EQ(requests.size(), 2U);
  EXPECT_NE(requests[1].find("(+mailto:crawl@example.org)"), std::string::npos);
  EXPECT_EQ(requests[1].find("Cookie"), std::string::npos);
}

TEST_F(FetchHttp, SendsACredentialToItsOriginAlone) {
  LoopbackServer other;
  std::mutex mutex;
  std::vector<std::string> asked;
  const auto note = [&](const LoopbackAnswer& answer) {
    const std::lock_guard<std::mutex> lock(mutex);
    asked.push_back(answer.asked_with("Authorization: Bearer hush-hush\r\n") ? "with" : "without");
  };
  server_.on("/robots.txt", [&](const LoopbackAnswer& answer) {
    note(answer);
    answer.send(answer_text("404 Not Found", "", ""));
  });
  server_.on("/private", [&](const LoopbackAnswer& answer) {
    note(answer);
    answer.send(answer_text("302 Found", "Location: /next\r\n", ""));
  });
  server_.on("/next", [&](const LoopbackAnswer& answer) {
    note(answer);
    answer.send(answer_text("302 Found", "Location: " + other.url("/away") + "\r\n", ""));
  });
  other.on("/away", [&](const LoopbackAnswer& answer) {
    note(answer);
    answer.send(answer_text("403 Forbidden", "", ""));
  });
  ::setenv("BENCHLEDGER_TEST_TOKEN", "hush-hush", 1);
  RobotsBook book(system_clock(), "");
  context_.robots = &book;
  credential_.env = "BENCHLEDGER_TEST_TOKEN";
  const FetchOutcome outcome = fetch(server_.url("/private"));
  EXPECT_EQ(outcome.outcome, PageOutcome::kDenied);
  EXPECT_EQ(describe(*outcome.error).find("hush"), std::string::npos);
  EXPECT_EQ(asked, (std::vector<std::string>{"without", "with", "with", "without"}));
  ::unsetenv("BENCHLEDGER_TEST_TOKEN");
  const FetchOutcome missing = fetch(server_.url("/private"));
  EXPECT_EQ(missing.outcome, PageOutcome::kDenied);
  EXPECT_EQ(missing.error->where, "$BENCHLEDGER_TEST_TOKEN");
  EXPECT_EQ(asked.size(), 4U);
}

TEST_F(FetchHttp, HoldsNoMoreThanItsShelfAndOneBody) {
  const auto small = open_http_client({{}, "", 50'000});
  context_.http = small.get();
  server_.on("/large", page("", std::string(40'000, 'x')));
  std::vector<Source> sources(8);
  std::size_t good = 0;
  for (Source& source : sources) {
    source.kind = SourceKind::kHttp;
    source.url = server_.url("/large");
    source.max_bytes = kBodyLimit;
    source.allow_private = true;
    start_fetch(source, context_, [&](FetchOutcome&& o) { good += o.capture ? 1U : 0U; });
  }
  while (small->drive(kDriveMs)) {
  }
  EXPECT_EQ(good, sources.size());
}

TEST_F(FetchHttp, ReadsTheContentType) {
  server_.on("/type", page("Content-Type: Text/HTML; Charset=\"ISO-8859-1\"\r\n", "Scores"));
  const FetchOutcome outcome = fetch(server_.url("/type"));
  ASSERT_TRUE(outcome.capture.has_value());
  EXPECT_EQ(outcome.capture->media_type, "text/html");
  EXPECT_EQ(outcome.capture->charset, "iso-8859-1");
}

TEST_F(FetchHttp, ReadsTheFirstPartOfARobotsTxtWithoutEnd) {
  server_.on("/robots.txt",
             flood(kOk + "\r\nUser-agent: *\nDisallow: /a\n", std::string(4096, '#'), 4096));
  server_.on("/a", page("", "Scores"));
  server_.on("/b", page("", "Scores"));
  RobotsBook book(system_clock(), "");
  context_.robots = &book;
  EXPECT_EQ(fetch(server_.url("/a")).outcome, PageOutcome::kRobotsDenied);
  EXPECT_EQ(fetch(server_.url("/b")).outcome, PageOutcome::kOk);
}

TEST(UrlForPeople, ShowsNoCredentials) {
  EXPECT_EQ(url_for_people("https://u:secret@h.example:8/p?token=secret#f"),
            "https://h.example:8/p?...");
  EXPECT_EQ(url_for_people("https://h.example/@name/p"), "https://h.example/@name/p");
}

}  // namespace
}  // namespace benchledger
