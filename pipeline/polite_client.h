#pragma once
// An HttpClient that does not hurry the servers it asks: one request to a host
// at a time, a pause after each, and after an answer that says "not now" a
// longer one before it asks again. What a host has been through is shared by
// all clients of one Manners, so that several threads stay polite together.

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "pipeline/clock.h"
#include "pipeline/http.h"

namespace benchledger {

struct Pace {
  std::int64_t delay_ms = 1'000;           // least pause after an answer ...
  double response_factor = 2.0;            // ... or so many times what it took
  std::int64_t longest_delay_ms = 30'000;  // caps both, and Crawl-delay
  int attempts = 3;                        // of one request
  std::int64_t back_off_ms = 2'000;        // before the second attempt; doubles, plus jitter
  std::int64_t longest_wait_ms = 120'000;  // a host that asks for more is left for another night
  std::uint64_t seed = 0;                  // of the jitter
};

// Thread-safe. Waits are slept through the clock.
class Manners {
 public:
  Manners(const Clock& clock, Pace pace) : clock_(clock), pace_(pace) {}

  // What the robots.txt of the URL's host states; the longest one counts.
  void set_crawl_delay(std::string_view url, double seconds);

  // The answer of the last attempt, HttpResponse::attempts set; or kAskedToWait
  // without asking where the host wants more patience than there is. Requests
  // with at_once go straight through.
  [[nodiscard]] HttpResult get(HttpClient& client, const HttpRequest& request);

 private:
  struct Host {
    std::mutex mutex;          // held while a request is out
    std::int64_t next_ms = 0;  // when it may be asked again
    std::int64_t crawl_delay_ms = 0;
    bool gave_up = false;  // on the last request: no second attempts until it answers
  };
  Host& host_of(std::string_view url);
  HttpResult attempt(HttpClient& client, const HttpRequest& request, Host& host);
  void wait_turn(const Host& host) const;
  std::int64_t back_off(const std::string& url, int attempt) const;

  const Clock& clock_;
  Pace pace_;
  std::mutex mutex_;
  std::map<std::string, std::unique_ptr<Host>, std::less<>> hosts_;
};

// A client whose requests keep to `manners`. Both have to outlive it.
class PoliteClient : public HttpClient {
 public:
  PoliteClient(HttpClient& client, Manners& manners) : client_(client), manners_(manners) {}
  HttpResult get(const HttpRequest& request) override { return manners_.get(client_, request); }

 private:
  HttpClient& client_;
  Manners& manners_;
};

// Milliseconds from `now` (seconds): RFC 9110, section 10.2.3, seconds or a
// date. Nothing for what is neither; 0 for a date in the past. Pure.
[[nodiscard]] std::optional<std::int64_t> retry_after_ms(std::string_view value, std::int64_t now);

}  // namespace benchledger
