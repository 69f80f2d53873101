#pragma once
// Grows the Table of a flattened region row by row, out of slices of its lines.

#include <cstddef>

#include "extractors/document.h"

namespace benchledger {

// text[begin, end) trimmed, with its way back to the captured bytes.
[[nodiscard]] SourceText slice(const SourceText& text, std::size_t begin, std::size_t end);

class FusedGrid {
 public:
  explicit FusedGrid(std::size_t columns);

  void begin_row();
  // A cell of the row begun last.
  void put(std::size_t column, std::size_t span, SourceText text, bool header);
  // Puts an empty cell into every free slot of the row begun last.
  void fill();
  // A value that stays out because nobody can tell what stands above it.
  void leave_out() { ++table_.left_out; }
  // The rows so far are the table's head.
  void set_head_rows() { table_.head_rows = table_.rows; }

  [[nodiscard]] Table take(Span span);

 private:
  Table table_;
};

}  // namespace benchledger
