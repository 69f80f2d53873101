#include "pipeline/robots_book.h"

#include <fmt/format.h>

#include <charconv>
#include <utility>

#include "extractors/digest.h"
#include "extractors/text.h"
#include "pipeline/files.h"

namespace benchledger {
namespace {

constexpr std::int64_t kMostAge = 24 * 60 * 60;  // seconds
constexpr int kMostRedirects = 5;
constexpr std::string_view kProduct = "benchledger";

// "https://host:port" of a URL that HttpClient took apart before.
std::string origin_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  return lower_ascii(url.substr(0, std::min(url.find_first_of("/?#", scheme + 3), url.size())));
}

HttpFailure denied(const std::string& url, std::string message) {
  return {HttpTrouble::kRobots,
          Error{ErrorKind::kInput, url_for_people(url), std::move(message),
                "leave the page out, or set robots: {ignore: \"why\"} where its owner agreed"}};
}

}  // namespace

// One host's rules; `mutex` is held while they are asked for.
struct RobotsBook::Entry {
  std::mutex mutex;
  bool open = false;
  std::int64_t at = 0;  // when it was asked
  int status = 0;
  std::string text;
  Robots rules;
  std::optional<HttpFailure> failure;
};

RobotsBook::RobotsBook(const Clock& clock, std::string folder, CrawlDelaySink on_crawl_delay)
    : clock_(clock), folder_(std::move(folder)), on_crawl_delay_(std::move(on_crawl_delay)) {}

RobotsBook::~RobotsBook() = default;

std::shared_ptr<RobotsBook::Entry> RobotsBook::entry_of(const std::string& origin) {
  const std::lock_guard<std::mutex> lock(mutex_);
  std::shared_ptr<Entry>& entry = entries_[origin];
  if (!entry) entry = std::make_shared<Entry>();
  return entry;
}

std::optional<HttpFailure> RobotsBook::check(HttpClient& client, const std::string& url,
                                             const HttpRequest& like) {
  const std::string origin = origin_of(url);
  if (origin.empty()) return std::nullopt;  // no URL: the client says so
  const std::shared_ptr<Entry> entry = entry_of(origin);
  const std::lock_guard<std::mutex> lock(entry->mutex);
  if (!entry->open || clock_.now() - entry->at > kMostAge) open(client, origin, like, *entry);
  if (entry->failure) {
    HttpFailure failure = *entry->failure;
    failure.error.where = url_for_people(url);
    return failure;
  }
  const RobotsVerdict verdict = entry->rules.judge(url);
  if (verdict.allowed) return std::nullopt;
  return denied(url, fmt::format("{}/robots.txt forbids it in line {}", origin, verdict.line));
}

void RobotsBook::open(HttpClient& client, const std::string& origin, const HttpRequest& like,
                      Entry& entry) {
  entry.open = true;
  entry.failure.reset();
  if (!load(origin, entry)) {
    HttpRequest request = like;
    request.url = origin + "/robots.txt";
    request.etag.reset();
    request.last_modified.reset();
    request.limits.redirects = kMostRedirects;
    request.cut_body = true;
    request.limits.body_bytes = kRobotsBytes + 1;
    HttpResult result = follow_redirects(client, request);
    entry.at = clock_.now();
    if (!result) {
      entry.failure = std::move(result.error());
      entry.failure->error.message = "robots.txt: " + entry.failure->error.message;
      return;
    }
    entry.status = result->status;
    entry.text = result->status / 100 == 2 ? std::move(result->body) : std::string();
    keep(origin, entry);
  }
  // A redirect without a target is no answer either.
  if (entry.status >= 500 || entry.status < 200 || entry.status / 100 == 3) {
    entry.failure =
        denied(origin, fmt::format("robots.txt answers HTTP {}, which forbids all", entry.status));
    return;
  }
  entry.rules = Robots::parse(entry.text, kProduct);
  if (on_crawl_delay_ && entry.rules.crawl_delay()) {
    on_crawl_delay_(origin, *entry.rules.crawl_delay());
  }
}

// FOLDER/<short id>.txt: "origin at status", a line feed, the text.
bool RobotsBook::load(const std::string& origin, Entry& entry) const {
  if (folder_.empty()) return false;
  const auto file = read_file(folder_ + "/" + short_id(origin) + ".txt", 2 * kRobotsBytes);
  if (!file) return false;
  const std::string_view text = *file;
  const std::size_t end = text.find('\n');
  const std::string_view head = text.substr(0, end);
  if (end == std::string_view::npos || head.substr(0, origin.size() + 1) != origin + " ") {
    return false;
  }
  const char* const last = head.data() + head.size();
  const auto [blank, error] = std::from_chars(head.data() + origin.size() + 1, last, entry.at);
  if (error != std::errc() || blank == last) return false;
  if (std::from_chars(blank + 1, last, entry.status).ec != std::errc()) return false;
  entry.text = text.substr(end + 1);
  const std::int64_t age = clock_.now() - entry.at;
  return age >= 0 && age <= kMostAge;
}

// A copy that could not be kept costs one request tomorrow. Refusals are not
// kept: the host may be well again by then.
void RobotsBook::keep(const std::string& origin, const Entry& entry) const {
  if (folder_.empty() || entry.status >= 500) return;
  static_cast<void>(
      write_file(folder_ + "/" + short_id(origin) + ".txt",
                 fmt::format("{} {} {}\n{}", origin, entry.at, entry.status, entry.text)));
}

}  // namespace benchledger
