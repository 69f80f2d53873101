#include "extractors/format.h"

#include <algorithm>

#include "extractors/text.h"

namespace benchledger {
namespace {

constexpr std::size_t kWindow = 1 << 16;

bool is_delimiter_row(std::string_view line) {
  return line.find('-') != std::string_view::npos && line.find('|') != std::string_view::npos &&
         line.find_first_not_of("|-: \t\r") == std::string_view::npos;
}

bool is_atx_heading(std::string_view line) {
  const std::size_t marks = line.find_first_not_of('#');
  return marks != std::string_view::npos && marks >= 1 && marks <= 6 && line[marks] == ' ';
}

struct Signals {
  std::size_t markdown = 0;
  std::size_t sure = 0;     // of these, what only Markdown writes
  std::size_t bullets = 0;  // "•", as dumps of rendered pages have them
  std::size_t tags = 0;
  std::size_t lines = 0;
};

Signals count_signals(std::string_view text) {
  Signals signals;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = text.find('\n', begin);
    if (end == std::string_view::npos) end = text.size();
    const std::string_view line = text.substr(begin, end - begin);
    begin = end + 1;
    const std::size_t first = line.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) continue;
    ++signals.lines;
    const std::string_view body = line.substr(first);
    if (is_delimiter_row(body)) {
      signals.markdown += 5;
      ++signals.sure;
    }
    if (is_atx_heading(body)) signals.markdown += 2;
    if (body.substr(0, 3) == "```" || body.substr(0, 3) == "~~~") {
      signals.markdown += 2;
      ++signals.sure;
    }
    if (line.find("](") != std::string_view::npos) ++signals.markdown;
    if (body.substr(0, 3) == "•") ++signals.bullets;
    if (line.find("**") != std::string_view::npos) ++signals.markdown;
    if (body.front() == '<' && body.size() > 1 && (is_letter(body[1]) || body[1] == '/')) {
      ++signals.tags;
    }
  }
  return signals;
}

// Calls visit(line) for the first lines that are not blank; stops where it
// returns false.
template <typename Visit>
void each_line(std::string_view text, Visit visit) {
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = text.find('\n', begin);
    if (end == std::string_view::npos) end = text.size();
    std::string_view line = text.substr(begin, end - begin);
    begin = end + 1;
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.find_first_not_of(" \t") != std::string_view::npos && !visit(line)) return;
  }
}

// Delimiters outside quotes, or npos where a quoted field reaches over the
// line's end.
std::size_t count_fields(std::string_view line, char delimiter) {
  std::size_t count = 0;
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') quoted = !quoted;
    if (c == delimiter && !quoted) ++count;
  }
  return quoted ? std::string_view::npos : count;
}

// The same number of fields, two or more, in each of the first lines.
bool is_delimited(std::string_view text, char delimiter) {
  constexpr std::size_t kSample = 40;
  std::size_t lines = 0;
  std::size_t fields = 0;
  bool even = true;
  each_line(text, [&](std::string_view line) {
    const std::size_t count = count_fields(line, delimiter);
    if (count == std::string_view::npos) return lines < kSample;
    if (lines++ == 0) fields = count;
    even = count == fields;
    return even && lines < kSample;
  });
  return even && fields >= 1 && lines >= 3;
}

// "- key: value" and "key: value" lines and nothing else.
bool is_yaml(std::string_view text) {
  constexpr std::size_t kSample = 60;
  std::size_t lines = 0;
  std::size_t pairs = 0;
  bool starts = false;
  each_line(text, [&](std::string_view line) {
    if (line.front() == '#') return true;
    std::string_view body = line.substr(line.find_first_not_of(" \t"));
    // A plain scalar starts with no asterisk: that is Markdown's bold.
    if (body.front() == '*') {
      pairs = 0;
      lines = 1;
      return false;
    }
    if (lines++ == 0) starts = body.substr(0, 2) == "- " || body.back() == ':' || body == "---";
    if (body.substr(0, 2) == "- ") body.remove_prefix(2);
    const std::size_t colon = body.find(':');
    const bool key = colon != std::string_view::npos && colon > 0 && colon < 40 &&
                     (colon + 1 == body.size() || body[colon + 1] == ' ') &&
                     body.substr(0, colon).find(". ") == std::string_view::npos;
    if (key || body == "---") ++pairs;
    return lines < kSample;
  });
  return starts && lines >= 4 && pairs * 10 >= lines * 9;
}

// Comments in code look like headings: without a table or a fence a text dump
// is told from Markdown by its bullets and by how rare the signs are.
bool is_markdown(const Signals& signals) {
  constexpr std::size_t kLinesForOneSign = 15;
  if (signals.markdown < 2) return false;
  if (signals.sure > 0) return true;
  if (signals.bullets >= 3) return false;
  return signals.tags > 0 || signals.markdown * kLinesForOneSign >= signals.lines;
}

}  // namespace

Format detect_format(std::string_view text) {
  text = text.substr(0, kWindow);
  const std::size_t first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string_view::npos) return Format::kText;
  const std::string_view body = text.substr(first);
  const std::string head = lower_ascii(body.substr(0, 2048));
  if (head.compare(0, 9, "<!doctype") == 0 || head.find("<html") != std::string::npos ||
      head.find("<body") != std::string::npos || head.find("<head>") != std::string::npos) {
    return Format::kHtml;
  }
  if ((body.front() == '{' && body.find('"') != std::string_view::npos) ||
      (body.front() == '[' && body.find_first_of("{[\"", 1) != std::string_view::npos &&
       body.substr(0, 40).find("](") == std::string_view::npos)) {
    if (body.find("\":") != std::string_view::npos) return Format::kJson;
  }
  if (is_delimited(text, '\t')) return Format::kTsv;
  if (is_delimited(text, ',') && text.find('|') == std::string_view::npos) return Format::kCsv;
  if (is_yaml(text)) return Format::kYaml;
  const Signals signals = count_signals(text);
  if (is_markdown(signals)) return Format::kMarkdown;
  if (signals.tags > 0 && signals.tags * 5 >= signals.lines) {
    return Format::kHtml;
  }
  const bool mixed = signals.markdown > 0 && signals.tags > 0 && signals.bullets < 3;
  return mixed ? Format::kMarkdown : Format::kText;
}

}  // namespace benchledger
