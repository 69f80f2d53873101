// tests/data/sources_load.txt: "=== name", the file's text, "!!! error" (a
// beginning of it) or "!!! accepted". Adding a case adds data only.

#include "pipeline/sources.h"

#include <gtest/gtest.h>

#include <fstream>
#include <vector>

#include "temporary_folder.h"

namespace benchledger {
namespace {

struct SourcesCase {
  std::string name;
  std::string text;
  std::string expected;
};

std::vector<SourcesCase> cases() {
  std::vector<SourcesCase> list;
  std::ifstream file(std::string(BENCHLEDGER_SOURCE_DIR) + "/tests/data/sources_load.txt");
  std::string line;
  while (std::getline(file, line)) {
    if (line.rfind("=== ", 0) == 0) {
      list.push_back({line.substr(4), {}, {}});
    } else if (line.rfind("!!! ", 0) == 0) {
      list.back().expected = line.substr(4);
    } else {
      list.back().text += line + "\n";
    }
  }
  return list;
}

TEST(ParseSources, TakesOrRefusesWithPlaceAndRemedy) {
  const std::vector<SourcesCase> list = cases();
  ASSERT_GE(list.size(), 30U);
  for (const SourcesCase& c : list) {
    const Result<Sources> sources = parse_sources("s.yaml", "/folder", c.text);
    const std::string said = sources ? "accepted" : describe(sources.error());
    EXPECT_EQ(said.substr(0, c.expected.size()), c.expected) << c.name << ": " << said;
    if (!sources) {
      EXPECT_EQ(sources.error().kind, ErrorKind::kUsage) << c.name;
    }
    EXPECT_EQ(said.find("secret"), std::string::npos) << c.name;
  }
}

TEST(ParseSources, ReadsEveryField) {
  const Result<Sources> sources = parse_sources(
      "s.yaml", "/folder", cases().at(1).text + "  - {id: two, kind: dir, path: ../p}\n");
  ASSERT_TRUE(sources.has_value()) << describe(sources.error());
  EXPECT_EQ(sources->contact, "mailto:a@example.org");
  const Source& page = sources->sources.at(0);
  EXPECT_EQ(page.url, "https://host.example/p?q=1");
  EXPECT_EQ(page.publisher, "o");
  EXPECT_EQ(page.format, Format::kHtml);
  EXPECT_EQ(page.max_bytes, 10U);
  EXPECT_FALSE(page.allow_private);
  EXPECT_EQ(page.where, "s.yaml:3:5");
  EXPECT_EQ(sources->sources.at(1).path, "/p");
}

TEST(LoadSources, NamesTheFileThatIsNotThere) {
  const TemporaryFolder folder;
  const Result<Sources> sources = load_sources(folder / "none.yaml");
  ASSERT_FALSE(sources.has_value());
  EXPECT_EQ(sources.error().kind, ErrorKind::kUsage);
  EXPECT_EQ(sources.error().where, folder / "none.yaml");
}

}  // namespace
}  // namespace benchledger
