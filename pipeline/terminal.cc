#include "pipeline/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <system_error>

namespace benchledger {
namespace {

int output_error = 0;  // errno of the first write that failed

bool note_output_error() {
  if (output_error == 0) output_error = errno == 0 ? EIO : errno;
  return false;
}

}  // namespace

void ignore_broken_pipes() { std::signal(SIGPIPE, SIG_IGN); }

bool print(std::string_view text) {
  if (output_error != 0) return false;
  errno = 0;
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) return note_output_error();
  return true;
}

bool flush_output() {
  if (output_error != 0) return false;
  errno = 0;
  return std::fflush(stdout) == 0 || note_output_error();
}

void print_error(std::string_view text) {
  if (output_is_terminal()) std::fflush(stdout);
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

Status close_output() {
  (void)flush_output();
  if (output_error == 0 || output_error == EPIPE) return {};
  return fail(ErrorKind::kStore, "standard output", std::generic_category().message(output_error),
              "the output is not complete");
}

std::size_t output_width() {
  winsize size{};
  const bool known = ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? size.ws_col : 80;
}

bool output_is_terminal() { return ::isatty(STDOUT_FILENO) == 1; }
bool error_is_terminal() { return ::isatty(STDERR_FILENO) == 1; }

}  // namespace benchledger
