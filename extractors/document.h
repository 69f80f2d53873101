#pragma once
// A document as the rest of the program sees it, whatever its format: blocks
// in reading order, tables as grids, every piece of text with the captured
// bytes it came from. Built by read_document(); the only header through which
// the HTML and Markdown parsers are reached.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extractors/diagnostic.h"
#include "extractors/extract.h"
#include "extractors/span.h"

namespace benchledger {

class Names;
struct Rules;

// Text with its way back to the bytes. Text is white-space folded UTF-8,
// entities decoded, mark-up dropped (never gluing: <br>, <sub>, <sup> and
// block ends separate by a space).
struct SourceText {
  struct Run {
    std::size_t text_begin = 0;
    std::size_t text_end = 0;
    Span source;  // same length as the text: byte for byte; else as a whole
  };
  std::string text;
  std::vector<Run> runs;  // ascending in text_begin

  // The captured bytes text[begin, end) was read from; empty where unknown.
  [[nodiscard]] Span source(std::size_t begin, std::size_t end) const;
  [[nodiscard]] Span source() const { return source(0, text.size()); }
};

// Inline mark-up over text[begin, end).
enum class MarkKind {
  kSuperscript,
  kSubscript,
  kBold,
  kItalic,
  kUnderline,
  kBreak,
  kLink,
  kStrike,
  kCode,
  kImage
};
struct Mark {
  MarkKind kind = MarkKind::kBold;
  std::size_t begin = 0;
  std::size_t end = 0;  // == begin for kBreak
  std::string target;   // link or image address, else empty
};

struct Cell {
  SourceText text;
  std::vector<Mark> marks;
  bool header = false;  // <th>, or above the delimiter row of a pipe table
  bool image = false;   // holds an image, so that no text does not mean no value
  std::size_t row = 0;  // rectangle in the grid
  std::size_t column = 0;
  std::size_t row_span = 1;
  std::size_t column_span = 1;
  Span span;  // the cell's content
};

// Where a table was read from; the fused ones were split by the solver.
enum class TableOrigin { kHtml, kPipe, kFused, kData };

// A grid: spans clamped to real rows, ragged rows padded, nested tables on
// their own. at() is O(1).
struct Table {
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<Cell> cells;
  std::vector<std::size_t> grid;  // rows * columns, index into cells or kNone
  std::size_t head_rows = 0;      // rows in <thead> or above the delimiter row
  std::size_t left_out = 0;       // values of a fused table whose header is in doubt
  SourceText caption;             // <caption>, or figcaption around the table
  Span span;
  TableOrigin origin = TableOrigin::kHtml;
  std::size_t block = 0;      // index of its kTable block in Document::blocks
  std::size_t cells_cut = 0;  // left out because the table or the page holds too many slots

  [[nodiscard]] const Cell* at(std::size_t row, std::size_t column) const {
    const std::size_t index = grid[row * columns + column];
    return index == kNone ? nullptr : &cells[index];
  }
  // Text at a slot, spans repeated; "" for a padded one.
  [[nodiscard]] std::string_view text(std::size_t row, std::size_t column) const {
    const Cell* cell = at(row, column);
    return cell == nullptr ? std::string_view{} : std::string_view{cell->text.text};
  }
};

enum class BlockKind {
  kHeading,  // level 1..6
  kParagraph,
  kListItem,
  kCaption,   // figcaption, not of a table
  kSummary,   // <summary>: the title of a <details>
  kFootnote,  // a Markdown [^n] note or the like; label holds n
  kTable,     // text empty, table holds the index
  kCode,
  kImage,  // an image that stands alone; label holds its address
  kData,   // script with JSON (ld+json, application/json): text is the raw content
};

struct Block {
  BlockKind kind = BlockKind::kParagraph;
  int level = 0;
  std::string label;
  SourceText text;
  std::vector<Mark> marks;
  std::size_t table = Table::kNone;
  bool in_details = false;
  bool bold_only = false;  // the whole paragraph is bold: often a heading or a title line
  Span span;
};

struct Document {
  Format format = Format::kHtml;
  std::string charset;                   // "utf-8", ...; lower case
  std::optional<std::string> title;      // <title>, first heading, front matter
  std::optional<std::string> canonical;  // canonical or og:url link
  std::optional<std::string> site;       // og:site_name, application-name
  std::optional<std::string> published;  // machine-readable date of the page, as printed
  std::vector<Block> blocks;
  std::vector<Table> tables;
  std::vector<std::string> links;  // every link target in order, for the publisher
  std::size_t images = 0;
  std::size_t scripts = 0;
};

// Total: any bytes give a document. Cost is linear; limits that were reached
// are diagnostics.
[[nodiscard]] Document read_document(const Input& input, const Names& names, const Rules& rules,
                                     std::vector<Diagnostic>& diagnostics);

// "text/html", "text/markdown", ...
[[nodiscard]] const char* media_type_of(Format format);

// Reads captured bytes [span) on their own in `format` and gives their folded
// text: what an evidence span must read back to.
[[nodiscard]] std::string read_span(std::string_view bytes, Span span, Format format,
                                    std::string_view charset);

// Whether [span) reads as `text` in the document's own format.
[[nodiscard]] bool reads_back(std::string_view bytes, Span span, Format format,
                              std::string_view charset, std::string_view text);

// The narrowest span around `span` that reads back to `text`: mark-up that was
// cut in two is taken in whole. Empty where there is none.
[[nodiscard]] Span mend_span(std::string_view bytes, Span span, Format format,
                             std::string_view charset, std::string_view text);

// Headings above block `at`, outermost first, as text.
[[nodiscard]] std::vector<std::string> heading_path(const Document& document, std::size_t at);

}  // namespace benchledger
