// Every page of fixtures/pages: what the program finds is what its goldens say, byte for byte,
// and how far that is from what a reader finds (gold.jsonl) stays within tests/accuracy.yaml.
// BENCHLEDGER_UPDATE_GOLDENS=1 writes the goldens instead of comparing them.

#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "extractors/embedded_rules.h"
#include "extractors/extract.h"
#include "extractors/rules_load.h"
#include "extractors/text.h"
#include "pipeline/json.h"
#include "pipeline/page_input.h"

namespace benchledger {
namespace {

namespace fs = std::filesystem;

const fs::path kPages = fs::path(BENCHLEDGER_SOURCE_DIR) / "fixtures/pages";

std::string read_file(const fs::path& path) {
  std::ostringstream bytes;
  bytes << std::ifstream(path, std::ios::binary).rdbuf();
  return bytes.str();
}

std::vector<std::string> page_slugs() {
  std::vector<std::string> slugs;
  for (const auto& entry : fs::directory_iterator(kPages)) {
    if (entry.is_directory()) slugs.push_back(entry.path().filename());
  }
  std::sort(slugs.begin(), slugs.end());
  return slugs;
}

fs::path source_of(const fs::path& folder) {
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().stem() == "source") return entry.path();
  }
  return {};
}

std::optional<std::string> optional_text(const YAML::Node& node) {
  if (!node || node.IsNull()) return std::nullopt;
  return node.as<std::string>();
}

Extraction extract_page(const std::string& slug) {
  static const Extractor extractor(load_rules(embedded_rules()).value());
  const YAML::Node page = YAML::LoadFile(kPages / slug / "page.yaml");
  const std::string bytes = read_file(source_of(kPages / slug));
  Input input;
  input.bytes = bytes;
  input.page_key = slug;
  input.url = optional_text(page["url"]);
  input.publisher = optional_text(page["publisher"]);
  return extract_and_check(extractor, input);
}

std::string table_lines(const Extraction& extraction) {
  std::string lines;
  for (const TableView& table : extraction.tables) {
    lines += to_json(table, extraction.document.id) + "\n";
  }
  return lines;
}

std::string record_lines(const Extraction& extraction) {
  std::string lines = to_json(extraction.document) + "\n";
  const auto append = [&lines](const auto& records) {
    for (const auto& record : records) lines += to_json(record) + "\n";
  };
  append(extraction.specs);
  append(extraction.scores);
  append(extraction.claims);
  append(extraction.findings);
  return lines;
}

void compare_golden(const fs::path& path, const std::string& actual) {
  if (std::getenv("BENCHLEDGER_UPDATE_GOLDENS") != nullptr) {
    std::ofstream(path, std::ios::binary) << actual;
    return;
  }
  if (!fs::exists(path)) {
    FAIL() << path << " is missing: write it with ./dev test --update-goldens, then read it";
  }
  std::istringstream expected_lines(read_file(path));
  std::istringstream actual_lines(actual);
  std::string expected_line;
  std::string actual_line;
  for (std::size_t line = 1;; ++line) {
    const bool expected_more = static_cast<bool>(std::getline(expected_lines, expected_line));
    const bool actual_more = static_cast<bool>(std::getline(actual_lines, actual_line));
    ASSERT_EQ(expected_more, actual_more) << path << ": lengths differ at line " << line;
    if (!expected_more) return;
    ASSERT_EQ(expected_line, actual_line) << path << ":" << line;
  }
}

// Records of one page against what a reader finds there.
struct Tally {
  std::size_t right = 0;
  std::size_t wrong = 0;
  std::size_t missed = 0;
  std::size_t attributed = 0;  // of the right ones, those with the right relationship
  std::string report;

  void add(const Tally& other) {
    right += other.right;
    wrong += other.wrong;
    missed += other.missed;
    attributed += other.attributed;
    report += other.report;
  }
};

double ratio(std::size_t part, std::size_t rest) {
  return part + rest == 0 ? 1.0 : static_cast<double>(part) / static_cast<double>(part + rest);
}

std::vector<nlohmann::json> read_gold(const std::string& slug, const std::string& type) {
  std::vector<nlohmann::json> gold;
  std::istringstream lines(read_file(kPages / slug / "gold.jsonl"));
  for (std::string line; std::getline(lines, line);) {
    nlohmann::json record = nlohmann::json::parse(line);
    if (record["type"] == type) gold.push_back(std::move(record));
  }
  return gold;
}

std::string score_key(const std::string& model, const std::string& benchmark, double value) {
  return name_key(model) + " on " + name_key(benchmark) + " = " + std::to_string(value);
}

Tally tally_scores(const std::string& slug, const Extraction& extraction) {
  std::multimap<std::string, std::string> wanted;  // key -> relationship
  for (const nlohmann::json& gold : read_gold(slug, "score")) {
    wanted.emplace(score_key(gold["model"], gold["benchmark"], gold["value"].get<double>()),
                   gold["relationship"].get<std::string>());
  }
  Tally tally;
  for (const Score& score : extraction.scores) {
    const std::string key = score_key(score.model.raw, score.benchmark.raw, score.score.value);
    const std::string& relationship = score.evaluator.relationship;
    const auto [first, last] = wanted.equal_range(key);
    if (first == last) {
      ++tally.wrong;
      tally.report += slug + ": not there: " + key + "\n";
      continue;
    }
    auto match =
        std::find_if(first, last, [&](const auto& entry) { return entry.second == relationship; });
    if (match == last) {
      match = first;
      tally.report += slug + ": " + key + " is " + match->second + ", not " + relationship + "\n";
    } else {
      ++tally.attributed;
    }
    ++tally.right;
    wanted.erase(match);
  }
  tally.missed = wanted.size();
  for (const auto& [key, relationship] : wanted) {
    tally.report += slug + ": missed: " + key + "\n";
  }
  return tally;
}

// Gold lists the specs of tables and lists; what sentences add is neither right nor wrong here.
Tally tally_specs(const std::string& slug, const Extraction& extraction) {
  Tally tally;
  for (const nlohmann::json& gold : read_gold(slug, "spec")) {
    const std::string model = name_key(gold["model"].get<std::string>());
    const auto found =
        std::find_if(extraction.specs.begin(), extraction.specs.end(), [&](const Spec& spec) {
          return spec.attribute == gold["attribute"] && name_key(spec.model.raw) == model;
        });
    if (found == extraction.specs.end()) {
      ++tally.missed;
      tally.report += slug + ": missed: " + gold.dump() + "\n";
    } else if (nlohmann::json::parse(to_json(*found))["value"] != gold["value"]) {
      ++tally.wrong;
      tally.report += slug + ": not so: " + to_json(*found) + "\n";
    } else {
      ++tally.right;
    }
  }
  return tally;
}

class Fixtures : public testing::TestWithParam<std::string> {};

TEST_P(Fixtures, GoldensHold) {
  const Extraction extraction = extract_page(GetParam());
  compare_golden(kPages / GetParam() / "tables.ndjson", table_lines(extraction));
  compare_golden(kPages / GetParam() / "records.ndjson", record_lines(extraction));
}

TEST_P(Fixtures, DescribesItself) {
  const YAML::Node page = YAML::LoadFile(kPages / GetParam() / "page.yaml");
  EXPECT_FALSE(page["title"].as<std::string>().empty());
  EXPECT_FALSE(page["shows"].as<std::string>().empty());
  EXPECT_EQ(page["expected"]["scores"].as<std::size_t>(), read_gold(GetParam(), "score").size());
  EXPECT_EQ(page["expected"]["specs"].as<std::size_t>(), read_gold(GetParam(), "spec").size());
}

INSTANTIATE_TEST_SUITE_P(Pages, Fixtures, testing::ValuesIn(page_slugs()), [](const auto& slug) {
  std::string name = slug.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

TEST(FixturesAccuracy, StaysAboveItsFloors) {
  Tally scores;
  Tally specs;
  for (const std::string& slug : page_slugs()) {
    const Extraction extraction = extract_page(slug);
    scores.add(tally_scores(slug, extraction));
    specs.add(tally_specs(slug, extraction));
  }
  std::cout << "scores: right " << scores.right << " wrong " << scores.wrong << " missed "
            << scores.missed << ", relationship right " << scores.attributed << "; specs: right "
            << specs.right << " wrong " << specs.wrong << " missed " << specs.missed << "\n";
  const YAML::Node floors = YAML::LoadFile(BENCHLEDGER_SOURCE_DIR "/tests/accuracy.yaml");
  const auto floor = [&floors](const char* name) { return floors[name].as<double>(); };
  const std::string details = scores.report + specs.report;
  EXPECT_GE(ratio(scores.right, scores.wrong), floor("fixtures_precision")) << details;
  EXPECT_GE(ratio(scores.right, scores.missed), floor("fixtures_recall")) << details;
  EXPECT_GE(ratio(scores.attributed, scores.right - scores.attributed),
            floor("fixtures_relationship"))
      << details;
  EXPECT_GE(ratio(specs.right, specs.wrong + specs.missed), floor("fixtures_specs")) << details;
}

}  // namespace
}  // namespace benchledger
