#include "extractors/claim_kinds.h"

namespace benchledger {

void read_praise(const ClaimWork& work) {
  const ClaimSentence& sentence = work.sentence;
  for (std::size_t i = 0; i < sentence.size(); ++i) {
    if (!sentence.is_word(i, "praise_words") || sentence.is_blocked(i)) continue;
    // How fast or cheap a service is, is no capability.
    if (sentence.clause_has(i, "service_words")) continue;
    bool capability = false;
    for (std::size_t k = i + 1; k < sentence.size() && k <= i + 3; ++k) {
      if (!sentence.is_kind(k, ClaimToken::Kind::kWord)) break;
      capability = capability || sentence.is_word(k, "capability_nouns");
    }
    const ClaimSubject subject = sentence.subject_for(i);
    if (!capability || !subject.known) continue;
    if (!work.writer.is_list_item() && !sentence.names_a_model()) continue;
    work.writer.emit({"comparison", i, subject, ClaimSentence::kNone, std::nullopt, std::nullopt,
                      true, "praise"},
                     judged("not_checkable", "no figure to hold it against"));
    return;
  }
}

}  // namespace benchledger
