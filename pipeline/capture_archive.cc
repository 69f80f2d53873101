#include "pipeline/capture_archive.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include "extractors/digest.h"
#include "extractors/text.h"
#include "pipeline/capture_meta.h"
#include "pipeline/warc.h"

namespace benchledger {
namespace {

constexpr std::size_t kMostBlock = std::size_t{1} << 30;

// The same capture has the same record ids in every export.
std::string record_id(const Capture& capture, std::string_view role) {
  const std::string hash =
      sha256_hex(fmt::format("{}\n{}\n{}", role, capture.sha256, capture.page_key));
  return fmt::format("<urn:uuid:{}-{}-8{}-8{}-{}>", hash.substr(0, 8), hash.substr(8, 4),
                     hash.substr(12, 3), hash.substr(15, 3), hash.substr(18, 12));
}

// What stays true of the bytes as they are kept: decoded, and in one piece.
std::string response_block(const Capture& capture) {
  std::string block = "HTTP/1.1 200 OK\r\n";
  for (const auto& [name, value] : capture.response_headers) {
    const std::string lower = lower_ascii(name);
    if (lower == "content-encoding" || lower == "transfer-encoding" || lower == "content-length") {
      continue;
    }
    block += fmt::format("{}: {}\r\n", name, value);
  }
  if (capture.response_headers.empty() && capture.media_type) {
    block += fmt::format("Content-Type: {}\r\n", *capture.media_type);
  }
  return block + fmt::format("Content-Length: {}\r\n\r\n", capture.bytes.size()) + capture.bytes;
}

std::string request_block(const Capture& capture, const std::string& url) {
  const std::size_t host = url.find("://") + 3;
  const std::size_t path = std::min(url.find('/', host), url.size());
  std::string block =
      fmt::format("GET {} HTTP/1.1\r\nHost: {}\r\n", path == url.size() ? "/" : url.substr(path),
                  url.substr(host, path - host));
  for (const auto& [name, value] : capture.request_headers) {
    block += fmt::format("{}: {}\r\n", name, value);
  }
  return block + "\r\n";
}

// A page key as a URI, for pages without a URL.
std::string page_uri(const std::string& page_key) {
  std::string uri = "urn:benchledger:page:";
  for (const char c : page_key) {
    const bool plain = is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '/';
    uri += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return uri;
}

std::vector<std::string> records_of(const Capture& capture) {
  const bool exchange = capture.url.has_value();
  const std::string url =
      exchange ? capture.final_url.value_or(*capture.url) : page_uri(capture.page_key);
  const std::string date = capture.fetched_at.value_or("1970-01-01T00:00:00Z");
  const std::string id = record_id(capture, "capture");
  const auto record = [&](const char* type, const std::string& own_id, const std::string& media,
                          const HeaderList& more, const std::string& block) {
    HeaderList headers = {{"WARC-Type", type},
                          {"WARC-Record-ID", own_id},
                          {"WARC-Date", date},
                          {"WARC-Target-URI", url}};
    headers.insert(headers.end(), more.begin(), more.end());
    headers.emplace_back("Content-Type", media);
    return warc_record(headers, block);
  };
  std::vector<std::string> records;
  const HeaderList digest = {{"WARC-Payload-Digest", "sha256:" + capture.sha256}};
  if (exchange) {
    records.push_back(record("response", id, "application/http;msgtype=response", digest,
                             response_block(capture)));
    if (!capture.request_headers.empty()) {
      records.push_back(record("request", record_id(capture, "request"),
                               "application/http;msgtype=request", {{"WARC-Concurrent-To", id}},
                               request_block(capture, url)));
    }
  } else {
    records.push_back(record("resource", id,
                             capture.media_type.value_or("application/octet-stream"), digest,
                             capture.bytes));
  }
  records.push_back(record("metadata", record_id(capture, "metadata"), "application/warc-fields",
                           {{"WARC-Refers-To", id}}, capture_meta(capture)));
  return records;
}

std::string info_record() {
  return warc_record({{"WARC-Type", "warcinfo"},
                      {"WARC-Record-ID",
                       "<urn:uuid:"
                       "00000000-0000-8000-8000-000000000001>"},
                      {"WARC-Date", "1970-01-01T00:00:00Z"},
                      {"Content-Type", "application/warc-fields"}},
                     "software: benchledger/" BENCHLEDGER_VERSION
                     "\r\nformat: WARC File Format 1.1\r\n");
}

tl::unexpected<Error> cannot_write(const std::string& path) {
  return fail(ErrorKind::kStore, path, "cannot write: " + std::generic_category().message(errno),
              "check the permissions of its folder and the room on its disk");
}

Result<std::size_t> write_records(const CaptureStore& store, const std::string& path, bool packed) {
  const auto files = store.files();
  if (!files) return tl::unexpected<Error>(files.error());
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  const auto put = [&](const std::string& record) {
    out << (packed ? gzip_member(record) : record);
  };
  put(info_record());
  std::size_t count = 0;
  for (const CaptureStore::StoredFile& file : *files) {
    if (file.page.empty()) continue;
    const Result<Capture> capture = store.get(file);
    if (!capture) return tl::unexpected<Error>(capture.error());
    for (const std::string& record : records_of(*capture)) put(record);
    ++count;
  }
  out.close();
  if (!out) return cannot_write(path);
  return count;
}

// The payload of the record the metadata refers to; empty of another program's.
struct Payload {
  std::string id;
  std::string bytes;
};

Result<Payload> payload_of(const WarcRecord& record) {
  Payload payload{std::string(record.header("WARC-Record-ID")), record.block};
  if (record.header("WARC-Type") == "response") {
    Result<ArchivedAnswer> answer = read_archived_answer(record.block, kMostBlock);
    if (!answer) return tl::unexpected<Error>(answer.error());
    payload.bytes = std::move(answer->body);
  }
  return payload;
}

Status put_back(const WarcRecord& metadata, Payload payload, const CaptureStore& store) {
  Result<Capture> capture = read_capture_meta(metadata.block);
  if (!capture) return tl::unexpected<Error>(capture.error());
  if (sha256_hex(payload.bytes) != capture->sha256) {
    return fail(ErrorKind::kInput, capture->page_key, "the bytes do not have the hash stated",
                "the archive is damaged; export it anew");
  }
  capture->bytes = std::move(payload.bytes);
  return store.put(*capture);
}

}  // namespace

Result<std::size_t> export_captures(const CaptureStore& store, const std::string& path) {
  const std::string unfinished = path + ".part";
  Result<std::size_t> count = write_records(store, unfinished, path.ends_with(".gz"));
  std::error_code error;
  if (!count) {
    std::filesystem::remove(unfinished, error);
    return count;
  }
  std::filesystem::rename(unfinished, path, error);
  if (error) return fail(ErrorKind::kStore, path, "cannot write: " + error.message());
  return count;
}

Result<ImportCount> import_captures(const std::string& path, const CaptureStore& store) {
  Result<WarcReader> reader = WarcReader::open(path);
  if (!reader) return tl::unexpected<Error>(reader.error());
  ImportCount count;
  Payload last;
  for (;;) {
    Result<std::optional<WarcRecord>> record = reader->next(kMostBlock);
    if (!record) return tl::unexpected<Error>(record.error());
    if (!*record) return count;
    const std::string_view type = (*record)->header("WARC-Type");
    if (type == "response" || type == "resource") {
      ++count.others;
      Result<Payload> payload = payload_of(**record);
      last = payload ? std::move(*payload) : Payload{};
    } else if (type == "metadata" && !last.id.empty() &&
               (*record)->header("WARC-Refers-To") == last.id &&
               (*record)->block.starts_with("benchledger-capture: ")) {
      if (const Status put = put_back(**record, std::move(last), store); !put) {
        return tl::unexpected<Error>(put.error());
      }
      last = {};
      ++count.captures;
      --count.others;
    }
  }
}

}  // namespace benchledger
