#pragma once
// Dates as printed, to ISO 8601: "April 8, 2026" -> "2026-04-08". A partial
// date stays partial: "March 2026" -> "2026-03", "2024" -> "2024". Numeric
// dates whose order of day and month cannot be told are not dates.

#include <optional>
#include <string>
#include <string_view>

namespace benchledger {

struct DateMatch {
  std::string iso;
  std::size_t begin = 0;
  std::size_t end = 0;
};

// The first date in the text; a bare year only where `years` is set. English
// month names, whole or abbreviated. Linear.
[[nodiscard]] std::optional<DateMatch> find_date(std::string_view text, bool years = false);

}  // namespace benchledger
