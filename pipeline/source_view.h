#pragma once
// A stretch of a source file and a table, drawn for a terminal with one place
// marked. Lines end in a line feed; nothing from the page can act.

#include <cstddef>
#include <string>
#include <string_view>

#include "extractors/extract.h"
#include "extractors/span.h"

namespace benchledger {

// The lines around `span`, numbered, with carets under it. Long lines are cut
// to what stands around the span.
[[nodiscard]] std::string source_view(std::string_view bytes, Span span, std::size_t context_lines,
                                      bool color);

// "page.html:120:14, bytes 10231-10236"
[[nodiscard]] std::string place_line(std::string_view name, std::string_view bytes, Span span);

// The grid around (row, column), header rows and header columns always shown,
// the cell in brackets.
[[nodiscard]] std::string table_view(const TableView& table, std::size_t row, std::size_t column,
                                     bool color);

}  // namespace benchledger
