#pragma once
// Which family a model's name belongs to. Private to the identity files.

#include <cstddef>
#include <string_view>
#include <vector>

#include "extractors/name_index.h"

namespace benchledger {

// One family match in a name.
struct FamilyMatch {
  const ModelFamily* family = nullptr;
  std::size_t first = 0;  // tokens
  std::size_t count = 0;
  [[nodiscard]] explicit operator bool() const { return family != nullptr; }
};

// The longest family name at tokens[at], if one begins there.
[[nodiscard]] FamilyMatch family_at(const Names::Index& index, const std::vector<NameToken>& tokens,
                                    std::size_t at);

// The first family one of whose patterns the text holds; no tokens are counted.
[[nodiscard]] FamilyMatch family_by_pattern(const Names::Index& index, std::string_view text);

// One of `owner`'s own families wherever it stands, then a derivative one, then
// the one the name begins with, then a pattern, then one that only variant
// words stand before. A list ("trainer, Qwen 2.5, resize") and what is built on
// a family belong to none. `owner` may be null.
[[nodiscard]] FamilyMatch find_family(const Names::Index& index, std::string_view text,
                                      const std::vector<NameToken>& tokens,
                                      const Organization* owner);

}  // namespace benchledger
