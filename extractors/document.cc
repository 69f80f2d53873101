#include "extractors/document.h"

#include <algorithm>
#include <utility>

#include "extractors/charset.h"
#include "extractors/data_document.h"
#include "extractors/format.h"
#include "extractors/html_document.h"
#include "extractors/markdown.h"
#include "extractors/plain_text.h"
#include "extractors/text.h"

namespace benchledger {
namespace {

// A pipe-table cell reaches from delimiter to delimiter, so that its span
// holds the mark-up around its text.
Span widen_to_pipes(std::string_view bytes, Span span) {
  const auto is_edge = [&](std::size_t at) {
    return bytes[at] == '\n' || (bytes[at] == '|' && (at == 0 || bytes[at - 1] != '\\'));
  };
  while (span.start > 0 && !is_edge(span.start - 1)) --span.start;
  while (span.end < bytes.size() && !is_edge(span.end)) ++span.end;
  while (span.start < span.end && is_space(bytes[span.start])) ++span.start;
  while (span.end > span.start && is_space(bytes[span.end - 1])) --span.end;
  return span;
}

void read_front_matter(const Lowered& lowered, Document& document) {
  for (const auto& [key, value] : lowered.front_matter) {
    std::string text = value;
    if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') &&
        text.back() == text.front()) {
      text = text.substr(1, text.size() - 2);
    }
    if (text.empty()) continue;
    if (key == "title") document.title = text;
    if (key == "date" || key == "published") document.published = text;
  }
}

void read_markdown(std::string_view bytes, const Decoded& decoded, Document& document,
                   std::vector<Diagnostic>& diagnostics) {
  Lowered lowered = lower_markdown(decoded.text);
  read_front_matter(lowered, document);
  read_html(std::move(lowered.html), lowered.map.through(decoded.map), document, diagnostics);
  if (!decoded.map.identity()) return;
  for (Table& table : document.tables) {
    if (table.origin != TableOrigin::kPipe) continue;
    for (Cell& cell : table.cells) {
      if (!cell.text.text.empty()) cell.span = widen_to_pipes(bytes, cell.text.source());
    }
  }
}

std::string read_as(std::string_view text, Format format) {
  if (format == Format::kHtml) return html_text(std::string(text));
  if (format == Format::kMarkdown) return html_text(lower_markdown_inline(text));
  return fold_space(text);
}

}  // namespace

Document read_document(const Input& input, const Names& names, const Rules& rules,
                       std::vector<Diagnostic>& diagnostics) {
  Document document;
  const Decoded decoded = decode(input.bytes, input.charset, diagnostics);
  document.charset = decoded.charset;
  document.format = input.format == Format::kAuto ? detect_format(decoded.text) : input.format;
  switch (document.format) {
    case Format::kMarkdown:
      read_markdown(input.bytes, decoded, document, diagnostics);
      break;
    case Format::kHtml:
      read_html(decoded.text, decoded.map, document, diagnostics);
      read_embedded_data(document, diagnostics);
      break;
    case Format::kCsv:
      read_delimited(decoded.text, ',', decoded.map, document, diagnostics);
      break;
    case Format::kTsv:
      read_delimited(decoded.text, '\t', decoded.map, document, diagnostics);
      break;
    case Format::kJson:
      read_json(decoded.text, decoded.map, document, diagnostics);
      break;
    case Format::kYaml:
      read_yaml_document(decoded.text, decoded.map, document, diagnostics);
      break;
    case Format::kText:
    case Format::kAuto:
      read_plain_text(decoded.text, decoded.map, names, rules, document, diagnostics);
      break;
  }
  return document;
}

const char* media_type_of(Format format) {
  switch (format) {
    case Format::kHtml:
      return "text/html";
    case Format::kMarkdown:
      return "text/markdown";
    case Format::kCsv:
      return "text/csv";
    case Format::kTsv:
      return "text/tab-separated-values";
    case Format::kJson:
      return "application/json";
    case Format::kYaml:
      return "application/yaml";
    default:
      return "text/plain";
  }
}

std::string read_span(std::string_view bytes, Span span, Format format, std::string_view charset) {
  if (span.end > bytes.size() || span.empty()) return {};
  std::vector<Diagnostic> ignored;
  const Decoded decoded =
      decode(bytes.substr(span.start, span.size()), std::string(charset), ignored);
  return read_as(decoded.text, format);
}

bool reads_back(std::string_view bytes, Span span, Format format, std::string_view charset,
                std::string_view text) {
  if (span.end > bytes.size() || span.empty()) return false;
  // Most spans hold no mark-up at all.
  if (bytes.substr(span.start, span.size()) == text) return true;
  if (read_span(bytes, span, format, charset) == text) return true;
  // HTML blocks inside Markdown are not read as Markdown.
  return format == Format::kMarkdown && read_span(bytes, span, Format::kHtml, charset) == text;
}

Span mend_span(std::string_view bytes, Span span, Format format, std::string_view charset,
               std::string_view text) {
  if (reads_back(bytes, span, format, charset, text)) return span;
  constexpr std::string_view kOpening = "*_`~[<(\"";
  constexpr std::string_view kClosing = "*_`~]>)\"";
  constexpr std::size_t kReach = 24;
  Span wider = span;
  for (std::size_t step = 0; step < kReach && wider.start > 0 &&
                             kOpening.find(bytes[wider.start - 1]) != std::string_view::npos;
       ++step) {
    --wider.start;
    if (reads_back(bytes, wider, format, charset, text)) return wider;
  }
  for (std::size_t step = 0; step < kReach && wider.end < bytes.size() &&
                             kClosing.find(bytes[wider.end]) != std::string_view::npos;
       ++step) {
    ++wider.end;
    if (reads_back(bytes, wider, format, charset, text)) return wider;
    const Span right{span.start, wider.end};
    if (reads_back(bytes, right, format, charset, text)) return right;
  }
  return {};
}

std::vector<std::string> heading_path(const Document& document, std::size_t at) {
  std::vector<std::string> path;
  int level = 7;
  for (std::size_t i = std::min(at, document.blocks.size()); i-- > 0 && level > 1;) {
    const Block& block = document.blocks[i];
    if (block.kind != BlockKind::kHeading || block.level >= level) continue;
    level = block.level;
    path.push_back(block.text.text);
  }
  std::reverse(path.begin(), path.end());
  return path;
}

}  // namespace benchledger
