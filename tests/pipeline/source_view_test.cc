#include "pipeline/source_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pipeline/source_place.h"

namespace benchledger {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(SourceLines, CountsLinesAndColumnsAsEditorsDo) {
  const std::string bytes = "ab\ncd\r\nτe\rf";
  const SourceLines lines(bytes);
  EXPECT_EQ(lines.count(), 4U);
  struct Case {
    std::size_t offset, line, column;
  };
  for (const Case& c : {Case{0, 1, 1}, Case{1, 1, 2}, Case{3, 2, 1}, Case{7, 3, 1}, Case{9, 3, 2},
                        Case{11, 4, 1}, Case{99, 4, 2}}) {
    EXPECT_EQ(lines.at(c.offset).line, c.line) << c.offset;
    EXPECT_EQ(lines.at(c.offset).column, c.column) << c.offset;
  }
  EXPECT_EQ(lines.line(2), "cd");
  EXPECT_EQ(lines.line(3), "τe");
}

TEST(Printable, LetsNothingReachTheTerminal) {
  EXPECT_EQ(printable("a\tb\nc"), "a b c");
  EXPECT_EQ(printable("\x1b[31mred"), "\xEF\xBF\xBD[31mred");
  EXPECT_EQ(printable("\xC2\x9B"
                      "31m"),
            "\xEF\xBF\xBD"
            "31m");
  EXPECT_EQ(printable("τ² ©"), "τ² ©");
  EXPECT_EQ(printable("\xC2"), "\xEF\xBF\xBD");
}

TEST(SourceView, PutsCaretsUnderTheSpan) {
  EXPECT_EQ(source_view("one\ntwo τ three\nfour", {11, 16}, 0, false),
            "  >     2 │ two τ three\n"
            "          │       ^^^^^\n");
}

TEST(SourceView, CutsLongLinesAroundTheSpan) {
  const std::string bytes = std::string(5000, 'a') + "42.8" + std::string(5000, 'b');
  const std::string view = source_view(bytes, {5000, 5004}, 3, false);
  EXPECT_LT(view.size(), 400U);
  EXPECT_THAT(view, HasSubstr("a42.8b"));
  EXPECT_THAT(view, HasSubstr("^^^^\n"));
}

TEST(SourceView, TakesAnySpan) {
  for (const std::string bytes : {"", "x", "\n\n", "a\r\nb"}) {
    for (std::size_t start = 0; start < 5; ++start) {
      for (std::size_t end = start; end < 6; ++end) {
        EXPECT_THAT(source_view(bytes, {start, end}, 1, true), Not(HasSubstr("^^^^^^^")));
      }
    }
  }
}

TEST(TableView, ShowsHeadersAndTheCellInBrackets) {
  TableView table;
  table.header_rows = 1;
  table.header_columns = 1;
  table.rows.push_back({"Benchmark", "A", "B"});
  for (int i = 0; i < 20; ++i) table.rows.push_back({"row " + std::to_string(i), "1", "2"});
  EXPECT_EQ(table_view(table, 15, 2, false),
            "    │ Benchmark │ A │ B │\n"
            "      ⋮\n"
            "    │ row 11    │ 1 │ 2 │\n"
            "    │ row 12    │ 1 │ 2 │\n"
            "    │ row 13    │ 1 │ 2 │\n"
            "  > │ row 14    │ 1 │[2]│\n"
            "    │ row 15    │ 1 │ 2 │\n"
            "    │ row 16    │ 1 │ 2 │\n"
            "    │ row 17    │ 1 │ 2 │\n");
  EXPECT_EQ(table_view(table, 99, 0, false), "");
}

}  // namespace
}  // namespace benchledger
