#include "pipeline/keyboard.h"

#include <termios.h>
#include <unistd.h>

#include <cerrno>

namespace benchledger {
namespace {

constexpr char kControlC = 3;
constexpr char kControlD = 4;

// Keys come one by one and unechoed while this lives. Ctrl-C comes as a key
// too, so that the terminal is never left in this state.
class RawTerminal {
 public:
  RawTerminal() : changed_(::tcgetattr(STDIN_FILENO, &before_) == 0) {
    if (!changed_) return;
    termios raw = before_;
    raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO | ISIG);
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    changed_ = ::tcsetattr(STDIN_FILENO, TCSADRAIN, &raw) == 0;
  }
  ~RawTerminal() {
    if (changed_) ::tcsetattr(STDIN_FILENO, TCSADRAIN, &before_);
  }
  RawTerminal(const RawTerminal&) = delete;
  RawTerminal& operator=(const RawTerminal&) = delete;

 private:
  termios before_{};
  bool changed_;
};

std::optional<char> read_byte() {
  char byte = 0;
  for (;;) {
    const ssize_t got = ::read(STDIN_FILENO, &byte, 1);
    if (got == 1) return byte;
    if (got < 0 && errno == EINTR) continue;
    return std::nullopt;
  }
}

class StandardKeyboard : public Keyboard {
 public:
  std::optional<char> key() override {
    if (::isatty(STDIN_FILENO) != 1) {
      const std::optional<std::string> answer = line();
      if (!answer) return std::nullopt;
      return answer->empty() ? '\n' : answer->front();
    }
    const RawTerminal raw;
    const std::optional<char> byte = read_byte();
    if (byte == kControlC || byte == kControlD) return std::nullopt;
    return byte;
  }

  std::optional<std::string> line() override {
    std::string text;
    for (std::optional<char> byte = read_byte(); byte; byte = read_byte()) {
      if (*byte == '\n') return text;
      text += *byte;
    }
    return text.empty() ? std::nullopt : std::optional(text);
  }
};

}  // namespace

Keyboard& standard_keyboard() {
  static StandardKeyboard keyboard;
  return keyboard;
}

}  // namespace benchledger
