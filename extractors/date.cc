#include "extractors/date.h"

#include <fmt/format.h>

#include <array>
#include <utility>
#include <vector>

#include "extractors/text.h"

namespace benchledger {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {
    "january", "february", "march",     "april",   "may",      "june",
    "july",    "august",   "september", "october", "november", "december"};

// A run of letters or of digits.
struct Token {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool digits = false;
  std::string text;  // lower case
};

std::vector<Token> tokens_of(std::string_view text) {
  std::vector<Token> tokens;
  std::size_t at = 0;
  while (at < text.size()) {
    const bool digit = is_digit(text[at]);
    if (!digit && !is_letter(text[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && (digit ? is_digit(text[end]) : is_letter(text[end]))) ++end;
    tokens.push_back({at, end, digit, lower_ascii(text.substr(at, end - at))});
    at = end;
  }
  return tokens;
}

int month_of(const Token& token) {
  if (token.digits || token.text.size() < 3) return 0;
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    if (kMonths[i].substr(0, token.text.size()) == token.text || token.text == "sept") {
      return token.text == "sept" ? 9 : static_cast<int>(i) + 1;
    }
  }
  return 0;
}

int number_of(const Token& token) {
  if (!token.digits || token.text.size() > 4) return -1;
  int value = 0;
  for (const char c : token.text) value = value * 10 + (c - '0');
  return value;
}

bool is_year(const Token& token) {
  const int value = number_of(token);
  return token.text.size() == 4 && value >= 1950 && value <= 2100;
}

bool is_day(const Token& token) {
  const int value = number_of(token);
  return token.text.size() <= 2 && value >= 1 && value <= 31;
}

bool is_ordinal(const Token& token) {
  return token.text == "st" || token.text == "nd" || token.text == "rd" || token.text == "th";
}

// What stands between two tokens.
std::string_view between(std::string_view text, const Token& a, const Token& b) {
  return text.substr(a.end, b.begin - a.end);
}

std::string iso(int year, int month, int day) {
  if (month == 0) return fmt::format("{:04}", year);
  if (day == 0) return fmt::format("{:04}-{:02}", year, month);
  return fmt::format("{:04}-{:02}-{:02}", year, month, day);
}

class DateReader {
 public:
  explicit DateReader(std::string_view text) : text_(text), tokens_(tokens_of(text)) {}

  std::optional<DateMatch> find(bool years) const {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (auto match = numeric(i)) return match;
      if (auto match = month_first(i)) return match;
      if (auto match = day_first(i)) return match;
    }
    for (std::size_t i = 0; years && i < tokens_.size(); ++i) {
      if (is_year(tokens_[i])) return result(i, i, iso(number_of(tokens_[i]), 0, 0));
    }
    return std::nullopt;
  }

 private:
  const Token* token(std::size_t i) const { return i < tokens_.size() ? &tokens_[i] : nullptr; }

  DateMatch result(std::size_t first, std::size_t last, std::string date) const {
    return {std::move(date), tokens_[first].begin, tokens_[last].end};
  }

  // 2026-04-08, 2026/04/08, 2026.04.08, 2026-04.
  std::optional<DateMatch> numeric(std::size_t i) const {
    const Token* year = token(i);
    const Token* month = token(i + 1);
    if (year == nullptr || month == nullptr || !is_year(*year) || !month->digits) return {};
    const std::string_view separator = between(text_, *year, *month);
    if (separator != "-" && separator != "/" && separator != ".") return {};
    const int number = number_of(*month);
    if (month->text.size() > 2 || number < 1 || number > 12) return {};
    const Token* day = token(i + 2);
    if (day != nullptr && is_day(*day) && between(text_, *month, *day) == separator) {
      return result(i, i + 2, iso(number_of(*year), number, number_of(*day)));
    }
    if (separator == ".") return {};
    return result(i, i + 1, iso(number_of(*year), number, 0));
  }

  // April 8, 2026; April 8th 2026; April 2026.
  std::optional<DateMatch> month_first(std::size_t i) const {
    const int month = month_of(tokens_[i]);
    if (month == 0) return {};
    std::size_t next = i + 1;
    int day = 0;
    if (const Token* t = token(next); t != nullptr && is_day(*t)) {
      day = number_of(*t);
      ++next;
      if (const Token* suffix = token(next); suffix != nullptr && is_ordinal(*suffix)) ++next;
    }
    const Token* year = token(next);
    if (year == nullptr || !is_year(*year) || year->begin - tokens_[next - 1].end > 2) return {};
    return result(i, next, iso(number_of(*year), month, day));
  }

  // 8 April 2026, 8th of April 2026.
  std::optional<DateMatch> day_first(std::size_t i) const {
    if (!is_day(tokens_[i])) return {};
    std::size_t next = i + 1;
    if (const Token* suffix = token(next); suffix != nullptr && is_ordinal(*suffix)) ++next;
    if (const Token* of = token(next); of != nullptr && of->text == "of") ++next;
    const Token* month = token(next);
    const Token* year = token(next + 1);
    if (month == nullptr || year == nullptr || month_of(*month) == 0 || !is_year(*year)) return {};
    return result(i, next + 1, iso(number_of(*year), month_of(*month), number_of(tokens_[i])));
  }

  std::string_view text_;
  std::vector<Token> tokens_;
};

}  // namespace

std::optional<DateMatch> find_date(std::string_view text, bool years) {
  return DateReader(text).find(years);
}

}  // namespace benchledger
