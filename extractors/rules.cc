#include "extractors/rules.h"

#include <algorithm>

namespace benchledger {

const std::vector<std::string>& Rules::word_list(std::string_view name) const {
  static const std::vector<std::string> kNone;
  const auto found = words.find(std::string(name));
  return found == words.end() ? kNone : found->second;
}

const CheckRule* Rules::check(std::string_view id) const {
  const auto found =
      std::find_if(checks.begin(), checks.end(), [&](const CheckRule& c) { return c.id == id; });
  return found == checks.end() ? nullptr : &*found;
}

const Organization* Rules::organization(std::string_view id) const {
  const auto found = std::find_if(organizations.begin(), organizations.end(),
                                  [&](const Organization& o) { return o.id == id; });
  return found == organizations.end() ? nullptr : &*found;
}

}  // namespace benchledger
