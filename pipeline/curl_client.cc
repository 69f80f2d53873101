#include "pipeline/curl_client.h"

#include <curl/curl.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <deque>
#include <map>
#include <utility>

#include "extractors/text.h"
#include "pipeline/address.h"
#include "pipeline/curl_url.h"
#include "pipeline/socket_watch.h"

namespace benchledger {
namespace {

// Connections kept open for the next request, over all hosts.
constexpr long kKeptConnections = 64;
constexpr std::size_t kUsualHeaders = 16;

struct EasyCloser {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
using EasyHandle = std::unique_ptr<CURL, EasyCloser>;

struct MultiCloser {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};
using MultiHandle = std::unique_ptr<CURLM, MultiCloser>;

struct ListCloser {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, ListCloser>;

void append(List& list, const std::string& line) {
  curl_slist* longer = curl_slist_append(list.get(), line.c_str());
  if (longer == nullptr) return;
  static_cast<void>(list.release());
  list.reset(longer);
}

std::int64_t steady_ms() {
  const auto since = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
}

// What the bodies under way hold together.
struct Shelf {
  std::size_t held = 0;
  std::size_t most = 0;
};

// What the callbacks gather of an answer.
struct Gathered {
  HttpResponse response;
  std::size_t header_bytes = 0;
  std::size_t held = 0;  // of the shelf
  bool headers_too_large = false;
  bool body_too_large = false;
  bool headers_complete = false;
  bool crowded = false;  // given up for now, to be taken up again alone
  std::string refused_address;
};

// One request on its way. The handle is good for many, one after the other;
// the data of its callbacks is the transfer.
struct Transfer {
  EasyHandle easy;
  SocketWatch* watch = nullptr;
  Shelf* shelf = nullptr;
  std::array<char, CURL_ERROR_SIZE> said{};
  HttpRequest request;
  HttpDone done;
  CurlUrl url;
  List headers;
  bool alone = false;  // may hold what its own limit allows
  Gathered got;
};

std::string_view trim(std::string_view text) {
  const std::size_t from = text.find_first_not_of(" \t\r\n");
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(" \t\r\n") + 1 - from);
}

std::size_t on_header(char* data, std::size_t size, std::size_t count, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  const std::string_view line(data, size * count);
  transfer.got.header_bytes += line.size();
  if (transfer.got.header_bytes > transfer.request.limits.header_bytes) {
    transfer.got.headers_too_large = true;
    return 0;
  }
  // A status line starts a block: what came before it was an interim answer.
  const bool starts = line.substr(0, 5) == "HTTP/";
  if (starts) {
    transfer.got.response.headers.clear();
    transfer.got.response.headers.reserve(kUsualHeaders);
  }
  transfer.got.headers_complete = !starts && (transfer.got.headers_complete || trim(line).empty());
  const std::size_t colon = line.find(':');
  if (colon != std::string_view::npos) {
    transfer.got.response.headers.emplace_back(lower_ascii(line.substr(0, colon)),
                                               std::string(trim(line.substr(colon + 1))));
  }
  return line.size();
}

std::size_t on_body(char* data, std::size_t size, std::size_t count, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  const std::size_t bytes = size * count;
  if (bytes > transfer.request.limits.body_bytes - transfer.got.response.body.size()) {
    transfer.got.body_too_large = true;
    if (transfer.request.cut_body) {
      transfer.got.response.body.append(
          data, transfer.request.limits.body_bytes - transfer.got.response.body.size());
    }
    return 0;
  }
  if (!transfer.alone) {
    transfer.got.crowded = transfer.shelf->held + bytes > transfer.shelf->most;
    if (transfer.got.crowded) return 0;
    transfer.shelf->held += bytes;
    transfer.got.held += bytes;
  }
  transfer.got.response.body.append(data, bytes);
  return bytes;
}

curl_socket_t on_open_socket(void* user, curlsocktype, curl_sockaddr* address) {
  auto& transfer = *static_cast<Transfer*>(user);
  // A configured proxy is ours to trust; the target is then the proxy's to resolve.
  if (transfer.request.proxy.empty() &&
      !address_allowed(address->addr, address->addrlen, transfer.request.allow_private)) {
    transfer.got.refused_address = address_text(address->addr, address->addrlen);
    return CURL_SOCKET_BAD;
  }
  const int socket = ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  transfer.watch->opened(socket);
  return socket;
}

int on_close_socket(void* user, curl_socket_t socket) {
  static_cast<SocketWatch*>(user)->closed(socket);
  return ::close(socket);
}

// curl's option types differ from platform to platform; all of these fit.
template <typename T>
void set(CURL* easy, CURLoption option, T value) {
  curl_easy_setopt(easy, option, value);
}

// As CURLOPT_ACCEPT_ENCODING "" would send it.
std::string accept_encoding() {
  const int features = curl_version_info(CURLVERSION_NOW)->features;
  std::string codings;
  const auto add = [&](int feature, const char* names) {
    if ((features & feature) != 0) codings += (codings.empty() ? "" : ", ") + std::string(names);
  };
  add(CURL_VERSION_LIBZ, "deflate, gzip");
  add(CURL_VERSION_BROTLI, "br");
  add(CURL_VERSION_ZSTD, "zstd");
  return codings.empty() ? "Accept-Encoding: identity" : "Accept-Encoding: " + codings;
}

// All of a request's but Host. Those that libcurl has options for are here as
// well: it writes its own lines twice, letter by letter, a twentieth of what a
// small page costs.
List request_headers(const HttpRequest& request) {
  static const std::string kCodings = accept_encoding();
  List list;
  append(list, "User-Agent: " + request.user_agent);
  append(list, kCodings);
  append(list, "Accept: text/html, */*;q=0.8");
  if (request.etag) append(list, "If-None-Match: " + *request.etag);
  if (request.last_modified) append(list, "If-Modified-Since: " + *request.last_modified);
  if (!request.authorization.empty()) append(list, "Authorization: " + request.authorization);
  return list;
}

// Of a request; what all of them share is set once, by CurlClient::new_transfer().
void set_limits(CURL* easy, const HttpRequest& request) {
  const HttpLimits& limits = request.limits;
  set(easy, CURLOPT_CONNECTTIMEOUT_MS, limits.connect_ms);
  set(easy, CURLOPT_TIMEOUT_MS, limits.total_ms);
  set(easy, CURLOPT_LOW_SPEED_LIMIT, limits.low_speed_bytes);
  set(easy, CURLOPT_LOW_SPEED_TIME, limits.low_speed_seconds);
  // Only for what a server announces; decoded bytes are counted in on_body(). 0: no limit.
  set(easy, CURLOPT_MAXFILESIZE_LARGE,
      request.cut_body ? curl_off_t{0} : static_cast<curl_off_t>(limits.body_bytes));
}

void set_guards(CURL* easy) {
  set(easy, CURLOPT_FOLLOWLOCATION, 0L);
#if LIBCURL_VERSION_NUM >= 0x075500
  set(easy, CURLOPT_PROTOCOLS_STR, "http,https");
#else
  set(easy, CURLOPT_PROTOCOLS, static_cast<long>(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
  set(easy, CURLOPT_NOSIGNAL, 1L);
  set(easy, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  set(easy, CURLOPT_NOPROXY, "");
  set(easy, CURLOPT_HTTP09_ALLOWED, 0L);
  set(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  set(easy, CURLOPT_SSL_VERIFYHOST, 2L);
}

void set_request(Transfer& transfer) {
  CURL* easy = transfer.easy.get();
  const HttpRequest& request = transfer.request;
  set(easy, CURLOPT_PROXY, request.proxy.c_str());  // "" also turns the environment's off
  // Rather wait for a connection that may turn out to be HTTP/2 than open more.
  set(easy, CURLOPT_PIPEWAIT, starts_with_ignoring_case(request.url, "https:") ? 1L : 0L);
  set(easy, CURLOPT_CURLU, transfer.url.get());
  set(easy, CURLOPT_HTTPHEADER, transfer.headers.get());
  set_limits(easy, request);
}

// Nothing of the request it carried is left in it.
void clear(Transfer& transfer) {
  set(transfer.easy.get(), CURLOPT_CURLU, nullptr);
  set(transfer.easy.get(), CURLOPT_HTTPHEADER, nullptr);
  transfer.request = {};
  transfer.done = {};
  transfer.url.reset();
  transfer.headers.reset();
  // Assigning alone would keep the room that a large body took.
  const Gathered gone = std::move(transfer.got);
  transfer.got = {};
}

HttpTrouble trouble_of(CURLcode code, const Transfer& transfer) {
  if (transfer.got.headers_too_large || transfer.got.body_too_large) return HttpTrouble::kTooLarge;
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return HttpTrouble::kDns;
    case CURLE_COULDNT_CONNECT:
      return transfer.got.refused_address.empty() ? HttpTrouble::kRefused : HttpTrouble::kAddress;
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

tl::unexpected<HttpFailure> explain(CURLcode code, const char* said, const Transfer& transfer) {
  const HttpTrouble trouble = trouble_of(code, transfer);
  const HttpLimits& limits = transfer.request.limits;
  const std::string& url = transfer.request.url;
  if (transfer.got.headers_too_large) {
    return http_failure(trouble, url, fmt::format("headers above {} bytes", limits.header_bytes));
  }
  if (trouble == HttpTrouble::kTooLarge) {
    return http_failure(trouble, url, fmt::format("answer above {} bytes", limits.body_bytes),
                        "raise max_bytes of the source if that is right");
  }
  if (trouble == HttpTrouble::kAddress) {
    return http_failure(
        trouble, url,
        "leads to " + transfer.got.refused_address + ", which is not a public address",
        "set allow_private: true on the source if that is meant");
  }
  if (code == CURLE_WRITE_ERROR) {  // on_body() said why above; else the decoder refused
    return http_failure(trouble, url, "the answer does not decode as its Content-Encoding says");
  }
  const bool has_text = said != nullptr && *said != '\0';
  return http_failure(trouble, url, has_text ? said : curl_easy_strerror(code));
}

HttpResult result_of(Transfer& transfer, CURLcode code) {
  const bool cut = transfer.got.body_too_large && transfer.request.cut_body;
  if (code != CURLE_OK && !cut) return explain(code, transfer.said.data(), transfer);
  if (!transfer.got.headers_complete) {
    return http_failure(HttpTrouble::kBroken, transfer.request.url,
                        "the answer ends in its headers");
  }
  // A decoder that waits for the rest of its stream gives nothing and says nothing.
  curl_off_t received = 0;
  curl_easy_getinfo(transfer.easy.get(), CURLINFO_SIZE_DOWNLOAD_T, &received);
  if (received > 0 && transfer.got.response.body.empty()) {
    return http_failure(HttpTrouble::kBroken, transfer.request.url,
                        "the answer ends before anything of it could be decoded");
  }
  long status = 0;
  curl_easy_getinfo(transfer.easy.get(), CURLINFO_RESPONSE_CODE, &status);
  transfer.got.response.status = static_cast<int>(status);
  const char* url = nullptr;  // as parse_url() made it
  curl_easy_getinfo(transfer.easy.get(), CURLINFO_EFFECTIVE_URL, &url);
  transfer.got.response.url = url != nullptr ? url : transfer.request.url;
  return std::move(transfer.got.response);
}

// curl_multi over epoll. A kept connection is not checked again: connections that may lead
// into the own network are never lent to requests that may not, hence two.
class CurlClient : public HttpClient {
 public:
  explicit CurlClient(CurlSetup setup) : ca_file_(std::move(setup.ca_file)) {
    shelf_.most = setup.held_bytes;
    for (const std::string& pin : setup.pins) append(pins_, pin);
    for (Multi& multi : multis_) {
      multi.watch = &watch_;
      multi.index = static_cast<std::uint32_t>(&multi - multis_.data());
      multi.handle.reset(curl_multi_init());
      CURLM* handle = multi.handle.get();
      curl_multi_setopt(handle, CURLMOPT_SOCKETFUNCTION, &on_socket);
      curl_multi_setopt(handle, CURLMOPT_SOCKETDATA, &multi);
      curl_multi_setopt(handle, CURLMOPT_TIMERFUNCTION, &on_timer);
      curl_multi_setopt(handle, CURLMOPT_TIMERDATA, &multi);
      curl_multi_setopt(handle, CURLMOPT_MAXCONNECTS, kKeptConnections);
    }
  }
  ~CurlClient() override {
    for (auto& [easy, transfer] : transfers_) {
      curl_multi_remove_handle(multi_of(transfer->request).handle.get(), easy);
    }
    transfers_.clear();
    for (Multi& multi : multis_) multi.handle.reset();
  }
  CurlClient(const CurlClient&) = delete;
  CurlClient& operator=(const CurlClient&) = delete;

  void start(HttpRequest request, HttpDone done) override;
  bool drive(std::int64_t wait_ms) override;

 private:
  struct Multi {
    MultiHandle handle;
    SocketWatch* watch = nullptr;
    std::uint32_t index = 0;
    std::int64_t due_ms = -1;  // when curl wants to be called; -1: never
  };
  struct Ended {
    HttpDone done;
    HttpResult result;
  };
  struct Crowded {
    HttpRequest request;
    HttpDone done;
  };

  static int on_socket(CURL* easy, curl_socket_t socket, int what, void* user, void* known);
  static int on_timer(CURLM* handle, long timeout_ms, void* user);
  Multi& multi_of(const HttpRequest& request) { return multis_[request.allow_private ? 1 : 0]; }
  [[nodiscard]] std::unique_ptr<Transfer> new_transfer();
  std::unique_ptr<Transfer> idle_transfer();
  void take_up(HttpRequest request, HttpDone done, bool alone);
  void take_up_crowded();
  void end(Transfer& transfer, CURLcode code);
  void wait_and_act(std::int64_t wait_ms);
  void collect(Multi& multi);

  List pins_;
  std::string ca_file_;
  SocketWatch watch_;
  std::array<Multi, 2> multis_;
  std::vector<std::unique_ptr<Transfer>> idle_;
  std::map<CURL*, std::unique_ptr<Transfer>> transfers_;
  std::vector<Ended> ended_;
  Shelf shelf_;
  std::deque<Crowded> crowded_;
  bool one_alone_ = false;
};

int CurlClient::on_socket(CURL*, curl_socket_t socket, int what, void* user, void*) {
  const Multi& multi = *static_cast<const Multi*>(user);
  if (what == CURL_POLL_REMOVE) {
    multi.watch->unwant(socket);
  } else {
    multi.watch->want(socket, multi.index, (what & CURL_POLL_IN) != 0, (what & CURL_POLL_OUT) != 0);
  }
  return 0;
}

int CurlClient::on_timer(CURLM*, long timeout_ms, void* user) {
  static_cast<Multi*>(user)->due_ms = timeout_ms < 0 ? -1 : steady_ms() + timeout_ms;
  return 0;
}

// With the options that are the same for all requests.
std::unique_ptr<Transfer> CurlClient::new_transfer() {
  auto transfer = std::make_unique<Transfer>();
  transfer->easy.reset(curl_easy_init());
  transfer->watch = &watch_;
  transfer->shelf = &shelf_;
  CURL* easy = transfer->easy.get();
  set(easy, CURLOPT_ACCEPT_ENCODING, "");  // decode what request_headers() asks for
  set(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  if (!ca_file_.empty()) set(easy, CURLOPT_CAINFO, ca_file_.c_str());
  set_guards(easy);
  set(easy, CURLOPT_ERRORBUFFER, transfer->said.data());
  set(easy, CURLOPT_HEADERFUNCTION, &on_header);
  set(easy, CURLOPT_HEADERDATA, transfer.get());
  set(easy, CURLOPT_WRITEFUNCTION, &on_body);
  set(easy, CURLOPT_WRITEDATA, transfer.get());
  set(easy, CURLOPT_OPENSOCKETFUNCTION, &on_open_socket);
  set(easy, CURLOPT_OPENSOCKETDATA, transfer.get());
  set(easy, CURLOPT_CLOSESOCKETFUNCTION, &on_close_socket);
  set(easy, CURLOPT_CLOSESOCKETDATA, &watch_);
  return transfer;
}

std::unique_ptr<Transfer> CurlClient::idle_transfer() {
  if (idle_.empty()) return new_transfer();
  std::unique_ptr<Transfer> transfer = std::move(idle_.back());
  idle_.pop_back();
  return transfer;
}

void CurlClient::start(HttpRequest request, HttpDone done) {
  take_up(std::move(request), std::move(done), false);
}

void CurlClient::take_up(HttpRequest request, HttpDone done, bool alone) {
  auto url = parse_url({}, request.url);
  if (!url) {
    ended_.push_back(
        {std::move(done), http_failure(HttpTrouble::kBadUrl, request.url, url.error())});
    return;
  }
  std::unique_ptr<Transfer> transfer = idle_transfer();
  transfer->url = std::move(*url);
  transfer->alone = alone;
  transfer->request = std::move(request);
  transfer->done = std::move(done);
  transfer->headers = request_headers(transfer->request);
  set_request(*transfer);
  CURL* easy = transfer->easy.get();
  // libcurl puts them into the names its multi handle knows, once each time they are set.
  if (pins_) set(easy, CURLOPT_RESOLVE, pins_.get());
  CURLM* multi = multi_of(transfer->request).handle.get();
  if (!watch_.works() || curl_multi_add_handle(multi, easy) != CURLM_OK) {
    ended_.push_back(
        {std::move(transfer->done), http_failure(HttpTrouble::kBroken, transfer->request.url,
                                                 "libcurl takes no more transfers")});
    return;
  }
  transfers_.emplace(easy, std::move(transfer));
}

bool CurlClient::drive(std::int64_t wait_ms) {
  if (ended_.empty() && !transfers_.empty()) {
    wait_and_act(wait_ms);
    for (Multi& multi : multis_) collect(multi);
  }
  std::vector<Ended> ended = std::move(ended_);
  ended_.clear();
  for (Ended& one : ended) one.done(std::move(one.result));
  return !transfers_.empty() || !ended_.empty();
}

void CurlClient::wait_and_act(std::int64_t wait_ms) {
  for (const Multi& multi : multis_) {
    if (multi.due_ms < 0) continue;
    wait_ms = std::min(wait_ms, std::max<std::int64_t>(0, multi.due_ms - steady_ms()));
  }
  int running = 0;
  const auto wait = static_cast<int>(std::min<std::int64_t>(wait_ms, kDriveMs));
  for (const SocketWatch::Event& event : watch_.wait(wait)) {
    const int mask = (event.readable ? CURL_CSELECT_IN : 0) |
                     (event.writable ? CURL_CSELECT_OUT : 0) |
                     (event.failed ? CURL_CSELECT_ERR : 0);
    curl_multi_socket_action(multis_[event.owner].handle.get(), event.socket, mask, &running);
  }
  for (Multi& multi : multis_) {
    if (multi.due_ms < 0 || multi.due_ms > steady_ms()) continue;
    multi.due_ms = -1;  // curl sets it again where it wants to
    curl_multi_socket_action(multi.handle.get(), CURL_SOCKET_TIMEOUT, 0, &running);
  }
}

// What has ended, out of curl's hands.
void CurlClient::collect(Multi& multi) {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi.handle.get(), &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    const CURLcode code = message->data.result;
    const auto found = transfers_.find(message->easy_handle);
    curl_multi_remove_handle(multi.handle.get(), found->first);
    idle_.push_back(std::move(found->second));
    transfers_.erase(found);
    end(*idle_.back(), code);
    clear(*idle_.back());
  }
  take_up_crowded();
}

void CurlClient::end(Transfer& transfer, CURLcode code) {
  shelf_.held -= transfer.got.held;
  one_alone_ = one_alone_ && !transfer.alone;
  if (transfer.got.crowded) {
    crowded_.push_back({std::move(transfer.request), std::move(transfer.done)});
  } else {
    ended_.push_back({std::move(transfer.done), result_of(transfer, code)});
  }
}

void CurlClient::take_up_crowded() {
  if (one_alone_ || crowded_.empty()) return;
  one_alone_ = true;
  Crowded next = std::move(crowded_.front());
  crowded_.pop_front();
  take_up(std::move(next.request), std::move(next.done), true);
}

}  // namespace

std::unique_ptr<HttpClient> open_http_client(const CurlSetup& setup) {
  static const CURLcode kStarted = curl_global_init(CURL_GLOBAL_DEFAULT);
  static_cast<void>(kStarted);
  return std::make_unique<CurlClient>(setup);
}

}  // namespace benchledger
