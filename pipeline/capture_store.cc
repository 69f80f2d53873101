#include "pipeline/capture_store.h"

#include <zstd.h>

#include <string_view>
#include <utility>

#include "extractors/digest.h"
#include "pipeline/files.h"
#include "pipeline/page_input.h"

namespace benchledger {
namespace {

constexpr int kZstdLevel = 9;
constexpr std::size_t kMaxCaptureBytes = std::size_t{1} << 30;
constexpr std::size_t kMaxMetaBytes = std::size_t{1} << 20;

tl::unexpected<Error> damaged(const std::string& path, const std::string& message) {
  return fail(ErrorKind::kStore, path, "damaged capture: " + message,
              "delete the file; the next fetch writes it anew");
}

bool is_sha256(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::string stem(const std::string& folder, const std::string& sha256) {
  return folder + "/" + sha256.substr(0, 2) + "/" + sha256;
}

std::string bytes_path(const std::string& folder, const std::string& sha256) {
  return stem(folder, sha256) + ".zst";
}

std::string meta_path(const std::string& folder, const std::string& sha256,
                      const std::string& page_key) {
  return stem(folder, sha256) + "." + short_id(page_key) + ".meta";
}

Result<std::string> read_stored(const std::string& path, std::size_t max_bytes) {
  FileResult<std::string> bytes = read_file(path, max_bytes);
  if (bytes) return std::move(*bytes);
  const bool missing = bytes.error().trouble == FileTrouble::kMissing;
  return fail(ErrorKind::kStore, path,
              missing ? "the capture is not in the store" : bytes.error().error.message,
              missing ? "fetch the page again" : bytes.error().error.remedy);
}

Result<std::string> compress(std::string_view bytes, const std::string& path) {
  std::string packed(ZSTD_compressBound(bytes.size()), '\0');
  const std::size_t size =
      ZSTD_compress(packed.data(), packed.size(), bytes.data(), bytes.size(), kZstdLevel);
  if (ZSTD_isError(size) != 0) return fail(ErrorKind::kStore, path, ZSTD_getErrorName(size));
  packed.resize(size);
  return packed;
}

Result<std::string> read_bytes(const std::string& folder, const std::string& sha256) {
  const std::string path = bytes_path(folder, sha256);
  const Result<std::string> packed = read_stored(path, kMaxCaptureBytes);
  if (!packed) return tl::unexpected<Error>(packed.error());
  const unsigned long long size = ZSTD_getFrameContentSize(packed->data(), packed->size());
  // Also catches the two error values, which are larger than any size.
  if (size > kMaxCaptureBytes) return damaged(path, "not a capture this program wrote");
  std::string bytes(static_cast<std::size_t>(size), '\0');
  const std::size_t got =
      ZSTD_decompress(bytes.data(), bytes.size(), packed->data(), packed->size());
  if (ZSTD_isError(got) != 0) return damaged(path, ZSTD_getErrorName(got));
  if (got != bytes.size() || sha256_hex(bytes) != sha256) {
    return damaged(path, "the bytes do not have this hash");
  }
  return bytes;
}

// One line a field; a line feed inside a value must not become a field.
std::string escape(std::string_view value) {
  std::string text;
  for (const char c : value) {
    if (c == '\\')
      text += "\\\\";
    else if (c == '\n')
      text += "\\n";
    else if (c == '\r')
      text += "\\r";
    else
      text += c;
  }
  return text;
}

std::string unescape(std::string_view text) {
  std::string value;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      value += text[i];
      continue;
    }
    const char next = text[++i];
    value += next == 'n' ? '\n' : next == 'r' ? '\r' : next;
  }
  return value;
}

std::string format_word(Format format) {
  for (const std::string& word : format_words()) {
    if (parse_format(word) == format) return word;
  }
  return "auto";
}

struct MetaField {
  std::string_view name;
  std::optional<std::string> Capture::*member;
};

constexpr MetaField kMetaFields[] = {
    {"url", &Capture::url},
    {"final-url", &Capture::final_url},
    {"path", &Capture::path},
    {"fetched-at", &Capture::fetched_at},
    {"media-type", &Capture::media_type},
    {"charset", &Capture::charset},
    {"etag", &Capture::etag},
    {"last-modified", &Capture::last_modified},
    {"robots-tag", &Capture::robots_tag},
    {"publisher", &Capture::publisher},
};

std::string meta_text(const Capture& capture) {
  std::string text = "benchledger-capture: 1\n";
  const auto add = [&text](std::string_view name, std::string_view value) {
    text.append(name).append(": ").append(escape(value)).append("\n");
  };
  add("source-id", capture.source_id);
  add("page-key", capture.page_key);
  add("sha256", capture.sha256);
  add("format", format_word(capture.format));
  for (const MetaField& field : kMetaFields) {
    if (const auto& value = capture.*field.member) add(field.name, *value);
  }
  return text;
}

// False where the name is not one of ours or the value cannot be.
bool set_meta(Capture& capture, std::string_view name, std::string value) {
  if (name == "benchledger-capture") return value == "1";
  if (name == "source-id")
    capture.source_id = std::move(value);
  else if (name == "page-key")
    capture.page_key = std::move(value);
  else if (name == "sha256")
    capture.sha256 = std::move(value);
  else if (name == "format") {
    const std::optional<Format> format = parse_format(value);
    capture.format = format.value_or(Format::kAuto);
    return format.has_value();
  } else {
    for (const MetaField& field : kMetaFields) {
      if (field.name != name) continue;
      capture.*field.member = std::move(value);
      return true;
    }
    return false;
  }
  return true;
}

Result<Capture> read_meta(const std::string& path) {
  const Result<std::string> text = read_stored(path, kMaxMetaBytes);
  if (!text) return tl::unexpected<Error>(text.error());
  Capture capture;
  std::string_view left = *text;
  while (!left.empty()) {
    const std::size_t end = left.find('\n');
    if (end == std::string_view::npos) return damaged(path, "the last line is cut");
    const std::string_view line = left.substr(0, end);
    left.remove_prefix(end + 1);
    const std::size_t colon = line.find(": ");
    if (colon == std::string_view::npos ||
        !set_meta(capture, line.substr(0, colon), unescape(line.substr(colon + 2)))) {
      return damaged(path, "unknown line \"" + std::string(line.substr(0, 80)) + "\"");
    }
  }
  return capture;
}

}  // namespace

Status CaptureStore::put(const Capture& capture) const {
  if (!is_sha256(capture.sha256)) {
    return fail(ErrorKind::kStore, capture.page_key, "the capture has no SHA-256");
  }
  if (!read_bytes(folder_, capture.sha256)) {
    const std::string path = bytes_path(folder_, capture.sha256);
    const Result<std::string> packed = compress(capture.bytes, path);
    if (!packed) return tl::unexpected<Error>(packed.error());
    if (Status written = write_file(path, *packed); !written) return written;
  }
  const std::string path = meta_path(folder_, capture.sha256, capture.page_key);
  const Result<Capture> before = read_meta(path);
  if (!before) return write_file(path, meta_text(capture));
  Capture now = capture;
  now.bytes.clear();
  now.fetched_at = before->fetched_at;
  const std::string text = meta_text(now);
  return text == meta_text(*before) ? Status{} : write_file(path, text);
}

Result<Capture> CaptureStore::get(const std::string& sha256, const std::string& page_key) const {
  if (!is_sha256(sha256)) return fail(ErrorKind::kStore, sha256, "is not a SHA-256");
  const std::string path = meta_path(folder_, sha256, page_key);
  Result<Capture> capture = read_meta(path);
  if (!capture) return capture;
  if (capture->sha256 != sha256 || capture->page_key != page_key) {
    return damaged(path, "it describes another capture");
  }
  Result<std::string> bytes = read_bytes(folder_, sha256);
  if (!bytes) return tl::unexpected<Error>(bytes.error());
  capture->bytes = std::move(*bytes);
  return capture;
}

bool CaptureStore::has(const std::string& sha256, const std::string& page_key) const {
  return get(sha256, page_key).has_value();
}

}  // namespace benchledger
