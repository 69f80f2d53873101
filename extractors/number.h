#pragma once
// Numbers as printed. Locale-free, no rounding: "42.50" keeps its two
// decimals, and its rounding interval is [42.495, 42.505].

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace benchledger {

struct Number {
  double value = 0;
  int decimals = 0;       // digits after the point as printed
  bool percent = false;   // a % sign follows
  std::size_t begin = 0;  // where it stands in the text, sign and % included
  std::size_t end = 0;
};

// The number that starts at text[from] (sign, digits, thousands separators,
// decimal point, optional "%"); nullopt where none starts there. "1,234.5" is
// 1234.5; "1,23" is not a number; U+2212 is a minus.
[[nodiscard]] std::optional<Number> number_at(std::string_view text, std::size_t from);

// The interval of all values that round to the number as printed.
[[nodiscard]] std::pair<double, double> rounding_interval(double value, int decimals);

// Decimals of the shortest decimal that reads back as `value`.
[[nodiscard]] int decimals_of(double value);

// Shortest decimal that reads back the same, '.' as the point: "89.5", "52".
[[nodiscard]] std::string format_number(double value);

}  // namespace benchledger
