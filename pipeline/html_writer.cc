#include "pipeline/html_writer.h"

#include <utility>

#include "extractors/text.h"
#include "pipeline/json_writer.h"

namespace benchledger {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// U+202A..U+202E and U+2066..U+2069, the explicit directional formatting
// characters (UAX 9): E2 80 AA..AE and E2 81 A6..A9.
bool reorders(std::string_view text, std::size_t at) {
  if (text.substr(at, 2) == "\xE2\x80" && at + 2 < text.size()) {
    return text[at + 2] >= '\xAA' && text[at + 2] <= '\xAE';
  }
  if (text.substr(at, 2) == "\xE2\x81" && at + 2 < text.size()) {
    return text[at + 2] >= '\xA6' && text[at + 2] <= '\xA9';
  }
  return false;
}

std::string_view entity_for(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return {};
  }
}

}  // namespace

std::string html_escape(std::string_view raw) {
  const std::string text = valid_utf8(raw);
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const auto byte = static_cast<unsigned char>(c);
    if (const std::string_view entity = entity_for(c); !entity.empty()) {
      out += entity;
    } else if ((byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7F) {
      out += kReplacement;
    } else if (reorders(text, at)) {
      out += kReplacement;
      at += 2;
    } else {
      out += c;
    }
  }
  return out;
}

bool is_web_link(std::string_view url) {
  return starts_with_ignoring_case(url, "https://") || starts_with_ignoring_case(url, "http://");
}

void HtmlWriter::tag(const char* name, Attributes attributes) {
  text_ += '<';
  text_ += name;
  for (const HtmlAttribute& attribute : attributes) {
    text_ += ' ';
    text_ += attribute.name;
    text_ += "=\"" + html_escape(attribute.value) + '"';
  }
  text_ += '>';
}

HtmlWriter& HtmlWriter::open(const char* name, Attributes attributes) {
  tag(name, attributes);
  open_.push_back(name);
  return *this;
}

HtmlWriter& HtmlWriter::close() {
  text_ += "</";
  text_ += open_.back();
  text_ += '>';
  open_.pop_back();
  return *this;
}

HtmlWriter& HtmlWriter::single(const char* name, Attributes attributes) {
  tag(name, attributes);
  return *this;
}

HtmlWriter& HtmlWriter::text(std::string_view raw) {
  text_ += html_escape(raw);
  return *this;
}

HtmlWriter& HtmlWriter::element(const char* name, Attributes attributes, std::string_view content) {
  return open(name, attributes).text(content).close();
}

HtmlWriter& HtmlWriter::own(std::string_view code) {
  text_ += code;
  return *this;
}

HtmlWriter& HtmlWriter::line() {
  text_ += '\n';
  return *this;
}

std::string HtmlWriter::take() { return std::exchange(text_, std::string()); }

}  // namespace benchledger
