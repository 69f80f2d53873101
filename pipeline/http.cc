#include "pipeline/http.h"

#include <curl/curl.h>

#include <algorithm>
#include <utility>

#include "extractors/text.h"
#include "pipeline/curl_url.h"

namespace benchledger {

HttpResult HttpClient::get(const HttpRequest& request) {
  std::optional<HttpResult> answer;
  start(request, [&answer](HttpResult&& result) { answer = std::move(result); });
  while (!answer && drive(kDriveMs)) {
  }
  if (answer) return std::move(*answer);
  return http_failure(HttpTrouble::kBroken, request.url, "the transfer was lost");
}

const std::string* HttpResponse::header(std::string_view name) const {
  const auto found = std::find_if(headers.begin(), headers.end(),
                                  [name](const auto& entry) { return entry.first == name; });
  return found == headers.end() ? nullptr : &found->second;
}

tl::unexpected<HttpFailure> http_failure(HttpTrouble trouble, std::string_view url,
                                         std::string message, std::string remedy) {
  return tl::unexpected<HttpFailure>({trouble, Error{ErrorKind::kInput, url_for_people(url),
                                                     std::move(message), std::move(remedy)}});
}

tl::expected<std::string, std::string> resolve_url(const std::string& base,
                                                   const std::string& target) {
  return parse_url(base, target).map(text_of);
}

std::string authority_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  const std::size_t from = scheme == std::string_view::npos ? 0 : scheme + 3;
  return lower_ascii(url.substr(from, url.find_first_of("/?#", from) - from));
}

std::string origin_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  return lower_ascii(url.substr(0, std::min(url.find_first_of("/?#", scheme + 3), url.size())));
}

Status check_http_url(std::string_view url) {
  const auto resolved = resolve_url({}, std::string(url));
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
