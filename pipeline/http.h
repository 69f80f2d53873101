#pragma once
// HTTP exchanges: what is asked, what comes back, what may go wrong, and the
// interface of whoever carries them out. A redirect is an answer like any
// other; redirects.h walks them, one checked hop at a time.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "extractors/result.h"

namespace benchledger {

struct HttpLimits {
  long connect_ms = 10'000;
  long total_ms = 60'000;       // of one exchange
  long low_speed_bytes = 64;    // bytes a second ...
  long low_speed_seconds = 15;  // ... below which a transfer is given up after so many seconds
  std::size_t header_bytes = std::size_t{64} << 10;
  std::size_t body_bytes = std::size_t{16} << 20;  // decoded
  int redirects = 5;
};

// How fast a host is asked.
struct HostPace {
  std::size_t in_flight = 1;      // requests under way to it
  std::int64_t delay_ms = 1'000;  // least pause after an answer
};

struct HttpRequest {
  std::string url;
  std::string user_agent;
  std::optional<std::string> etag;           // sent as If-None-Match
  std::optional<std::string> last_modified;  // sent as If-Modified-Since
  std::string authorization;                 // header value; only for the origin of `url`
  bool allow_private = false;
  std::optional<HostPace> pace;  // nullopt: the client's own
  bool at_once = false;          // no pause, no second attempt: a server of one's own
  bool cut_body = false;         // what is above limits.body_bytes is left out, not an error
  std::string proxy;             // empty: none, whatever the environment says
  HttpLimits limits;
};

struct HttpResponse {
  int status = 0;
  std::string url;                                           // that gave this response
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case, in order
  std::string body;                                          // decoded
  std::vector<std::string> hops;                             // URLs that redirected, in order
  bool moved_permanently = false;                            // every hop was 301 or 308
  int attempts = 1;                                          // it took to get this

  // The first header of that name (lower case); nullptr where there is none.
  [[nodiscard]] const std::string* header(std::string_view name) const;
};

enum class HttpTrouble {
  kBadUrl,  // not http(s), not a URL, or with a password in it
  kDns,
  kAddress,      // the host resolves into the own network
  kRobots,       // the host's robots.txt forbids it
  kAskedToWait,  // the host asked for more patience than a run has
  kServer,       // it answered 5xx so often that it was not asked any more
  kRefused,      // connection refused or unreachable
  kTls,
  kTimeout,    // connect, total or low speed
  kTooLarge,   // headers or decoded body above the limit
  kRedirects,  // a loop, too many, or one without a target
  kBroken,     // ended early, bad chunk, bad encoding, not HTTP
};

struct HttpFailure {
  HttpTrouble trouble = HttpTrouble::kBroken;
  Error error;  // `where` is the URL without credentials and query
};

using HttpResult = tl::expected<HttpResponse, HttpFailure>;
using HttpDone = std::function<void(HttpResult&&)>;

// Many exchanges on one thread: start() them, then drive() until none is left.
class HttpClient {
 public:
  virtual ~HttpClient() = default;

  // Takes up a GET, no redirects. `done` is called once, from inside drive();
  // it may start more, and must not drive.
  virtual void start(HttpRequest request, HttpDone done) = 0;

  // Lets the exchanges under way go on until one has ended, or for `wait_ms`.
  // False where none is left.
  virtual bool drive(std::int64_t wait_ms) = 0;

  // start() and drive() until the answer is there; others under way go on
  // meanwhile. Not from inside a `done`.
  [[nodiscard]] HttpResult get(const HttpRequest& request);
};

// Long enough to wait for whatever comes next.
constexpr std::int64_t kDriveMs = 60'000;

// `target` against `base` (which may be empty) without its #part, or what is
// wrong with it: only http and https, a host, no user name or password.
[[nodiscard]] tl::expected<std::string, std::string> resolve_url(const std::string& base,
                                                                 const std::string& target);

// "host:port" as written, in lower case; "https://host:port" likewise.
[[nodiscard]] std::string authority_of(std::string_view url);
[[nodiscard]] std::string origin_of(std::string_view url);

// An Error of kind kUsage unless `url` is http(s), has a host and no password.
[[nodiscard]] Status check_http_url(std::string_view url);

// Seconds since 1970 of a date as HTTP has them (RFC 9110, section 5.6.7).
[[nodiscard]] std::optional<std::int64_t> http_date(std::string_view text);

[[nodiscard]] tl::unexpected<HttpFailure> http_failure(HttpTrouble trouble, std::string_view url,
                                                       std::string message,
                                                       std::string remedy = {});

// The URL without user, password, query and fragment: for logs and messages.
[[nodiscard]] std::string url_for_people(std::string_view url);

}  // namespace benchledger
