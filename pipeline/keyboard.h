#pragma once
// Answers from a person: one key without Enter on a terminal, the first
// character of a line elsewhere.

#include <optional>
#include <string>

namespace benchledger {

class Keyboard {
 public:
  virtual ~Keyboard() = default;
  // nullopt at the end of input, on Ctrl-C and on Ctrl-D.
  [[nodiscard]] virtual std::optional<char> key() = 0;
  [[nodiscard]] virtual std::optional<std::string> line() = 0;
};

// Standard input.
[[nodiscard]] Keyboard& standard_keyboard();

}  // namespace benchledger
