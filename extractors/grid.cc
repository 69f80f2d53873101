#include "extractors/grid.h"

#include <algorithm>
#include <utility>

namespace benchledger {

void GridBuilder::begin_group() {
  for (Running& running : running_) {
    if (running.rows_left > 0 && !running.open_ended) clamped_ = true;
    running.rows_left = 0;
    running.open_ended = false;
  }
}

void GridBuilder::begin_row() {
  rows_.emplace_back();
  column_ = 0;
  extend_running();
}

// Slots that spans from above take in the new row.
void GridBuilder::extend_running() {
  std::vector<std::size_t>& row = rows_.back();
  for (std::size_t column = 0; column < running_.size(); ++column) {
    Running& running = running_[column];
    if (running.rows_left == 0 && !running.open_ended) continue;
    if (row.size() <= column) row.resize(column + 1, Table::kNone);
    row[column] = running.cell;
    if (running.rows_left > 0) --running.rows_left;
    Cell& cell = cells_[running.cell];
    cell.row_span = rows_.size() - cell.row;
    ++slots_;
  }
}

void GridBuilder::add_cell(Cell cell, std::size_t column_span, std::size_t row_span) {
  if (rows_.empty()) begin_row();
  if (slots_ >= kMaxSlots) {
    overflow_ = true;
    return;
  }
  std::vector<std::size_t>& row = rows_.back();
  while (column_ < row.size() && row[column_] != Table::kNone) ++column_;
  column_span = std::clamp<std::size_t>(column_span, 1, kMaxColumnSpan);
  cell.row = rows_.size() - 1;
  cell.column = column_;
  cell.row_span = 1;
  cell.column_span = column_span;
  const std::size_t index = cells_.size();
  cells_.push_back(std::move(cell));
  if (row.size() < column_ + column_span) row.resize(column_ + column_span, Table::kNone);
  if (running_.size() < column_ + column_span) running_.resize(column_ + column_span);
  for (std::size_t column = column_; column < column_ + column_span; ++column) {
    row[column] = index;
    running_[column] = {index, row_span == 0 ? 0 : row_span - 1, row_span == 0};
    ++slots_;
  }
  column_ += column_span;
}

Table GridBuilder::finish(std::vector<Diagnostic>& diagnostics) {
  begin_group();
  Table table;
  table.rows = rows_.size();
  std::size_t widest = 0;
  for (const Cell& cell : cells_) widest = std::max(widest, cell.column + 1);
  // Only columns in which a cell begins are real; an over-wide span adds none.
  table.columns = widest;
  for (Cell& cell : cells_) {
    if (cell.column + cell.column_span > widest) {
      cell.column_span = widest - cell.column;
      clamped_ = true;
    }
  }
  table.grid.assign(table.rows * table.columns, Table::kNone);
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    for (std::size_t column = 0; column < std::min(widest, rows_[row].size()); ++column) {
      table.grid[row * widest + column] = rows_[row][column];
    }
  }
  table.cells = std::move(cells_);
  if (clamped_) {
    diagnostics.push_back(
        {Severity::kNote, "span-clamped", "a cell spans more than the table has", {}});
  }
  if (overflow_) {
    diagnostics.push_back({Severity::kWarning,
                           "table-too-large",
                           "a table was cut at " + std::to_string(kMaxSlots) + " slots",
                           {}});
  }
  *this = GridBuilder();
  return table;
}

}  // namespace benchledger
