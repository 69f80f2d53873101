#pragma once
// gzip (RFC 1952), several members in a row included. With http and the WARC
// reader the only owner of zlib.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "extractors/result.h"

namespace benchledger {

[[nodiscard]] bool is_gzip(std::string_view bytes);

enum class GunzipTrouble { kTooLarge, kDamaged };

// The contents; kTooLarge once they would exceed `max_bytes`, whatever the
// bytes would unfold to. Bytes after the last member are left out.
[[nodiscard]] tl::expected<std::string, GunzipTrouble> gunzip(std::string_view bytes,
                                                              std::size_t max_bytes);

// One member with `bytes`; the same bytes give the same member.
[[nodiscard]] std::string gzip_member(std::string_view bytes);

// A file read in order, gzipped or not, in pieces of bounded size.
class UnpackedFile {
 public:
  // Error kInput.
  [[nodiscard]] static Result<UnpackedFile> open(const std::string& path);
  ~UnpackedFile();
  UnpackedFile(UnpackedFile&&) noexcept;
  UnpackedFile& operator=(UnpackedFile&&) = delete;

  // Up to `most` of the next unpacked bytes; fewer only at the end. Error
  // kInput where the file is damaged from there on.
  [[nodiscard]] Result<std::string> read(std::size_t most);
  // The next line without its line end, at most `most` bytes of it kept;
  // nullopt at the end of the file.
  [[nodiscard]] Result<std::optional<std::string>> line(std::size_t most);

 private:
  struct State;
  explicit UnpackedFile(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace benchledger
