#pragma once
// The only way to the time of day. Everything that needs it takes a Clock, so
// that tests can hold it still; records never depend on it.

#include <cstdint>
#include <string>

namespace benchledger {

class Clock {
 public:
  virtual ~Clock() = default;
  // Seconds since 1970-01-01T00:00:00Z.
  [[nodiscard]] virtual std::int64_t now() const = 0;
  // Milliseconds since some moment, never going back: for pauses, not dates.
  [[nodiscard]] virtual std::int64_t now_ms() const { return now() * 1000; }
  // A clock that is held still waits for nothing.
  virtual void sleep_ms(std::int64_t ms) const { static_cast<void>(ms); }
};

// The system's. Safe from any thread.
[[nodiscard]] const Clock& system_clock();

// "2026-05-04T03:00:00Z"
[[nodiscard]] std::string iso_time(std::int64_t seconds);

}  // namespace benchledger
