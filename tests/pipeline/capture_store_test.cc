#include "pipeline/capture_store.h"

#include <gtest/gtest.h>

#include "extractors/digest.h"
#include "temporary_folder.h"

namespace benchledger {
namespace {

Capture capture_of(const std::string& page_key, const std::string& bytes) {
  Capture capture;
  capture.source_id = "source";
  capture.page_key = page_key;
  capture.bytes = bytes;
  capture.sha256 = sha256_hex(bytes);
  capture.url = "https://host.example/p?a=b: c";
  capture.path = "odd\nname\\n\r";
  capture.fetched_at = "2026-05-04T03:00:00Z";
  capture.etag = "\"v1\"";
  capture.format = Format::kMarkdown;
  return capture;
}

std::vector<std::string> files_below(const TemporaryFolder& folder) {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path())) {
    if (entry.is_regular_file()) files.push_back(entry.path().string());
  }
  return files;
}

std::string file_ending(const TemporaryFolder& folder, const std::string& ending) {
  for (const std::string& file : files_below(folder)) {
    if (file.size() > ending.size() && file.substr(file.size() - ending.size()) == ending) {
      return file;
    }
  }
  return {};
}

TEST(CaptureStore, GivesBackWhatWasPut) {
  const TemporaryFolder folder;
  const CaptureStore store(folder.path().string());
  const Capture put = capture_of("page", std::string("a\0b\n", 4));
  ASSERT_TRUE(store.put(put).has_value());
  const Result<Capture> got = store.get(put.sha256, "page");
  ASSERT_TRUE(got.has_value()) << describe(got.error());
  EXPECT_EQ(got->bytes, put.bytes);
  EXPECT_EQ(got->source_id, put.source_id);
  EXPECT_EQ(got->url, put.url);
  EXPECT_EQ(got->path, put.path);
  EXPECT_EQ(got->etag, put.etag);
  EXPECT_EQ(got->fetched_at, put.fetched_at);
  EXPECT_EQ(got->format, put.format);
  EXPECT_EQ(got->final_url, std::nullopt);
}

TEST(CaptureStore, KeepsBytesOnceAndPagesApart) {
  const TemporaryFolder folder;
  const CaptureStore store(folder.path().string());
  const Capture one = capture_of("one", "Scores");
  ASSERT_TRUE(store.put(one).has_value());
  ASSERT_TRUE(store.put(one).has_value());
  EXPECT_EQ(files_below(folder).size(), 2U);
  ASSERT_TRUE(store.put(capture_of("two", "Scores")).has_value());
  EXPECT_EQ(files_below(folder).size(), 3U);
  EXPECT_TRUE(store.has(one.sha256, "two"));
  EXPECT_FALSE(store.has(one.sha256, "three"));
}

TEST(CaptureStore, KeepsTheFirstTimeAndTakesNewValidators) {
  const TemporaryFolder folder;
  const CaptureStore store(folder.path().string());
  Capture capture = capture_of("page", "Scores");
  ASSERT_TRUE(store.put(capture).has_value());
  capture.fetched_at = "2026-05-05T03:00:00Z";
  capture.etag = "\"v2\"";
  ASSERT_TRUE(store.put(capture).has_value());
  const Result<Capture> got = store.get(capture.sha256, "page");
  ASSERT_TRUE(got.has_value());
  EXPECT_EQ(got->fetched_at, "2026-05-04T03:00:00Z");
  EXPECT_EQ(got->etag, "\"v2\"");
}

TEST(CaptureStore, NoticesDamageAndMendsItOnTheNextPut) {
  const Capture capture = capture_of("page", std::string(5000, 'x') + "Scores");
  for (const char* ending : {".zst", ".meta"}) {
    for (const char* bytes : {"", "garbage", "benchledger-capture: 2\n", "page-key: other\n"}) {
      const TemporaryFolder folder;
      const CaptureStore store(folder.path().string());
      ASSERT_TRUE(store.put(capture).has_value());
      std::ofstream(file_ending(folder, ending), std::ios::binary) << bytes;
      const Result<Capture> got = store.get(capture.sha256, "page");
      ASSERT_FALSE(got.has_value()) << ending << " " << bytes;
      EXPECT_EQ(got.error().kind, ErrorKind::kStore);
      ASSERT_TRUE(store.put(capture).has_value());
      EXPECT_TRUE(store.has(capture.sha256, "page")) << ending << " " << bytes;
    }
  }
}

TEST(CaptureStore, NoticesBytesOfAnotherCapture) {
  const TemporaryFolder folder;
  const CaptureStore store(folder.path().string());
  const Capture one = capture_of("page", "Scores");
  ASSERT_TRUE(store.put(one).has_value());
  const std::string path = file_ending(folder, ".zst");
  const TemporaryFolder elsewhere;
  ASSERT_TRUE(
      CaptureStore(elsewhere.path().string()).put(capture_of("page", "scoreS")).has_value());
  std::filesystem::copy_file(file_ending(elsewhere, ".zst"), path,
                             std::filesystem::copy_options::overwrite_existing);
  EXPECT_FALSE(store.get(one.sha256, "page").has_value());
}

TEST(CaptureStore, RefusesNamesThatAreNoHash) {
  const TemporaryFolder folder;
  const CaptureStore store(folder.path().string());
  EXPECT_FALSE(store.get("../../etc/passwd", "page").has_value());
  Capture capture = capture_of("page", "Scores");
  capture.sha256 = "x";
  EXPECT_FALSE(store.put(capture).has_value());
}

// What a page is read with may change while its bytes do not; a kill before it was read again
// must not lose that.
TEST(CaptureStore, RemembersWhatWasDescribedAnew) {
  const TemporaryFolder folder;
  const CaptureStore store(folder.path().string());
  Capture capture = capture_of("page", "Scores");
  ASSERT_TRUE(store.put(capture).has_value());
  EXPECT_TRUE(store.restated()->empty());
  capture.etag = "\"other\"";
  ASSERT_TRUE(store.put(capture).has_value());
  ASSERT_TRUE(store.restate(capture).has_value());
  EXPECT_TRUE(store.restated()->empty());
  capture.publisher = "lab";
  capture.mapping.emplace().model = "name";
  capture.mapping->values = {"a", "b"};
  ASSERT_TRUE(store.restate(capture).has_value());
  const std::set<std::string> pages = {short_id("page")};
  EXPECT_EQ(*store.restated(), pages);
  EXPECT_EQ(store.get(capture.sha256, "page")->mapping->values, capture.mapping->values);
  ASSERT_TRUE(store.settle_restated(pages).has_value());
  EXPECT_TRUE(store.restated()->empty());
  capture.final_url = "https://elsewhere.example/";
  ASSERT_TRUE(store.put(capture).has_value());
  EXPECT_EQ(*store.restated(), pages);
}

}  // namespace
}  // namespace benchledger
