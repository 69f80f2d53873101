#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "extractors/embedded_rules.h"
#include "extractors/extract.h"
#include "extractors/number.h"
#include "extractors/rules_load.h"

// Documents in our own words, one shape of table each, with the scores a
// careful reader takes from them: tests/data/readings/<name>.<md|html|…> and
// <name>.expected.tsv (model, benchmark, value; sorted). A new case adds two
// files. With BENCHLEDGER_UPDATE=1 the expectations are written instead, to be
// read by eye before they are kept.

namespace benchledger {
namespace {

namespace fs = std::filesystem;

const fs::path kFolder = BENCHLEDGER_SOURCE_DIR "/tests/data/readings";

std::string slurp(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

const Extractor& extractor() {
  static const Extractor instance(*load_rules(embedded_rules()));
  return instance;
}

std::string scores_of(const fs::path& path) {
  const std::string bytes = slurp(path);
  Input input;
  input.bytes = bytes;
  input.page_key = path.filename().string();
  std::vector<std::string> lines;
  for (const Score& score : extractor().extract(input).scores) {
    lines.push_back(score.model.raw + "\t" + score.benchmark.raw + "\t" +
                    format_number(score.score.value));
  }
  std::sort(lines.begin(), lines.end());
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

std::vector<fs::path> documents() {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(kFolder)) {
    if (entry.path().extension() != ".tsv") found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

class Readings : public testing::TestWithParam<fs::path> {};

TEST_P(Readings, GiveTheScoresAReaderTakes) {
  const fs::path expected = kFolder / (GetParam().stem().string() + ".expected.tsv");
  const std::string scores = scores_of(GetParam());
  if (std::getenv("BENCHLEDGER_UPDATE") != nullptr) {
    std::ofstream(expected, std::ios::binary) << scores;
    GTEST_SKIP() << "expectation written";
  }
  EXPECT_EQ(scores, slurp(expected)) << GetParam();
}

// tests/data/shapes.tsv: every shape of table stands in two of our documents at
// least, and they are there.
TEST(Shapes, StandInTwoDocumentsEach) {
  std::ifstream table(BENCHLEDGER_SOURCE_DIR "/tests/data/shapes.tsv");
  std::set<std::string> known;
  for (const fs::path& path : documents()) known.insert(path.stem().string());
  for (const auto& page : fs::directory_iterator(BENCHLEDGER_SOURCE_DIR "/fixtures/pages")) {
    known.insert(page.path().filename().string());
  }
  std::set<std::string> used;
  for (std::string line; std::getline(table, line);) {
    if (line.empty() || line.front() == '#') continue;
    const std::size_t tab = line.find('\t');
    ASSERT_NE(tab, std::string::npos) << line;
    std::istringstream names(line.substr(tab + 1));
    std::set<std::string> cases;
    for (std::string name; names >> name;) {
      EXPECT_EQ(known.count(name), 1U) << name << " under \"" << line.substr(0, tab) << '"';
      cases.insert(name);
    }
    EXPECT_GE(cases.size(), 2U) << line;
    used.insert(cases.begin(), cases.end());
  }
  EXPECT_GE(used.size(), 40U);
}

INSTANTIATE_TEST_SUITE_P(Documents, Readings, testing::ValuesIn(documents()),
                         [](const testing::TestParamInfo<fs::path>& page) {
                           std::string name = page.param.stem().string();
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace benchledger
