// tests/data/discovery: documents that name pages, each beside FILE.tsv with
// what they name; "none" where they are no such document. Adding a case adds
// two files.

#include "pipeline/page_index.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "pipeline/repository_answers.h"
#include "pipeline/url_filter.h"

namespace benchledger {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ostringstream bytes;
  bytes << std::ifstream(path, std::ios::binary).rdbuf();
  return std::move(bytes).str();
}

std::string lines(const char* kind, const std::vector<FoundPage>& pages) {
  std::string text;
  for (const FoundPage& page : pages) {
    text += std::string(kind) + "\t" + page.url + "\t" + page.modified + "\n";
  }
  return text;
}

std::string reading(const fs::path& path) {
  const std::string bytes = read(path);
  if (path.filename().string().rfind("sitemap-", 0) == 0) {
    const std::optional<Sitemap> sitemap = read_sitemap(bytes);
    if (!sitemap) return "none\n";
    return lines("page", sitemap->pages) + lines("sitemap", sitemap->sitemaps);
  }
  const auto pages = read_feed(bytes);
  return pages ? lines("page", *pages) : "none\n";
}

TEST(PageIndex, ReadsEveryDocumentOfTheFolder) {
  std::size_t documents = 0;
  for (const auto& file : fs::directory_iterator(BENCHLEDGER_SOURCE_DIR "/tests/data/discovery")) {
    if (file.path().extension() == ".tsv") continue;
    ++documents;
    EXPECT_EQ(reading(file.path()), read(file.path().string() + ".tsv")) << file.path().filename();
  }
  EXPECT_GE(documents, 13U);
}

TEST(PageIndex, TakesAnyBytes) {
  for (const std::string& bytes :
       {std::string(), std::string("<"), std::string(100'000, '<'), std::string("{"),
        std::string("\0\xff<rss>", 7), "<rss>" + std::string(50'000, '[') + "</rss>"}) {
    EXPECT_FALSE(read_sitemap(bytes).has_value());
    static_cast<void>(read_feed(bytes));
  }
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<a>";
  EXPECT_FALSE(read_feed(deep).has_value());
}

struct DateCase {
  const char* text;
  const char* sortable;
};

constexpr DateCase kDates[] = {
    {"2026", "2026"},
    {"2026-03", "2026-03"},
    {" 2026-03-01 ", "2026-03-01"},
    {"2026-03-01T10:00:00Z", "2026-03-01T10:00:00"},
    {"2026-03-01T10:00:00.123+05:30", "2026-03-01T10:00:00"},
    {"Mon, 02 Mar 2026 08:00:00 +0100", "2026-03-02T07:00:00"},
    {"Mon, 2 Mar 2026 08:00:00 GMT", "2026-03-02T08:00:00"},
    {"", ""},
    {"20 things", ""},
    {"next week", ""},
};

TEST(SortableDate, FollowsTheTable) {
  for (const DateCase& c : kDates) EXPECT_EQ(sortable_date(c.text), c.sortable) << c.text;
}

TEST(UrlFilter, TakesWhatIsIncludedAndNotExcluded) {
  const auto filter = UrlFilter::make({"/models/", "^https://b\\."}, {"\\.pdf$"});
  ASSERT_TRUE(filter.has_value());
  EXPECT_TRUE(filter->takes("https://a.example/models/x"));
  EXPECT_TRUE(filter->takes("https://b.example/x"));
  EXPECT_FALSE(filter->takes("https://a.example/x"));
  EXPECT_FALSE(filter->takes("https://a.example/models/x.pdf"));
  // Time linear in the subject, whatever the pattern.
  const auto evil = UrlFilter::make({"(a*)*b"}, {});
  ASSERT_TRUE(evil.has_value());
  EXPECT_FALSE(evil->takes(std::string(100'000, 'a')));
  EXPECT_FALSE(UrlFilter::make({"a{1000}{1000}"}, {}).has_value());
}

TEST(RepositoryAnswers, TakeNoCommitThatIsNone) {
  const std::string sha(40, 'a');
  EXPECT_TRUE(read_huggingface_model(R"({"id":"o/m","sha":")" + sha + R"("})").has_value());
  EXPECT_FALSE(read_huggingface_model(R"({"id":"o/m","sha":"../../x"})").has_value());
  EXPECT_FALSE(read_huggingface_model(R"({"error":"not found"})").has_value());
  EXPECT_EQ(read_github_commit(R"({"sha":")" + sha + R"("})"), sha);
  EXPECT_FALSE(read_github_commit("[]").has_value());
  EXPECT_FALSE(read_huggingface_models("{}").has_value());
  EXPECT_FALSE(read_github_file(R"({"path":"README.md","download_url":null})").has_value());
}

}  // namespace
}  // namespace benchledger
