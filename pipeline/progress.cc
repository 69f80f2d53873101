#include "pipeline/progress.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "pipeline/terminal.h"

namespace benchledger {
namespace {

constexpr std::chrono::milliseconds kRedrawEvery{100};
constexpr std::size_t kBarWidth = 20;
constexpr std::string_view kWipe = "\r\x1b[K";

std::size_t terminal_width() {
  winsize size{};
  if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return size.ws_col;
}

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

// At most `width` characters, control characters as '?'.
std::string cut(std::string_view text, std::size_t width) {
  std::string shown;
  std::size_t characters = 0;
  for (const char c : text) {
    if (!continues_character(c) && characters++ == width) break;
    const auto byte = static_cast<unsigned char>(c);
    shown += byte < 0x20 || byte == 0x7f ? '?' : c;
  }
  return shown;
}

}  // namespace

std::string progress_line(std::string_view label, std::size_t done, std::size_t total,
                          std::string_view what, std::size_t width) {
  const std::size_t full = total == 0 ? 0 : std::min(kBarWidth, kBarWidth * done / total);
  const std::string line = fmt::format("{:<8}[{}{}] {}/{} {}", label, std::string(full, '#'),
                                       std::string(kBarWidth - full, '-'), done, total, what);
  return cut(line, width);
}

Progress::Progress(std::string label, std::size_t total, bool enabled,
                   std::function<void(std::string_view)> write)
    : label_(std::move(label)),
      total_(total),
      enabled_(enabled),
      write_(write ? std::move(write) : [](std::string_view text) { print_error(text); }) {}

Progress::~Progress() { wipe(); }

void Progress::advance(std::string_view what) {
  ++done_;
  if (!enabled_) return;
  const auto now = std::chrono::steady_clock::now();
  if (drawn_ && now - last_ < kRedrawEvery) return;
  last_ = now;
  draw(what);
}

void Progress::wipe() {
  if (drawn_) write_(kWipe);
  drawn_ = false;
}

void Progress::draw(std::string_view what) {
  // One column short: a full line would wrap on some terminals.
  const std::size_t width = terminal_width() - 1;
  write_(std::string(kWipe) + progress_line(label_, done_, total_, what, width));
  drawn_ = true;
}

}  // namespace benchledger
