#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "extractors/embedded_rules.h"
#include "extractors/extract.h"
#include "extractors/rules_load.h"

// tests/data/extractability.yaml: a page and the notes it must be given.

namespace benchledger {
namespace {

constexpr std::array<std::string_view, 6> kCodes = {
    "image-only", "script-only", "unrendered-template", "loading-placeholder", "empty", "not-text"};

std::vector<std::string> notes_on(std::string_view page) {
  static const Extractor extractor(*load_rules(embedded_rules()));
  Input input;
  input.bytes = page;
  input.page_key = "page";
  std::vector<std::string> codes;
  for (const Diagnostic& diagnostic : extractor.extract(input).diagnostics) {
    const bool ours = std::find(kCodes.begin(), kCodes.end(), diagnostic.code) != kCodes.end();
    if (ours) codes.emplace_back(diagnostic.code);
  }
  return codes;
}

TEST(Extractability, IsNotedForEveryPageThatKeepsItsScoresElsewhere) {
  const YAML::Node cases = YAML::LoadFile(BENCHLEDGER_SOURCE_DIR "/tests/data/extractability.yaml");
  for (const YAML::Node& one : cases) {
    EXPECT_THAT(notes_on(one["page"].as<std::string>()),
                testing::UnorderedElementsAreArray(one["notes"].as<std::vector<std::string>>()))
        << one["name"].as<std::string>();
  }
}

}  // namespace
}  // namespace benchledger
