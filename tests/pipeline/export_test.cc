#include "pipeline/export.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "extractors/digest.h"
#include "pipeline/export_formats.h"
#include "pipeline/export_loss.h"
#include "pipeline/export_names.h"
#include "pipeline/export_tables.h"
#include "pipeline/json.h"
#include "tests/pipeline/export_factory.h"

namespace benchledger {
namespace {

namespace fs = std::filesystem;
using benchledger::testing::bytes_of;
using benchledger::testing::rendered;
using benchledger::testing::small_page;
using benchledger::testing::small_run;
using benchledger::testing::usual_formats;
using ::testing::HasSubstr;
using ::testing::Not;

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

Result<std::string> write(const std::string& folder, const ExportInput& input,
                          Existing existing = Existing::kRefuse) {
  return write_output(folder, input, usual_formats(), existing).map([](const Exported& exported) {
    return exported.folder;
  });
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
  const Result<std::string> written = write(folder_.string(), small_run());
  ASSERT_TRUE(written) << describe(written.error());
  EXPECT_EQ(*written, (folder_ / "2026-05-04T030000-run2").string());
  EXPECT_THAT(entries(folder_), ::testing::ElementsAre("2026-05-04T030000-run2", "latest"));
  EXPECT_EQ(fs::read_symlink(folder_ / "latest"), "2026-05-04T030000-run2");
  EXPECT_THAT(entries(*written),
              ::testing::ElementsAre("changes.md", "findings.json", "manifest.json",
                                     "records.ndjson", "report.html", "scores.csv", "specs.csv"));
}

TEST_F(ExportTest, ManifestNamesEveryFileWithItsHashSizeAndRecords) {
  const Result<std::string> written = write(folder_.string(), small_run());
  ASSERT_TRUE(written);
  const auto manifest = nlohmann::json::parse(read_file(fs::path(*written) / "manifest.json"));
  EXPECT_EQ(manifest["run"], 2);
  EXPECT_EQ(manifest["rules_digest"], std::string(64, 'a'));
  EXPECT_EQ(manifest["counts"]["score"], 3);
  ASSERT_EQ(manifest["files"].size(), 6U);
  ASSERT_EQ(manifest["formats"].size(), usual_formats().size());
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
  const Result<std::string> first = write((folder_ / "1").string(), one);
  const Result<std::string> second = write((folder_ / "2").string(), two);
  ASSERT_TRUE(first && second);
  for (const std::string& name : entries(*first)) {
    EXPECT_EQ(read_file(fs::path(*first) / name), read_file(fs::path(*second) / name)) << name;
  }
}

TEST_F(ExportTest, NeverRewritesTheFolderOfARun) {
  const Result<std::string> first = write(folder_.string(), small_run());
  ASSERT_TRUE(first);
  const std::string before = read_file(fs::path(*first) / "scores.csv");
  EXPECT_TRUE(write(folder_.string(), small_run())) << "the same bytes again are fine";

  ExportInput other = small_run();
  other.pages[0].scores[0].score.value = 43;
  const Result<std::string> second = write(folder_.string(), other);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::kStore);
  EXPECT_THAT(second.error().message, HasSubstr("already with other content"));
  EXPECT_EQ(read_file(fs::path(*first) / "scores.csv"), before);
  EXPECT_THAT(entries(folder_), ::testing::ElementsAre("2026-05-04T030000-run2", "latest"));
}

TEST_F(ExportTest, NumbersTheFolderWhereAsked) {
  ExportInput other = small_run();
  other.pages[0].scores[0].score.value = 43;
  for (const auto& [input, folder] : {std::pair(small_run(), "2026-05-04T030000-run2"),
                                      {other, "2026-05-04T030000-run2-2"},
                                      {small_run(), "2026-05-04T030000-run2"},
                                      {other, "2026-05-04T030000-run2-2"}}) {
    const Result<std::string> written = write(folder_.string(), input, Existing::kNumber);
    ASSERT_TRUE(written);
    EXPECT_EQ(*written, (folder_ / folder).string());
    EXPECT_EQ(fs::read_symlink(folder_ / "latest"), folder);
  }
}

TEST_F(ExportTest, LeavesNothingWhereTheFolderIsReadOnly) {
  fs::permissions(folder_, fs::perms::owner_read | fs::perms::owner_exec | fs::perms::others_read |
                               fs::perms::others_exec);
  const bool root = ::geteuid() == 0;  // who writes everywhere
  if (root) {
    ASSERT_EQ(::seteuid(65534), 0);
  }
  const Result<std::string> written = write(folder_.string(), small_run());
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
  const Result<std::string> written = write((folder_ / "out").string(), small_run());
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().kind, ErrorKind::kStore);
  EXPECT_EQ(read_file(folder_ / "out"), "a file");
}

TEST_F(ExportTest, KeepsAFolderNamedLatest) {
  fs::create_directories(folder_ / "latest" / "mine");
  const Result<std::string> written = write(folder_.string(), small_run());
  ASSERT_FALSE(written);
  EXPECT_THAT(written.error().where, HasSubstr("latest"));
  EXPECT_TRUE(fs::exists(folder_ / "latest" / "mine"));
}

TEST_F(ExportTest, RefusesADateThatCouldNameAnotherFolder) {
  for (const char* date : {"../../x", "today", "", "2026-05-04 03:00"}) {
    ExportInput input = small_run();
    input.date = date;
    const Result<std::string> written = write(folder_.string(), input);
    ASSERT_FALSE(written) << date;
    EXPECT_EQ(written.error().kind, ErrorKind::kUsage) << date;
  }
  EXPECT_TRUE(entries(folder_).empty());
}

TEST(ExportFormats, AreChosenByNameWithWhatTheyNeed) {
  const auto names = [](const std::vector<std::string>& asked) {
    const FormatList formats = choose_formats(asked).value();
    std::vector<std::string> chosen;
    for (const ExportFormat* format : formats) chosen.emplace_back(format->name);
    return chosen;
  };
  EXPECT_THAT(names({"sarif"}), ::testing::ElementsAre("sarif"));
  EXPECT_THAT(names({"frictionless"}), ::testing::ElementsAre("csv", "frictionless"));
  EXPECT_EQ(names({"all"}).size(), export_formats().size());
  EXPECT_THAT(names({}), ::testing::Contains("report"));
  const Result<FormatList> unknown = choose_formats({"csv", "xlsx"});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().kind, ErrorKind::kUsage);
  EXPECT_THAT(unknown.error().message, HasSubstr("xlsx"));
}

TEST(ExportFormats, NeedOnlyWhatStandsBefore) {
  std::vector<std::string> before;
  for (const ExportFormat& format : export_formats()) {
    if (*format.needs != '\0') {
      EXPECT_THAT(before, ::testing::Contains(format.needs)) << format.name;
    }
    before.emplace_back(format.name);
  }
}

// Every format takes a run without anything, and says which file it writes.
TEST(ExportFormats, TakeAnEmptyRun) {
  ExportInput input = small_run();
  input.pages.clear();
  input.changes.clear();
  for (const ExportFormat& format : export_formats()) {
    for (const FormatReport& report : render_output(input, {&format}).formats) {
      EXPECT_EQ(report.records(), 0U) << format.name;
      EXPECT_TRUE(report.losses.empty()) << format.name;
    }
  }
}

TEST(ExportFormats, ReportWhatTheyLose) {
  const FormatReport csv = rendered("csv", small_run()).formats.at(0);
  EXPECT_EQ(csv.records(), 4U);
  std::map<std::string, std::size_t> lost;
  for (const Loss& loss : csv.losses) lost[loss.name] = loss.count;
  EXPECT_EQ(lost["claim"], 1U);
  EXPECT_EQ(lost["finding"], 1U);
  EXPECT_EQ(lost["document"], 1U);
  EXPECT_EQ(lost["lists"], 3U) << "the heading of three scores";
  EXPECT_TRUE(rendered("ndjson", small_run()).formats.at(0).losses.empty());
}

TEST(ExportSelection, FiguresFromProseAreScoresWithAMark) {
  ExportInput input = small_run();
  Claim claim = input.pages[0].claims[0];
  claim.id = "c2";
  claim.kind = "value";
  claim.value = 50.2;
  claim.unit = "percent";
  input.pages[0].claims.push_back(claim);  // no benchmark: stays a claim
  claim.id = "c3";
  claim.benchmark = BenchmarkRef{"HumanEval", "humaneval", {}, {}, {}};
  input.pages[0].claims.push_back(claim);
  EXPECT_THAT(bytes_of("csv", "scores.csv", input), Not(HasSubstr("HumanEval")));
  include_prose_figures(input);
  ASSERT_EQ(input.pages[0].prose_scores.size(), 1U);
  const Score& score = input.pages[0].prose_scores[0];
  EXPECT_EQ(score.id, "c3");
  EXPECT_EQ(score.evaluator.relationship, "unknown");
  EXPECT_THAT(bytes_of("csv", "scores.csv", input), HasSubstr("stated in prose"));
  EXPECT_THAT(bytes_of("ndjson", "records.ndjson", input), Not(HasSubstr("stated in prose")));
}

// The field tables and to_json() name the same fields: none is forgotten in a
// loss report.
template <typename Record>
void expect_every_field(const std::vector<RecordField<Record>>& fields, const Record& record) {
  std::vector<std::string> named;
  for (const RecordField<Record>& field : fields) named.emplace_back(field.path);
  std::vector<std::string> written;
  const std::vector<JsonField> line = json_fields(to_json(record)).value();
  for (const JsonField& field : line) {
    const std::string_view path = field.path;
    if (path == "type" || path == "schema" || path == "id") continue;
    const bool inner = path.starts_with("evaluator.evidence.");
    const std::string name = inner ? "evaluator.evidence" : field.path;
    if (written.empty() || written.back() != name) written.push_back(name);
  }
  EXPECT_EQ(named, written);
}

TEST(ExportLoss, KnowsEveryFieldOfARecord) {
  expect_every_field(score_fields(), small_run().pages[0].scores[0]);
  expect_every_field(spec_fields(), small_run().pages[0].specs[0]);
}

TEST(ExportTables, EveryRowHasACellAColumnAndItsKey) {
  const ExportInput input = small_run();
  for (const RecordTable& table : record_tables()) {
    std::set<Cell> keys;
    std::size_t rows = 0;
    table.rows(input, [&](const std::vector<Cell>& row) {
      ++rows;
      ASSERT_EQ(row.size(), table.columns.size()) << table.name;
      for (std::size_t i = 0; i < row.size(); ++i) {
        const bool null = std::holds_alternative<std::monostate>(row[i]);
        EXPECT_FALSE(null && table.columns[i].required) << table.columns[i].name;
        if (table.columns[i].name == std::string_view(table.key)) keys.insert(row[i]);
      }
    });
    EXPECT_GT(rows, 0U) << table.name;
    EXPECT_EQ(keys.size(), rows) << table.name;
  }
}

TEST(ExportNdjson, LinesAreTheContractsWithPageAndDecisionAppended) {
  std::istringstream lines(bytes_of("ndjson", "records.ndjson", small_run()));
  std::vector<nlohmann::json> records;
  for (std::string line; std::getline(lines, line);) records.push_back(nlohmann::json::parse(line));
  ASSERT_EQ(records.size(), 7U);
  EXPECT_EQ(records[0]["type"], "document");
  EXPECT_EQ(records[3]["id"], "s2");
  EXPECT_EQ(records[3]["decision"], "accepted");
  EXPECT_EQ(records[2]["decision"], "pending");
  EXPECT_EQ(records[2]["page"], "kestrel.html");
  const auto object = nlohmann::json::parse(bytes_of("json", "records.json", small_run()));
  EXPECT_EQ(object["records"], nlohmann::json(records));
}

TEST(ExportCsv, EveryRowHasAsManyCellsAsTheHeader) {
  for (const char* file : {"scores.csv", "specs.csv"}) {
    std::istringstream lines(bytes_of("csv", file, small_run()));
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
  EXPECT_EQ(nlohmann::json::parse(bytes_of("findings", "findings.json", input))["findings"].size(),
            1U);
  input.pages.clear();
  EXPECT_TRUE(
      nlohmann::json::parse(bytes_of("findings", "findings.json", input))["findings"].empty());
}

TEST(ExportChanges, GroupsByKindAndKeepsHostileTextInert) {
  ExportInput input = small_run();
  input.changes[0].summary = "<img src=x> [a](javascript:b) `c`\n# heading";
  const std::string text = bytes_of("changes", "changes.md", input);
  EXPECT_THAT(text, HasSubstr("## Values changed (1)"));
  EXPECT_THAT(text, HasSubstr("&lt;img src=x\\> \\[a\\]\\(javascript:b\\) \\`c\\` \\# heading"));
}

TEST(ExportChanges, SaysThatNothingChanged) {
  ExportInput input = small_run();
  input.changes.clear();
  EXPECT_THAT(bytes_of("changes", "changes.md", input), HasSubstr("Nothing changed."));
}

TEST(ExportPullRequest, StaysBelowWhatACodeHostTakes) {
  ExportInput input = small_run();
  input.changes[0].summary = "see @somebody " + std::string(200, 'x');
  input.changes.resize(1000, input.changes[0]);
  const Rendered made = rendered("pull-request", input);
  const std::string& text = made.files.at(0).bytes;
  EXPECT_LT(text.size(), 65536U);
  EXPECT_THAT(text, HasSubstr("| Values changed | 1000 |"));
  EXPECT_THAT(text, HasSubstr(" more stand in changes.md."));
  EXPECT_THAT(text, Not(HasSubstr("@somebody")));
  EXPECT_EQ(made.formats.at(0).records() + made.formats.at(0).losses.at(0).count, 1000U);
}

TEST(ExportAtom, EveryEntryHasAnIdThatLasts) {
  ExportInput input = small_run();
  input.changes.push_back(input.changes[0]);
  input.changes[1].record_id = "s2";
  const std::string feed = bytes_of("atom", "changes.atom", input);
  EXPECT_EQ(feed, bytes_of("atom", "changes.atom", input));
  std::set<std::string> ids;
  for (std::size_t at = feed.find("<id>"); at != std::string::npos;
       at = feed.find("<id>", at + 1)) {
    ids.insert(feed.substr(at, feed.find("</id>", at) - at));
  }
  EXPECT_EQ(ids.size(), 3U) << "the feed's and two entries'";
  EXPECT_THAT(feed,
              HasSubstr("<link rel=\"alternate\" href=\"https://example.org/kestrel.html\"/>"));
}

TEST(ExportSarif, CountsLinesWhereTheBytesAreAtHand) {
  ExportInput input = small_run();
  const auto region = [&] {
    const auto sarif = nlohmann::json::parse(bytes_of("sarif", "findings.sarif", input));
    return sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"];
  };
  EXPECT_EQ(region()["byteOffset"], 10);
  EXPECT_FALSE(region().contains("startLine"));
  input.bytes_of = [](const ExportPage&) { return std::string(9, '\n') + std::string(200, 'x'); };
  EXPECT_EQ(region()["startLine"], 10);
}

TEST(ExportSinger, EveryRecordFollowsItsSchemaAndTheStateIsLast) {
  std::istringstream lines(bytes_of("singer", "singer.jsonl", small_run()));
  std::set<std::string> streams;
  nlohmann::json last;
  for (std::string line; std::getline(lines, line);) {
    last = nlohmann::json::parse(line);
    if (last["type"] == "SCHEMA") streams.insert(last["stream"]);
    if (last["type"] == "RECORD") {
      EXPECT_TRUE(streams.contains(last["stream"]));
    }
  }
  EXPECT_EQ(streams.size(), record_tables().size());
  EXPECT_EQ(last["type"], "STATE");
}

TEST(ExportNames, ArePortableAndTellApartWhatTheyFold) {
  EXPECT_EQ(portable_name("Kestrel 2"), "kestrel-2");
  EXPECT_EQ(portable_name("o4-mini"), "o4-mini");
  EXPECT_NE(portable_name("Kestrel+"), portable_name("Kestrel*"));
  EXPECT_NE(portable_name("模型"), portable_name("模"));
  for (const char* hostile : {"../../etc", "/abs", "con", "data", "", "a\\b", ".hidden", "x."}) {
    const std::string name = portable_name(hostile);
    EXPECT_FALSE(name.empty());
    EXPECT_EQ(name.find('/'), std::string::npos);
    EXPECT_EQ(name.find('\\'), std::string::npos);
    EXPECT_NE(name.front(), '.');
    EXPECT_NE(name.back(), '.');
    EXPECT_NE(name, hostile) << "reserved or unsafe";
  }
  EXPECT_LE(portable_name(std::string(500, 'a')).size(), 100U);
  EXPECT_EQ(uuid_of("x"), uuid_of("x"));
  EXPECT_THAT(uuid_of("x"),
              ::testing::MatchesRegex(
                  "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
}

TEST(ExportNames, QuotedTextIsOneLineOfPrintableCharacters) {
  EXPECT_EQ(quoted("a\"b\\\n"), R"("a\"b\\\n")");
  EXPECT_EQ(quoted("\x7F\xC2\x85\xE2\x80\xA8"), R"("\u007f\u0085\u2028")");
  EXPECT_EQ(quoted("Größe"), "\"Größe\"");
}

}  // namespace
}  // namespace benchledger
