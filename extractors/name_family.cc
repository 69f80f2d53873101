#include "extractors/name_family.h"

#include <algorithm>
#include <string>

namespace benchledger {

FamilyMatch family_at(const Names::Index& index, const std::vector<NameToken>& tokens,
                      std::size_t at) {
  const auto found = index.family_phrases.find(tokens[at].text);
  if (found == index.family_phrases.end()) return {};
  for (const auto& phrase : found->second) {
    const std::size_t count = matches_at(phrase.tokens, tokens, at);
    // "Sam" does not begin "samsung": a word has to end where the phrase ends.
    if (count > 0) return {phrase.entry, at, count};
  }
  return {};
}

FamilyMatch family_by_pattern(const Names::Index& index, std::string_view text) {
  for (const auto& [pattern, family] : index.family_patterns) {
    if (const auto match = pattern.find(text)) return {family, 0, 0};
  }
  return {};
}

namespace {

// "Llama-based foo", "trainer for Qwen": the name is of something made with the
// family, by whom it does not say.
bool is_built_on(const Names::Index& index, const std::vector<NameToken>& tokens) {
  return std::any_of(tokens.begin(), tokens.end(), [&](const NameToken& token) {
    return index.built_on_words.count(token.text) > 0;
  });
}

// Whether only words that any model's name may hold stand before tokens[at]:
// "Instruct Llama 3", but not "Marlow-Llama-3", which somebody made of one.
bool only_variants_before(const Names::Index& index, const std::vector<NameToken>& tokens,
                          std::size_t at) {
  return std::all_of(
      tokens.begin(), tokens.begin() + static_cast<std::ptrdiff_t>(at),
      [&](const NameToken& token) { return index.variant_words.count(token.text) > 0; });
}

}  // namespace

FamilyMatch find_family(const Names::Index& index, std::string_view text,
                        const std::vector<NameToken>& tokens, const Organization* owner) {
  if (text.find(", ") != std::string_view::npos || is_built_on(index, tokens)) return {};
  FamilyMatch first;
  FamilyMatch derivative;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const FamilyMatch match = family_at(index, tokens, i);
    if (!match) continue;
    if (owner != nullptr && match.family->developer == owner->id && tokens[i].text.size() > 2) {
      return match;
    }
    if (!derivative && match.family->derivative) derivative = match;
    if (!first) first = match;
  }
  if (derivative) return derivative;
  if (first && first.first == 0) return first;
  if (const FamilyMatch match = family_by_pattern(index, text)) return match;
  if (first && tokens[first.first].text.size() >= 4 &&
      only_variants_before(index, tokens, first.first)) {
    return first;
  }
  return {};
}

}  // namespace benchledger
