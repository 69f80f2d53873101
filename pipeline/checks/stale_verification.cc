#include <chrono>
#include <optional>

#include "extractors/number.h"
#include "pipeline/check.h"

namespace benchledger {

namespace {

// Days since 1970-01-01 of a full ISO date; nullopt for a partial one.
std::optional<long> day_number(std::string_view date) {
  if (date.size() < 10 || date[4] != '-' || date[7] != '-') return std::nullopt;
  const auto part = [&](std::size_t at, std::size_t size) -> std::optional<int> {
    const auto number = number_at(date.substr(at, size), 0);
    return number ? std::optional<int>(static_cast<int>(number->value)) : std::nullopt;
  };
  const auto year = part(0, 4);
  const auto month = part(5, 2);
  const auto day = part(8, 2);
  if (!year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day calendar(std::chrono::year(*year),
                                             std::chrono::month(static_cast<unsigned>(*month)),
                                             std::chrono::day(static_cast<unsigned>(*day)));
  if (!calendar.ok()) return std::nullopt;
  return std::chrono::sys_days(calendar).time_since_epoch().count();
}

}  // namespace

// Against the day the page was fetched, never the clock: the same capture
// gives the same findings.
void check_stale_verification(const CheckInput& input, FindingSink& sink) {
  const DocumentRecord& document = input.extraction.document;
  if (!document.last_verified || !document.fetched_at) return;
  const auto verified = day_number(*document.last_verified);
  const auto fetched = day_number(*document.fetched_at);
  if (!verified || !fetched) return;
  if (static_cast<double>(*fetched - *verified) <= input.threshold("days")) return;
  // Not by how many days: a finding that grows with every fetch is never settled.
  sink.add({{"verified", *document.last_verified}}, {}, {}, "page");
}

}  // namespace benchledger
