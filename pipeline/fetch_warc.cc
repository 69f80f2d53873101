#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "extractors/text.h"
#include "pipeline/fetch_kinds.h"
#include "pipeline/url_filter.h"
#include "pipeline/warc.h"

namespace benchledger {
namespace {

// Enough of a block to see its status and type.
constexpr std::size_t kHeadBytes = std::size_t{64} << 10;

// Media types pages and boards come as; archives are full of everything else.
bool is_text_type(std::string_view content_type) {
  const std::string type = lower_ascii(content_type.substr(0, content_type.find(';')));
  for (const std::string_view word :
       {"html", "text/plain", "markdown", "csv", "json", "yaml", "tab-separated-values"}) {
    if (type.find(word) != std::string::npos) return true;
  }
  return type.empty();
}

bool is_page(const WarcRecord& record, const UrlFilter& filter) {
  const std::string_view url = record.header("WARC-Target-URI");
  if (!check_http_url(url) || !filter.takes(url)) return false;
  const std::string_view type = record.header("WARC-Type");
  if (type == "resource") return is_text_type(record.header("Content-Type"));
  if (type != "response" || archived_status(record.block) != 200) return false;
  const Result<ArchivedAnswer> head = read_archived_answer(record.block, kHeadBytes * 1024);
  // A coding this reader cannot undo is for the second reading to report.
  if (!head) return true;
  const std::string* content_type = find_header(head->headers, "content-type");
  return content_type == nullptr || is_text_type(*content_type);
}

struct Choice {
  std::string date;
  std::size_t record = 0;  // which of the file
};

// Which record of each URL is the newest; of equally old ones the last.
Result<std::map<std::string, Choice>> choose_records(const Source& source,
                                                     const UrlFilter& filter) {
  Result<WarcReader> reader = WarcReader::open(source.path);
  if (!reader) return tl::unexpected<Error>(reader.error());
  std::map<std::string, Choice> chosen;
  for (std::size_t number = 0;; ++number) {
    const Result<std::optional<WarcRecord>> record = reader->next(kHeadBytes);
    // What can be read before the damage is taken; the second reading tells of it.
    if (!record && number == 0) return tl::unexpected<Error>(record.error());
    if (!record || !*record) return chosen;
    if (!is_page(**record, filter)) continue;
    Choice& choice = chosen[std::string((*record)->header("WARC-Target-URI"))];
    const std::string date((*record)->header("WARC-Date"));
    if (choice.date <= date) choice = {date, number};
  }
}

FetchOutcome trouble(const Source& source, std::string page_key, PageOutcome what, Error error) {
  FetchOutcome outcome;
  outcome.source_id = source.id;
  outcome.page_key = std::move(page_key);
  outcome.outcome = what;
  outcome.detail = error.message;
  outcome.error = std::move(error);
  return outcome;
}

std::string charset_of(std::string_view content_type) {
  const std::string text = lower_ascii(content_type);
  const std::size_t at = text.find("charset=");
  if (at == std::string::npos) return {};
  const std::string value = text.substr(at + 8);
  const std::size_t from = value.find_first_not_of("\"'");
  if (from == std::string::npos) return {};
  return value.substr(from, value.find_first_of("\"'; \t,", from) - from);
}

FetchOutcome page_of(const Source& source, const WarcRecord& record) {
  const std::string url(record.header("WARC-Target-URI"));
  if (!record.is_whole()) {
    return trouble(source, url, PageOutcome::kTooLarge,
                   {ErrorKind::kInput, url_for_people(url),
                    fmt::format("answer above {} bytes", source.max_bytes),
                    "raise max_bytes of the source if that is right"});
  }
  std::string content_type(record.header("Content-Type"));
  std::string body = record.block;
  if (record.header("WARC-Type") == "response") {
    Result<ArchivedAnswer> answer = read_archived_answer(record.block, source.max_bytes);
    if (!answer) {
      Error error = answer.error();
      error.where = url_for_people(url);
      return trouble(source, url, PageOutcome::kUnreadable, std::move(error));
    }
    const std::string* stated = find_header(answer->headers, "content-type");
    content_type = stated == nullptr ? std::string() : *stated;
    body = std::move(answer->body);
  }
  FetchOutcome outcome = page_outcome(source, url, std::move(body), charset_of(content_type));
  if (!outcome.capture) return outcome;
  Capture& capture = *outcome.capture;
  capture.url = url;
  capture.final_url = url;
  capture.fetched_at = std::string(record.header("WARC-Date"));
  const std::string type = lower_ascii(content_type.substr(0, content_type.find(';')));
  if (!type.empty()) capture.media_type = type;
  return outcome;
}

}  // namespace

void fetch_warc(const Source& source, const FetchContext&, const FetchSink& sink) {
  const auto fail_with = [&](const Error& error) {
    sink(trouble(source, source.id, PageOutcome::kUnreadable, error));
  };
  const Result<UrlFilter> filter = UrlFilter::make(source.include, source.exclude);
  if (!filter) return fail_with(filter.error());
  Result<std::map<std::string, Choice>> chosen = choose_records(source, *filter);
  if (!chosen) return fail_with(chosen.error());
  if (chosen->empty()) {
    return sink(trouble(source, source.id, PageOutcome::kEmpty,
                        {ErrorKind::kInput, source.path, "holds no page that the source asks for",
                         "see include and exclude at " + source.where}));
  }
  Result<WarcReader> reader = WarcReader::open(source.path);
  if (!reader) return fail_with(reader.error());
  std::size_t pages = 0;
  for (std::size_t number = 0;; ++number) {
    const Result<std::optional<WarcRecord>> record = reader->next(source.max_bytes + kHeadBytes);
    if (!record) return fail_with(record.error());
    if (!*record) break;
    const auto wanted = chosen->find(std::string((*record)->header("WARC-Target-URI")));
    if (wanted == chosen->end() || wanted->second.record != number) continue;
    if (++pages <= source.max_pages) sink(page_of(source, **record));
  }
  if (pages > source.max_pages) {
    fail_with({ErrorKind::kInput, source.path,
               fmt::format("{} pages are left out: max_pages is {}", pages - source.max_pages,
                           source.max_pages),
               "raise max_pages, or narrow include"});
  }
}

}  // namespace benchledger
