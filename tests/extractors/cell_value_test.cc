#include "extractors/cell_value.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "extractors/embedded_rules.h"
#include "extractors/number.h"
#include "extractors/rules_load.h"

namespace benchledger {
namespace {

std::vector<std::string> split(const std::string& line, char by) {
  std::vector<std::string> fields;
  std::stringstream stream(line);
  for (std::string field; std::getline(stream, field, by);) fields.push_back(field);
  return fields;
}

std::string kind_name(CellKind kind) {
  switch (kind) {
    case CellKind::kEmpty:
      return "empty";
    case CellKind::kMissing:
      return "missing";
    case CellKind::kScore:
      return "score";
    case CellKind::kQuantity:
      return "quantity";
    case CellKind::kDate:
      return "date";
    case CellKind::kCheck:
      return "check";
    case CellKind::kRank:
      return "rank";
    case CellKind::kDelta:
      return "delta";
    case CellKind::kBound:
      return "bound";
    case CellKind::kSeveral:
      return "several";
    case CellKind::kWords:
      return "words";
    case CellKind::kImage:
      return "image";
  }
  return "?";
}

std::string join(const std::vector<std::string>& parts) {
  std::string joined;
  for (const std::string& part : parts) joined += (joined.empty() ? "" : " ") + part;
  return joined;
}

std::string values_of(const CellValue& value) {
  std::vector<std::string> parts;
  for (const CellPart& part : value.parts) {
    std::string text = format_number(part.value);
    if (part.plus_minus) text += "±" + format_number(*part.plus_minus);
    if (part.percent) text += "%";
    parts.push_back(text);
  }
  return join(parts);
}

// One line of tests/data/cells.tsv each: how a cell as printed is read.
TEST(ParseCell, ReadsEveryShapeOfTheTable) {
  const auto rules = load_rules(embedded_rules());
  ASSERT_TRUE(rules.has_value());
  std::ifstream file(BENCHLEDGER_SOURCE_DIR "/tests/data/cells.tsv");
  std::size_t cases = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.rfind("# ", 0) == 0) continue;
    auto fields = split(line, '\t');
    fields.resize(5);
    const CellValue value = parse_cell(fields[0], {}, false, *rules);
    EXPECT_EQ(kind_name(value.kind), fields[1]) << fields[0];
    EXPECT_EQ(values_of(value), fields[2]) << fields[0];
    EXPECT_EQ(join(value.markers), fields[3]) << fields[0];
    EXPECT_EQ(join(value.stated), fields[4]) << fields[0];
    ++cases;
  }
  EXPECT_GT(cases, 40U);
}

TEST(ParseCell, SubscriptAfterANumberIsItsUncertainty) {
  const auto rules = load_rules(embedded_rules());
  ASSERT_TRUE(rules.has_value());
  const CellValue value =
      parse_cell("8.61 0.04", {{MarkKind::kSubscript, 5, 9, {}}}, false, *rules);
  ASSERT_EQ(value.kind, CellKind::kScore);
  ASSERT_EQ(value.parts.size(), 1U);
  EXPECT_EQ(value.parts[0].plus_minus, 0.04);
}

// The element may begin with the space that sets it apart, or behind it.
TEST(ParseCell, SuperscriptNumberAfterANumberIsANote) {
  const auto rules = load_rules(embedded_rules());
  ASSERT_TRUE(rules.has_value());
  for (const std::size_t begin : {4U, 5U}) {
    const CellValue value =
        parse_cell("51.6 2", {{MarkKind::kSuperscript, begin, 6, {}}}, false, *rules);
    ASSERT_EQ(value.kind, CellKind::kScore);
    ASSERT_EQ(value.parts.size(), 1U);
    EXPECT_FALSE(value.parts[0].plus_minus.has_value());
    EXPECT_EQ(value.markers, std::vector<std::string>{"2"});
  }
}

}  // namespace
}  // namespace benchledger
