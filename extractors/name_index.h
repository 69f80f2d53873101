#pragma once
// The tables behind Names. Private to the identity files.

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "extractors/identity.h"
#include "extractors/name_shape.h"
#include "extractors/name_tokens.h"
#include "extractors/pattern.h"

namespace benchledger {

// A name as the pieces it has to match, one after the other.
template <typename Entry>
struct Phrase {
  std::vector<std::string> tokens;
  std::string spelling;
  const Entry* entry = nullptr;
};

// Phrases by their first piece.
template <typename Entry>
using PhraseTable = std::unordered_map<std::string, std::vector<Phrase<Entry>>>;

struct Names::Index {
  explicit Index(const Rules& from) : rules(from), shapes(from) {}

  Rules rules;  // own copy: entries are pointed at
  ShapeJudge shapes;
  std::unordered_map<std::string, const Organization*> organization_by_key;
  std::unordered_map<std::string, const Organization*> organization_by_id;
  std::unordered_map<std::string, const Organization*> organization_by_host;
  std::unordered_map<std::string, const Organization*> organization_by_namespace;
  PhraseTable<Organization> organization_phrases;  // those that are safe in running text
  std::vector<std::pair<std::string, const Organization*>> unspaced_organizations;  // 阿里云
  PhraseTable<ModelFamily> family_phrases;
  std::vector<std::pair<Pattern, const ModelFamily*>> family_patterns;
  std::unordered_map<std::string, const Benchmark*> benchmark_by_key;
  std::unordered_map<std::string, const Benchmark*> benchmark_by_id;
  std::vector<std::pair<std::vector<std::string>, std::string>>
      modes;  // pieces, mode; longest first
  std::unordered_set<std::string> variant_words;
  std::unordered_set<std::string> built_on_words;
  std::unordered_map<std::string, std::string> languages;  // key -> key
  std::unordered_map<std::string, std::string> splits;     // key -> "val", "text-only"
};

// Length in tokens of the phrase at tokens[at], 0 where it is another.
[[nodiscard]] std::size_t matches_at(const std::vector<std::string>& phrase,
                                     const std::vector<NameToken>& tokens, std::size_t at);

}  // namespace benchledger
