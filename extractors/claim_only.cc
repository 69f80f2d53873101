#include "extractors/claim_only.h"

#include <algorithm>

namespace benchledger {
namespace {

using Kind = ClaimToken::Kind;

constexpr std::size_t kStem = 5;
constexpr std::size_t kShortest = 4;

std::string stem_of(const std::string& word) { return word.substr(0, kStem); }

// The words of substance from `from` to the end of its clause, or of the whole
// clause.
std::vector<std::string> stems(const ClaimSentence& sentence, std::size_t at, std::size_t from) {
  std::vector<std::string> found;
  for (std::size_t i = from; i < sentence.size(); ++i) {
    if (!sentence.same_clause(i, at)) continue;
    const bool quantity = sentence.is_kind(i, Kind::kQuantity);
    if (!quantity && !sentence.is_kind(i, Kind::kWord)) continue;
    if (!quantity && (sentence[i].word.size() < kShortest || sentence.is_word(i, "only_fillers"))) {
      continue;
    }
    found.push_back(quantity ? sentence[i].word : stem_of(sentence[i].word));
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

ClaimDraft draft_of(const char* kind, std::size_t at, const ClaimSubject& subject,
                    const std::vector<std::string>& predicate, bool exclusive) {
  ClaimDraft draft{kind,         at,           subject, ClaimSentence::kNone,
                   std::nullopt, std::nullopt, true,    "only"};
  for (const std::string& stem : predicate) draft.shared += stem + " ";
  draft.exclusive = exclusive;
  return draft;
}

}  // namespace

std::optional<OnlyClaim> only_claim(const ClaimSentence& sentence) {
  for (std::size_t i = 0; i < sentence.size(); ++i) {
    if (!sentence.phrase_at(i, "only_words") || sentence.is_blocked(i)) continue;
    OnlyClaim claim{i, sentence.subject_for(i), stems(sentence, i, i)};
    if (!claim.subject.known || !claim.subject.certain || claim.predicate.size() < 2) continue;
    return claim;
  }
  return std::nullopt;
}

void read_only_claims(const ClaimWork& work, const std::vector<OnlyClaim>& reservations) {
  const ClaimSentence& sentence = work.sentence;
  if (const auto own = only_claim(sentence)) {
    work.writer.emit(draft_of("superlative", own->at, own->subject, own->predicate, true),
                     judged("not_checkable", "no figure to hold it against"));
    return;
  }
  for (std::size_t i = 0; i < sentence.size() && !reservations.empty(); ++i) {
    if (!sentence.phrase_at(i, "also_words") || sentence.is_blocked(i)) continue;
    const ClaimSubject subject = sentence.subject_for(i);
    if (!subject.known || !subject.certain) continue;
    const auto granted = stems(sentence, i, 0);
    for (const OnlyClaim& only : reservations) {
      const bool another = only.subject.candidates != subject.candidates ||
                           (subject.candidates.empty() && only.subject.text != subject.text);
      if (!another || !std::includes(granted.begin(), granted.end(), only.predicate.begin(),
                                     only.predicate.end())) {
        continue;
      }
      work.writer.emit(draft_of("comparison", i, subject, only.predicate, false),
                       judged("not_checkable", "no figure to hold it against"));
    }
    return;
  }
}

}  // namespace benchledger
