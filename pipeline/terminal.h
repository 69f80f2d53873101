#pragma once
// Standard output and error as streams that may be terminals, pipes or gone.

#include <cstddef>
#include <string>
#include <string_view>

#include "extractors/result.h"

namespace benchledger {

// Once, first thing in main: a reader that goes away must end a write, not the
// program.
void ignore_broken_pipes();

// False once nobody reads standard output any more or it cannot be written:
// stop producing. A reader that went away ("| head") is a quiet end; anything
// else (a full disk) is kept for close_output(). Not thread-safe.
[[nodiscard]] bool print(std::string_view text);

// Sends what print() has gathered. False as print().
[[nodiscard]] bool flush_output();

// To standard error, at once.
void print_error(std::string_view text);

// Flushes standard output: an Error where some of it could not be written.
[[nodiscard]] Status close_output();

[[nodiscard]] bool output_is_terminal();
// Columns of the terminal standard output is; 80 where it is none.
[[nodiscard]] std::size_t output_width();
[[nodiscard]] bool error_is_terminal();

}  // namespace benchledger
