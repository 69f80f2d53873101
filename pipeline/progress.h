#pragma once
// A progress line on standard error for people at a terminal:
//   fetch   [##########----------] 12/40 some-vendor
// Drawn at most ten times a second and wiped at the end.

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace benchledger {

class Progress {
 public:
  // Without `enabled` (no terminal, --quiet) nothing is ever written. `write`
  // is for tests; default: standard error.
  Progress(std::string label, std::size_t total, bool enabled,
           std::function<void(std::string_view)> write = {});
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // One more is done; `what` is shown, cut to fit. Not thread-safe.
  void advance(std::string_view what);
  // A folder turned out to hold more.
  void set_total(std::size_t total) { total_ = total; }
  // Wipes the line, so that something else can be printed; drawn again later.
  void wipe();

 private:
  void draw(std::string_view what);

  std::string label_;
  std::size_t total_;
  std::size_t done_ = 0;
  bool enabled_;
  bool drawn_ = false;
  std::function<void(std::string_view)> write_;
  std::chrono::steady_clock::time_point last_{};
};

// The line itself, `width` columns at most, no control characters. Pure.
[[nodiscard]] std::string progress_line(std::string_view label, std::size_t done, std::size_t total,
                                        std::string_view what, std::size_t width);

}  // namespace benchledger
