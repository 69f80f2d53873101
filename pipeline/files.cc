#include "pipeline/files.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

namespace benchledger {
namespace {

namespace fs = std::filesystem;

class Descriptor {
 public:
  explicit Descriptor(int descriptor) : descriptor_(descriptor) {}
  ~Descriptor() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return descriptor_; }
  int close() { return ::close(std::exchange(descriptor_, -1)); }

 private:
  int descriptor_;
};

tl::unexpected<FileFailure> file_failure(FileTrouble trouble, const std::string& path,
                                         std::string message, std::string remedy = {}) {
  return tl::unexpected<FileFailure>(
      {trouble, Error{ErrorKind::kInput, path, std::move(message), std::move(remedy)}});
}

tl::unexpected<FileFailure> file_failure(const std::string& path, int error) {
  const std::string message = std::generic_category().message(error);
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return file_failure(FileTrouble::kMissing, path, "is not there: " + message,
                          "correct the path, or remove the source");
    case EISDIR:
      return file_failure(FileTrouble::kDirectory, path, "is a directory",
                          "use a source of kind dir, or name a file in it");
    case EACCES:
    case EPERM:
      return file_failure(FileTrouble::kDenied, path, "cannot read: " + message,
                          "give the user that runs benchledger read permission");
    default:
      return file_failure(FileTrouble::kOther, path, "cannot read: " + message);
  }
}

constexpr std::string_view kUnfinished = ".writing-";

std::string store_remedy(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      return "free some space and run again; nothing was changed";
    case EACCES:
    case EPERM:
    case EROFS:
      return "choose another folder with --out, or make this one writable";
    default:
      return "";
  }
}

tl::unexpected<Error> store_failure(const std::string& path, int error) {
  return fail(ErrorKind::kStore, path, "cannot write: " + std::generic_category().message(error),
              store_remedy(error));
}

// 0 or the errno of the first failure.
int write_and_sync(Descriptor& file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t wrote = ::write(file.get(), bytes.data(), bytes.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) return errno;
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
  if (::fchmod(file.get(), 0644) != 0 || ::fsync(file.get()) != 0) return errno;
  return file.close() == 0 ? 0 : errno;
}

// Some file systems cannot sync a folder; that is no reason to fail.
void sync_folder(const std::string& folder) {
  const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened.get() >= 0) ::fsync(opened.get());
}

}  // namespace

FileResult<std::string> read_file(const std::string& path, std::size_t max_bytes) {
  // Not blocking: a pipe without a writer must not hang the run.
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.get() < 0) return file_failure(path, errno);
  struct stat about {};
  if (::fstat(file.get(), &about) != 0) return file_failure(path, errno);
  if (S_ISDIR(about.st_mode)) return file_failure(path, EISDIR);
  if (!S_ISREG(about.st_mode)) {
    return file_failure(FileTrouble::kOther, path, "is not a regular file");
  }
  std::string bytes;
  std::array<char, 65536> buffer;
  for (;;) {
    const ssize_t got = ::read(file.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return file_failure(path, errno);
    if (got == 0) return bytes;
    bytes.append(buffer.data(), static_cast<std::size_t>(got));
    if (bytes.size() > max_bytes) {
      return file_failure(FileTrouble::kTooLarge, path,
                          fmt::format("is larger than {} bytes", max_bytes),
                          "raise max_bytes of the source, or split the page");
    }
  }
}

Status write_file(const std::string& path, std::string_view bytes) {
  const std::string folder = fs::path(path).parent_path().string();
  std::error_code error;
  if (!folder.empty()) fs::create_directories(folder, error);
  if (error) return store_failure(folder, error.value());
  std::string temporary = (fs::path(folder) / (std::string(kUnfinished) + "XXXXXX")).string();
  Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC));
  if (file.get() < 0) return store_failure(path, errno);
  int failed = write_and_sync(file, bytes);
  if (failed == 0 && ::rename(temporary.c_str(), path.c_str()) != 0) failed = errno;
  if (failed != 0) {
    ::unlink(temporary.c_str());
    return store_failure(path, failed);
  }
  sync_folder(folder.empty() ? "." : folder);
  return {};
}

bool is_unfinished(std::string_view name) { return name.starts_with(kUnfinished); }

FileResult<std::vector<std::string>> list_files(const std::string& folder) {
  std::error_code error;
  const fs::file_status about = fs::status(folder, error);
  if (about.type() == fs::file_type::not_found) return file_failure(folder, ENOENT);
  if (error) return file_failure(folder, error.value());
  if (about.type() != fs::file_type::directory) {
    return file_failure(FileTrouble::kOther, folder, "is not a directory",
                        "use a source of kind file");
  }
  std::vector<std::string> files;
  fs::recursive_directory_iterator at(folder, error);
  for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    const bool hidden = at->path().filename().string().front() == '.';
    if (hidden) at.disable_recursion_pending();
    std::error_code gone;
    if (!hidden && at->is_regular_file(gone)) {
      files.push_back(at->path().lexically_relative(folder).generic_string());
    }
  }
  if (error) return file_failure(folder, error.value());
  std::sort(files.begin(), files.end());
  return files;
}

bool glob_matches(std::string_view glob, std::string_view path) {
  // reach[j]: the glob so far matches the first j characters of the path.
  std::vector<bool> reach(path.size() + 1, false);
  reach[0] = true;
  for (std::size_t i = 0; i < glob.size(); ++i) {
    std::vector<bool> next(path.size() + 1, false);
    const bool across = glob.substr(i, 2) == "**";
    const bool parts = glob.substr(i, 3) == "**/";
    for (std::size_t j = 0; j <= path.size(); ++j) {
      if (parts) {
        // Any number of whole parts: from a reached place to just after a '/'.
        next[j] = reach[j];
        for (std::size_t k = 0; !next[j] && j > 0 && path[j - 1] == '/' && k < j; ++k) {
          next[j] = reach[k];
        }
      } else if (glob[i] == '*') {
        const bool goes_on = j > 0 && next[j - 1] && (across || path[j - 1] != '/');
        next[j] = reach[j] || goes_on;
      } else if (j > 0 && reach[j - 1]) {
        next[j] = glob[i] == '?' ? path[j - 1] != '/' : glob[i] == path[j - 1];
      }
    }
    reach = std::move(next);
    i += parts ? 2 : across ? 1 : 0;
  }
  return reach[path.size()];
}

}  // namespace benchledger
