#pragma once
// Which way round a grid is drawn. The same table is printed with its header
// lines along the top or down the left side; both are read by one path, the
// second turned(). What tells them apart lies in the grid itself: labels that
// fit the line they stand at, lines that are one cell from end to end, names
// without values that begin a section, stacked cells. A plain grid (names on
// both sides, values between) reads the same either way.

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

// Rows for columns: cells, spans and grid; nothing of the mark-up's <thead>.
[[nodiscard]] Table turned(const Table& table);

}  // namespace benchledger
