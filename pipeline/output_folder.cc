#include "pipeline/output_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include "extractors/digest.h"

namespace benchledger {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBufferBytes = std::size_t{256} << 10;

std::string remedy_for(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      return "free some space and run again; nothing was changed";
    case EACCES:
    case EPERM:
    case EROFS:
      return "choose another folder with --out, or make this one writable";
    case ENOTDIR:
    case EEXIST:
      return "a file is in the way; choose another folder with --out";
    default:
      return "";
  }
}

tl::unexpected<Error> store_failure(const std::string& path, const std::string& what, int error) {
  return fail(ErrorKind::kStore, path, what + ": " + std::generic_category().message(error),
              remedy_for(error));
}

// Writes through a buffer and keeps the first error.
class FileWriter {
 public:
  explicit FileWriter(const std::string& path)
      : descriptor_(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644)) {
    if (descriptor_ < 0) error_ = errno;
  }
  ~FileWriter() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  FileWriter(const FileWriter&) = delete;
  FileWriter& operator=(const FileWriter&) = delete;

  void put(std::string_view bytes) {
    buffer_ += bytes;
    if (buffer_.size() >= kBufferBytes) flush();
  }

  // Everything on disk and read-only; 0 or the errno of the first failure.
  int finish(WrittenFile& file) {
    flush();
    const auto keep = [&](bool failed) {
      if (failed && error_ == 0) error_ = errno;
    };
    if (error_ == 0) keep(::fsync(descriptor_) != 0);
    if (error_ == 0) keep(::fchmod(descriptor_, 0444) != 0);
    if (descriptor_ >= 0) keep(::close(std::exchange(descriptor_, -1)) != 0);
    file.bytes = bytes_;
    file.sha256 = digest_.hex();
    return error_;
  }

 private:
  void flush() {
    digest_.add(buffer_);
    bytes_ += buffer_.size();
    std::string_view left = buffer_;
    while (!left.empty() && error_ == 0) {
      const ssize_t wrote = ::write(descriptor_, left.data(), left.size());
      if (wrote < 0 && errno == EINTR) continue;
      if (wrote < 0) {
        error_ = errno;
      } else {
        left.remove_prefix(static_cast<std::size_t>(wrote));
      }
    }
    buffer_.clear();
  }

  int descriptor_;
  int error_ = 0;
  std::size_t bytes_ = 0;
  std::string buffer_;
  Sha256 digest_;
};

// A folder's entries survive a power cut only once the folder itself is synced.
// Some file systems cannot sync a folder; that is no reason to fail.
void sync_folder(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

void sync_folders(const std::string& path) {
  std::error_code ignored;
  for (const auto& entry : fs::recursive_directory_iterator(path, ignored)) {
    if (entry.is_directory(ignored)) sync_folder(entry.path().string());
  }
  sync_folder(path);
}

std::string read_small(const std::string& path) {
  std::string bytes;
  std::ifstream file(path, std::ios::binary);
  std::array<char, 4096> buffer;
  while (file.read(buffer.data(), buffer.size()) || file.gcount() > 0) {
    bytes.append(buffer.data(), static_cast<std::size_t>(file.gcount()));
  }
  return bytes;
}

}  // namespace

Result<OutputFolder> OutputFolder::begin(const std::string& parent) {
  std::error_code error;
  fs::create_directories(parent, error);
  if (error) return store_failure(parent, "cannot make the folder", error.value());
  std::string path = parent + "/.writing-XXXXXX";
  if (::mkdtemp(path.data()) == nullptr) {
    return store_failure(parent, "cannot write into the folder", errno);
  }
  ::chmod(path.c_str(), 0755);
  return OutputFolder(parent, std::move(path));
}

OutputFolder::OutputFolder(OutputFolder&& other) noexcept
    : parent_(std::move(other.parent_)), path_(std::exchange(other.path_, std::string())) {}

OutputFolder::~OutputFolder() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

Result<WrittenFile> OutputFolder::write(const std::string& name,
                                        const std::function<void(const Put&)>& fill) {
  if (name.find('/') != std::string::npos) {
    std::error_code error;
    fs::create_directories((fs::path(path_) / name).parent_path(), error);
    if (error) return store_failure(parent_, "cannot write " + name, error.value());
  }
  FileWriter writer(path_ + "/" + name);
  fill([&writer](std::string_view bytes) { writer.put(bytes); });
  WrittenFile file;
  file.name = name;
  const int error = writer.finish(file);
  if (error != 0) return store_failure(parent_, "cannot write " + name, error);
  return file;
}

std::string OutputFolder::free_name(const std::string& name, const std::string& seal) const {
  const std::string sealed = read_small(path_ + "/" + seal);
  std::error_code ignored;
  for (int number = 1;; ++number) {
    std::string free = number == 1 ? name : name + "-" + std::to_string(number);
    const std::string path = parent_ + "/" + free;
    if (!fs::exists(fs::symlink_status(path, ignored)) || read_small(path + "/" + seal) == sealed) {
      return free;
    }
  }
}

Status OutputFolder::commit(const std::string& name, const std::string& seal) {
  const std::string final_path = parent_ + "/" + name;
  sync_folders(path_);
  if (::rename(path_.c_str(), final_path.c_str()) == 0) {
    path_.clear();
    sync_folder(parent_);
    return {};
  }
  const int error = errno;
  if (error != ENOTEMPTY && error != EEXIST) {
    return store_failure(final_path, "cannot put the folder into place", error);
  }
  if (read_small(path_ + "/" + seal) == read_small(final_path + "/" + seal)) return {};
  return fail(ErrorKind::kStore, final_path, "is there already with other content",
              "the folder of a run is never rewritten; move it away or choose another --out");
}

Status swap_link(const std::string& parent, const std::string& link, const std::string& target) {
  const std::string path = parent + "/" + link;
  const std::string temporary = parent + "/." + link + "-" + std::to_string(::getpid());
  ::unlink(temporary.c_str());  // left by a process of the same number that was killed
  if (::symlink(target.c_str(), temporary.c_str()) != 0) {
    return store_failure(path, "cannot make the link", errno);
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) {
    const int error = errno;
    ::unlink(temporary.c_str());
    return store_failure(path, "cannot point the link at " + target, error);
  }
  sync_folder(parent);
  return {};
}

}  // namespace benchledger
