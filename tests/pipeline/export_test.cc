#include "pipeline/export.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "extractors/digest.h"
#include "pipeline/export_formats.h"
#include "tests/pipeline/export_factory.h"

namespace benchledger {
namespace {

namespace fs = std::filesystem;
using benchledger::testing::bytes_of;
using benchledger::testing::small_page;
using benchledger::testing::small_run;
using ::testing::HasSubstr;
using ::testing::Not;

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

class ExportTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "benchledger-export-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override {
    fs::permissions(folder_, fs::perms::owner_all);
    fs::remove_all(folder_);
  }
  [[nodiscard]] std::vector<std::string> entries(const fs::path& path) const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(path)) {
      names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
  }
  fs::path folder_;
};

TEST_F(ExportTest, WritesADatedFolderAndPointsLatestAtIt) {
  const Result<std::string> written = write_output(folder_.string(), small_run());
  ASSERT_TRUE(written) << describe(written.error());
  EXPECT_EQ(*written, (folder_ / "2026-05-04T030000-run2").string());
  EXPECT_THAT(entries(folder_), ::testing::ElementsAre("2026-05-04T030000-run2", "latest"));
  EXPECT_EQ(fs::read_symlink(folder_ / "latest"), "2026-05-04T030000-run2");
  EXPECT_THAT(entries(*written),
              ::testing::ElementsAre("changes.md", "findings.json", "manifest.json",
                                     "records.ndjson", "report.html", "scores.csv", "specs.csv"));
}

TEST_F(ExportTest, ManifestNamesEveryFileWithItsHashSizeAndRecords) {
  const Result<std::string> written = write_output(folder_.string(), small_run());
  ASSERT_TRUE(written);
  const auto manifest = nlohmann::json::parse(read_file(fs::path(*written) / "manifest.json"));
  EXPECT_EQ(manifest["run"], 2);
  EXPECT_EQ(manifest["rules_digest"], std::string(64, 'a'));
  EXPECT_EQ(manifest["counts"]["score"], 3);
  ASSERT_EQ(manifest["files"].size(), export_formats().size());
  for (const auto& file : manifest["files"]) {
    const std::string bytes = read_file(fs::path(*written) / file["name"].get<std::string>());
    EXPECT_EQ(file["bytes"], bytes.size()) << file["name"];
    EXPECT_EQ(file["sha256"], sha256_hex(bytes)) << file["name"];
  }
  EXPECT_EQ(manifest["files"][0]["records"], 7);
  EXPECT_EQ(manifest["files"][1]["records"], 3);
}

TEST_F(ExportTest, WritesTheSameBytesWhateverTheOrderOfPages) {
  ExportInput one = small_run();
  one.pages = {small_page("a"), small_page("b"), small_page("c")};
  ExportInput two = one;
  std::reverse(two.pages.begin(), two.pages.end());
  const Result<std::string> first = write_output((folder_ / "1").string(), one);
  const Result<std::string> second = write_output((folder_ / "2").string(), two);
  ASSERT_TRUE(first && second);
  for (const std::string& name : entries(*first)) {
    EXPECT_EQ(read_file(fs::path(*first) / name), read_file(fs::path(*second) / name)) << name;
  }
}

TEST_F(ExportTest, NeverRewritesTheFolderOfARun) {
  const Result<std::string> first = write_output(folder_.string(), small_run());
  ASSERT_TRUE(first);
  const std::string before = read_file(fs::path(*first) / "scores.csv");
  EXPECT_TRUE(write_output(folder_.string(), small_run())) << "the same bytes again are fine";

  ExportInput other = small_run();
  other.pages[0].scores[0].score.value = 43;
  const Result<std::string> second = write_output(folder_.string(), other);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::kStore);
  EXPECT_THAT(second.error().message, HasSubstr("already with other content"));
  EXPECT_EQ(read_file(fs::path(*first) / "scores.csv"), before);
  EXPECT_THAT(entries(folder_), ::testing::ElementsAre("2026-05-04T030000-run2", "latest"));
}

TEST_F(ExportTest, LeavesNothingWhereTheFolderIsReadOnly) {
  fs::permissions(folder_, fs::perms::owner_read | fs::perms::owner_exec | fs::perms::others_read |
                               fs::perms::others_exec);
  const bool root = ::geteuid() == 0;  // who writes everywhere
  if (root) {
    ASSERT_EQ(::seteuid(65534), 0);
  }
  const Result<std::string> written = write_output(folder_.string(), small_run());
  if (root) {
    ASSERT_EQ(::seteuid(0), 0);
  }
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().kind, ErrorKind::kStore);
  EXPECT_THAT(written.error().remedy, HasSubstr("writable"));
  EXPECT_TRUE(entries(folder_).empty());
}

TEST_F(ExportTest, SaysSoWhereAFileIsInTheWay) {
  std::ofstream(folder_ / "out") << "a file";
  const Result<std::string> written = write_output((folder_ / "out").string(), small_run());
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().kind, ErrorKind::kStore);
  EXPECT_EQ(read_file(folder_ / "out"), "a file");
}

TEST_F(ExportTest, KeepsAFolderNamedLatest) {
  fs::create_directories(folder_ / "latest" / "mine");
  const Result<std::string> written = write_output(folder_.string(), small_run());
  ASSERT_FALSE(written);
  EXPECT_THAT(written.error().where, HasSubstr("latest"));
  EXPECT_TRUE(fs::exists(folder_ / "latest" / "mine"));
}

TEST_F(ExportTest, RefusesADateThatCouldNameAnotherFolder) {
  for (const char* date : {"../../x", "today", "", "2026-05-04 03:00"}) {
    ExportInput input = small_run();
    input.date = date;
    const Result<std::string> written = write_output(folder_.string(), input);
    ASSERT_FALSE(written) << date;
    EXPECT_EQ(written.error().kind, ErrorKind::kUsage) << date;
  }
  EXPECT_TRUE(entries(folder_).empty());
}

TEST(ExportNdjson, LinesAreTheContractsWithPageAndDecisionAppended) {
  const std::string bytes = bytes_of(write_records_ndjson, small_run());
  std::istringstream lines(bytes);
  std::vector<nlohmann::json> records;
  for (std::string line; std::getline(lines, line);) records.push_back(nlohmann::json::parse(line));
  ASSERT_EQ(records.size(), 7U);
  EXPECT_EQ(records[0]["type"], "document");
  EXPECT_EQ(records[3]["id"], "s2");
  EXPECT_EQ(records[3]["decision"], "accepted");
  EXPECT_EQ(records[2]["decision"], "pending");
  EXPECT_EQ(records[2]["page"], "kestrel.html");
}

TEST(ExportCsv, EveryRowHasAsManyCellsAsTheHeader) {
  for (const auto write : {write_scores_csv, write_specs_csv}) {
    std::istringstream lines(bytes_of(write, small_run()));
    std::string header;
    std::getline(lines, header);
    const auto commas = std::count(header.begin(), header.end(), ',');
    for (std::string line; std::getline(lines, line);) {
      EXPECT_EQ(std::count(line.begin(), line.end(), ','), commas) << line;
      EXPECT_EQ(line.back(), '\r');
    }
  }
}

TEST(ExportFindings, IsOneValidObject) {
  ExportInput input = small_run();
  EXPECT_EQ(nlohmann::json::parse(bytes_of(write_findings_json, input))["findings"].size(), 1U);
  input.pages.clear();
  EXPECT_TRUE(nlohmann::json::parse(bytes_of(write_findings_json, input))["findings"].empty());
}

TEST(ExportChanges, GroupsByKindAndKeepsHostileTextInert) {
  ExportInput input = small_run();
  input.changes[0].summary = "<img src=x> [a](javascript:b) `c`\n# heading";
  const std::string text = bytes_of(write_changes_md, input);
  EXPECT_THAT(text, HasSubstr("## Values changed (1)"));
  EXPECT_THAT(text, HasSubstr("&lt;img src=x\\> \\[a\\]\\(javascript:b\\) \\`c\\` \\# heading"));
}

TEST(ExportChanges, SaysThatNothingChanged) {
  ExportInput input = small_run();
  input.changes.clear();
  EXPECT_THAT(bytes_of(write_changes_md, input), HasSubstr("Nothing changed."));
}

}  // namespace
}  // namespace benchledger
