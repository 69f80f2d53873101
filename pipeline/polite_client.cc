#include "pipeline/polite_client.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace benchledger {
namespace {

// No server means more than a year; also keeps the sums small.
constexpr std::int64_t kMostSeconds = 366LL * 24 * 60 * 60;

bool is_worth_another(const HttpResult& result) {
  if (result) return result->status == 429 || (result->status >= 500 && result->status != 501);
  const HttpTrouble trouble = result.error().trouble;
  return trouble == HttpTrouble::kRefused || trouble == HttpTrouble::kTimeout ||
         trouble == HttpTrouble::kBroken;
}

std::int64_t ms_of(double seconds, std::int64_t most) {
  const double ms = seconds * 1000.0;
  return ms >= static_cast<double>(most) ? most : static_cast<std::int64_t>(ms);
}

}  // namespace

PoliteClient::Host& PoliteClient::host_of(std::string_view url) {
  std::unique_ptr<Host>& host = hosts_[authority_of(url)];
  if (!host) {
    host = std::make_unique<Host>();
    host->number = by_number_.size();
    by_number_.push_back(host.get());
  }
  return *host;
}

void PoliteClient::slow_down(Host& host, const HostPace& pace) {
  HostPace& now = host.asked_pace ? *host.asked_pace : host.asked_pace.emplace(pace);
  now.in_flight = std::min(now.in_flight, pace.in_flight);
  now.delay_ms = std::max(now.delay_ms, pace.delay_ms);
}

HostPace PoliteClient::pace_of(const Host& host) const {
  HostPace pace = host.asked_pace.value_or(HostPace{pace_.per_host, pace_.delay_ms});
  pace.delay_ms = std::max(pace.delay_ms, host.crawl_delay_ms);
  return pace;
}

// Puts the host where it belongs among those that wait for their turn.
void PoliteClient::set_turn(Host& host) {
  if (host.turn_ms) turns_.erase({*host.turn_ms, host.number});
  host.turn_ms.reset();
  if (host.waiting.empty() || host.in_flight >= pace_of(host).in_flight) return;
  host.turn_ms = host.next_ms;
  turns_.insert({host.next_ms, host.number});
}

void PoliteClient::set_crawl_delay(std::string_view url, double seconds) {
  Host& host = host_of(url);
  const std::int64_t delay = ms_of(seconds, pace_.longest_delay_ms);
  host.next_ms += std::max<std::int64_t>(0, delay - host.crawl_delay_ms);
  host.crawl_delay_ms = std::max(host.crawl_delay_ms, delay);
  set_turn(host);
}

void PoliteClient::start(HttpRequest request, HttpDone done) {
  Job job{std::move(request), std::move(done), 0};
  if (job.request.at_once) {
    at_once_.push_back(std::move(job));
    return;
  }
  Host& host = host_of(job.request.url);
  if (job.request.pace) slow_down(host, *job.request.pace);
  host.waiting.push_back(std::move(job));
  set_turn(host);
}

bool PoliteClient::drive(std::int64_t wait_ms) {
  dispatch();
  if (ended_.empty()) {
    if (!turns_.empty() && in_flight_ < pace_.in_flight) {
      wait_ms = std::clamp<std::int64_t>(turns_.begin()->first - clock_.now_ms(), 0, wait_ms);
    }
    if (in_flight_ > 0) {
      client_.drive(wait_ms);
    } else if (!turns_.empty()) {
      clock_.sleep_ms(wait_ms);
    }
  }
  // The next requests go out before what came is looked at, so that the servers
  // work meanwhile.
  dispatch();
  if (in_flight_ > 0 && !ended_.empty()) client_.drive(0);
  std::vector<std::pair<HttpDone, HttpResult>> ended = std::move(ended_);
  ended_.clear();
  for (auto& [done, result] : ended) done(std::move(result));
  dispatch();
  return in_flight_ > 0 || !turns_.empty() || !at_once_.empty() || !ended_.empty();
}

// Everything whose turn it is, as far as the cap over all hosts goes.
void PoliteClient::dispatch() {
  while (!at_once_.empty() && in_flight_ < pace_.in_flight) {
    Job job = std::move(at_once_.front());
    at_once_.pop_front();
    ++in_flight_;
    client_.start(std::move(job.request),
                  [this, done = std::move(job.done)](HttpResult&& result) mutable {
                    --in_flight_;
                    ended_.emplace_back(std::move(done), std::move(result));
                  });
  }
  const std::int64_t now = clock_.now_ms();
  while (!turns_.empty() && in_flight_ < pace_.in_flight) {
    const auto [turn_ms, number] = *turns_.begin();
    Host& host = *by_number_[number];
    std::optional<HttpFailure> refused = refusal(host, host.waiting.front().request.url, now);
    if (!refused && turn_ms > now) return;
    Job job = std::move(host.waiting.front());
    host.waiting.pop_front();
    if (refused) {
      ended_.emplace_back(std::move(job.done), tl::unexpected<HttpFailure>(std::move(*refused)));
    } else {
      ask(host, std::move(job));
    }
    set_turn(host);
  }
}

// Why the host is not asked any more in this run.
std::optional<HttpFailure> PoliteClient::refusal(const Host& host, const std::string& url,
                                                 std::int64_t now) const {
  const std::int64_t owed = host.next_ms - now;
  if (owed > pace_.longest_wait_ms) {
    return http_failure(HttpTrouble::kAskedToWait, url,
                        fmt::format("the server asks to wait {} s more", owed / 1000),
                        "the next run asks again")
        .value();
  }
  if (host.failed < pace_.give_up_after || !host.last_failure) return std::nullopt;
  HttpFailure failure = *host.last_failure;
  failure.error.where = url_for_people(url);
  failure.error.message = fmt::format("not asked: {} requests in a row failed, the last one: {}",
                                      host.failed, failure.error.message);
  failure.error.remedy = "the next run asks again";
  return failure;
}

void PoliteClient::ask(Host& host, Job job) {
  ++in_flight_;
  ++host.in_flight;
  ++job.attempts;
  const std::int64_t now = clock_.now_ms();
  host.next_ms = now + pace_of(host).delay_ms;
  HttpRequest request = job.request;
  client_.start(std::move(request),
                [this, &host, now, job = std::move(job)](HttpResult&& result) mutable {
                  answered(host, std::move(job), now, std::move(result));
                });
}

void PoliteClient::answered(Host& host, Job job, std::int64_t asked_at, HttpResult result) {
  --in_flight_;
  --host.in_flight;
  const std::int64_t now = clock_.now_ms();
  const auto adaptive =
      static_cast<std::int64_t>(static_cast<double>(now - asked_at) * pace_.response_factor);
  const std::int64_t delay =
      std::max(pace_of(host).delay_ms, std::min(adaptive, pace_.longest_delay_ms));
  host.next_ms = std::max(host.next_ms, now + delay);
  if (ask_again(host, job, result)) {
    host.waiting.push_front(std::move(job));
    set_turn(host);
    return;
  }
  set_turn(host);
  if (result) result->attempts = job.attempts;
  if (!result && job.attempts > 1) {
    result.error().error.message += fmt::format(", given up after {} attempts", job.attempts);
  }
  ended_.emplace_back(std::move(job.done), std::move(result));
}

// True where the request is worth another attempt, the pause before it set.
bool PoliteClient::ask_again(Host& host, const Job& job, const HttpResult& result) {
  const bool again = is_worth_another(result);
  const std::string* after = result ? result->header("retry-after") : nullptr;
  const std::optional<std::int64_t> asked =
      again && after != nullptr ? retry_after_ms(*after, clock_.now()) : std::nullopt;
  if (asked) host.next_ms = std::max(host.next_ms, clock_.now_ms() + *asked);
  const int attempts = host.failed > 0 ? 1 : pace_.attempts;
  if (!again || job.attempts >= attempts || asked.value_or(0) > pace_.longest_wait_ms) {
    note_failure(host, result);
    return false;
  }
  if (!asked) {
    host.next_ms =
        std::max(host.next_ms, clock_.now_ms() + back_off(job.request.url, job.attempts));
  }
  return true;
}

void PoliteClient::note_failure(Host& host, const HttpResult& result) {
  if (!is_worth_another(result)) {
    host.failed = 0;
    return;
  }
  ++host.failed;
  if (!result) {
    host.last_failure = result.error();
    return;
  }
  const HttpTrouble trouble =
      result->status == 429 ? HttpTrouble::kAskedToWait : HttpTrouble::kServer;
  host.last_failure =
      http_failure(trouble, result->url, fmt::format("HTTP {}", result->status)).value();
}

// Twice as long each time, and up to half as much again, so that the crawlers
// of one night do not all come back in the same second. The same for the same
// seed, URL and attempt.
std::int64_t PoliteClient::back_off(const std::string& url, int attempt) const {
  constexpr std::uint64_t kPrime = 1099511628211U;  // FNV-1a
  std::uint64_t hash = pace_.seed ^ std::uint64_t{14695981039346656037U};
  for (const char c : url) hash = (hash ^ static_cast<unsigned char>(c)) * kPrime;
  hash = (hash ^ static_cast<std::uint64_t>(attempt)) * kPrime;
  hash ^= hash >> 29U;
  const std::int64_t base = pace_.back_off_ms << std::min(attempt - 1, 16);
  return base + static_cast<std::int64_t>(hash % static_cast<std::uint64_t>(base / 2 + 1));
}

std::optional<std::int64_t> retry_after_ms(std::string_view value, std::int64_t now) {
  std::int64_t seconds = 0;
  const char* const end = value.data() + value.size();
  const auto [stop, error] = std::from_chars(value.data(), end, seconds);
  if (error == std::errc::result_out_of_range && stop == end) {
    seconds = kMostSeconds;
  } else if (value.empty() || stop != end) {
    const std::optional<std::int64_t> date = http_date(value);
    if (!date) return std::nullopt;
    seconds = *date - now;
  } else if (seconds < 0) {
    return std::nullopt;
  }
  return std::clamp<std::int64_t>(seconds, 0, kMostSeconds) * 1000;
}

}  // namespace benchledger
