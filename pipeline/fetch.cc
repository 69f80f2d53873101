#include "pipeline/fetch.h"

#include <fmt/format.h>

#include <utility>

#include "extractors/digest.h"
#include "pipeline/fetch_kinds.h"
#include "pipeline/gzip.h"

namespace benchledger {
namespace {

struct FetchKind {
  SourceKind kind;
  FetchFunction fetch;
};

constexpr FetchKind kFetchKinds[] = {
    {SourceKind::kFile, fetch_file}, {SourceKind::kDir, fetch_dir},
    {SourceKind::kHttp, start_http}, {SourceKind::kData, fetch_data},
    {SourceKind::kWarc, fetch_warc},
};

// What no text document holds near its start. Where a byte order mark or the
// transport says UTF-16 or UTF-32, zero bytes are part of the text.
bool is_binary(std::string_view bytes, const std::string& charset) {
  if (bytes.substr(0, 5) == "%PDF-") return true;
  const bool wide = bytes.substr(0, 2) == "\xff\xfe" || bytes.substr(0, 2) == "\xfe\xff" ||
                    bytes.substr(0, 4) == std::string_view("\0\0\xfe\xff", 4) ||
                    charset.rfind("utf-16", 0) == 0 || charset.rfind("utf-32", 0) == 0;
  return !wide && bytes.substr(0, 4096).find('\0') != std::string_view::npos;
}

FetchOutcome bad_page(FetchOutcome outcome, PageOutcome what, std::string message,
                      std::string remedy) {
  outcome.outcome = what;
  outcome.error = Error{ErrorKind::kInput, outcome.page_key, message, std::move(remedy)};
  outcome.detail = std::move(message);
  return outcome;
}

PageOutcome outcome_of(FileTrouble trouble) {
  switch (trouble) {
    case FileTrouble::kMissing:
      return PageOutcome::kNotFound;
    case FileTrouble::kDenied:
      return PageOutcome::kDenied;
    case FileTrouble::kTooLarge:
      return PageOutcome::kTooLarge;
    case FileTrouble::kDirectory:
    case FileTrouble::kOther:
      break;
  }
  return PageOutcome::kUnreadable;
}

}  // namespace

void start_fetch(const Source& source, const FetchContext& context, const FetchSink& sink) {
  for (const FetchKind& kind : kFetchKinds) {
    if (kind.kind == source.kind) kind.fetch(source, context, sink);
  }
}

void fetch_source(const Source& source, const FetchContext& context, const FetchSink& sink) {
  start_fetch(source, context, sink);
  while (context.http != nullptr && context.http->drive(kDriveMs)) {
  }
}

std::string user_agent(std::string_view contact) {
  const std::string name = "benchledger/" BENCHLEDGER_VERSION;
  return contact.empty() ? name : fmt::format("{} (+{})", name, contact);
}

FetchOutcome file_failure_outcome(const Source& source, std::string page_key,
                                  const FileFailure& failure) {
  FetchOutcome outcome;
  outcome.source_id = source.id;
  outcome.page_key = std::move(page_key);
  outcome.outcome = outcome_of(failure.trouble);
  outcome.error = failure.error;
  outcome.detail = failure.error.message;
  return outcome;
}

FetchOutcome page_outcome(const Source& source, std::string page_key, std::string bytes,
                          const std::string& charset) {
  FetchOutcome outcome;
  outcome.source_id = source.id;
  outcome.page_key = std::move(page_key);
  if (is_gzip(bytes)) {
    auto unpacked = gunzip(bytes, source.max_bytes);
    if (!unpacked && unpacked.error() == GunzipTrouble::kTooLarge) {
      return bad_page(std::move(outcome), PageOutcome::kTooLarge,
                      fmt::format("unpacks to more than {} bytes", source.max_bytes),
                      "raise max_bytes of the source if that is right");
    }
    if (!unpacked) {
      return bad_page(std::move(outcome), PageOutcome::kUnreadable, "is damaged gzip",
                      "the last good capture stays in use");
    }
    bytes = std::move(*unpacked);
  }
  if (bytes.find_first_not_of(" \t\r\n\f") == std::string::npos) {
    return bad_page(std::move(outcome), PageOutcome::kEmpty, "is empty",
                    "the last good capture stays in use");
  }
  if (is_binary(bytes, charset)) {
    return bad_page(std::move(outcome), PageOutcome::kNotHtml, "is not text",
                    "HTML, Markdown, plain text and data files can be read");
  }
  outcome.outcome = PageOutcome::kOk;
  outcome.detail = std::to_string(bytes.size()) + " bytes";
  Capture& capture = outcome.capture.emplace();
  capture.source_id = source.id;
  capture.page_key = outcome.page_key;
  capture.sha256 = sha256_hex(bytes);
  capture.bytes = std::move(bytes);
  capture.publisher = source.publisher;
  capture.format = source.format;
  capture.mapping = source.mapping;
  if (!charset.empty()) capture.charset = charset;
  return outcome;
}

FetchOutcome file_outcome(const Source& source, const FetchContext& context, std::string page_key,
                          const std::string& path, std::string shown_path) {
  FileResult<std::string> bytes = read_file(path, source.max_bytes);
  if (!bytes) return file_failure_outcome(source, std::move(page_key), bytes.error());
  FetchOutcome outcome = page_outcome(source, std::move(page_key), std::move(*bytes), {});
  if (outcome.error) outcome.error->where = path;
  if (outcome.capture) {
    outcome.capture->path = std::move(shown_path);
    if (context.clock != nullptr) outcome.capture->fetched_at = iso_time(context.clock->now());
  }
  return outcome;
}

}  // namespace benchledger
