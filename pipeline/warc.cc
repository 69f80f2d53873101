#include "pipeline/warc.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "extractors/text.h"

namespace benchledger {
namespace {

constexpr std::size_t kMostHeaderBytes = std::size_t{64} << 10;
constexpr std::size_t kMostLine = std::size_t{16} << 10;

std::string_view trimmed(std::string_view text) {
  const std::size_t from = text.find_first_not_of(" \t\r\n");
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(" \t\r\n") + 1 - from);
}

// Into `headers`; a line that starts with white space goes on with the last.
void add_header_line(std::string_view line, HeaderList& headers) {
  if (!line.empty() && (line.front() == ' ' || line.front() == '\t')) {
    if (!headers.empty()) headers.back().second.append(" ").append(trimmed(line));
    return;
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return;
  headers.emplace_back(trimmed(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
}

std::optional<std::size_t> whole_number(std::string_view text, int base = 10) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

tl::unexpected<Error> bad_answer(const std::string& message) {
  return fail(ErrorKind::kInput, {}, message);
}

// RFC 9112, section 7.1. Archives often hold bodies with the coding already
// undone under the header that states it: what does not start with a chunk's
// size is taken as it is.
std::string undo_chunks(std::string_view body) {
  std::string whole;
  std::string_view rest = body;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    const std::string_view line = trimmed(rest.substr(0, std::min(end, rest.size())));
    const auto size = whole_number(trimmed(line.substr(0, line.find(';'))), 16);
    if (!size || end == std::string_view::npos) return whole.empty() ? std::string(body) : whole;
    rest.remove_prefix(end + 1);
    if (*size == 0) break;
    whole += rest.substr(0, *size);
    rest.remove_prefix(std::min(*size, rest.size()));
    if (rest.starts_with("\r\n")) rest.remove_prefix(2);
  }
  return whole;
}

}  // namespace

std::string_view WarcRecord::header(std::string_view name) const {
  const std::string* value = find_header(headers, name);
  return value == nullptr ? std::string_view() : std::string_view(*value);
}

Result<WarcReader> WarcReader::open(const std::string& path) {
  Result<UnpackedFile> file = UnpackedFile::open(path);
  if (!file) return tl::unexpected<Error>(file.error());
  return WarcReader(path, std::move(*file));
}

tl::unexpected<Error> WarcReader::damaged(const std::string& message) const {
  return fail(ErrorKind::kInput, path_, fmt::format("{} (after {} records)", message, records_),
              records_ == 0 ? "name a WARC file, .warc or .warc.gz"
                            : "what stands before the damage was read");
}

// Over the blank lines that end the record before; false at the end.
Result<bool> WarcReader::read_version() {
  for (;;) {
    const Result<std::optional<std::string>> line = file_.line(kMostLine);
    if (!line) return tl::unexpected<Error>(line.error());
    if (!*line) return false;
    if ((*line)->empty()) continue;
    if (**line == "WARC/1.0" || **line == "WARC/1.1") return true;
    return damaged("no WARC record of version 1.0 or 1.1 where one has to begin");
  }
}

Result<std::optional<WarcRecord>> WarcReader::next(std::size_t most) {
  const Result<bool> more = read_version();
  if (!more) return tl::unexpected<Error>(more.error());
  if (!*more) return std::optional<WarcRecord>();
  WarcRecord record;
  for (std::size_t bytes = 0;;) {
    const Result<std::optional<std::string>> line = file_.line(kMostLine);
    if (!line) return tl::unexpected<Error>(line.error());
    if (!*line) return damaged("a record ends in its headers");
    if ((*line)->empty()) break;
    bytes += (*line)->size();
    if (bytes > kMostHeaderBytes) return damaged("a record with headers above 64 KiB");
    add_header_line(**line, record.headers);
  }
  const auto size = whole_number(record.header("Content-Length"));
  if (!size) return damaged("a record without a Content-Length");
  record.block_size = *size;
  Result<std::string> block = file_.read(std::min(*size, most));
  if (!block) return tl::unexpected<Error>(block.error());
  record.block = std::move(*block);
  for (std::size_t left = *size - std::min(*size, most); left > 0;) {
    const Result<std::string> skipped = file_.read(std::min(left, kMostHeaderBytes));
    if (!skipped) return tl::unexpected<Error>(skipped.error());
    if (skipped->empty()) return damaged("a record ends early");
    left -= skipped->size();
  }
  if (record.block.size() < std::min(*size, most)) return damaged("a record ends early");
  ++records_;
  return std::optional(std::move(record));
}

std::string warc_record(const HeaderList& headers, std::string_view block) {
  std::string text = "WARC/1.1\r\n";
  for (const auto& [name, value] : headers) text += fmt::format("{}: {}\r\n", name, value);
  text += fmt::format("Content-Length: {}\r\n\r\n", block.size());
  text += block;
  return text + "\r\n\r\n";
}

int archived_status(std::string_view block) {
  if (!block.starts_with("HTTP/")) return 0;
  const std::size_t space = block.find(' ');
  if (space == std::string_view::npos || block.size() < space + 4) return 0;
  return static_cast<int>(whole_number(block.substr(space + 1, 3)).value_or(0));
}

Result<ArchivedAnswer> read_archived_answer(std::string_view block, std::size_t max_bytes) {
  ArchivedAnswer answer;
  answer.status = archived_status(block);
  if (answer.status == 0) return bad_answer("is no HTTP answer");
  std::string_view rest = block.substr(std::min(block.find('\n'), block.size() - 1) + 1);
  for (;;) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) return bad_answer("ends in its headers");
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) break;
    add_header_line(line, answer.headers);
  }
  const std::string* transfer = find_header(answer.headers, "transfer-encoding");
  const bool chunked = transfer != nullptr && lower_ascii(*transfer) == "chunked";
  answer.body = chunked ? undo_chunks(rest) : std::string(rest);
  const std::string* coding = find_header(answer.headers, "content-encoding");
  const std::string word = coding == nullptr ? "identity" : lower_ascii(*coding);
  if ((word == "gzip" || word == "x-gzip") && is_gzip(answer.body)) {
    auto unpacked = gunzip(answer.body, max_bytes);
    if (!unpacked && unpacked.error() == GunzipTrouble::kTooLarge) {
      return bad_answer(fmt::format("unpacks to more than {} bytes", max_bytes));
    }
    if (!unpacked) return bad_answer("is damaged gzip");
    answer.body = std::move(*unpacked);
  } else if (word == "br" || word == "zstd" || word == "deflate") {
    return bad_answer("has the content coding " + word + ", which is not read from archives");
  }
  if (answer.body.size() > max_bytes) {
    return bad_answer(fmt::format("is larger than {} bytes", max_bytes));
  }
  return answer;
}

}  // namespace benchledger
