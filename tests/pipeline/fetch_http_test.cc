// What servers do, odd and hostile, and the outcome each leads to. Real libcurl
// against a server on loopback; nothing is sent anywhere else.

#include <gtest/gtest.h>
#include <zlib.h>

#include <chrono>

#include "loopback_server.h"
#include "pipeline/curl_client.h"
#include "pipeline/fetch.h"

namespace benchledger {
namespace {

constexpr std::size_t kBodyLimit = 64 << 10;
constexpr int kTotalMs = 600;

std::string gzip(std::string_view bytes) {
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&stream, bytes.size()), '\0');
  std::string copy(bytes);
  stream.next_in = reinterpret_cast<Bytef*>(copy.data());
  stream.avail_in = static_cast<uInt>(copy.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

std::string answer_text(const std::string& status, const std::string& headers,
                        const std::string& body) {
  return "HTTP/1.1 " + status + "\r\n" + headers +
         "Connection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

LoopbackServer::Behaviour say(const std::string& text) {
  return [text](const LoopbackAnswer& answer) { answer.send(text); };
}

LoopbackServer::Behaviour status(const std::string& line, const std::string& body = "no") {
  return say(answer_text(line, "", body));
}

LoopbackServer::Behaviour redirect(const std::string& target,
                                   const std::string& line = "302 Found") {
  return say(answer_text(line, "Location: " + target + "\r\n", ""));
}

LoopbackServer::Behaviour page(const std::string& headers, const std::string& body) {
  return say(answer_text("200 OK", headers, body));
}

// Sends `bytes` again and again, `pause_ms` apart, at most `times`.
LoopbackServer::Behaviour drip(std::string head, std::string bytes, int pause_ms, int times) {
  return [=](const LoopbackAnswer& answer) {
    if (!answer.send(head)) return;
    for (int i = 0; i < times; ++i) {
      if (!answer.send(bytes)) return;
      if (pause_ms > 0) answer.wait_ms(pause_ms);
    }
  };
}

struct ServerCase {
  const char* name;
  LoopbackServer::Behaviour behaviour;
  PageOutcome outcome;
  const char* text = "";  // contained in the capture's bytes or the error
};

const std::string kOk = "HTTP/1.1 200 OK\r\nConnection: close\r\n";
const std::string kChunked = kOk + "Transfer-Encoding: chunked\r\n\r\n";

std::vector<ServerCase> status_cases() {
  return {
      {"plain", page("Content-Type: text/html\r\n", "<p>Scores</p>"), PageOutcome::kOk, "Scores"},
      {"203", status("203 Non-Authoritative", "Scores"), PageOutcome::kOk, "Scores"},
      {"204", say("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"), PageOutcome::kEmpty},
      {"206 unasked", status("206 Partial Content"), PageOutcome::kUnreadable, "HTTP 206"},
      {"300", status("300 Multiple Choices"), PageOutcome::kUnreadable, "HTTP 300"},
      {"302 without target", status("302 Found"), PageOutcome::kUnreadable, "HTTP 302"},
      {"304 unasked", say("HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n"),
       PageOutcome::kUnreadable, "HTTP 304"},
      {"400", status("400 Bad Request"), PageOutcome::kUnreadable, "HTTP 400"},
      {"401", status("401 Unauthorized"), PageOutcome::kDenied},
      {"402", status("402 Payment Required"), PageOutcome::kDenied},
      {"403", status("403 Forbidden"), PageOutcome::kDenied},
      {"404", status("404 Not Found"), PageOutcome::kNotFound, "HTTP 404"},
      {"408", status("408 Request Timeout"), PageOutcome::kTimeout},
      {"410", status("410 Gone"), PageOutcome::kGone},
      {"418", status("418 I'm a teapot"), PageOutcome::kUnreadable},
      {"429", status("429 Too Many Requests"), PageOutcome::kRateLimited},
      {"451", status("451 Unavailable For Legal Reasons"), PageOutcome::kDenied},
      {"500", status("500 Internal Server Error"), PageOutcome::kServerError},
      {"503", status("503 Service Unavailable"), PageOutcome::kServerError},
      {"599", status("599 Odd"), PageOutcome::kServerError},
      {"interim answer first",
       say("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + answer_text("200 OK", "", "Scores")),
       PageOutcome::kOk, "Scores"},
  };
}

std::vector<ServerCase> body_cases() {
  const std::string big(kBodyLimit * 4, 'x');
  const std::string bomb = gzip(std::string(8 << 20, 'x'));
  return {
      {"empty", page("", ""), PageOutcome::kEmpty},
      {"white space", page("", " \r\n\t\n"), PageOutcome::kEmpty},
      {"pdf", page("Content-Type: text/html\r\n", "%PDF-1.7 ..."), PageOutcome::kNotText},
      {"image", page("", std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16)), PageOutcome::kNotText},
      {"utf-16", page("", std::string("\xff\xfe<\0p\0>\0", 8)), PageOutcome::kOk},
      {"wrong charset", page("Content-Type: text/html; charset=klingon\r\n", "Scores \xe9"),
       PageOutcome::kOk, "Scores"},
      {"no content type", page("", "Scores"), PageOutcome::kOk},
      {"announces too much", page("", big), PageOutcome::kTooLarge},
      {"too much unannounced", say(kOk + "\r\n" + big), PageOutcome::kTooLarge},
      {"just at the limit", page("", std::string(kBodyLimit, 'x')), PageOutcome::kOk},
      {"one above the limit", page("", std::string(kBodyLimit + 1, 'x')), PageOutcome::kTooLarge},
      {"endless", drip(kOk + "\r\n", std::string(4096, 'x'), 0, 4096), PageOutcome::kTooLarge},
      {"endless chunks", drip(kChunked, "4\r\nabcd\r\n", 0, 100000), PageOutcome::kTooLarge},
      {"gzip", page("Content-Encoding: gzip\r\n", gzip("Scores")), PageOutcome::kOk, "Scores"},
      {"gzip bomb", page("Content-Encoding: gzip\r\n", bomb), PageOutcome::kTooLarge},
      {"gzip in gzip bomb", page("Content-Encoding: gzip, gzip\r\n", gzip(bomb)),
       PageOutcome::kTooLarge},
      {"gzip that is none", page("Content-Encoding: gzip\r\n", "Scores"), PageOutcome::kUnreadable},
      // curl does not say that the stream has no end; what it gave so far is nothing.
      {"gzip cut", page("Content-Encoding: gzip\r\n", gzip(std::string(9000, 'x')).substr(0, 20)),
       PageOutcome::kEmpty},
      {"unknown encoding", page("Content-Encoding: rot13\r\n", "Scores"), PageOutcome::kUnreadable},
      {"length too long", say(kOk + "Content-Length: 500\r\n\r\nScores"), PageOutcome::kUnreadable},
      {"length absurd", say(kOk + "Content-Length: 99999999999999\r\n\r\nScores"),
       PageOutcome::kTooLarge},
      {"length too short", say(kOk + "Content-Length: 6\r\n\r\nScores and more"), PageOutcome::kOk,
       "Scores"},
      {"chunked", say(kChunked + "6\r\nScores\r\n0\r\n\r\n"), PageOutcome::kOk, "Scores"},
      {"chunk cut", say(kChunked + "ff\r\nScores"), PageOutcome::kUnreadable},
      {"no last chunk", say(kChunked + "6\r\nScores\r\n"), PageOutcome::kUnreadable},
      {"chunk size no number", say(kChunked + "zz\r\nScores"), PageOutcome::kUnreadable},
  };
}

std::vector<ServerCase> header_cases() {
  return {
      {"says nothing", say(""), PageOutcome::kUnreadable},
      {"not http", say("SSH-2.0-OpenSSH_9.2\r\n"), PageOutcome::kUnreadable},
      {"http 0.9", say("<p>Scores</p>"), PageOutcome::kUnreadable},
      {"ends in the headers", say("HTTP/1.1 200 OK\r\nContent-Le"), PageOutcome::kUnreadable},
      {"header flood",
       drip("HTTP/1.1 200 OK\r\n", "X-A: " + std::string(1000, 'a') + "\r\n", 0, 900),
       PageOutcome::kTooLarge, "headers"},
      {"one endless header", drip("HTTP/1.1 200 OK\r\nX-A: ", std::string(4096, 'a'), 0, 900),
       PageOutcome::kTooLarge},
      {"never answers", [](const LoopbackAnswer& a) { a.wait_ms(3000); }, PageOutcome::kTimeout},
      {"drips headers", drip("HTTP/1.1 200 OK\r\n", "X: y\r\n", 30, 200), PageOutcome::kTimeout},
      {"drips the body", drip(kOk + "Content-Length: 5000\r\n\r\n", "x", 30, 200),
       PageOutcome::kTimeout},
      {"sets cookies", page("Set-Cookie: a=b\r\n", "Scores"), PageOutcome::kOk},
  };
}

std::vector<ServerCase> redirect_cases(const LoopbackServer& server) {
  return {
      {"to itself", redirect("/to-itself"), PageOutcome::kRedirects, "circle"},
      {"to a loop", redirect("/loop-a"), PageOutcome::kRedirects, "circle"},
      {"six hops", redirect("/hop-1"), PageOutcome::kRedirects, "more than 5"},
      {"five hops", redirect("/hop-2"), PageOutcome::kOk, "Landed"},
      {"relative", redirect("land"), PageOutcome::kOk, "Landed"},
      {"for good", redirect("/land", "301 Moved"), PageOutcome::kMoved, "Landed"},
      {"308", redirect("/land", "308 Moved"), PageOutcome::kMoved, "Landed"},
      {"303", redirect("/land", "303 See Other"), PageOutcome::kOk, "Landed"},
      {"good then for now", redirect("/for-now", "301 Moved"), PageOutcome::kOk, "Landed"},
      {"to a missing page", redirect("/nowhere"), PageOutcome::kNotFound},
      {"to file", redirect("file:///etc/passwd"), PageOutcome::kForbidden, "file"},
      {"to ftp", redirect("ftp://127.0.0.1/x"), PageOutcome::kForbidden, "ftp"},
      {"to gopher", redirect("gopher://127.0.0.1/x"), PageOutcome::kForbidden, "gopher"},
      {"to javascript", redirect("javascript:alert(1)"), PageOutcome::kForbidden},
      {"with a password", redirect("http://user:secret@127.0.0.1/"), PageOutcome::kForbidden},
      {"to nonsense", redirect("http://"), PageOutcome::kForbidden},
      {"to tls", redirect("https://127.0.0.1:" + std::to_string(server.port()) + "/"),
       PageOutcome::kTls},
      {"to the unspecified address",
       redirect("http://0.0.0.0:" + std::to_string(server.port()) + "/"), PageOutcome::kForbidden,
       "0.0.0.0"},
  };
}

class FetchHttp : public ::testing::Test {
 protected:
  FetchHttp() {
    context_.http = http_.get();
    context_.clock = &system_clock();
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
  }

  FetchOutcome fetch(const std::string& url, bool allow_private = true) {
    Source source;
    source.id = "page";
    source.kind = SourceKind::kHttp;
    source.url = url;
    source.max_bytes = kBodyLimit;
    source.allow_private = allow_private;
    std::vector<FetchOutcome> outcomes;
    fetch_source(source, context_, [&](FetchOutcome&& o) { outcomes.push_back(std::move(o)); });
    EXPECT_EQ(outcomes.size(), 1U);
    return std::move(outcomes.at(0));
  }

  void check(const std::vector<ServerCase>& cases) {
    for (const ServerCase& c : cases) {
      SCOPED_TRACE(c.name);
      std::string path = std::string("/") + c.name;
      for (char& letter : path) letter = letter == ' ' ? '-' : letter;
      server_.on(path, c.behaviour);
      const auto start = std::chrono::steady_clock::now();
      const FetchOutcome outcome = fetch(server_.url(path));
      const auto took = std::chrono::steady_clock::now() - start;
      EXPECT_LT(took, std::chrono::milliseconds(3 * kTotalMs));
      const std::string error = outcome.error ? describe(*outcome.error) : "";
      EXPECT_STREQ(to_string(outcome.outcome), to_string(c.outcome)) << error;
      EXPECT_EQ(outcome.capture.has_value(), is_success(c.outcome));
      EXPECT_EQ(outcome.error.has_value(), !is_success(c.outcome));
      const std::string text = outcome.capture ? outcome.capture->bytes : error;
      EXPECT_NE(text.find(c.text), std::string::npos) << text;
      EXPECT_EQ(error.find("secret"), std::string::npos);
    }
  }

  LoopbackServer server_;
  std::unique_ptr<HttpClient> http_ = open_http_client();
  FetchContext context_;
};

TEST_F(FetchHttp, TellsStatusesApart) { check(status_cases()); }
TEST_F(FetchHttp, BoundsBodies) { check(body_cases()); }
TEST_F(FetchHttp, BoundsHeadersAndTime) { check(header_cases()); }
TEST_F(FetchHttp, WalksRedirectsHopByHop) { check(redirect_cases(server_)); }

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

TEST_F(FetchHttp, ReadsTheContentType) {
  server_.on("/type", page("Content-Type: Text/HTML; Charset=\"ISO-8859-1\"\r\n", "Scores"));
  const FetchOutcome outcome = fetch(server_.url("/type"));
  ASSERT_TRUE(outcome.capture.has_value());
  EXPECT_EQ(outcome.capture->media_type, "text/html");
  EXPECT_EQ(outcome.capture->charset, "iso-8859-1");
}

TEST_F(FetchHttp, ReadsTheFirstPartOfARobotsTxtWithoutEnd) {
  server_.on("/robots.txt",
             drip(kOk + "\r\nUser-agent: *\nDisallow: /a\n", std::string(4096, '#'), 0, 4096));
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
