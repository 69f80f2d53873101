#pragma once
// The anatomy of one grid, whatever it is about: which rows and columns are
// headers, which hold values, where sections begin. By content first (a
// quarter of real tables have no <th>), mark-up second.

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "extractors/cell_value.h"
#include "extractors/document.h"
#include "extractors/label.h"
#include "extractors/rules.h"

namespace benchledger {

// What a header line (a header row, or a column beside the values) says.
enum class LineRole {
  kName,      // names of models or benchmarks, or parts of them
  kCategory,  // groups the names: "Coding", "Open models"
  kMetric,
  kShots,
  kSize,
  kOrganization,
  kLicense,
  kDate,
  kSubset,   // language, split, length: part of what is measured
  kSetting,  // prompt, mode, budget: a condition
  kHarness,
  kTools,
  kSource,   // who measured, where it was taken from
  kRemark,   // free text about the row
  kIgnored,  // rank, links, counts, costs: neither name nor condition
};

struct HeaderColumn {
  std::size_t column = 0;
  LineRole role = LineRole::kName;
  Label header;  // what stands above it
};

struct HeaderRow {
  std::size_t row = 0;
  LineRole role = LineRole::kName;
};

// One line of a cell: stacked cells ("A<br>B" over "1<br>2") are unzipped.
struct CellLine {
  std::string text;
  std::vector<Mark> marks;  // positions within text
  std::size_t begin = 0;    // in the cell's text
  std::size_t end = 0;
};
[[nodiscard]] std::vector<CellLine> cell_lines(const Cell& cell);

struct BodyRow {
  static constexpr std::size_t kWhole = static_cast<std::size_t>(-1);
  std::size_t row = 0;
  std::size_t line = kWhole;  // the line of a stacked row
  std::string section;        // the section row above, or the category beside
  std::size_t segment = 0;
};

// A stretch of rows under one title row ("RGB Chinese Benchmark …"); a table
// without such rows has one segment with an empty title.
struct Segment {
  std::string title;
  std::size_t title_row = 0;
};

// What every cell of a table was read as; a cell that spans slots is read once.
class CellValues {
 public:
  CellValues() = default;
  // `by_cell` holds one value for each of `table.cells`; the grid is copied, so
  // that the table need not live on.
  CellValues(const Table& table, std::vector<CellValue> by_cell)
      : columns_(table.columns), grid_(table.grid), by_cell_(std::move(by_cell)) {}

  // An empty value for a padded slot. O(1).
  [[nodiscard]] const CellValue& at(std::size_t row, std::size_t column) const;

 private:
  std::size_t columns_ = 0;
  std::vector<std::size_t> grid_;
  std::vector<CellValue> by_cell_;
};

struct Layout {
  NumberStyle numbers = NumberStyle::kPoint;
  std::vector<HeaderRow> header_rows;
  std::vector<HeaderColumn> header_columns;
  std::vector<std::size_t> value_columns;
  std::vector<BodyRow> body;
  std::vector<Segment> segments;
  std::map<std::size_t, std::string> ignored_columns;  // numeric, with the reason
  std::map<std::size_t, std::size_t> uncertainties;    // value column -> its "Stderr" column
  std::set<std::size_t> derived_rows;                  // worked out from rows above them
  CellValues values;                                   // whole cells
  // Blank header slots that belong to a group named beside them:
  // (row, column) -> the column whose cell names the group.
  std::map<std::pair<std::size_t, std::size_t>, std::size_t> group_names;
};

// The header cell over a column, groups printed without a span filled in.
[[nodiscard]] const Cell* header_cell(const Table& table, const Layout& layout, std::size_t row,
                                      std::size_t column);

[[nodiscard]] Layout lay_out(const Table& table, const Rules& rules);

// The role a header text claims by its words; kName where it claims none.
[[nodiscard]] LineRole role_of_words(std::string_view header, const Rules& rules);

// "Accuracy (%)", "Pass@1", "4-shot Acc.": how, not what, is measured.
[[nodiscard]] bool is_measure(std::string_view text, const Rules& rules);

// Whether the header (or row label) names something that is measured but is no
// score: cost, speed, parameters, counts.
[[nodiscard]] bool is_not_a_score(std::string_view header, const Rules& rules);

// "math correct" and "math total", either way round: two counts of one share.
[[nodiscard]] bool so_many_of_so_many(std::string_view label, std::string_view other,
                                      const Rules& rules);

// Whether the header (or row label) says that its numbers are worked out from
// others of the table: "Recovery (%)", "Δ".
[[nodiscard]] bool is_derived(std::string_view header, const Rules& rules);

// The innermost header text above `column` with role kName or kMetric, and all
// of them outermost first.
[[nodiscard]] std::vector<Label> header_path(const Table& table, const Layout& layout,
                                             std::size_t column);

}  // namespace benchledger
