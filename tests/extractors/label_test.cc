#include "extractors/label.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace benchledger {
namespace {

// One line of tests/data/labels.tsv each: contract, "model.raw, benchmark.raw".
TEST(CleanLabel, TakesOffWhatIsNoName) {
  std::ifstream file(BENCHLEDGER_SOURCE_DIR "/tests/data/labels.tsv");
  std::size_t cases = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.rfind("# ", 0) == 0) continue;
    std::vector<std::string> fields;
    std::stringstream stream(line);
    for (std::string field; std::getline(stream, field, '\t');) fields.push_back(field);
    fields.resize(4);
    const Label label = clean_label(fields[0]);
    EXPECT_EQ(label.text, fields[1]) << fields[0];
    std::string markers;
    for (const std::string& marker : label.markers)
      markers += (markers.empty() ? "" : " ") + marker;
    EXPECT_EQ(markers, fields[2]) << fields[0];
    const char* direction = label.direction == Direction::kHigherIsBetter  ? "up"
                            : label.direction == Direction::kLowerIsBetter ? "down"
                                                                           : "";
    EXPECT_EQ(direction, fields[3]) << fields[0];
    ++cases;
  }
  EXPECT_GT(cases, 8U);
}

TEST(CleanLabel, SuperscriptDigitAtTheEndIsANote) {
  const Label label = clean_label("GPQA Diamond 1", {{MarkKind::kSuperscript, 13, 14, {}}});
  EXPECT_EQ(label.text, "GPQA Diamond");
  EXPECT_EQ(label.markers, std::vector<std::string>{"1"});
}

}  // namespace
}  // namespace benchledger
