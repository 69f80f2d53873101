#pragma once
// An HttpClient that does not hurry the servers it asks. Each host has a
// queue: so many requests to it under way at once and no more, a pause after
// each, and after an answer that says "not now" a longer one before it asks
// again. Hosts do not wait for each other, up to a cap over all of them.

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pipeline/clock.h"
#include "pipeline/http.h"

namespace benchledger {

struct Pace {
  std::size_t in_flight = 16;              // requests under way, over all hosts
  std::size_t per_host = 1;                // ... and to one host
  std::int64_t delay_ms = 1'000;           // least pause after an answer ...
  double response_factor = 2.0;            // ... or so many times what it took
  std::int64_t longest_delay_ms = 30'000;  // caps both, and Crawl-delay
  int attempts = 3;                        // of one request
  std::int64_t back_off_ms = 2'000;        // before the second attempt; doubles, plus jitter
  int give_up_after = 4;                   // requests in a row a host failed: the rest is not sent
  std::int64_t longest_wait_ms = 120'000;  // a host that asks for more is left for another night
  std::uint64_t seed = 0;                  // of the jitter
};

// Works on one thread. Pauses are spent in drive(), through the clock where
// nothing is under way.
class PoliteClient : public HttpClient {
 public:
  // Client and clock have to outlive it.
  PoliteClient(HttpClient& client, const Clock& clock, Pace pace)
      : client_(client), clock_(clock), pace_(pace) {}

  // What the robots.txt of the URL's host states; the longest one counts.
  void set_crawl_delay(std::string_view url, double seconds);

  // Queued in order of start(). `done` gets the answer of the last attempt,
  // HttpResponse::attempts set. Without asking: kAskedToWait where the host
  // wants more patience than there is, and what went wrong before where a host
  // that fails is left for another night. Requests with a pace of their own
  // change that of their host: the slowest one stated counts. Requests with
  // at_once keep to the cap over all hosts alone.
  void start(HttpRequest request, HttpDone done) override;
  bool drive(std::int64_t wait_ms) override;

 private:
  struct Job {
    HttpRequest request;
    HttpDone done;
    int attempts = 0;  // made so far
  };
  struct Host {
    std::uint64_t number = 0;  // in order of the first request
    std::deque<Job> waiting;
    std::size_t in_flight = 0;
    std::int64_t next_ms = 0;  // when it may be asked again
    std::int64_t crawl_delay_ms = 0;
    std::optional<HostPace> asked_pace;   // by requests; the slowest counts
    std::optional<std::int64_t> turn_ms;  // its place in turns_
    int failed = 0;  // requests in a row given up: after one, no second attempts until it answers
    std::optional<HttpFailure> last_failure;
  };
  using Turn = std::pair<std::int64_t, std::uint64_t>;  // when, number of the host

  Host& host_of(std::string_view url);
  static void slow_down(Host& host, const HostPace& pace);
  [[nodiscard]] HostPace pace_of(const Host& host) const;
  void set_turn(Host& host);
  [[nodiscard]] std::optional<HttpFailure> refusal(const Host& host, const std::string& url,
                                                   std::int64_t now) const;
  void dispatch();
  void ask(Host& host, Job job);
  void answered(Host& host, Job job, std::int64_t asked_at, HttpResult result);
  [[nodiscard]] bool ask_again(Host& host, const Job& job, const HttpResult& result);
  static void note_failure(Host& host, const HttpResult& result);
  [[nodiscard]] std::int64_t back_off(const std::string& url, int attempt) const;

  HttpClient& client_;
  const Clock& clock_;
  Pace pace_;
  std::map<std::string, std::unique_ptr<Host>, std::less<>> hosts_;
  std::vector<Host*> by_number_;
  std::set<Turn> turns_;  // of hosts with something waiting and room for it
  std::deque<Job> at_once_;
  std::size_t in_flight_ = 0;
  std::vector<std::pair<HttpDone, HttpResult>> ended_;
};

// Milliseconds from `now` (seconds): RFC 9110, section 10.2.3, seconds or a
// date. Nothing for what is neither; 0 for a date in the past. Pure.
[[nodiscard]] std::optional<std::int64_t> retry_after_ms(std::string_view value, std::int64_t now);

}  // namespace benchledger
