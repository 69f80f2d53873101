// Files, folders and the two kinds of sources made of them.

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <iterator>

#include "pipeline/fetch.h"
#include "pipeline/files.h"
#include "temporary_folder.h"

namespace benchledger {
namespace {

struct GlobCase {
  const char* glob;
  const char* path;
  bool matches;
};

constexpr GlobCase kGlobs[] = {
    {"a.html", "a.html", true},
    {"a.html", "b/a.html", false},
    {"*.html", "a.html", true},
    {"*.html", "b/a.html", false},
    {"*", "", true},
    {"*", "a/b", false},
    {"**", "a/b/c", true},
    {"**/*.html", "a.html", true},
    {"**/*.html", "x/y/a.html", true},
    {"**/source.*", "x/mysource.html", false},
    {"**/source.*", "x/source.html", true},
    {"x/**", "x/y/z", true},
    {"x/**", "xy/z", false},
    {"x/**/z", "x/z", true},
    {"x/**/z", "x/a/b/z", true},
    {"x/**/z", "x/a/bz", false},
    {"?.md", "a.md", true},
    {"?.md", ".md", false},
    {"a?b", "a/b", false},
    {"", "", true},
    {"", "a", false},
    {"a*b*c", "aXbYc", true},
    {"a*b*c", "aXcYb", false},
    {"drafts/*", "drafts/a.html", true},
};

TEST(GlobMatches, FollowsTheTable) {
  for (const GlobCase& c : kGlobs) {
    EXPECT_EQ(glob_matches(c.glob, c.path), c.matches) << c.glob << " on " << c.path;
  }
}

TEST(GlobMatches, DoesNotBlowUp) {
  std::string glob;
  for (int i = 0; i < 60; ++i) glob += "a*";
  EXPECT_FALSE(glob_matches(glob + "b", std::string(200, 'a')));
}

TEST(WriteFile, ReplacesWholeAndLeavesNothingBehind) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file(folder / "x/y/a", "one").has_value());
  ASSERT_TRUE(write_file(folder / "x/y/a", "two").has_value());
  EXPECT_EQ(folder.read("x/y/a"), "two");
  const Status onto_folder = write_file(folder / "x/y", "three");
  ASSERT_FALSE(onto_folder.has_value());
  EXPECT_EQ(onto_folder.error().kind, ErrorKind::kStore);
  EXPECT_FALSE(write_file(folder / "x/y/a/b", "four").has_value());
  int entries = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path())) {
    entries += entry.is_regular_file() ? 1 : 0;
  }
  EXPECT_EQ(entries, 1);
}

TEST(WriteFile, KeepsTheOldFileWhereTheNewOneDoesNotFit) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file(folder / "a", "one").has_value());
  // A limit on the size of files stands for the full disk: write(2) fails half way.
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit tight{4096, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &tight), 0);
  const Status status = write_file(folder / "a", std::string(100000, 'x'));
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  ASSERT_FALSE(status.has_value());
  EXPECT_EQ(status.error().kind, ErrorKind::kStore);
  EXPECT_EQ(folder.read("a"), "one");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

std::vector<FetchOutcome> fetch(const Source& source) {
  std::vector<FetchOutcome> outcomes;
  fetch_source(source, {}, [&](FetchOutcome&& o) { outcomes.push_back(std::move(o)); });
  return outcomes;
}

Source source_of(SourceKind kind, const std::string& path) {
  Source source;
  source.id = "s";
  source.kind = kind;
  source.path = path;
  source.max_bytes = 1000;
  return source;
}

TEST(FetchFile, TellsTroublesApart) {
  const TemporaryFolder folder;
  folder.write("ok.html", "<p>Scores</p>");
  folder.write("empty.html", "\n");
  folder.write("binary.html", std::string("\x7f"
                                          "ELF\0\0",
                                          6));
  folder.write("large.html", std::string(1001, 'x'));
  ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
  const std::pair<const char*, PageOutcome> cases[] = {
      {"ok.html", PageOutcome::kOk},          {"none.html", PageOutcome::kNotFound},
      {"ok.html/x", PageOutcome::kNotFound},  {"empty.html", PageOutcome::kEmpty},
      {"binary.html", PageOutcome::kNotHtml}, {"large.html", PageOutcome::kTooLarge},
      {"", PageOutcome::kUnreadable},         {"pipe", PageOutcome::kUnreadable},
  };
  for (const auto& [name, expected] : cases) {
    const auto outcomes = fetch(source_of(SourceKind::kFile, folder / name));
    ASSERT_EQ(outcomes.size(), 1U) << name;
    EXPECT_STREQ(to_string(outcomes[0].outcome), to_string(expected)) << name;
    EXPECT_EQ(outcomes[0].page_key, "s") << name;
    EXPECT_EQ(outcomes[0].error.has_value(), expected != PageOutcome::kOk) << name;
  }
}

TEST(FetchFile, KeepsNothingOfTheMachineInTheCapture) {
  const TemporaryFolder folder;
  folder.write("ok.html", "<p>Scores</p>");
  const auto outcomes = fetch(source_of(SourceKind::kFile, folder / "ok.html"));
  ASSERT_TRUE(outcomes.at(0).capture.has_value());
  EXPECT_EQ(outcomes[0].capture->path, "ok.html");
  EXPECT_EQ(outcomes[0].capture->sha256.size(), 64U);
}

TEST(FetchDir, ReadsWhatIsWantedInOrderAndGoesOnAfterAFailure) {
  const TemporaryFolder folder;
  for (const char* name : {"b/page.html", "a.html", "c.md", "b/skip.html", ".hidden/x.html"}) {
    folder.write(name, "Scores");
  }
  folder.write("b/empty.html", "");
  Source source = source_of(SourceKind::kDir, folder.path().string());
  source.include = {"**/*.html"};
  source.exclude = {"**/skip.*"};
  std::vector<std::string> seen;
  for (const FetchOutcome& o : fetch(source)) {
    seen.push_back(o.page_key + " " + to_string(o.outcome));
  }
  EXPECT_EQ(seen,
            (std::vector<std::string>{"s/a.html ok", "s/b/empty.html empty", "s/b/page.html ok"}));
  source.include = {"*.pdf"};
  const auto none = fetch(source);
  ASSERT_EQ(none.size(), 1U);
  EXPECT_EQ(none[0].outcome, PageOutcome::kEmpty);
  source.path = folder / "none";
  EXPECT_EQ(fetch(source).at(0).outcome, PageOutcome::kNotFound);
  source.path = folder / "a.html";
  EXPECT_EQ(fetch(source).at(0).outcome, PageOutcome::kUnreadable);
}

}  // namespace
}  // namespace benchledger
