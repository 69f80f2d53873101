#include "pipeline/polite_client.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "extractors/text.h"

namespace benchledger {
namespace {

// No server means more than a year; also keeps the sums small.
constexpr std::int64_t kMostSeconds = 366LL * 24 * 60 * 60;

std::string_view authority_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  const std::size_t from = scheme == std::string_view::npos ? 0 : scheme + 3;
  return url.substr(from, url.find_first_of("/?#", from) - from);
}

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

Manners::Host& Manners::host_of(std::string_view url) {
  const std::string name = lower_ascii(authority_of(url));
  const std::lock_guard<std::mutex> lock(mutex_);
  std::unique_ptr<Host>& host = hosts_[name];
  if (!host) host = std::make_unique<Host>();
  return *host;
}

void Manners::set_crawl_delay(std::string_view url, double seconds) {
  Host& host = host_of(url);
  const std::lock_guard<std::mutex> lock(host.mutex);
  const std::int64_t delay = ms_of(seconds, pace_.longest_delay_ms);
  host.next_ms += std::max<std::int64_t>(0, delay - host.crawl_delay_ms);
  host.crawl_delay_ms = std::max(host.crawl_delay_ms, delay);
}

void Manners::wait_turn(const Host& host) const {
  const std::int64_t wait = host.next_ms - clock_.now_ms();
  if (wait > 0) clock_.sleep_ms(wait);
}

HttpResult Manners::attempt(HttpClient& client, const HttpRequest& request, Host& host) {
  wait_turn(host);
  const std::int64_t asked = clock_.now_ms();
  HttpResult result = client.get(request);
  const std::int64_t answered = clock_.now_ms();
  const auto adaptive =
      static_cast<std::int64_t>(static_cast<double>(answered - asked) * pace_.response_factor);
  const std::int64_t delay = std::min(std::max(pace_.delay_ms, adaptive), pace_.longest_delay_ms);
  host.next_ms = answered + std::max(delay, host.crawl_delay_ms);
  return result;
}

// Twice as long each time, and up to half as much again, so that the crawlers
// of one night do not all come back in the same second. The same for the same
// seed, URL and attempt, whatever thread it runs on.
std::int64_t Manners::back_off(const std::string& url, int attempt) const {
  constexpr std::uint64_t kPrime = 1099511628211U;  // FNV-1a
  std::uint64_t hash = pace_.seed ^ std::uint64_t{14695981039346656037U};
  for (const char c : url) hash = (hash ^ static_cast<unsigned char>(c)) * kPrime;
  hash = (hash ^ static_cast<std::uint64_t>(attempt)) * kPrime;
  hash ^= hash >> 29U;
  const std::int64_t base = pace_.back_off_ms << std::min(attempt - 1, 16);
  return base + static_cast<std::int64_t>(hash % static_cast<std::uint64_t>(base / 2 + 1));
}

HttpResult Manners::get(HttpClient& client, const HttpRequest& request) {
  if (request.at_once) return client.get(request);
  Host& host = host_of(request.url);
  const std::lock_guard<std::mutex> lock(host.mutex);
  const std::int64_t owed = host.next_ms - clock_.now_ms();
  if (owed > pace_.longest_wait_ms) {
    return tl::unexpected<HttpFailure>(
        {HttpTrouble::kAskedToWait,
         Error{ErrorKind::kInput, url_for_people(request.url),
               fmt::format("the server asks to wait {} s more", owed / 1000),
               "the next run asks again"}});
  }
  const int attempts = host.gave_up ? 1 : pace_.attempts;
  for (int attempt_number = 1;; ++attempt_number) {
    HttpResult result = attempt(client, request, host);
    const std::string* after = result ? result->header("retry-after") : nullptr;
    const bool again = is_worth_another(result);
    const std::optional<std::int64_t> asked =
        again && after != nullptr ? retry_after_ms(*after, clock_.now()) : std::nullopt;
    if (asked) host.next_ms = std::max(host.next_ms, clock_.now_ms() + *asked);
    const bool patient = asked.value_or(0) <= pace_.longest_wait_ms;
    if (!again || attempt_number >= attempts || !patient) {
      host.gave_up = again;
      if (result) result->attempts = attempt_number;
      if (!result && attempt_number > 1) {
        result.error().error.message += fmt::format(", given up after {} attempts", attempt_number);
      }
      return result;
    }
    if (!asked) {
      host.next_ms =
          std::max(host.next_ms, clock_.now_ms() + back_off(request.url, attempt_number));
    }
  }
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
