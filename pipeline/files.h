#pragma once
// Files and folders, read and written so that a reader of a file sees the old
// bytes or the new ones, never half of them. Symbolic links are followed for
// what is named, not met while a folder is listed. Safe from any thread.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "extractors/result.h"

namespace benchledger {

enum class FileTrouble { kMissing, kDirectory, kDenied, kTooLarge, kOther };

// Why a file could not be read: the kind for the program, the Error for people.
struct FileFailure {
  FileTrouble trouble = FileTrouble::kOther;
  Error error;
};

template <typename T>
using FileResult = tl::expected<T, FileFailure>;

// The whole file. A file above `max_bytes` is kTooLarge and is not read past
// that; a pipe or a device is kOther and is not opened for reading.
[[nodiscard]] FileResult<std::string> read_file(const std::string& path, std::size_t max_bytes);

// Writes beside `path`, flushes to disk, renames, flushes the folder. Makes
// the folder where it is missing. Errors are kStore; nothing is left behind.
[[nodiscard]] Status write_file(const std::string& path, std::string_view bytes);

// True of the name of a file that write_file() was killed over.
[[nodiscard]] bool is_unfinished(std::string_view name);

// Every regular file below `folder`, at any depth, as paths relative to it
// with '/', sorted by bytes. Names that start with '.' are left out.
[[nodiscard]] FileResult<std::vector<std::string>> list_files(const std::string& folder);

// True where `path` matches `glob`: '*' within a part, '**' across parts
// ("**/" also matches no part), '?' one character. Cost: product of the sizes.
[[nodiscard]] bool glob_matches(std::string_view glob, std::string_view path);

}  // namespace benchledger
