#include "pipeline/run_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

namespace benchledger {

Result<RunLock> RunLock::take(const std::string& path) {
  std::error_code error;
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  if (!folder.empty()) std::filesystem::create_directories(folder, error);
  if (error) {
    return fail(ErrorKind::kStore, folder.string(), "cannot make the folder: " + error.message(),
                "name another with --out");
  }
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor < 0) {
    return fail(ErrorKind::kStore, path,
                "cannot open the lock: " + std::generic_category().message(errno),
                "check the permissions of the folder, or name another with --out");
  }
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return RunLock(descriptor);
  const int reason = errno;
  ::close(descriptor);
  if (reason == EWOULDBLOCK) {
    return fail(ErrorKind::kLocked, path, "another run is under way", "wait for it to end");
  }
  return fail(ErrorKind::kStore, path, "cannot lock: " + std::generic_category().message(reason));
}

RunLock::~RunLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

RunLock::RunLock(RunLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

}  // namespace benchledger
