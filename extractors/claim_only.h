#pragma once
// "The only model that P" against "B also P", anywhere on one page.

#include <optional>
#include <string>
#include <vector>

#include "extractors/claim_kinds.h"
#include "extractors/claim_sentence.h"

namespace benchledger {

struct OnlyClaim {
  std::size_t at = 0;  // token of the cue
  ClaimSubject subject;
  std::vector<std::string> predicate;  // stems of what only the subject does
};

// What a sentence reserves for its subject; none where it names no subject or
// fewer than two words of substance.
[[nodiscard]] std::optional<OnlyClaim> only_claim(const ClaimSentence& sentence);

// Emits the sentence's own reservation, and what it grants another model of
// one of the page's `reservations`.
void read_only_claims(const ClaimWork& work, const std::vector<OnlyClaim>& reservations);

}  // namespace benchledger
