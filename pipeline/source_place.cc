#include "pipeline/source_place.h"

#include <algorithm>

#include "pipeline/json_writer.h"

namespace benchledger {

SourceLines::SourceLines(std::string_view bytes) : bytes_(bytes), starts_{0} {
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    const bool cr = bytes[at] == '\r' && (at + 1 == bytes.size() || bytes[at + 1] != '\n');
    if (bytes[at] == '\n' || cr) starts_.push_back(at + 1);
  }
}

SourcePlace SourceLines::at(std::size_t offset) const {
  offset = std::min(offset, bytes_.size());
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
  SourcePlace place;
  place.line = static_cast<std::size_t>(after - starts_.begin());
  const std::size_t begin = starts_[place.line - 1];
  for (const char c : bytes_.substr(begin, offset - begin)) {
    place.column += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }
  return place;
}

std::string_view SourceLines::line(std::size_t number) const {
  const std::size_t begin = starts_[number - 1];
  const std::size_t end = number < starts_.size() ? starts_[number] : bytes_.size();
  std::string_view text = bytes_.substr(begin, end - begin);
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

std::string printable(std::string_view raw) {
  const std::string text = valid_utf8(raw);
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    // U+0080..U+009F, the C1 controls, are C2 80..9F.
    const bool c1 = byte == 0xC2 && static_cast<unsigned char>(text[at + 1]) < 0xA0;
    if (byte == '\t' || byte == '\n' || byte == '\r') {
      out += ' ';
    } else if (byte < 0x20 || byte == 0x7F || c1) {
      out += "\xEF\xBF\xBD";
      at += c1;
    } else {
      out += text[at];
    }
  }
  return out;
}

}  // namespace benchledger
