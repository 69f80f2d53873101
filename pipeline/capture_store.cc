#include "pipeline/capture_store.h"

#include <zstd.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>
#include <tuple>
#include <utility>

#include "extractors/digest.h"
#include "pipeline/capture_meta.h"
#include "pipeline/files.h"

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

Result<Capture> read_meta(const std::string& path) {
  const Result<std::string> text = read_stored(path, kMaxMetaBytes);
  if (!text) return tl::unexpected<Error>(text.error());
  Result<Capture> capture = read_capture_meta(*text);
  if (!capture) return damaged(path, capture.error().message);
  return capture;
}

// Every file below `folder` that `take` makes something of, its path and size
// filled in; empty where there is no folder.
template <typename Take>
Result<std::vector<CaptureStore::StoredFile>> listed(const std::string& folder, Take take) {
  namespace fs = std::filesystem;
  std::vector<CaptureStore::StoredFile> list;
  std::error_code error;
  if (!fs::exists(folder, error)) return list;
  fs::recursive_directory_iterator at(folder, error);
  for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    if (!at->is_regular_file(error)) continue;
    std::optional<CaptureStore::StoredFile> file = take(at->path().filename().string());
    if (!file) continue;
    file->path = at->path().string();
    file->size = static_cast<std::size_t>(at->file_size(error));
    list.push_back(std::move(*file));
  }
  if (error) {
    return fail(ErrorKind::kStore, folder, "cannot list the captures: " + error.message());
  }
  std::sort(list.begin(), list.end(), [](const auto& a, const auto& b) {
    return std::tie(a.sha256, a.page, a.path) < std::tie(b.sha256, b.page, b.path);
  });
  return list;
}

std::string restated_path(const std::string& folder, const std::string& page) {
  return folder + "/restated/" + page;
}

// Whether reading the bytes with either gives the same.
bool read_alike(Capture a, Capture b) {
  for (Capture* capture : {&a, &b}) {
    capture->source_id.clear();
    capture->etag = capture->last_modified = capture->robots_tag = std::nullopt;
    capture->request_headers.clear();
    capture->response_headers.clear();
  }
  return capture_meta(a) == capture_meta(b);
}

// The mark comes first: a kill in between must not leave it out.
Status renew_meta(const std::string& folder, const Capture& before, const Capture& now) {
  const std::string text = capture_meta(now);
  if (text == capture_meta(before)) return {};
  if (!read_alike(before, now)) {
    const Status marked = write_file(restated_path(folder, short_id(now.page_key)), "");
    if (!marked) return marked;
  }
  return write_file(meta_path(folder, now.sha256, now.page_key), text);
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
  if (!before) return write_file(path, capture_meta(capture));
  Capture now = capture;
  now.bytes.clear();
  now.fetched_at = before->fetched_at;
  if (!before->response_headers.empty()) {
    now.request_headers = before->request_headers;
    now.response_headers = before->response_headers;
  }
  return renew_meta(folder_, *before, now);
}

Status CaptureStore::restate(const Capture& stated) const {
  const Result<Capture> before = read_meta(meta_path(folder_, stated.sha256, stated.page_key));
  if (!before) return tl::unexpected<Error>(before.error());
  Capture now = *before;
  now.publisher = stated.publisher;
  now.format = stated.format;
  now.mapping = stated.mapping;
  return renew_meta(folder_, *before, now);
}

Result<std::set<std::string>> CaptureStore::restated() const {
  std::set<std::string> pages;
  std::error_code error;
  const std::filesystem::path folder = folder_ + "/restated";
  if (!std::filesystem::exists(folder, error)) return pages;
  std::filesystem::directory_iterator at(folder, error);
  for (; !error && at != std::filesystem::directory_iterator(); at.increment(error)) {
    pages.insert(at->path().filename().string());
  }
  if (error) {
    return fail(ErrorKind::kStore, folder.string(), "cannot be listed: " + error.message());
  }
  return pages;
}

Status CaptureStore::settle_restated(const std::set<std::string>& pages) const {
  for (const std::string& page : pages) {
    std::error_code error;
    std::filesystem::remove(restated_path(folder_, page), error);
    if (error) {
      return fail(ErrorKind::kStore, restated_path(folder_, page),
                  "cannot be removed: " + error.message(), "check the permissions of its folder");
    }
  }
  return {};
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

Result<std::vector<CaptureStore::StoredFile>> CaptureStore::files() const {
  return listed(folder_, [](const std::string& name) -> std::optional<StoredFile> {
    const std::size_t dot = name.find('.');
    if (!is_sha256(name.substr(0, std::min(dot, name.size())))) return std::nullopt;
    const std::string rest = name.substr(dot == std::string::npos ? name.size() : dot);
    const bool meta = rest.size() > 6 && rest.ends_with(".meta");
    if (!meta && rest != ".zst") return std::nullopt;
    return StoredFile{name.substr(0, dot), meta ? rest.substr(1, rest.size() - 6) : "", {}, 0};
  });
}

Result<std::vector<CaptureStore::StoredFile>> CaptureStore::unfinished() const {
  return listed(folder_, [](const std::string& name) -> std::optional<StoredFile> {
    return is_unfinished(name) ? std::optional<StoredFile>(StoredFile{}) : std::nullopt;
  });
}

Result<Capture> CaptureStore::get(const StoredFile& meta) const {
  const Result<Capture> capture = read_meta(meta.path);
  if (!capture) return capture;
  return get(meta.sha256, capture->page_key);
}

bool CaptureStore::has(const std::string& sha256, const std::string& page_key) const {
  return get(sha256, page_key).has_value();
}

}  // namespace benchledger
