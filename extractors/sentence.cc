#include "extractors/sentence.h"

#include "extractors/text.h"

namespace benchledger {
namespace {

constexpr std::string_view kBullet = "\xE2\x80\xA2";
constexpr std::string_view kWideStop = "\xE3\x80\x82";

bool is_closing(char c) { return c == '"' || c == '\'' || c == ')' || c == ']' || c == '*'; }

bool is_small(char c) { return c >= 'a' && c <= 'z'; }

// The word that ends right before `at`, dots inside it included ("e.g").
std::string word_before(std::string_view text, std::size_t at) {
  std::size_t begin = at;
  while (begin > 0 && (is_letter(text[begin - 1]) || text[begin - 1] == '.')) --begin;
  return lower_ascii(text.substr(begin, at - begin));
}

bool ends_sentence(std::string_view text, std::size_t at, std::size_t next,
                   const std::map<std::string, double>& abbreviations) {
  if (next >= text.size()) return true;
  if (!is_space(text[next])) return false;
  while (next < text.size() && is_space(text[next])) ++next;
  if (next < text.size() && is_small(text[next])) return false;
  if (text[at] != '.') return true;
  const std::string word = word_before(text, at);
  // An initial ("J. Doe"), not the end of "Plan B." before a new sentence.
  if (word.size() == 1 && at >= 2 && is_space(text[at - 2]) && text[at - 1] < 'a') return false;
  return abbreviations.find(word) == abbreviations.end();
}

TextRange trimmed(std::string_view text, TextRange range) {
  while (range.begin < range.end && is_space(text[range.begin])) ++range.begin;
  while (range.end > range.begin && is_space(text[range.end - 1])) --range.end;
  return range;
}

}  // namespace

std::vector<TextRange> split_sentences(std::string_view text,
                                       const std::map<std::string, double>& abbreviations) {
  std::vector<TextRange> sentences;
  std::size_t begin = 0;
  const auto close = [&](std::size_t end, std::size_t next) {
    const TextRange range = trimmed(text, {begin, end});
    if (range.begin < range.end) sentences.push_back(range);
    begin = next;
  };
  for (std::size_t at = 0; at < text.size();) {
    if (text.substr(at, kBullet.size()) == kBullet) {
      close(at, at + kBullet.size());
      at += kBullet.size();
      continue;
    }
    if (text.substr(at, kWideStop.size()) == kWideStop) {
      at += kWideStop.size();
      close(at, at);
      continue;
    }
    const char c = text[at];
    if (c != '.' && c != '!' && c != '?') {
      ++at;
      continue;
    }
    std::size_t next = at + 1;
    while (next < text.size() && is_closing(text[next])) ++next;
    if (ends_sentence(text, at, next, abbreviations)) close(next, next);
    at = next;
  }
  close(text.size(), text.size());
  return sentences;
}

}  // namespace benchledger
