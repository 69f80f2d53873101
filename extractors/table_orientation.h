#pragma once
// Which way round a grid is drawn. The same table is printed with its header
// lines along the top or down the left side; both are read by one path, the
// second turned(). What tells them apart lies in the grid itself: labels that
// fit the line they stand at, lines that are one cell from end to end, names
// without values that begin a section, stacked cells. A plain grid (names on
// both sides, values between) reads the same either way.

#include <cstddef>
#include <utility>

#include "extractors/document.h"
#include "extractors/identity.h"
#include "extractors/rules.h"
#include "extractors/table_layout.h"

namespace benchledger {

// Positive: header lines stand along the top; negative: down the left side.
// The sign changes with the table turned. In units of one label that fits its
// line. `values` are the table's own. Cost: linear in the cells of the outer
// lines and of those whose label says something.
[[nodiscard]] double orientation(const Table& table, const CellValues& values, const Names& names,
                                 const Rules& rules);

// From here down the grid is read turned without trying it as it is given.
inline constexpr double kLiesOnItsSide = -2;

// The column that names the rows where columns of scores stand before it ("Elo |
// Model | Votes"); 0 where names lead, or cannot be put first without tearing a
// cell apart. Cost: linear in the cells.
[[nodiscard]] std::size_t names_behind_values(const Table& table, const CellValues& values,
                                              const Rules& rules);

// How a grid is set up to be read, and the way back.
struct Arrangement {
  std::size_t names = 0;  // the column put first
  bool turned = false;    // after that

  [[nodiscard]] bool as_given() const { return !turned && names == 0; }
  // A place of the arranged grid, in the grid as printed.
  [[nodiscard]] std::pair<std::size_t, std::size_t> printed(std::size_t row,
                                                            std::size_t column) const;
};

// Cells, spans and grid; nothing of the mark-up's <thead> where it is turned.
[[nodiscard]] Table arranged(const Table& table, const Arrangement& arrangement);

}  // namespace benchledger
