#pragma once
// The vocabulary of attribution, compiled: which phrase a sentence holds, and
// the cues that say which cells or whose voice it is about. See
// rules/attribution.yaml. Build one per document; matching costs one regular
// expression search per phrase.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extractors/pattern.h"
#include "extractors/rules.h"

namespace benchledger {

struct PhraseMatch {
  const AttributionPhrase* phrase = nullptr;
  std::size_t begin = 0;  // of the whole match
  std::size_t end = 0;
  std::string source;  // what the phrase names as the source; may be empty
};

class PhraseBook {
 public:
  explicit PhraseBook(const Rules& rules);

  // The first phrase in rule order that the sentence holds.
  [[nodiscard]] std::optional<PhraseMatch> find(std::string_view sentence) const;
  // Whether the text holds one of the wordings of rules.cues[name].
  [[nodiscard]] bool cue(std::string_view name, std::string_view text) const;
  // Where that wording begins.
  [[nodiscard]] std::optional<std::size_t> cue_at(std::string_view name,
                                                  std::string_view text) const;
  // What the wording's first group holds ("developed by (...)"); empty where
  // there is none.
  [[nodiscard]] std::string cue_name(std::string_view name, std::string_view text) const;

 private:
  struct Entry {
    const AttributionPhrase* phrase;
    Pattern pattern;
  };
  std::vector<Entry> phrases_;
  std::map<std::string, std::vector<Pattern>, std::less<>> cues_;
};

}  // namespace benchledger
