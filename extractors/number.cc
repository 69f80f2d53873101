#include "extractors/number.h"

#include <array>
#include <charconv>
#include <cmath>

#include "extractors/text.h"

namespace benchledger {
namespace {

constexpr std::string_view kMinusSign = "\xE2\x88\x92";

std::size_t digits_from(std::string_view text, std::size_t at) {
  while (at < text.size() && is_digit(text[at])) ++at;
  return at;
}

}  // namespace

std::optional<Number> number_at(std::string_view text, std::size_t from) {
  Number number;
  number.begin = from;
  std::string plain;
  std::size_t at = from;
  if (at < text.size() && (text[at] == '-' || text[at] == '+')) {
    if (text[at] == '-') plain += '-';
    ++at;
  } else if (text.substr(at, kMinusSign.size()) == kMinusSign) {
    plain += '-';
    at += kMinusSign.size();
  }
  std::size_t end = digits_from(text, at);
  const std::size_t leading = end - at;
  plain.append(text.substr(at, leading));
  if (leading >= 1 && leading <= 3) {
    // A comma is a thousands separator only before exactly three digits.
    while (end < text.size() && text[end] == ',' && digits_from(text, end + 1) == end + 4) {
      plain.append(text.substr(end + 1, 3));
      end += 4;
    }
    if (end < text.size() && text[end] == ',' && digits_from(text, end + 1) > end + 1) {
      return std::nullopt;
    }
  }
  if (end < text.size() && text[end] == '.' && digits_from(text, end + 1) > end + 1) {
    const std::size_t stop = digits_from(text, end + 1);
    number.decimals = static_cast<int>(stop - end - 1);
    if (leading == 0) plain += '0';
    plain.append(text.substr(end, stop - end));
    end = stop;
  } else if (leading == 0) {
    return std::nullopt;
  }
  const auto parsed = std::from_chars(plain.data(), plain.data() + plain.size(), number.value);
  if (parsed.ec != std::errc() || !std::isfinite(number.value)) return std::nullopt;
  std::size_t sign = end;
  while (sign < text.size() && text[sign] == ' ') ++sign;
  if (sign < text.size() && text[sign] == '%') {
    number.percent = true;
    end = sign + 1;
  }
  number.end = end;
  return number;
}

std::pair<double, double> rounding_interval(double value, int decimals) {
  const double half = 0.5 * std::pow(10.0, -decimals);
  return {value - half, value + half};
}

std::string format_number(double value) {
  if (value == 0) return "0";
  std::array<char, 400> buffer{};
  // Fixed notation up to 1e15 so that a parameter count reads as digits.
  const bool fixed = std::fabs(value) < 1e15 && std::fabs(value) >= 1e-6;
  const auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                     fixed ? std::chars_format::fixed : std::chars_format::general);
  return {buffer.data(), written.ptr};
}

int decimals_of(double value) {
  const std::string text = format_number(value);
  const std::size_t point = text.find('.');
  return point == std::string::npos ? 0 : static_cast<int>(text.size() - point - 1);
}

}  // namespace benchledger
