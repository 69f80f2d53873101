// The capture store as a WARC file and back.

#include "pipeline/capture_archive.h"

#include <gtest/gtest.h>

#include "extractors/digest.h"
#include "pipeline/capture_meta.h"
#include "pipeline/fetch.h"
#include "pipeline/warc.h"
#include "temporary_folder.h"

namespace benchledger {
namespace {

Capture page(const std::string& key, const std::string& bytes) {
  Capture capture;
  capture.source_id = "source";
  capture.page_key = key;
  capture.bytes = bytes;
  capture.sha256 = sha256_hex(bytes);
  return capture;
}

Capture web_page(const std::string& url, const std::string& bytes) {
  Capture capture = page(url, bytes);
  capture.url = url;
  capture.final_url = url + "?final";
  capture.fetched_at = "2026-05-04T03:00:00Z";
  capture.media_type = "text/html";
  capture.charset = "utf-8";
  capture.publisher = "lab";
  capture.request_headers = {{"User-Agent", "benchledger/1 (+x)"}, {"Accept", "*/*"}};
  capture.response_headers = {{"content-type", "text/html; charset=utf-8"},
                              {"content-encoding", "br"},
                              {"etag", "\"a: b\""},
                              {"x-empty", ""}};
  return capture;
}

void fill(const CaptureStore& store) {
  ASSERT_TRUE(store.put(web_page("https://lab.example/a", "<p>Scores</p>")).has_value());
  ASSERT_TRUE(store.put(web_page("https://lab.example/b", "<p>Scores</p>")).has_value());
  ASSERT_TRUE(store.put(web_page("https://lab.example", std::string("\0\xff\r\n\r\nx", 7))));
  Capture file = page("s/odd \nname.md", "WARC/1.0\r\n\r\n# Not a record");
  file.path = "odd \nname.md";
  file.format = Format::kMarkdown;
  ASSERT_TRUE(store.put(file).has_value());
}

TEST(CaptureArchive, ComesBackAsItWas) {
  const TemporaryFolder folder;
  const CaptureStore store(folder / "store");
  fill(store);
  for (const char* name : {"a.warc", "a.warc.gz"}) {
    const Result<std::size_t> written = export_captures(store, folder / name);
    ASSERT_TRUE(written.has_value()) << describe(written.error());
    EXPECT_EQ(*written, 4U);
    const CaptureStore copy(folder / (std::string(name) + ".store"));
    const Result<ImportCount> read = import_captures(folder / name, copy);
    ASSERT_TRUE(read.has_value()) << describe(read.error());
    EXPECT_EQ(read->captures, 4U);
    EXPECT_EQ(read->others, 0U);
    const auto files = store.files();
    const auto copied = copy.files();
    ASSERT_TRUE(files.has_value() && copied.has_value());
    ASSERT_EQ(files->size(), copied->size());
    for (std::size_t i = 0; i < files->size(); ++i) {
      if ((*files)[i].page.empty()) continue;
      const Result<Capture> before = store.get((*files)[i]);
      const Result<Capture> after = copy.get((*copied)[i]);
      ASSERT_TRUE(before.has_value() && after.has_value());
      EXPECT_EQ(capture_meta(*before), capture_meta(*after));
      EXPECT_EQ(before->bytes, after->bytes);
    }
  }
  // The same store gives the same bytes.
  ASSERT_TRUE(export_captures(store, folder / "b.warc.gz").has_value());
  EXPECT_EQ(folder.read("a.warc.gz"), folder.read("b.warc.gz"));
}

TEST(CaptureArchive, OtherProgramsReadThePages) {
  const TemporaryFolder folder;
  const CaptureStore store(folder / "store");
  fill(store);
  Source source;
  source.id = "archive";
  source.kind = SourceKind::kWarc;
  source.path = folder / "a.warc.gz";
  ASSERT_TRUE(export_captures(store, source.path).has_value());
  std::vector<std::string> pages;
  fetch_source(source, {}, [&](FetchOutcome&& outcome) {
    if (outcome.capture) pages.push_back(outcome.page_key + " " + outcome.capture->bytes);
  });
  EXPECT_EQ(pages, (std::vector<std::string>{"https://lab.example/a?final <p>Scores</p>",
                                             "https://lab.example/b?final <p>Scores</p>"}));
}

TEST(CaptureArchive, LeavesOthersRecordsAndRefusesOtherBytes) {
  const TemporaryFolder folder;
  const std::string theirs = warc_record({{"WARC-Type", "resource"},
                                          {"WARC-Record-ID", "<urn:uuid:1>"},
                                          {"WARC-Target-URI", "https://a.example/"}},
                                         "x");
  const CaptureStore store(folder / "store");
  const Result<ImportCount> read = import_captures(folder.write("theirs.warc", theirs), store);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->captures, 0U);
  EXPECT_EQ(read->others, 1U);

  Capture other = web_page("https://a.example/", "y");
  const std::string lie =
      theirs + warc_record({{"WARC-Type", "metadata"}, {"WARC-Refers-To", "<urn:uuid:1>"}},
                           capture_meta(other));
  EXPECT_FALSE(import_captures(folder.write("lie.warc", lie), store).has_value());
}

TEST(CaptureArchive, ADamagedCaptureEndsTheExportAndLeavesNothing) {
  const TemporaryFolder folder;
  const CaptureStore store(folder / "store");
  fill(store);
  const auto files = store.files();
  ASSERT_TRUE(files.has_value());
  std::ofstream(files->front().path) << "damaged";
  EXPECT_FALSE(export_captures(store, folder / "a.warc").has_value());
  EXPECT_FALSE(std::filesystem::exists(folder / "a.warc"));
  EXPECT_FALSE(std::filesystem::exists(folder / "a.warc.part"));
}

TEST(CaptureStore, KeepsNoCredentialsAndTheFirstExchange) {
  for (const char* name : {"Authorization", "COOKIE", "Set-Cookie", "proxy-authorization"}) {
    EXPECT_TRUE(is_secret_header(name)) << name;
  }
  EXPECT_FALSE(is_secret_header("etag"));
  const TemporaryFolder folder;
  const CaptureStore store(folder.path().string());
  Capture capture = web_page("https://lab.example/", "x");
  capture.response_headers = {{"date", "Monday"}};
  ASSERT_TRUE(store.put(capture).has_value());
  capture.response_headers = {{"date", "Tuesday"}};
  ASSERT_TRUE(store.put(capture).has_value());
  const Result<Capture> got = store.get(capture.sha256, capture.page_key);
  ASSERT_TRUE(got.has_value());
  EXPECT_EQ(got->response_headers, (HeaderList{{"date", "Monday"}}));
  EXPECT_EQ(got->request_headers, capture.request_headers);
}

}  // namespace
}  // namespace benchledger
