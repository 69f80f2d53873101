#pragma once
// What the address of a page says of whose it is: the host, and at code and
// model hosts the owner and the repository. Word lists: owner_hosts,
// owner_path_prefixes in words.yaml.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extractors/rules.h"

namespace benchledger {

struct UrlParts {
  std::string host;               // lower case, without "www."
  std::vector<std::string> path;  // the first segments, as printed
};

// Total: what is no address has a host without a dot.
[[nodiscard]] UrlParts url_parts(std::string_view url);

// Which segment of the path names the owner; past the end where none does.
[[nodiscard]] std::size_t owner_segment(const UrlParts& parts, const Rules& rules);

// The repository, model or data set of an address at a code or model host.
struct Repository {
  std::string owner;  // as printed
  std::string name;
};
[[nodiscard]] std::optional<Repository> repository_of(std::string_view url, const Rules& rules);

}  // namespace benchledger
