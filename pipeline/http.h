#pragma once
// One HTTP exchange at a time, with every limit set. A redirect is an answer
// like any other; follow_redirects() walks them, one checked hop at a time.
// Only http and https. No cookies, no netrc, no proxy from the environment,
// and no address inside the own network unless the request allows it.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
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

struct HttpRequest {
  std::string url;
  std::string user_agent;
  std::optional<std::string> etag;           // sent as If-None-Match
  std::optional<std::string> last_modified;  // sent as If-Modified-Since
  bool allow_private = false;
  bool at_once = false;   // no pause, no second attempt: a server of one's own
  bool cut_body = false;  // what is above limits.body_bytes is left out, not an error
  std::string proxy;      // empty: none, whatever the environment says
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

class HttpClient {
 public:
  virtual ~HttpClient() = default;
  // GET, no redirects. Blocks for at most limits.total_ms.
  [[nodiscard]] virtual HttpResult get(const HttpRequest& request) = 0;
};

// libcurl's. Keeps connections between calls; one thread per client. `pins`
// ("host:port:address") resolve names without asking DNS; the address they
// give is checked like any other.
[[nodiscard]] std::unique_ptr<HttpClient> open_http_client(
    const std::vector<std::string>& pins = {});

// Asked before every hop, the first one included; an Error ends the walk.
using HopCheck = std::function<std::optional<HttpFailure>(const std::string& url)>;

// GET with redirects: each hop a new request under the same limits and checks.
// The validators go with every hop: they were given by the last one.
[[nodiscard]] HttpResult follow_redirects(HttpClient& client, const HttpRequest& request,
                                          const HopCheck& check = {});

// An Error of kind kUsage unless `url` is http(s), has a host and no password.
[[nodiscard]] Status check_http_url(std::string_view url);

// Seconds since 1970 of a date as HTTP has them (RFC 9110, section 5.6.7).
[[nodiscard]] std::optional<std::int64_t> http_date(std::string_view text);

// The URL without user, password, query and fragment: for logs and messages.
[[nodiscard]] std::string url_for_people(std::string_view url);

}  // namespace benchledger
