// The loader takes the shipped rules and refuses what tests/data/rules_load.yaml
// lists, each with its place. Adding a case adds data only.

#include "extractors/rules_load.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "extractors/embedded_rules.h"
#include "extractors/yaml_reader.h"

namespace benchledger {
namespace {

std::string slurp(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

TEST(LoadRules, TakesTheEmbeddedRules) {
  const auto rules = load_rules(embedded_rules());
  ASSERT_TRUE(rules.has_value()) << describe(rules.error());
  EXPECT_FALSE(rules->organizations.empty());
  EXPECT_FALSE(rules->families.empty());
  EXPECT_FALSE(rules->benchmarks.empty());
  EXPECT_FALSE(rules->attributes.empty());
}

TEST(LoadRules, OrderOfFilesDoesNotMatter) {
  auto files = embedded_rules();
  const auto first = load_rules(files);
  std::reverse(files.begin(), files.end());
  const auto second = load_rules(files);
  ASSERT_TRUE(first.has_value() && second.has_value());
  EXPECT_EQ(first->digest, second->digest);
}

struct RefusedCase {
  std::string name;
  std::vector<RuleFile> files;
  std::string error;
};

// tests/data/rules_load.txt: "=== name", "--- file", text, "!!! error".
std::vector<RefusedCase> refused_cases() {
  std::vector<RefusedCase> cases;
  std::istringstream in(slurp(std::string(BENCHLEDGER_SOURCE_DIR) + "/tests/data/rules_load.txt"));
  std::string line;
  while (std::getline(in, line)) {
    if (line.rfind("=== ", 0) == 0) {
      cases.push_back({line.substr(4), {}, {}});
    } else if (line.rfind("--- ", 0) == 0) {
      cases.back().files.push_back({line.substr(4), {}});
    } else if (line.rfind("!!! ", 0) == 0) {
      cases.back().error = line.substr(4);
    } else if (!cases.empty() && !cases.back().files.empty()) {
      std::string& text = cases.back().files.back().text;
      // <TAB> stands for a tab so that editors leave it alone.
      const std::size_t tab = line.find("<TAB>");
      if (tab != std::string::npos)
        line = line.substr(0, tab) + std::string(1, '\t') + line.substr(tab + 5);
      text += line + "\n";
    }
  }
  return cases;
}

TEST(LoadRules, RefusesWithPlaceAndRemedy) {
  const auto cases = refused_cases();
  ASSERT_GE(cases.size(), 25U);
  for (const RefusedCase& c : cases) {
    const auto rules = load_rules(c.files);
    if (c.error == "accepted") {
      EXPECT_TRUE(rules.has_value()) << c.name << ": " << describe(rules.error());
      continue;
    }
    ASSERT_FALSE(rules.has_value()) << c.name;
    EXPECT_EQ(describe(rules.error()), c.error) << c.name;
    EXPECT_EQ(rules.error().kind, ErrorKind::kUsage) << c.name;
  }
}

TEST(ReadYaml, RefusesWhatIsTooDeepOrTooLarge) {
  const auto deep = read_yaml("f.yaml", std::string(200, '['));
  ASSERT_FALSE(deep.has_value());
  EXPECT_THAT(deep.error().message, testing::HasSubstr("nested deeper"));
  const auto large = read_yaml("f.yaml", "a: " + std::string(std::size_t{5} << 20, 'x'));
  ASSERT_FALSE(large.has_value());
  EXPECT_THAT(large.error().message, testing::HasSubstr("bytes"));
}

TEST(ReadYaml, NeverThrowsOnAnyBytes) {
  for (const std::string text :
       {"", "%", "- [", "{a: b", "\xFF\xFE", "a:\n b\nc", "? a", "!!x y", "--- a\n--- b",
        "\"\\xZZ\"", "a: |\n", "&", "*", "%YAML 9.9\n---\na", "}", "- - -"}) {
    static_cast<void>(read_yaml("f.yaml", text));
  }
}

}  // namespace
}  // namespace benchledger
