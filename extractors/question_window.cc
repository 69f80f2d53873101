#include "extractors/question_window.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "extractors/name_tokens.h"
#include "extractors/text.h"

namespace benchledger {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                                                      "jul", "aug", "sep", "oct", "nov", "dec"};

int number_of(std::string_view digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

// 1..12 for the name of a month, 0 for another word.
int month_of(std::string_view word) {
  const auto found = std::find(kMonths.begin(), kMonths.end(), word.substr(0, 3));
  return word.size() < 3 || found == kMonths.end() ? 0
                                                   : static_cast<int>(found - kMonths.begin()) + 1;
}

int year_of(std::string_view digits) {
  const int value = number_of(digits);
  if (digits.size() == 4 && value >= 2000 && value < 2100) return value;
  return digits.size() == 2 && value >= 18 && value < 50 ? 2000 + value : 0;
}

bool is_month(int value) { return value >= 1 && value <= 12; }

std::optional<std::string> year_month(int year, int month) {
  if (year == 0 || !is_month(month)) return std::nullopt;
  return fmt::format("{}-{:02}", year, month);
}

// "Aug 24", "August 2024", "2024-08", "24/8", "2408", "10/01/2024",
// "2024.10.01"; null for what is no date or has two readings.
std::optional<std::string> date_of(std::string_view text) {
  std::vector<NameToken> parts = name_tokens(text);
  if (parts.size() == 2 && !parts[0].digits) {
    return year_month(year_of(parts[1].text), month_of(parts[0].text));
  }
  if (parts.empty() ||
      !std::all_of(parts.begin(), parts.end(), [](const NameToken& t) { return t.digits; })) {
    return std::nullopt;
  }
  const std::string& first = parts[0].text;
  if (parts.size() == 1) {
    if (first.size() == 4)
      return year_month(year_of(first.substr(0, 2)), number_of(first.substr(2)));
    if (first.size() == 6)
      return year_month(year_of(first.substr(0, 4)), number_of(first.substr(4)));
    return std::nullopt;
  }
  const std::string& second = parts[1].text;
  if (parts.size() == 2) {
    if (first.size() <= 2 && second.size() == 4)
      return year_month(year_of(second), number_of(first));
    return year_month(year_of(first), number_of(second));
  }
  if (parts.size() != 3) return std::nullopt;
  const bool year_first = first.size() == 4;
  const int year = year_of(year_first ? first : parts[2].text);
  const int month = number_of(year_first ? second : first);
  const int day = number_of(year_first ? parts[2].text : second);
  if (year == 0 || !is_month(month) || day < 1 || day > 31) return std::nullopt;
  return fmt::format("{}-{:02}-{:02}", year, month, day);
}

bool looks_like_window(std::string_view text) {
  int letters_in_row = 0;
  for (const char c : text) {
    letters_in_row = is_letter(c) ? letters_in_row + 1 : 0;
    if (letters_in_row > 9 || c == '@') return false;
  }
  return std::count_if(text.begin(), text.end(), is_digit) >= 4;
}

// Where the two dates meet: a long dash or "to" first, else the hyphen in the
// middle of an odd number of them, else a tilde.
struct Joint {
  std::size_t at = std::string_view::npos;
  std::size_t length = 0;
};
Joint joint_of(std::string_view text) {
  for (const std::string_view mark : {"–", "—", "~", "..", " to ", " - "}) {
    if (const std::size_t at = text.find(mark); at != std::string_view::npos) {
      return {at, mark.size()};
    }
  }
  std::vector<std::size_t> hyphens;
  for (std::size_t at = text.find('-'); at != std::string_view::npos; at = text.find('-', at + 1)) {
    hyphens.push_back(at);
  }
  if (hyphens.size() % 2 == 0) return {};
  return {hyphens[hyphens.size() / 2], 1};
}

}  // namespace

std::optional<std::string> question_window(std::string_view text) {
  if (!looks_like_window(text)) return std::nullopt;
  const Joint joint = joint_of(text);
  if (joint.at == std::string_view::npos) {
    const bool joined = text.find_first_of("-/") != std::string_view::npos;
    return joined ? std::optional<std::string>(fold_space(text)) : std::nullopt;
  }
  const auto from = date_of(text.substr(0, joint.at));
  const auto to = date_of(text.substr(joint.at + joint.length));
  if (from && to && *from <= *to) return *from + "/" + *to;
  return fold_space(text);
}

}  // namespace benchledger
