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
    if (is_delimiter_row(body)) signals.markdown += 5;
    if (is_atx_heading(body)) signals.markdown += 2;
    if (body.substr(0, 3) == "```" || body.substr(0, 3) == "~~~") signals.markdown += 2;
    if (line.find("](") != std::string_view::npos) ++signals.markdown;
    if (line.find("**") != std::string_view::npos) ++signals.markdown;
    if (body.front() == '<' && body.size() > 1 && (is_letter(body[1]) || body[1] == '/')) {
      ++signals.tags;
    }
  }
  return signals;
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
  const Signals signals = count_signals(text);
  if (signals.markdown >= 2) return Format::kMarkdown;
  if (signals.tags > 0 && signals.tags * 5 >= signals.lines) {
    return Format::kHtml;
  }
  return signals.markdown > 0 && signals.tags > 0 ? Format::kMarkdown : Format::kText;
}

}  // namespace benchledger
