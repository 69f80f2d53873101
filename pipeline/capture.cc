#include "pipeline/capture.h"

#include <algorithm>

#include "extractors/text.h"

namespace benchledger {

bool is_secret_header(std::string_view name) {
  static constexpr std::string_view kSecret[] = {"authorization",       "proxy-authorization",
                                                 "www-authenticate",    "proxy-authenticate",
                                                 "authentication-info", "cookie",
                                                 "set-cookie"};
  const std::string lower = lower_ascii(name);
  return std::find(std::begin(kSecret), std::end(kSecret), lower) != std::end(kSecret);
}

const std::string* find_header(const HeaderList& headers, std::string_view name) {
  const std::string wanted = lower_ascii(name);
  const auto found = std::find_if(headers.begin(), headers.end(), [&](const auto& entry) {
    return lower_ascii(entry.first) == wanted;
  });
  return found == headers.end() ? nullptr : &found->second;
}

}  // namespace benchledger
