#include "extractors/text.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <utility>

namespace benchledger {
namespace {

// Unicode white space and zero-width marks as UTF-8, besides the ASCII ones.
std::size_t wide_space_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
  };
  if (byte(0) == 0xC2 && (byte(1) == 0xA0 || byte(1) == 0xAD || byte(1) == 0x85)) return 2;
  if (byte(0) == 0xE2 && byte(1) == 0x80 &&
      ((byte(2) >= 0x80 && byte(2) <= 0x8F) || byte(2) == 0xA8 || byte(2) == 0xA9 ||
       byte(2) == 0xAF)) {
    return 3;
  }
  if (byte(0) == 0xE2 && byte(1) == 0x81 && (byte(2) == 0x9F || byte(2) == 0xA0)) return 3;
  if (byte(0) == 0xE3 && byte(1) == 0x80 && byte(2) == 0x80) return 3;
  if (byte(0) == 0xEF && byte(1) == 0xBB && byte(2) == 0xBF) return 3;
  if (byte(0) == 0xEF && byte(1) == 0xB8 && byte(2) == 0x8F) return 3;
  return 0;
}

// Zero-width marks vanish, real spaces separate.
bool is_zero_width(std::string_view text, std::size_t at, std::size_t length) {
  if (length == 2) return static_cast<unsigned char>(text[at + 1]) == 0xAD;
  if (length != 3) return false;
  const auto second = static_cast<unsigned char>(text[at + 1]);
  const auto third = static_cast<unsigned char>(text[at + 2]);
  if (static_cast<unsigned char>(text[at]) == 0xEF) return true;
  return (second == 0x80 && third >= 0x8B && third <= 0x8F) || (second == 0x81 && third == 0xA0);
}

constexpr std::array<std::pair<int, std::string_view>, 6> kGreek = {{{0x3B1, "alpha"},
                                                                     {0x3B2, "beta"},
                                                                     {0x3C4, "tau"},
                                                                     {0x3C0, "pi"},
                                                                     {0x3BC, "mu"},
                                                                     {0x3BB, "lambda"}}};

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char byte) { return static_cast<unsigned char>(byte) < 0x80; });
}

bool is_alphanumeric(utf8proc_int32_t codepoint) {
  switch (utf8proc_category(codepoint)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
      return true;
    default:
      return false;
  }
}

// Calls visit(codepoint, bytes) for each code point; broken bytes are skipped.
template <typename Visit>
void each_codepoint(std::string_view text, Visit visit) {
  std::size_t at = 0;
  while (at < text.size()) {
    utf8proc_int32_t codepoint = 0;
    const utf8proc_ssize_t length =
        utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at),
                         static_cast<utf8proc_ssize_t>(text.size() - at), &codepoint);
    if (length <= 0) {
      ++at;
      continue;
    }
    visit(codepoint, text.substr(at, static_cast<std::size_t>(length)));
    at += static_cast<std::size_t>(length);
  }
}

bool is_word_byte(char c) {
  return is_letter(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::size_t utf8_length(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  std::size_t length = 1;
  if (lead >= 0xF0) {
    length = 4;
  } else if (lead >= 0xE0) {
    length = 3;
  } else if (lead >= 0xC2) {
    length = 2;
  }
  return at + length <= text.size() ? length : 1;
}

std::string fold_space(std::string_view text) {
  std::string folded;
  folded.reserve(text.size());
  bool pending = false;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t wide = wide_space_length(text, at);
    if (wide > 0 || is_space(text[at])) {
      if (wide == 0 || !is_zero_width(text, at, wide)) pending = true;
      at += std::max<std::size_t>(wide, 1);
      continue;
    }
    if (pending && !folded.empty()) folded += ' ';
    pending = false;
    folded += text[at++];
  }
  return folded;
}

std::string lower_ascii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

std::string compatibility_fold(std::string_view text) {
  // Of ASCII, NFKC changes nothing and case folding is lower case.
  if (is_ascii(text)) return lower_ascii(text);
  utf8proc_uint8_t* mapped = nullptr;
  const auto options = static_cast<utf8proc_option_t>(UTF8PROC_COMPAT | UTF8PROC_COMPOSE |
                                                      UTF8PROC_CASEFOLD | UTF8PROC_STABLE);
  const utf8proc_ssize_t size =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                   static_cast<utf8proc_ssize_t>(text.size()), &mapped, options);
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(mapped, &std::free);
  if (size < 0) return lower_ascii(text);
  return {reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(size)};
}

std::string name_key(std::string_view text) {
  std::string key;
  if (is_ascii(text)) {
    for (const char byte : lower_ascii(text)) {
      if (is_letter(byte) || is_digit(byte) || byte == '+') key += byte;
    }
    return key;
  }
  each_codepoint(compatibility_fold(text), [&](utf8proc_int32_t codepoint, std::string_view bytes) {
    const auto greek = std::find_if(kGreek.begin(), kGreek.end(),
                                    [&](const auto& letter) { return letter.first == codepoint; });
    if (greek != kGreek.end()) {
      key += greek->second;
    } else if (codepoint == '+' || is_alphanumeric(codepoint)) {
      key += bytes;
    }
  });
  return key;
}

std::vector<std::string> fold_words(std::string_view text) {
  std::vector<std::string> words;
  bool inside = false;
  each_codepoint(compatibility_fold(text), [&](utf8proc_int32_t codepoint, std::string_view bytes) {
    if (!is_alphanumeric(codepoint)) {
      inside = false;
      return;
    }
    if (!inside) words.emplace_back();
    inside = true;
    words.back() += bytes;
  });
  return words;
}

std::string folded(std::string_view text) {
  std::string joined;
  for (const std::string& word : fold_words(text)) {
    if (!joined.empty()) joined += ' ';
    joined += word;
  }
  return joined;
}

bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() &&
         lower_ascii(text.substr(0, prefix.size())) == lower_ascii(prefix);
}

std::size_t find_word(std::string_view text, std::string_view needle, std::size_t from) {
  if (needle.empty()) return std::string_view::npos;
  const std::string lower_text = lower_ascii(text);
  const std::string lower_needle = lower_ascii(needle);
  for (std::size_t at = lower_text.find(lower_needle, from); at != std::string::npos;
       at = lower_text.find(lower_needle, at + 1)) {
    const std::size_t end = at + needle.size();
    const bool starts = at == 0 || !is_word_byte(text[at - 1]) || !is_word_byte(needle.front());
    const bool ends =
        end == text.size() || !is_word_byte(text[end]) || !is_word_byte(needle.back());
    if (starts && ends) return at;
  }
  return std::string_view::npos;
}

}  // namespace benchledger
