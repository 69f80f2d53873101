// WARC files as a source of pages, and gzip below them.

#include "pipeline/warc.h"

#include <gtest/gtest.h>

#include "pipeline/fetch.h"
#include "temporary_folder.h"

namespace benchledger {
namespace {

std::string answer(const std::string& headers, const std::string& body,
                   const std::string& status = "200 OK") {
  return "HTTP/1.1 " + status + "\r\n" + headers + "\r\n" + body;
}

std::string response(const std::string& url, const std::string& date, const std::string& block) {
  return warc_record({{"WARC-Type", "response"},
                      {"WARC-Target-URI", url},
                      {"WARC-Date", date},
                      {"Content-Type", "application/http;msgtype=response"}},
                     block);
}

const std::string kHtml = "Content-Type: text/html; charset=UTF-8\r\n";

struct WarcCase {
  const char* name;
  std::string file;
  std::vector<std::string> pages;  // "outcome url bytes", or "outcome url"
};

std::vector<WarcCase> cases() {
  const std::string info = warc_record({{"WARC-Type", "warcinfo"}}, "software: x\r\n");
  const std::string a = response("https://a.example/", "2026-01-01T00:00:00Z", answer(kHtml, "A"));
  std::string old = info + a;
  old.replace(old.find("WARC/1.1"), 8, "WARC/1.0");
  return {
      {"plain", info + a, {"ok https://a.example/ A"}},
      {"version 1.0", old, {"ok https://a.example/ A"}},
      {"gzip a record", gzip_member(info) + gzip_member(a), {"ok https://a.example/ A"}},
      {"gzip over all", gzip_member(info + a), {"ok https://a.example/ A"}},
      {"the newest capture of a page",
       response("https://a.example/", "2026-01-02T00:00:00Z", answer(kHtml, "newer")) + a,
       {"ok https://a.example/ newer"}},
      {"chunked",
       response("https://a.example/", "",
                answer("Transfer-Encoding: chunked\r\n" + kHtml,
                       "3;x=y\r\nSco\r\n3\r\nres\r\n0\r\n\r\n")),
       {"ok https://a.example/ Scores"}},
      {"said to be chunked",
       response("https://a.example/", "",
                answer("Transfer-Encoding: chunked\r\n" + kHtml, "Scores of models")),
       {"ok https://a.example/ Scores of models"}},
      {"gzip inside",
       response("https://a.example/", "",
                answer("Content-Encoding: gzip\r\n" + kHtml, gzip_member("Scores"))),
       {"ok https://a.example/ Scores"}},
      {"brotli inside",
       response("https://a.example/", "", answer("Content-Encoding: br\r\n" + kHtml, "\x1b")),
       {"unreadable https://a.example/"}},
      {"what is no page is left out",
       response("https://a.example/x.png", "", answer("Content-Type: image/png\r\n", "x")) +
           response("https://a.example/gone", "", answer(kHtml, "x", "404 Not Found")) +
           response("dns:a.example", "", "1.2.3.4") +
           warc_record({{"WARC-Type", "request"}, {"WARC-Target-URI", "https://a.example/"}},
                       "GET / HTTP/1.1\r\n\r\n") +
           a,
       {"ok https://a.example/ A"}},
      {"resource",
       warc_record({{"WARC-Type", "resource"},
                    {"WARC-Target-URI", "https://a.example/b.csv"},
                    {"Content-Type", "text/csv"}},
                   "model,score\n"),
       {"ok https://a.example/b.csv model,score\n"}},
      {"excluded",
       response("https://a.example/private", "", answer(kHtml, "x")) + a,
       {"ok https://a.example/ A"}},
      {"no page", info, {"empty s"}},
      {"empty file", "", {"empty s"}},
      {"another file", "<!doctype html><p>No archive</p>", {"unreadable s"}},
      {"cut in a block",
       info + a + a.substr(0, a.size() - 5),
       {"ok https://a.example/ A", "unreadable s"}},
      {"cut in gzip",
       gzip_member(a) + gzip_member(info).substr(0, 20),
       {"ok https://a.example/ A", "unreadable s"}},
      {"too large",
       response("https://a.example/", "", answer(kHtml, std::string(200'000, 'x'))),
       {"too-large https://a.example/"}},
      {"unpacks to too much",
       response("https://a.example/", "",
                answer("Content-Encoding: gzip\r\n" + kHtml, gzip_member(std::string(5'000, 'x')))),
       {"unreadable https://a.example/"}},
      {"no length", "WARC/1.0\r\nWARC-Type: response\r\n\r\nx", {"unreadable s"}},
  };
}

TEST(Warc, PagesFollowTheTable) {
  const TemporaryFolder folder;
  for (const WarcCase& c : cases()) {
    Source source;
    source.id = "s";
    source.kind = SourceKind::kWarc;
    source.path = folder.write("a.warc", c.file);
    source.exclude = {"/private"};
    source.max_bytes = 1000;
    std::vector<std::string> got;
    fetch_source(source, {}, [&](FetchOutcome&& outcome) {
      got.push_back(std::string(to_string(outcome.outcome)) + " " + outcome.page_key +
                    (outcome.capture ? " " + outcome.capture->bytes : ""));
      EXPECT_NE(outcome.capture.has_value(), outcome.error.has_value()) << c.name;
    });
    EXPECT_EQ(got, c.pages) << c.name;
  }
}

TEST(Warc, AMissingFileIsUnreadable) {
  Source source;
  source.kind = SourceKind::kWarc;
  source.path = "/nonexistent/a.warc.gz";
  std::size_t outcomes = 0;
  fetch_source(source, {}, [&](FetchOutcome&& outcome) {
    ++outcomes;
    EXPECT_EQ(outcome.outcome, PageOutcome::kUnreadable);
  });
  EXPECT_EQ(outcomes, 1U);
}

TEST(Warc, TheBudgetSaysWhatItLeavesOut) {
  const TemporaryFolder folder;
  std::string file;
  for (int i = 0; i < 5; ++i) {
    file += gzip_member(
        response("https://a.example/" + std::to_string(i), "", answer(kHtml, "Scores")));
  }
  Source source;
  source.kind = SourceKind::kWarc;
  source.path = folder.write("a.warc.gz", file);
  source.max_pages = 2;
  std::vector<std::string> details;
  fetch_source(source, {}, [&](FetchOutcome&& o) { details.push_back(o.detail); });
  ASSERT_EQ(details.size(), 3U);
  EXPECT_EQ(details.back(), "3 pages are left out: max_pages is 2");
}

TEST(Gunzip, StopsAtTheLimitAndAtDamage) {
  const std::string packed = gzip_member(std::string(1 << 20, 'x'));
  EXPECT_EQ(gunzip(packed, 1 << 20)->size(), 1U << 20);
  EXPECT_EQ(gunzip(packed, (1 << 20) - 1).error(), GunzipTrouble::kTooLarge);
  EXPECT_EQ(gunzip(packed.substr(0, packed.size() / 2), 1 << 20).error(), GunzipTrouble::kDamaged);
  EXPECT_EQ(*gunzip(gzip_member("a") + gzip_member("b") + "trailing", 10), "ab");
}

}  // namespace
}  // namespace benchledger
