#pragma once
// WARC files (ISO 28500, 1.0 and 1.1), read one record at a time whatever the
// size of the file, plain or with a gzip member for each record; and records to
// write into one.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "extractors/result.h"
#include "pipeline/capture.h"
#include "pipeline/gzip.h"

namespace benchledger {

struct WarcRecord {
  HeaderList headers;
  std::string block;           // its first bytes, as many as were asked for
  std::size_t block_size = 0;  // as stated

  // "response", "resource", ...; empty strings where the header is missing.
  [[nodiscard]] std::string_view header(std::string_view name) const;
  [[nodiscard]] bool is_whole() const { return block.size() == block_size; }
};

class WarcReader {
 public:
  [[nodiscard]] static Result<WarcReader> open(const std::string& path);

  // The next record with at most `most` bytes of its block; nullopt at the end.
  // Error kInput from where the file is damaged or no WARC file.
  [[nodiscard]] Result<std::optional<WarcRecord>> next(std::size_t most);

 private:
  WarcReader(std::string path, UnpackedFile file)
      : path_(std::move(path)), file_(std::move(file)) {}
  Result<bool> read_version();
  [[nodiscard]] tl::unexpected<Error> damaged(const std::string& message) const;

  std::string path_;
  UnpackedFile file_;
  std::size_t records_ = 0;
};

// A record of version 1.1 with these headers and the block's length.
[[nodiscard]] std::string warc_record(const HeaderList& headers, std::string_view block);

// The HTTP/1 answer in the block of a response record: transfer and content
// codings undone. Error kInput for codings other than chunked, gzip and
// identity, and for a body above `max_bytes`.
struct ArchivedAnswer {
  int status = 0;
  HeaderList headers;
  std::string body;
};
[[nodiscard]] Result<ArchivedAnswer> read_archived_answer(std::string_view block,
                                                          std::size_t max_bytes);

// The status alone, of a block that may be cut; 0 where it is no HTTP answer.
[[nodiscard]] int archived_status(std::string_view block);

}  // namespace benchledger
