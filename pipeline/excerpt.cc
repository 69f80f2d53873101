#include "pipeline/excerpt.h"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <vector>

#include "extractors/charset.h"
#include "extractors/document.h"
#include "extractors/format.h"
#include "pipeline/json.h"
#include "pipeline/page_input.h"

namespace benchledger {
namespace {

constexpr std::size_t kAround = 220;     // bytes of a line shown on either side
constexpr std::size_t kRowBytes = 2000;  // a table row that is longer is cut like a line

struct Place {
  std::string sha256;
  Span span;
  std::string text;
};

std::size_t number_of(const std::string& text) {
  std::size_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

void take_field(Place& place, std::string_view path, const JsonField& field) {
  if (path == "start") place.span.start = number_of(field.json);
  if (path == "end") place.span.end = number_of(field.json);
  if (path == "text") place.text = field.plain();
}

// A finding has several places: the first.
Place place_of(const std::string& record_json) {
  constexpr std::string_view kEvidence = "evidence.";
  Place place;
  for (const JsonField& field : json_fields(record_json).value_or(std::vector<JsonField>{})) {
    if (field.path == "document") {
      const std::string id = field.plain();
      place.sha256 = id.substr(std::min(id.size(), id.find(':') + 1));
    }
    if (field.path.starts_with(kEvidence)) {
      take_field(place, std::string_view(field.path).substr(kEvidence.size()), field);
    }
    if (field.path != "evidence" || !field.json.starts_with('[')) continue;
    const std::vector<JsonField> places = json_items(field.json);
    if (places.empty()) continue;
    for (const JsonField& part : json_fields(places[0].json).value_or(std::vector<JsonField>{})) {
      take_field(place, part.path, part);
    }
  }
  return place;
}

// The row of an HTML table the span stands in, else its line.
Span surroundings(std::string_view bytes, Span span, bool html) {
  if (html) {
    const std::size_t row = bytes.rfind("<tr", span.start);
    const std::size_t end = std::min(bytes.find("</tr", span.end), bytes.find("<tr", span.end));
    const bool inside = row != std::string_view::npos && end != std::string_view::npos &&
                        end - row <= kRowBytes &&
                        bytes.substr(row, span.start - row).find("</tr") == std::string_view::npos;
    if (inside) return {row, end};
  }
  const std::size_t line = bytes.rfind('\n', span.start == 0 ? 0 : span.start - 1);
  std::size_t begin = line == std::string_view::npos || line >= span.start ? 0 : line + 1;
  std::size_t end = std::min(bytes.find('\n', span.end), bytes.size());
  if (span.start - begin > kAround) {
    // From a word on, and not out of a tag.
    const std::size_t space = bytes.find_first_of(" >", span.start - kAround);
    begin = space == std::string_view::npos ? span.start : std::min(space + 1, span.start);
  }
  if (end - span.end > kAround) {
    const std::size_t space = bytes.find_last_of(" <", span.end + kAround);
    end = std::max(space == std::string_view::npos ? span.end : space, span.end);
  }
  return {begin, end};
}

// The text of [start, end), the cells of a table set apart.
std::string text_between(std::string_view bytes, Span around, Format format,
                         const std::string& charset) {
  std::string text;
  std::size_t at = around.start;
  while (at < around.end) {
    std::size_t next = around.end;
    if (format == Format::kHtml) {
      for (const std::string_view tag : {"<td", "<th"})
        next = std::min(next, bytes.find(tag, at + 1));
    }
    const std::string piece = read_span(bytes, {at, next}, format, charset);
    if (!piece.empty()) text += (text.empty() ? "" : " | ") + piece;
    at = next;
  }
  return text;
}

}  // namespace

Excerpt excerpt_of(const CaptureStore& store, const std::string& page_key,
                   const std::string& record_json) {
  const Place place = place_of(record_json);
  Excerpt excerpt;
  excerpt.text = place.text;
  if (place.text.empty() || place.sha256.empty()) return excerpt;
  const Result<Capture> capture = store.get(place.sha256, page_key);
  if (!capture || place.span.end > capture->bytes.size() || place.span.start > place.span.end) {
    return excerpt;
  }
  const std::string_view bytes = capture->bytes;
  std::vector<Diagnostic> ignored;
  const Decoded decoded = decode(bytes, page_input(*capture).charset, ignored);
  const std::string& charset = decoded.charset;
  const Format format = detect_format(decoded.text);
  const Span around = surroundings(bytes, place.span, format == Format::kHtml);
  excerpt.before = text_between(bytes, {around.start, place.span.start}, format, charset);
  excerpt.after = text_between(bytes, {place.span.end, around.end}, format, charset);
  return excerpt;
}

}  // namespace benchledger
