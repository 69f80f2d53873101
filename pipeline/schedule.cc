#include "pipeline/schedule.h"

#include <cstdio>

#include "pipeline/clock.h"

namespace benchledger {
namespace {

constexpr std::int64_t kDay = 86'400;
constexpr std::int64_t kSlack = 6 * 3'600;

// Days since 1970-01-01 in the Gregorian calendar: months counted from March,
// so that the day that is not always there comes last.
std::int64_t days_since_1970(std::int64_t year, std::int64_t month, std::int64_t day) {
  const std::int64_t y = month <= 2 ? year - 1 : year;
  const std::int64_t m = month <= 2 ? month + 9 : month - 3;
  return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719'468;
}

}  // namespace

std::optional<std::int64_t> seconds_of(const std::string& iso_time) {
  int year = 0;
  int month = 0;
  int day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  const int fields = std::sscanf(iso_time.c_str(), "%4d-%2d-%2dT%2d:%2d:%2dZ", &year, &month, &day,
                                 &hour, &minute, &second);
  if (fields != 6 || month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
  return days_since_1970(year, month, day) * kDay + hour * 3'600 + minute * 60 + second;
}

std::optional<std::string> due_from(const Source& source, const std::string& last_checked) {
  if (source.every_days == 0) return std::nullopt;
  const std::optional<std::int64_t> last = seconds_of(last_checked);
  if (!last) return std::nullopt;
  return iso_time(*last + source.every_days * kDay - kSlack);
}

}  // namespace benchledger
