#include "pipeline/run_notice.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>
#include <system_error>
#include <vector>

#include "pipeline/run_summary.h"

extern char** environ;

namespace benchledger {
namespace {

tl::unexpected<Error> cannot_run(const std::string& command, int code) {
  return fail(ErrorKind::kInput, command, "cannot run: " + std::generic_category().message(code));
}

std::vector<std::string> environment_with(const RunReport& report) {
  std::vector<std::string> variables;
  for (char** at = environ; *at != nullptr; ++at) variables.emplace_back(*at);
  variables.push_back(fmt::format("BENCHLEDGER_RUN={}", report.outcome.id));
  variables.push_back(fmt::format("BENCHLEDGER_CHANGES={}", report.changes.size()));
  variables.push_back(fmt::format("BENCHLEDGER_WAITING={}", report.waiting));
  return variables;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

// An anonymous file with `text`, to be read from its start: the command may
// read all of it or nothing, and nobody waits for it.
int file_with(std::string_view text) {
  char name[] = "/tmp/benchledger-summary-XXXXXX";
  const int descriptor = ::mkostemp(name, O_CLOEXEC);
  if (descriptor < 0) return -1;
  ::unlink(name);
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) break;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  ::lseek(descriptor, 0, SEEK_SET);
  return descriptor;
}

// In a process group of its own, so that what it starts ends with it.
int start(const std::string& command, const RunReport& report, int input, pid_t& child) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t defaults;
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);
  std::vector<std::string> words = {"sh", "-c", command};
  std::vector<std::string> variables = environment_with(report);
  const int code = posix_spawn(&child, "/bin/sh", &actions, &attributes, pointers_to(words).data(),
                               pointers_to(variables).data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return code;
}

// False where it had to be ended.
bool wait_for(pid_t child, std::int64_t seconds, int& status) {
  for (std::int64_t left_ms = seconds * 1000; left_ms > 0; left_ms -= 10) {
    if (::waitpid(child, &status, WNOHANG) == child) return true;
    ::poll(nullptr, 0, 10);
  }
  ::kill(-child, SIGKILL);
  ::waitpid(child, &status, 0);
  return false;
}

}  // namespace

Status send_heartbeat(HttpClient& http, const std::string& url, const std::string& user_agent) {
  HttpRequest request;
  request.url = url;
  request.user_agent = user_agent;
  request.allow_private = true;  // whoever runs the program named it
  request.at_once = true;
  request.cut_body = true;
  request.limits.total_ms = 10'000;
  request.limits.body_bytes = std::size_t{64} << 10;
  const HttpResult answer = http.get(request);
  const std::string host = authority_of(url);
  if (!answer) return fail(ErrorKind::kInput, host, "the heartbeat was not taken");
  if (answer->status / 100 == 2) return {};
  return fail(ErrorKind::kInput, host,
              fmt::format("the heartbeat was answered with HTTP {}", answer->status));
}

Status run_notification(const std::string& command, const RunReport& report, std::int64_t seconds) {
  const int input = file_with(summary_markdown(report));
  if (input < 0) return cannot_run(command, errno);
  pid_t child = 0;
  const int code = start(command, report, input, child);
  ::close(input);
  if (code != 0) return cannot_run(command, code);
  int status = 0;
  if (!wait_for(child, seconds, status)) {
    return fail(ErrorKind::kInput, command, fmt::format("was ended after {} s", seconds));
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
  return fail(
      ErrorKind::kInput, command,
      fmt::format("ended with exit code {}", WIFEXITED(status) ? WEXITSTATUS(status) : 128));
}

}  // namespace benchledger
