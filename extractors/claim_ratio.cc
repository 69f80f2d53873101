#include <fmt/format.h>

#include "extractors/claim_kinds.h"

namespace benchledger {
namespace {

// "10x less compute": kept, though nothing here can settle it.
void read_unbacked(const ClaimWork& work, std::size_t at, double factor) {
  const ClaimSentence& sentence = work.sentence;
  bool comparative = false;
  for (std::size_t i = at + 1; i <= at + 2 && i < sentence.size(); ++i) {
    comparative = comparative || sentence.phrase_at(i, "ratio_comparatives");
  }
  if (!comparative) return;
  const ClaimDraft draft{
      "ratio", at, sentence.subject_for(at), ClaimSentence::kNone, factor, "times", true, {}};
  if (!draft.subject.known) return;
  work.writer.emit(draft, judged("not_checkable", "no figure to hold it against"));
}

void read_ratio(const ClaimWork& work, std::size_t at, bool word) {
  ClaimSentence& sentence = work.sentence;
  const double factor = word ? sentence[at].value : sentence[at].number.value;
  const auto rivals = sentence.ratio_rivals(at);
  Tolerance tolerance = sentence.tolerance_before(at, true);
  if (word && !tolerance.hedged) {
    tolerance.below = work.field.words().number("hedge_below", "plain").value_or(0);
    tolerance.above = work.field.words().number("hedge_above", "plain").value_or(0);
  }
  if (rivals.empty()) {
    if (!word) read_unbacked(work, at, factor);
    return;
  }
  for (std::size_t i = at; i < rivals.back(); ++i) sentence.use(i);
  std::size_t benchmark = sentence.benchmark_before(at);
  if (benchmark == ClaimSentence::kNone) {
    const auto after = sentence.benchmarks_for(at);
    if (!after.empty()) benchmark = after.front();
  }
  const int decimals = word ? -1 : sentence[at].number.decimals;
  for (const std::size_t rival : rivals) {
    ClaimDraft draft{"ratio", at,   sentence.subject_for(at), benchmark, factor,
                     "times", true, sentence[rival].word};
    draft.exact = work.writer.is_exact(draft.subject, benchmark) &&
                  work.field.one_name(sentence[rival].candidates);
    work.writer.emit_judged(draft, [&](const ClaimField::Reading& reading) {
      const Score* other = work.field.score_in(*reading.line_up, sentence[rival].candidates);
      if (other == nullptr) {
        return judged("unsupported", fmt::format("no record of {}", sentence[rival].word));
      }
      return judge_ratio(*reading.score, *other, factor, decimals, tolerance);
    });
  }
}

}  // namespace

void read_ratios(const ClaimWork& work) {
  const ClaimSentence& sentence = work.sentence;
  for (std::size_t i = 0; i < sentence.size(); ++i) {
    const bool word = sentence.is_cue(i, Cue::kRatio);
    if (word || sentence.is_kind(i, ClaimToken::Kind::kTimes)) read_ratio(work, i, word);
  }
}

}  // namespace benchledger
