#include <algorithm>

#include "extractors/claim_comparison.h"
#include "extractors/claim_kinds.h"

namespace benchledger {
namespace {

using Kind = ClaimToken::Kind;

// "surpassing the previous SOTA", "than state-of-the-art methods": what others
// have reached, not a place of the subject's.
bool is_of_others(const ClaimSentence& sentence, std::size_t at) {
  for (std::size_t back = 1; back <= 3 && back <= at; ++back) {
    const std::size_t i = at - back;
    if (sentence.is_word(i, "others_words") || sentence.is_word(i, "rival_marks")) return true;
    if (sentence.is_cue(i, Cue::kComparison) || sentence.is_cue(i, Cue::kParity)) return true;
    if (!sentence.is_kind(i, Kind::kWord)) break;
  }
  if (!sentence.is_word(at, "state_words")) return false;
  for (std::size_t i = at + 1; i < sentence.size() && i <= at + 5; ++i) {
    if (!sentence.is_kind(i, Kind::kWord) || sentence.is_word(i, "figure_followers")) break;
    if (sentence.is_word(i, "model_nouns") || sentence.is_word(i, "everyone_nouns")) return true;
  }
  return false;
}

// "The strongest agents reach ...": of whoever they are.
bool qualifies_others(const ClaimSentence& sentence, std::size_t at) {
  for (std::size_t i = at + 1; i < sentence.size() && i <= at + 3; ++i) {
    if (sentence.is_word(i, "figure_followers")) return false;
    if (sentence.is_word(i, "model_nouns")) return true;
    if (!sentence.is_kind(i, Kind::kWord)) return false;
  }
  return false;
}

void read_superlative(const ClaimWork& work, std::size_t at, Sense sense) {
  const ClaimSentence& sentence = work.sentence;
  const ClaimSubject subject = sentence.subject_for(at);
  const bool adjective = sentence.is_word(at, "superlative_adjectives");
  // "use the best edit format": of nobody in particular.
  if (adjective && (!subject.known || (subject.text.empty() && qualifies_others(sentence, at)))) {
    return;
  }
  const auto benchmarks = sentence.benchmarks_for(at);
  if (benchmarks.empty()) {
    const bool about =
        sentence.clause_has(at, "capability_nouns") || sentence.clause_has(at, "benchmark_nouns");
    if (!about || !subject.known || sentence.is_blocked(at)) return;
    ClaimDraft draft{"superlative", at,           subject, ClaimSentence::kNone,
                     std::nullopt,  std::nullopt, true,    {}};
    draft.direction = standing(sense);
    work.writer.emit(draft, judged("not_checkable", "no benchmark is named"));
    return;
  }
  for (const std::size_t benchmark : benchmarks) {
    ClaimDraft draft{"superlative", at, subject, benchmark, std::nullopt, std::nullopt, true, {}};
    draft.exact = work.writer.is_exact(subject, benchmark);
    draft.direction = standing(sense);
    work.writer.emit_judged(draft, [&](const ClaimField::Reading& reading) {
      return judge_superlative(*reading.line_up, *reading.score, sense);
    });
  }
}

}  // namespace

void read_superlatives(const ClaimWork& work) {
  const ClaimSentence& sentence = work.sentence;
  for (std::size_t i = 0; i < sentence.size(); ++i) {
    if (sentence.is_used(i) || !sentence.is_cue(i, Cue::kSuperlative)) continue;
    if (is_of_others(sentence, i)) continue;
    const Sense sense = sense_of(sentence[i].value);
    if (sentence.models_after(i).empty() || sentence.everyone_after(i)) {
      read_superlative(work, i, sense);
    } else if (!sentence.is_word(i, "superlative_adjectives")) {
      // "leads X by 2.5 points on B".
      read_against_rivals(work, i, sense);
    }
  }
}

}  // namespace benchledger
