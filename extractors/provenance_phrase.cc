#include "extractors/provenance_phrase.h"

namespace benchledger {

PhraseBook::PhraseBook(const Rules& rules) {
  for (const AttributionPhrase& phrase : rules.phrases) {
    if (auto pattern = Pattern::compile(phrase.pattern)) {
      phrases_.push_back({&phrase, std::move(*pattern)});
    }
  }
  for (const auto& [name, expressions] : rules.cues) {
    auto& patterns = cues_[name];
    for (const std::string& expression : expressions) {
      if (auto pattern = Pattern::compile(expression)) patterns.push_back(std::move(*pattern));
    }
  }
}

std::optional<PhraseMatch> PhraseBook::find(std::string_view sentence) const {
  for (const Entry& entry : phrases_) {
    const auto match = entry.pattern.find(sentence);
    if (!match) continue;
    return PhraseMatch{entry.phrase, match->groups[0].begin, match->groups[0].end,
                       std::string(match->text(sentence, 1))};
  }
  return std::nullopt;
}

bool PhraseBook::cue(std::string_view name, std::string_view text) const {
  return cue_at(name, text).has_value();
}

std::optional<std::size_t> PhraseBook::cue_at(std::string_view name, std::string_view text) const {
  const auto found = cues_.find(name);
  if (found == cues_.end()) return std::nullopt;
  for (const Pattern& pattern : found->second) {
    if (const auto match = pattern.find(text)) return match->groups[0].begin;
  }
  return std::nullopt;
}

std::string PhraseBook::cue_name(std::string_view name, std::string_view text) const {
  const auto found = cues_.find(name);
  if (found == cues_.end()) return {};
  for (const Pattern& pattern : found->second) {
    if (const auto match = pattern.find(text)) return std::string(match->text(text, 1));
  }
  return {};
}

}  // namespace benchledger
