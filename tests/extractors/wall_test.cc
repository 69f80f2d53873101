#include "extractors/wall.h"

#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "extractors/embedded_rules.h"

// tests/data/walls.yaml: a page and the kind of wall it is.

namespace benchledger {
namespace {

const Walls& walls() {
  static const Walls kWalls(*load_wall_rules(embedded_rules()));
  return kWalls;
}

std::string kind_of(std::string_view page, const Walls::Headers& headers = {}) {
  const std::optional<Wall> wall = walls().find(page, headers);
  return wall ? to_string(wall->kind) : "";
}

TEST(Wall, IsToldFromAPage) {
  const YAML::Node cases = YAML::LoadFile(BENCHLEDGER_SOURCE_DIR "/tests/data/walls.yaml");
  EXPECT_GE(cases.size(), 20U);
  for (const YAML::Node& one : cases) {
    EXPECT_EQ(kind_of(one["page"].as<std::string>()), one["wall"].as<std::string>())
        << one["name"].as<std::string>();
  }
}

TEST(Wall, IsNoPageOfOurs) {
  namespace fs = std::filesystem;
  int pages = 0;
  for (const auto& entry :
       fs::recursive_directory_iterator(BENCHLEDGER_SOURCE_DIR "/fixtures/pages")) {
    if (entry.path().stem() != "source") continue;
    std::ifstream file(entry.path(), std::ios::binary);
    std::ostringstream whole;
    whole << file.rdbuf();
    const std::string bytes = whole.str();
    EXPECT_EQ(kind_of(bytes), "") << entry.path();
    ++pages;
  }
  EXPECT_GT(pages, 10);
}

TEST(Wall, SaysSoInAHeader) {
  const std::string page = "<h1>Scores</h1>";
  EXPECT_EQ(kind_of(page, {{"cf-mitigated", "Challenge"}}), "bot check");
  EXPECT_EQ(kind_of(page, {{"server", "challenge"}}), "");
}

TEST(Wall, SaysLittle) {
  const std::string wall = "<title>Just a moment...</title><p>Enable JavaScript and cookies</p>";
  EXPECT_EQ(kind_of(wall), "bot check");
  EXPECT_EQ(kind_of(wall + std::string(5000, 'x')), "");
  EXPECT_EQ(kind_of(wall + "<script>" + std::string(5000, 'x') + "</script>"), "bot check");
}

}  // namespace
}  // namespace benchledger
