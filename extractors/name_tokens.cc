#include "extractors/name_tokens.h"

#include <algorithm>

#include "extractors/text.h"

namespace benchledger {
namespace {

enum class ByteClass { kOther, kLetter, kDigit };

ByteClass class_of(char c) {
  if (is_digit(c)) return ByteClass::kDigit;
  if (is_letter(c) || static_cast<unsigned char>(c) >= 0x80) return ByteClass::kLetter;
  return ByteClass::kOther;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

std::vector<NameToken> name_tokens(std::string_view text) {
  std::vector<NameToken> tokens;
  std::size_t at = 0;
  while (at < text.size()) {
    const ByteClass kind = class_of(text[at]);
    if (kind == ByteClass::kOther) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && class_of(text[end]) == kind) ++end;
    NameToken token;
    const std::string_view word = text.substr(at, end - at);
    token.text = is_ascii(word) ? lower_ascii(word) : name_key(word);
    token.begin = at;
    token.end = end;
    token.digits = kind == ByteClass::kDigit;
    token.glued = !tokens.empty() && tokens.back().end == at;
    if (!token.text.empty()) tokens.push_back(std::move(token));
    at = end;
  }
  return tokens;
}

std::string quick_key(std::string_view text) {
  if (!is_ascii(text)) return name_key(text);
  std::string key;
  key.reserve(text.size());
  for (const char c : text) {
    if (is_letter(c) || is_digit(c) || c == '+') key += c;
  }
  return lower_ascii(key);
}

}  // namespace benchledger
