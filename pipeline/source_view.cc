#include "pipeline/source_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <vector>

#include "extractors/text.h"
#include "pipeline/source_place.h"

namespace benchledger {
namespace {

constexpr std::size_t kLineBytes = 110;  // of a source line shown at most
constexpr std::size_t kLead = 45;        // of them before the span
constexpr std::size_t kMaxSpanLines = 8;
constexpr std::size_t kCellPoints = 24;
constexpr std::size_t kRowsAround = 3;
constexpr std::size_t kColumnsAround = 2;

constexpr const char* kMark = "\x1b[1;33m";
constexpr const char* kSoft = "\x1b[2m";
constexpr const char* kOff = "\x1b[0m";

std::size_t points(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

// Moves back to the start of the code point that `at` stands in.
std::size_t point_start(std::string_view text, std::size_t at) {
  at = std::min(at, text.size());
  while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U)
    --at;
  return at;
}

struct Cut {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// What of a line to show so that the span's part of it is seen.
Cut cut_around(std::string_view line, std::size_t mark_begin) {
  Cut cut{0, line.size()};
  if (line.size() <= kLineBytes) return cut;
  if (mark_begin > kLead) cut.begin = point_start(line, mark_begin - kLead);
  cut.end = point_start(line, std::min(line.size(), cut.begin + kLineBytes));
  return cut;
}

void append_line(std::string& out, const SourceLines& lines, std::size_t number, Span span,
                 bool color) {
  const std::string_view line = lines.line(number);
  const std::size_t start = lines.start(number);
  const std::size_t mark_begin = std::min(std::max(span.start, start) - start, line.size());
  const std::size_t mark_end = span.end > start ? std::min(span.end - start, line.size()) : 0;
  const bool marked = span.start < start + line.size() && mark_end > mark_begin;
  const Cut cut = cut_around(line, marked ? mark_begin : 0);
  const std::string before = cut.begin > 0 ? "…" : "";
  out +=
      fmt::format("  {} {}{:>5} │{} {}{}{}\n", marked ? '>' : ' ', color ? kSoft : "", number,
                  color ? kOff : "", before, printable(line.substr(cut.begin, cut.end - cut.begin)),
                  cut.end < line.size() ? "…" : "");
  if (!marked) return;
  const std::string lead = before + printable(line.substr(cut.begin, mark_begin - cut.begin));
  const std::size_t width =
      points(printable(line.substr(mark_begin, std::min(mark_end, cut.end) - mark_begin)));
  out += fmt::format("          │ {}{}{}{}\n", std::string(points(lead), ' '), color ? kMark : "",
                     std::string(std::max<std::size_t>(width, 1), '^'), color ? kOff : "");
}

std::string clipped(std::string_view text) {
  const std::string shown = printable(text);
  if (points(shown) <= kCellPoints) return shown;
  std::size_t at = 0;
  for (std::size_t i = 0; i + 1 < kCellPoints; ++i) at += utf8_length(shown, at);
  return shown.substr(0, at) + "…";
}

// Indices near `at` and below `always`, of [0, count).
std::vector<std::size_t> window(std::size_t count, std::size_t always, std::size_t at,
                                std::size_t around) {
  std::set<std::size_t> shown;
  for (std::size_t i = 0; i < std::min(always, count); ++i) shown.insert(i);
  const std::size_t first = at > around ? at - around : 0;
  for (std::size_t i = first; i < std::min(count, at + around + 1); ++i) shown.insert(i);
  return {shown.begin(), shown.end()};
}

std::string cell_text(const TableView& table, std::size_t row, std::size_t column, bool marked) {
  const std::string text =
      column < table.rows[row].size() ? clipped(table.rows[row][column]) : std::string();
  return marked ? "[" + text + "]" : " " + text + " ";
}

}  // namespace

std::string source_view(std::string_view bytes, Span span, std::size_t context_lines, bool color) {
  const SourceLines lines(bytes);
  const std::size_t first = lines.at(span.start).line;
  const std::size_t last = lines.at(span.empty() ? span.start : span.end - 1).line;
  const std::size_t shown_last = std::min(last, first + kMaxSpanLines - 1);
  const std::size_t from = first > context_lines ? first - context_lines : 1;
  const std::size_t to = std::min(lines.count(), shown_last + context_lines);
  std::string out;
  for (std::size_t number = from; number <= to; ++number) {
    append_line(out, lines, number, span, color);
  }
  if (last > shown_last) out += fmt::format("          … to line {}\n", last);
  return out;
}

std::string place_line(std::string_view name, std::string_view bytes, Span span) {
  const SourcePlace place = SourceLines(bytes).at(span.start);
  return fmt::format("{}:{}:{}, bytes {}-{}", printable(name), place.line, place.column, span.start,
                     span.end);
}

std::string table_view(const TableView& table, std::size_t row, std::size_t column, bool color) {
  if (row >= table.rows.size()) return {};
  const std::size_t columns = table.rows[row].size();
  const auto shown_rows = window(table.rows.size(), table.header_rows, row, kRowsAround);
  const auto shown_columns =
      window(columns, std::max<std::size_t>(table.header_columns, 1), column, kColumnsAround);
  std::vector<std::size_t> widths(columns, 0);
  for (const std::size_t r : shown_rows) {
    for (const std::size_t c : shown_columns) {
      widths[c] = std::max(widths[c], points(cell_text(table, r, c, false)));
    }
  }
  std::string out;
  for (std::size_t i = 0; i < shown_rows.size(); ++i) {
    const std::size_t r = shown_rows[i];
    if (i > 0 && r != shown_rows[i - 1] + 1) out += "      ⋮\n";
    std::string line = r == row ? "  > " : "    ";
    for (std::size_t k = 0; k < shown_columns.size(); ++k) {
      const std::size_t c = shown_columns[k];
      const bool marked = r == row && c == column;
      const std::string text = cell_text(table, r, c, marked);
      line += k > 0 && c != shown_columns[k - 1] + 1 ? "│ … │" : "│";
      line += (marked && color ? kMark : "") + text + (marked && color ? kOff : "");
      line.append(widths[c] - points(text), ' ');
    }
    out += line + (shown_columns.back() + 1 < columns ? "│ …\n" : "│\n");
  }
  return out;
}

}  // namespace benchledger
