#include "pipeline/robots_book.h"

#include <fmt/format.h>

#include <charconv>
#include <utility>

#include "extractors/digest.h"
#include "pipeline/files.h"

namespace benchledger {
namespace {

constexpr std::int64_t kMostAge = 24 * 60 * 60;  // seconds
constexpr int kMostRedirects = 5;
constexpr std::string_view kProduct = "benchledger";

HttpFailure denied(const std::string& url, std::string message) {
  return {HttpTrouble::kRobots,
          Error{ErrorKind::kInput, url_for_people(url), std::move(message),
                "leave the page out, or set robots: {ignore: \"why\"} where its owner agreed"}};
}

}  // namespace

// One host's rules, and who waits for them.
struct RobotsBook::Entry {
  struct Waiting {
    std::string url;
    HopVerdict verdict;
  };
  bool known = false;
  bool asked = false;   // the answer is under way
  std::int64_t at = 0;  // when it was asked
  int status = 0;
  std::string text;
  Robots rules;
  std::optional<HttpFailure> failure;
  std::vector<Waiting> waiting;

  [[nodiscard]] std::optional<HttpFailure> judge(const std::string& url) const {
    if (failure) {
      HttpFailure copy = *failure;
      copy.error.where = url_for_people(url);
      return copy;
    }
    const RobotsVerdict verdict = rules.judge(url);
    if (verdict.allowed) return std::nullopt;
    return denied(url,
                  fmt::format("{}/robots.txt forbids it in line {}", origin_of(url), verdict.line));
  }
};

RobotsBook::RobotsBook(const Clock& clock, std::string folder, CrawlDelaySink on_crawl_delay)
    : clock_(clock), folder_(std::move(folder)), on_crawl_delay_(std::move(on_crawl_delay)) {}

RobotsBook::~RobotsBook() = default;

void RobotsBook::check(HttpClient& client, const std::string& url, const HttpRequest& like,
                       HopVerdict verdict) {
  const std::string origin = origin_of(url);
  if (origin.empty()) {  // no URL: the client says so
    verdict(std::nullopt);
    return;
  }
  std::unique_ptr<Entry>& entry = entries_[origin];
  if (!entry) entry = std::make_unique<Entry>();
  const bool stale = entry->known && clock_.now() - entry->at > kMostAge;
  if (!entry->asked && (stale || !entry->known)) {
    entry->known = load(origin, *entry);
    if (entry->known) {
      read(origin, *entry);
    } else {
      open(client, origin, like);
    }
  }
  if (entry->known) {
    verdict(entry->judge(url));
  } else {
    entry->waiting.push_back({url, std::move(verdict)});
  }
}

void RobotsBook::open(HttpClient& client, const std::string& origin, const HttpRequest& like) {
  entries_[origin]->asked = true;
  HttpRequest request = like;
  request.url = origin + "/robots.txt";
  request.etag.reset();
  request.last_modified.reset();
  request.authorization.clear();
  request.limits.redirects = kMostRedirects;
  request.cut_body = true;
  request.limits.body_bytes = kRobotsBytes + 1;
  follow_redirects(client, std::move(request), {},
                   [this, origin](HttpResult&& result) { take(origin, std::move(result)); });
}

void RobotsBook::take(const std::string& origin, HttpResult&& result) {
  Entry& entry = *entries_[origin];
  entry.asked = false;
  entry.known = true;
  entry.at = clock_.now();
  entry.failure.reset();
  if (result) {
    entry.status = result->status;
    entry.text = result->status / 100 == 2 ? std::move(result->body) : std::string();
    keep(origin, entry);
    read(origin, entry);
  } else {
    entry.failure = std::move(result.error());
    entry.failure->error.message = "robots.txt: " + entry.failure->error.message;
  }
  const std::vector<Entry::Waiting> waiting = std::move(entry.waiting);
  entry.waiting.clear();
  for (const Entry::Waiting& one : waiting) one.verdict(entry.judge(one.url));
}

void RobotsBook::read(const std::string& origin, Entry& entry) {
  entry.failure.reset();
  // A redirect without a target is no answer either.
  if (entry.status >= 500 || entry.status < 200 || entry.status / 100 == 3) {
    entry.failure =
        denied(origin, fmt::format("robots.txt answers HTTP {}, which forbids all", entry.status));
    return;
  }
  entry.rules = Robots::parse(entry.text, kProduct);
  entry.text.clear();
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
