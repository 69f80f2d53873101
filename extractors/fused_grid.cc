#include "extractors/fused_grid.h"

#include <algorithm>
#include <utility>

namespace benchledger {

SourceText slice(const SourceText& text, std::size_t begin, std::size_t end) {
  SourceText part;
  while (begin < end && text.text[begin] == ' ') ++begin;
  while (end > begin && text.text[end - 1] == ' ') --end;
  part.text = text.text.substr(begin, end - begin);
  for (const SourceText::Run& run : text.runs) {
    if (run.text_end <= begin || run.text_begin >= end) continue;
    SourceText::Run cut = run;
    if (run.text_end - run.text_begin == run.source.size()) {
      const std::size_t from = std::max(begin, run.text_begin);
      const std::size_t to = std::min(end, run.text_end);
      cut.source = {run.source.start + (from - run.text_begin),
                    run.source.start + (to - run.text_begin)};
      cut.text_begin = from;
      cut.text_end = to;
    }
    cut.text_begin = std::max(cut.text_begin, begin) - begin;
    cut.text_end = std::min(cut.text_end, end) - begin;
    part.runs.push_back(cut);
  }
  return part;
}

FusedGrid::FusedGrid(std::size_t columns) {
  table_.columns = columns;
  table_.origin = TableOrigin::kFused;
}

void FusedGrid::begin_row() {
  ++table_.rows;
  table_.grid.resize(table_.rows * table_.columns, Table::kNone);
}

void FusedGrid::put(std::size_t column, std::size_t span, SourceText text, bool header) {
  Cell cell;
  cell.row = table_.rows - 1;
  cell.column = column;
  cell.column_span = span;
  cell.header = header;
  cell.span = text.source();
  cell.text = std::move(text);
  for (std::size_t i = 0; i < span; ++i) {
    table_.grid[cell.row * table_.columns + column + i] = table_.cells.size();
  }
  table_.cells.push_back(std::move(cell));
}

void FusedGrid::fill() {
  for (std::size_t column = 0; column < table_.columns; ++column) {
    if (table_.at(table_.rows - 1, column) == nullptr) put(column, 1, {}, false);
  }
}

Table FusedGrid::take(Span span) {
  table_.span = span;
  return std::move(table_);
}

}  // namespace benchledger
