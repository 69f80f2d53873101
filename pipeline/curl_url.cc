#include "pipeline/curl_url.h"

#include <utility>

namespace benchledger {
namespace {

// One part of a URL; empty where it has none.
std::string part_of(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, 0) != CURLUE_OK) return {};
  std::string copy = text;
  curl_free(text);
  return copy;
}

}  // namespace

tl::expected<CurlUrl, std::string> parse_url(const std::string& base, const std::string& target) {
  CurlUrl url(curl_url());
  if (!base.empty()) curl_url_set(url.get(), CURLUPART_URL, base.c_str(), 0);
  if (curl_url_set(url.get(), CURLUPART_URL, target.c_str(), CURLU_NON_SUPPORT_SCHEME) !=
      CURLUE_OK) {
    return tl::unexpected<std::string>("is not a URL");
  }
  const std::string scheme = part_of(url.get(), CURLUPART_SCHEME);
  if (scheme != "http" && scheme != "https") {
    return tl::unexpected<std::string>("has the scheme \"" + scheme +
                                       "\", only http and https are fetched");
  }
  if (part_of(url.get(), CURLUPART_HOST).empty()) {
    return tl::unexpected<std::string>("has no host");
  }
  if (!part_of(url.get(), CURLUPART_USER).empty() ||
      !part_of(url.get(), CURLUPART_PASSWORD).empty()) {
    return tl::unexpected<std::string>("has a user name or password in it");
  }
  curl_url_set(url.get(), CURLUPART_FRAGMENT, nullptr, 0);
  return url;
}

std::string text_of(const CurlUrl& url) { return part_of(url.get(), CURLUPART_URL); }

}  // namespace benchledger
