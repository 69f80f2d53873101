#include "pipeline/http.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "extractors/text.h"
#include "pipeline/address.h"

namespace benchledger {
namespace {

struct UrlCloser {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using UrlHandle = std::unique_ptr<CURLU, UrlCloser>;

struct EasyCloser {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
using EasyHandle = std::unique_ptr<CURL, EasyCloser>;

struct ListCloser {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, ListCloser>;

tl::unexpected<HttpFailure> http_failure(HttpTrouble trouble, std::string_view url,
                                         std::string message, std::string remedy = {}) {
  return tl::unexpected<HttpFailure>({trouble, Error{ErrorKind::kInput, url_for_people(url),
                                                     std::move(message), std::move(remedy)}});
}

// One part of a URL; empty where it has none.
std::string part_of(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, 0) != CURLUE_OK) return {};
  std::string copy = text;
  curl_free(text);
  return copy;
}

// `target` against `base` (which may be empty), taken apart and put together
// again; an Error message otherwise.
tl::expected<std::string, std::string> resolve(const std::string& base, const std::string& target) {
  const UrlHandle url(curl_url());
  if (!base.empty()) curl_url_set(url.get(), CURLUPART_URL, base.c_str(), 0);
  if (curl_url_set(url.get(), CURLUPART_URL, target.c_str(), CURLU_NON_SUPPORT_SCHEME) !=
      CURLUE_OK) {
    return tl::unexpected<std::string>("is not a URL");
  }
  const std::string scheme = part_of(url.get(), CURLUPART_SCHEME);
  if (scheme != "http" && scheme != "https") {
    return tl::unexpected<std::string>("has the scheme \"" + scheme +
                                       "\", only http and https are "
                                       "fetched");
  }
  if (part_of(url.get(), CURLUPART_HOST).empty()) {
    return tl::unexpected<std::string>("has no host");
  }
  if (!part_of(url.get(), CURLUPART_USER).empty() ||
      !part_of(url.get(), CURLUPART_PASSWORD).empty()) {
    return tl::unexpected<std::string>("has a user name or password in it");
  }
  curl_url_set(url.get(), CURLUPART_FRAGMENT, nullptr, 0);
  return part_of(url.get(), CURLUPART_URL);
}

std::string_view trim(std::string_view text) {
  const std::size_t from = text.find_first_not_of(" \t\r\n");
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(" \t\r\n") + 1 - from);
}

// What the callbacks of one exchange share.
struct Exchange {
  const HttpRequest& request;
  HttpResponse response;
  std::size_t header_bytes = 0;
  bool headers_too_large = false;
  bool body_too_large = false;
  bool headers_complete = false;
  std::string refused_address;
};

std::size_t on_header(char* data, std::size_t size, std::size_t count, void* user) {
  auto& exchange = *static_cast<Exchange*>(user);
  const std::string_view line(data, size * count);
  exchange.header_bytes += line.size();
  if (exchange.header_bytes > exchange.request.limits.header_bytes) {
    exchange.headers_too_large = true;
    return 0;
  }
  // A status line starts a block: what came before it was an interim answer.
  const bool starts = line.substr(0, 5) == "HTTP/";
  if (starts) exchange.response.headers.clear();
  exchange.headers_complete = !starts && (exchange.headers_complete || trim(line).empty());
  const std::size_t colon = line.find(':');
  if (colon != std::string_view::npos) {
    exchange.response.headers.emplace_back(lower_ascii(line.substr(0, colon)),
                                           std::string(trim(line.substr(colon + 1))));
  }
  return line.size();
}

std::size_t on_body(char* data, std::size_t size, std::size_t count, void* user) {
  auto& exchange = *static_cast<Exchange*>(user);
  const std::size_t bytes = size * count;
  if (bytes > exchange.request.limits.body_bytes - exchange.response.body.size()) {
    exchange.body_too_large = true;
    if (exchange.request.cut_body) {
      exchange.response.body.append(
          data, exchange.request.limits.body_bytes - exchange.response.body.size());
    }
    return 0;
  }
  exchange.response.body.append(data, bytes);
  return bytes;
}

curl_socket_t on_open_socket(void* user, curlsocktype, curl_sockaddr* address) {
  auto& exchange = *static_cast<Exchange*>(user);
  // A configured proxy is ours to trust; the target is then the proxy's to resolve.
  if (exchange.request.proxy.empty() &&
      !address_allowed(address->addr, address->addrlen, exchange.request.allow_private)) {
    exchange.refused_address = address_text(address->addr, address->addrlen);
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

// curl's option types differ from platform to platform; all of these fit.
template <typename T>
void set(CURL* easy, CURLoption option, T value) {
  curl_easy_setopt(easy, option, value);
}

List request_headers(const HttpRequest& request) {
  List list;
  const auto add = [&list](const std::string& line) {
    curl_slist* longer = curl_slist_append(list.get(), line.c_str());
    if (longer == nullptr) return;
    static_cast<void>(list.release());
    list.reset(longer);
  };
  add("Accept: text/html, text/markdown, application/xhtml+xml, text/plain;q=0.9, "
      "application/json;q=0.8, */*;q=0.5");
  if (request.etag) add("If-None-Match: " + *request.etag);
  if (request.last_modified) add("If-Modified-Since: " + *request.last_modified);
  return list;
}

void set_limits(CURL* easy, const HttpRequest& request) {
  const HttpLimits& limits = request.limits;
  set(easy, CURLOPT_CONNECTTIMEOUT_MS, limits.connect_ms);
  set(easy, CURLOPT_TIMEOUT_MS, limits.total_ms);
  set(easy, CURLOPT_LOW_SPEED_LIMIT, limits.low_speed_bytes);
  set(easy, CURLOPT_LOW_SPEED_TIME, limits.low_speed_seconds);
  // Only for what a server announces; decoded bytes are counted in on_body().
  if (!request.cut_body) {
    set(easy, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(limits.body_bytes));
  }
  set(easy, CURLOPT_FOLLOWLOCATION, 0L);
}

void set_guards(CURL* easy, const HttpRequest& request) {
#if LIBCURL_VERSION_NUM >= 0x075500
  set(easy, CURLOPT_PROTOCOLS_STR, "http,https");
#else
  set(easy, CURLOPT_PROTOCOLS, static_cast<long>(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
  set(easy, CURLOPT_NOSIGNAL, 1L);
  set(easy, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  set(easy, CURLOPT_PROXY, request.proxy.c_str());  // "" also turns the environment's off
  set(easy, CURLOPT_NOPROXY, "");
  set(easy, CURLOPT_HTTP09_ALLOWED, 0L);
  set(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  set(easy, CURLOPT_SSL_VERIFYHOST, 2L);
}

void set_callbacks(CURL* easy, Exchange& exchange) {
  set(easy, CURLOPT_HEADERFUNCTION, &on_header);
  set(easy, CURLOPT_HEADERDATA, &exchange);
  set(easy, CURLOPT_WRITEFUNCTION, &on_body);
  set(easy, CURLOPT_WRITEDATA, &exchange);
  set(easy, CURLOPT_OPENSOCKETFUNCTION, &on_open_socket);
  set(easy, CURLOPT_OPENSOCKETDATA, &exchange);
}

HttpTrouble trouble_of(CURLcode code, const Exchange& exchange) {
  if (exchange.headers_too_large || exchange.body_too_large) return HttpTrouble::kTooLarge;
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return HttpTrouble::kDns;
    case CURLE_COULDNT_CONNECT:
      return exchange.refused_address.empty() ? HttpTrouble::kRefused : HttpTrouble::kAddress;
    case CURLE_OPERATION_TIMEDOUT:
      return HttpTrouble::kTimeout;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
      return HttpTrouble::kTls;
    case CURLE_FILESIZE_EXCEEDED:
    case CURLE_OUT_OF_MEMORY:  // what curl says of a header line above its own cap
      return HttpTrouble::kTooLarge;
    default:
      return HttpTrouble::kBroken;
  }
}

tl::unexpected<HttpFailure> explain(CURLcode code, const char* said, const Exchange& exchange) {
  const HttpTrouble trouble = trouble_of(code, exchange);
  const HttpLimits& limits = exchange.request.limits;
  const std::string& url = exchange.request.url;
  if (exchange.headers_too_large) {
    return http_failure(trouble, url, fmt::format("headers above {} bytes", limits.header_bytes));
  }
  if (trouble == HttpTrouble::kTooLarge) {
    return http_failure(trouble, url, fmt::format("answer above {} bytes", limits.body_bytes),
                        "raise max_bytes of the source if that is right");
  }
  if (trouble == HttpTrouble::kAddress) {
    return http_failure(trouble, url,
                        "leads to " + exchange.refused_address + ", which is not a public address",
                        "set allow_private: true on the source if that is meant");
  }
  const bool has_text = said != nullptr && *said != '\0';
  return http_failure(trouble, url, has_text ? said : curl_easy_strerror(code));
}

class CurlClient : public HttpClient {
 public:
  explicit CurlClient(const std::vector<std::string>& pins) {
    for (const std::string& pin : pins) {
      pins_.reset(curl_slist_append(pins_.release(), pin.c_str()));
    }
  }

  HttpResult get(const HttpRequest& request) override {
    const auto url = resolve({}, request.url);
    if (!url) return http_failure(HttpTrouble::kBadUrl, request.url, url.error());
    // A kept connection is not checked again: connections that may lead into
    // the own network are never lent to requests that may not.
    EasyHandle& easy = handles_[request.allow_private ? 1 : 0];
    if (!easy) easy.reset(curl_easy_init());
    if (!easy) return http_failure(HttpTrouble::kBroken, request.url, "libcurl does not start");
    curl_easy_reset(easy.get());

    Exchange exchange{request, {}, 0, false, false, false, {}};
    const List headers = request_headers(request);
    std::array<char, CURL_ERROR_SIZE> said{};
    set(easy.get(), CURLOPT_ERRORBUFFER, said.data());
    set(easy.get(), CURLOPT_URL, url->c_str());
    set(easy.get(), CURLOPT_USERAGENT, request.user_agent.c_str());
    set(easy.get(), CURLOPT_ACCEPT_ENCODING, "");  // every encoding this curl decodes
    set(easy.get(), CURLOPT_HTTPHEADER, headers.get());
    if (pins_) set(easy.get(), CURLOPT_RESOLVE, pins_.get());
    set_limits(easy.get(), request);
    set_guards(easy.get(), request);
    set_callbacks(easy.get(), exchange);

    const CURLcode code = curl_easy_perform(easy.get());
    const bool cut = exchange.body_too_large && request.cut_body;
    if (code != CURLE_OK && !cut) return explain(code, said.data(), exchange);
    if (!exchange.headers_complete) {
      return http_failure(HttpTrouble::kBroken, request.url, "the answer ends in its headers");
    }
    long status = 0;
    curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
    exchange.response.status = static_cast<int>(status);
    exchange.response.url = *url;
    return std::move(exchange.response);
  }

 private:
  List pins_;
  std::array<EasyHandle, 2> handles_;
};

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

}  // namespace

const std::string* HttpResponse::header(std::string_view name) const {
  const auto found = std::find_if(headers.begin(), headers.end(),
                                  [name](const auto& entry) { return entry.first == name; });
  return found == headers.end() ? nullptr : &found->second;
}

std::unique_ptr<HttpClient> open_http_client(const std::vector<std::string>& pins) {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  static_cast<void>(started);
  return std::make_unique<CurlClient>(pins);
}

HttpResult follow_redirects(HttpClient& client, const HttpRequest& request, const HopCheck& check) {
  HttpRequest hop = request;
  std::vector<std::string> hops;
  bool permanent = true;
  for (;;) {
    if (check) {
      if (std::optional<HttpFailure> failure = check(hop.url)) {
        return tl::unexpected<HttpFailure>(std::move(*failure));
      }
    }
    HttpResult result = client.get(hop);
    if (!result) return result;
    const std::string* location = result->header("location");
    if (!is_redirect(result->status) || location == nullptr) {
      result->moved_permanently = permanent && !hops.empty();
      result->hops = std::move(hops);
      return result;
    }
    permanent = permanent && (result->status == 301 || result->status == 308);
    auto target = resolve(hop.url, *location);
    if (!target) {
      return http_failure(HttpTrouble::kBadUrl, hop.url, "redirects to what " + target.error());
    }
    hops.push_back(hop.url);
    if (std::find(hops.begin(), hops.end(), *target) != hops.end()) {
      return http_failure(HttpTrouble::kRedirects, request.url, "redirects in a circle");
    }
    if (hops.size() > static_cast<std::size_t>(request.limits.redirects)) {
      return http_failure(HttpTrouble::kRedirects, request.url,
                          fmt::format("redirects more than {} times", request.limits.redirects));
    }
    hop.url = std::move(*target);
  }
}

Status check_http_url(std::string_view url) {
  const auto resolved = resolve({}, std::string(url));
  if (resolved) return {};
  return fail(ErrorKind::kUsage, url_for_people(url), resolved.error());
}

std::optional<std::int64_t> http_date(std::string_view text) {
  const time_t seconds = curl_getdate(std::string(text).c_str(), nullptr);
  if (seconds == -1) return std::nullopt;
  return static_cast<std::int64_t>(seconds);
}

std::string url_for_people(std::string_view url) {
  const std::size_t query = url.find_first_of("?#");
  std::string_view shown = url.substr(0, query);
  const std::size_t scheme = shown.find("://");
  std::string text;
  if (scheme != std::string_view::npos) {
    text = shown.substr(0, scheme + 3);
    shown.remove_prefix(scheme + 3);
  }
  const std::size_t path = std::min(shown.find('/'), shown.size());
  const std::size_t at = shown.substr(0, path).rfind('@');
  if (at != std::string_view::npos) shown.remove_prefix(at + 1);
  text += shown;
  return query != std::string_view::npos && url[query] == '?' ? text + "?..." : text;
}

}  // namespace benchledger
