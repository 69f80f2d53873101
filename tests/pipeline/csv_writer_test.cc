#include "pipeline/csv_writer.h"

#include <gtest/gtest.h>

namespace benchledger {
namespace {

struct CellCase {
  const char* text;
  const char* cell;
};

class CsvCell : public ::testing::TestWithParam<CellCase> {};

TEST_P(CsvCell, IsQuotedAndInert) { EXPECT_EQ(csv_cell(GetParam().text), GetParam().cell); }

INSTANTIATE_TEST_SUITE_P(
    Table, CsvCell,
    ::testing::Values(
        // RFC 4180, section 2
        CellCase{"", ""}, CellCase{"plain", "plain"}, CellCase{"a,b", "\"a,b\""},
        CellCase{"say \"x\"", "\"say \"\"x\"\"\""}, CellCase{"two\nlines", "\"two\nlines\""},
        CellCase{"two\r\nlines", "\"two\r\nlines\""}, CellCase{" spaces kept ", " spaces kept "},
        // formulas
        CellCase{"=1+1", "'=1+1"}, CellCase{"+1 (234)", "'+1 (234)"}, CellCase{"-", "'-"},
        CellCase{"--", "'--"}, CellCase{"@SUM(A1)", "'@SUM(A1)"}, CellCase{"\tx", "'\tx"},
        CellCase{"\rx", "\"'\rx\""}, CellCase{"\n=x", "\"'\n=x\""}, CellCase{"=a,b", "\"'=a,b\""},
        CellCase{"＝1", "'＝1"}, CellCase{"-5%", "'-5%"}, CellCase{"-2+3", "'-2+3"},
        CellCase{"+", "'+"},
        // plain numbers stay numbers
        CellCase{"-5", "-5"}, CellCase{"+0.25", "+0.25"}, CellCase{"-.5", "-.5"},
        CellCase{"42.80", "42.80"},
        // not UTF-8
        CellCase{"a\xFF", "a\xEF\xBF\xBD"}));

TEST(CsvWriter, WritesRowsWithEmptyCellsForNull) {
  CsvWriter row;
  row.cell("a").cell(1.5).cell(std::optional<int>{}).cell(std::vector<std::string>{"x", "y"});
  row.cell(true).cell(std::size_t{7}).end_row();
  EXPECT_EQ(row.take(), "a,1.5,,x | y,true,7\r\n");
  row.cell("b").end_row();
  EXPECT_EQ(row.take(), "b\r\n");
}

}  // namespace
}  // namespace benchledger
