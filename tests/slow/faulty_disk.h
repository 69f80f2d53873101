#pragma once
// A disk that fails on demand, below SQLite: an SQLite VFS over the real one
// that runs full, refuses, or loses power. What was written since the last sync
// of a file is lost then, or reaches the disk in part, as the test says.

#include <sqlite3.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace benchledger {

class FaultyDisk {
 public:
  enum class Fault { kNone, kFull, kIoError, kPowerCut };
  enum class Survives { kNothing, kSome, kEverything };  // of what was not synced

  // The default VFS from here on, until it goes.
  FaultyDisk() {
    real_ = sqlite3_vfs_find(nullptr);
    vfs_ = *real_;
    vfs_.zName = "faulty";
    vfs_.szOsFile = static_cast<int>(sizeof(File)) + real_->szOsFile;
    vfs_.xOpen = open;
    vfs_.pAppData = this;
    current() = this;
    sqlite3_vfs_register(&vfs_, 1);
  }
  ~FaultyDisk() {
    sqlite3_vfs_register(real_, 1);
    sqlite3_vfs_unregister(&vfs_);
    current() = nullptr;
  }
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;

  // From the `at`-th write or sync on, counted from here.
  void fail_at(Fault fault, std::size_t at) {
    fault_ = fault;
    left_ = at;
    struck_ = false;
  }
  [[nodiscard]] bool struck() const { return struck_; }

  // After a power cut and once the ledger is closed: what the disk holds when
  // the machine comes up again.
  void restore(Survives survives, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    for (auto& [path, writes] : unsynced_) {
      if (!std::filesystem::exists(path)) continue;
      for (auto write = writes.rbegin(); write != writes.rend(); ++write) {
        const bool lost =
            survives == Survives::kNothing || (survives == Survives::kSome && random() % 2 == 0);
        if (!lost) continue;
        std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(static_cast<std::streamoff>(write->offset));
        file.write(write->before.data(), static_cast<std::streamsize>(write->before.size()));
        file.close();
        if (survives == Survives::kNothing) {
          std::filesystem::resize_file(path, write->size_before);
        }
      }
    }
    unsynced_.clear();
    fault_ = Fault::kNone;
  }

 private:
  struct Write {
    std::uint64_t offset = 0;
    std::string before;
    std::uint64_t size_before = 0;
  };
  struct File {
    sqlite3_file base;
    char path[1024];
    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
  };
  static FaultyDisk*& current() {
    static FaultyDisk* disk = nullptr;
    return disk;
  }
  static File* own(sqlite3_file* file) { return reinterpret_cast<File*>(file); }
  static sqlite3_file* real(sqlite3_file* file) { return own(file)->real(); }

  // What the disk says to the next write or sync; SQLITE_OK where it works.
  int strike() {
    if (fault_ == Fault::kNone) return SQLITE_OK;
    if (left_ > 0) --left_;
    if (left_ > 0) return SQLITE_OK;
    struck_ = true;
    return fault_ == Fault::kFull ? SQLITE_FULL : SQLITE_IOERR_WRITE;
  }

  static int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out) {
    auto* disk = static_cast<FaultyDisk*>(vfs->pAppData);
    File* made = own(file);
    made->base.pMethods = nullptr;
    made->path[0] = '\0';
    if (name != nullptr) sqlite3_snprintf(sizeof made->path, made->path, "%s", name);
    const int code = disk->real_->xOpen(disk->real_, name, made->real(), flags, out);
    if (made->real()->pMethods != nullptr) made->base.pMethods = methods();
    return code;
  }

  static int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
    FaultyDisk& disk = *current();
    if (const int code = disk.strike(); code != SQLITE_OK) return code;
    if (disk.fault_ == Fault::kPowerCut) disk.remember(own(file), size, offset);
    return real(file)->pMethods->xWrite(real(file), bytes, size, offset);
  }

  void remember(File* file, int size, sqlite3_int64 offset) {
    sqlite3_int64 length = 0;
    file->real()->pMethods->xFileSize(file->real(), &length);
    Write write{static_cast<std::uint64_t>(offset), {}, static_cast<std::uint64_t>(length)};
    const sqlite3_int64 there =
        std::max<sqlite3_int64>(0, std::min<sqlite3_int64>(size, length - offset));
    write.before.resize(static_cast<std::size_t>(there));
    if (there > 0) {
      file->real()->pMethods->xRead(file->real(), write.before.data(), static_cast<int>(there),
                                    offset);
    }
    unsynced_[file->path].push_back(std::move(write));
  }

  static int sync(sqlite3_file* file, int flags) {
    FaultyDisk& disk = *current();
    if (const int code = disk.strike(); code != SQLITE_OK) return code;
    disk.unsynced_.erase(own(file)->path);
    return real(file)->pMethods->xSync(real(file), flags);
  }
  static int truncate(sqlite3_file* file, sqlite3_int64 size) {
    if (const int code = current()->strike(); code != SQLITE_OK) return code;
    return real(file)->pMethods->xTruncate(real(file), size);
  }

  static const sqlite3_io_methods* methods() {
    static sqlite3_io_methods table = [] {
      sqlite3_io_methods made{};
      made.iVersion = 2;  // with shared memory, without memory mapping
      made.xClose = [](sqlite3_file* f) { return real(f)->pMethods->xClose(real(f)); };
      made.xRead = [](sqlite3_file* f, void* to, int size, sqlite3_int64 at) {
        return real(f)->pMethods->xRead(real(f), to, size, at);
      };
      made.xWrite = write;
      made.xTruncate = truncate;
      made.xSync = sync;
      made.xFileSize = [](sqlite3_file* f, sqlite3_int64* size) {
        return real(f)->pMethods->xFileSize(real(f), size);
      };
      made.xLock = [](sqlite3_file* f, int how) { return real(f)->pMethods->xLock(real(f), how); };
      made.xUnlock = [](sqlite3_file* f, int how) {
        return real(f)->pMethods->xUnlock(real(f), how);
      };
      made.xCheckReservedLock = [](sqlite3_file* f, int* out) {
        return real(f)->pMethods->xCheckReservedLock(real(f), out);
      };
      made.xFileControl = [](sqlite3_file* f, int what, void* with) {
        return real(f)->pMethods->xFileControl(real(f), what, with);
      };
      made.xSectorSize = [](sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); };
      made.xDeviceCharacteristics = [](sqlite3_file* f) {
        return real(f)->pMethods->xDeviceCharacteristics(real(f));
      };
      made.xShmMap = [](sqlite3_file* f, int page, int size, int extend, void volatile** out) {
        return real(f)->pMethods->xShmMap(real(f), page, size, extend, out);
      };
      made.xShmLock = [](sqlite3_file* f, int offset, int count, int flags) {
        return real(f)->pMethods->xShmLock(real(f), offset, count, flags);
      };
      made.xShmBarrier = [](sqlite3_file* f) { real(f)->pMethods->xShmBarrier(real(f)); };
      made.xShmUnmap = [](sqlite3_file* f, int remove) {
        return real(f)->pMethods->xShmUnmap(real(f), remove);
      };
      return made;
    }();
    return &table;
  }

  sqlite3_vfs* real_ = nullptr;
  sqlite3_vfs vfs_{};
  Fault fault_ = Fault::kNone;
  std::size_t left_ = 0;
  bool struck_ = false;
  std::map<std::string, std::vector<Write>> unsynced_;
};

}  // namespace benchledger
