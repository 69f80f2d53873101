#pragma once
// URLs as libcurl reads them: the one parser between what a page or a sources
// file says and what is connected to, so that no two readings can differ.

#include <curl/curl.h>

#include <memory>
#include <string>

#include "extractors/result.h"

namespace benchledger {

struct CurlUrlCloser {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using CurlUrl = std::unique_ptr<CURLU, CurlUrlCloser>;

// As resolve_url() in http.h, but parsed: what CURLOPT_CURLU takes, so that
// libcurl does not parse it again. Cost: the text is not put together, which
// takes libcurl longer than to parse it.
[[nodiscard]] tl::expected<CurlUrl, std::string> parse_url(const std::string& base,
                                                           const std::string& target);

[[nodiscard]] std::string text_of(const CurlUrl& url);

}  // namespace benchledger
