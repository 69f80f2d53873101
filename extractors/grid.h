#pragma once
// One grid builder for every format: cells with spans in, a Table out.
// Follows the HTML table model (WHATWG "forming a table"): spans clamped to
// real rows and to their row group, ragged rows padded, columns that only an
// over-wide span reaches dropped.

#include <vector>

#include "extractors/diagnostic.h"
#include "extractors/document.h"

namespace benchledger {

// Slots the tables of one document may take together. 400 bytes of mark-up can
// ask for 65 million of them in one cell.
struct GridBudget {
  std::size_t slots = 1'000'000;
};

class GridBuilder {
 public:
  // WHATWG caps: colspan 1000, rowspan 65534. Ours besides: slots in a grid.
  static constexpr std::size_t kMaxColumnSpan = 1000;
  static constexpr std::size_t kMaxSlots = 500'000;

  explicit GridBuilder(GridBudget& budget) : budget_(&budget) {}

  // Ends every span that is still running (a new thead, tbody or tfoot).
  void begin_group();
  void begin_row();
  // row_span 0 means "to the end of the row group". Cell::row/column/spans are
  // set by the builder. What the budget has no room for is left out and counted
  // in Table::cells_cut.
  void add_cell(Cell cell, std::size_t column_span, std::size_t row_span);

  // The finished table; `head_rows`, caption, span and origin are the caller's.
  // Linear in what was added plus the slots.
  [[nodiscard]] Table finish(std::vector<Diagnostic>& diagnostics);

 private:
  struct Running {
    std::size_t cell = 0;
    std::size_t rows_left = 0;  // below the current row
    bool open_ended = false;
  };

  void extend_running();
  [[nodiscard]] bool take_slot();
  [[nodiscard]] bool has_room(std::size_t rows, std::size_t columns) const;
  void report(const Table& table, std::vector<Diagnostic>& diagnostics) const;

  GridBudget* budget_;
  std::vector<Cell> cells_;
  std::vector<Running> running_;                // by column
  std::vector<std::vector<std::size_t>> rows_;  // cell index by slot
  std::size_t column_ = 0;
  std::size_t widest_ = 0;  // columns in which a cell begins; others are not real
  std::size_t slots_ = 0;
  std::size_t cells_cut_ = 0;
  bool row_cut_ = false;  // the current row has no room
  bool clamped_ = false;
  bool overflow_ = false;
};

}  // namespace benchledger
