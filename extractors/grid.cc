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
  row_cut_ = !has_room(rows_.size() + 1, widest_);
  if (row_cut_) {
    overflow_ = true;
    return;
  }
  rows_.emplace_back();
  column_ = 0;
  extend_running();
}

bool GridBuilder::has_room(std::size_t rows, std::size_t columns) const {
  return rows * columns <= kMaxSlots && rows <= kMaxSlots;
}

bool GridBuilder::take_slot() {
  if (slots_ >= kMaxSlots || budget_->slots == 0) {
    overflow_ = true;
    return false;
  }
  ++slots_;
  --budget_->slots;
  return true;
}

// Slots that spans from above take in the new row.
void GridBuilder::extend_running() {
  std::vector<std::size_t>& row = rows_.back();
  for (std::size_t column = 0; column < running_.size(); ++column) {
    Running& running = running_[column];
    if (running.rows_left == 0 && !running.open_ended) continue;
    if (!take_slot()) return;
    if (row.size() <= column) row.resize(column + 1, Table::kNone);
    row[column] = running.cell;
    if (running.rows_left > 0) --running.rows_left;
    Cell& cell = cells_[running.cell];
    cell.row_span = rows_.size() - cell.row;
  }
}

void GridBuilder::add_cell(Cell cell, std::size_t column_span, std::size_t row_span) {
  if (rows_.empty() && !row_cut_) begin_row();
  while (!row_cut_ && column_ < rows_.back().size() && rows_.back()[column_] != Table::kNone) {
    ++column_;
  }
  const bool room = !row_cut_ && slots_ < kMaxSlots && budget_->slots > 0 &&
                    has_room(rows_.size(), std::max(widest_, column_ + 1));
  if (!room) {
    overflow_ = true;
    ++cells_cut_;
    return;
  }
  std::vector<std::size_t>& row = rows_.back();
  column_span = std::clamp<std::size_t>(column_span, 1, kMaxColumnSpan);
  cell.row = rows_.size() - 1;
  cell.column = column_;
  cell.row_span = 1;
  cell.column_span = column_span;
  widest_ = std::max(widest_, column_ + 1);
  const std::size_t index = cells_.size();
  cells_.push_back(std::move(cell));
  if (row.size() < column_ + column_span) row.resize(column_ + column_span, Table::kNone);
  if (running_.size() < column_ + column_span) running_.resize(column_ + column_span);
  for (std::size_t column = column_; column < column_ + column_span; ++column) {
    if (!take_slot()) break;
    row[column] = index;
    running_[column] = {index, row_span == 0 ? 0 : row_span - 1, row_span == 0};
  }
  column_ += column_span;
}

Table GridBuilder::finish(std::vector<Diagnostic>& diagnostics) {
  begin_group();
  Table table;
  table.rows = rows_.size();
  table.columns = widest_;
  table.cells_cut = cells_cut_;
  for (Cell& cell : cells_) {
    if (cell.column + cell.column_span > widest_) {
      cell.column_span = widest_ - cell.column;
      clamped_ = true;
    }
  }
  table.grid.assign(table.rows * table.columns, Table::kNone);
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    for (std::size_t column = 0; column < std::min(widest_, rows_[row].size()); ++column) {
      table.grid[row * widest_ + column] = rows_[row][column];
    }
  }
  table.cells = std::move(cells_);
  report(table, diagnostics);
  *this = GridBuilder(*budget_);
  return table;
}

void GridBuilder::report(const Table& table, std::vector<Diagnostic>& diagnostics) const {
  if (clamped_) {
    diagnostics.push_back(
        {Severity::kNote, "span-clamped", "a cell spans more than the table has", {}});
  }
  if (overflow_) {
    diagnostics.push_back({Severity::kWarning,
                           "table-too-large",
                           "a table was cut at " + std::to_string(slots_) + " slots; " +
                               std::to_string(table.cells_cut) + " cells were left out",
                           {}});
  }
}

}  // namespace benchledger
