#include "extractors/repository_address.h"

#include <algorithm>

#include "extractors/text.h"

namespace benchledger {
namespace {

bool contains(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

UrlParts url_parts(std::string_view url) {
  UrlParts parts;
  const std::size_t scheme = url.find("://");
  if (scheme != std::string_view::npos) {
    url.remove_prefix(scheme + 3);
  } else if (url.substr(0, 2) == "//") {
    url.remove_prefix(2);
  }
  url = url.substr(0, url.find_first_of("?#"));
  std::string_view host = url.substr(0, url.find('/'));
  url.remove_prefix(std::min(url.size(), host.size() + 1));
  if (const std::size_t at = host.rfind('@'); at != std::string_view::npos)
    host.remove_prefix(at + 1);
  parts.host = lower_ascii(host.substr(0, host.find(':')));
  if (parts.host.rfind("www.", 0) == 0) parts.host.erase(0, 4);
  while (!url.empty() && parts.path.size() < 4) {
    const std::string_view segment = url.substr(0, url.find('/'));
    url.remove_prefix(std::min(url.size(), segment.size() + 1));
    if (!segment.empty()) parts.path.emplace_back(segment);
  }
  return parts;
}

std::size_t owner_segment(const UrlParts& parts, const Rules& rules) {
  if (!contains(rules.word_list("owner_hosts"), parts.host)) return parts.path.size();
  const bool prefixed = !parts.path.empty() && contains(rules.word_list("owner_path_prefixes"),
                                                        lower_ascii(parts.path[0]));
  return prefixed ? 1 : 0;
}

std::optional<Repository> repository_of(std::string_view url, const Rules& rules) {
  const UrlParts parts = url_parts(url);
  const std::size_t at = owner_segment(parts, rules);
  if (at + 1 >= parts.path.size()) return std::nullopt;
  return Repository{parts.path[at], parts.path[at + 1]};
}

}  // namespace benchledger
