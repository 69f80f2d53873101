#include "extractors/claim_comparison.h"

#include <fmt/format.h>

#include <algorithm>

namespace benchledger {
namespace {

using Kind = ClaimToken::Kind;
constexpr std::size_t kNone = ClaimSentence::kNone;

void read_everyone(const ClaimWork& work, std::size_t at, Sense sense) {
  const ClaimSentence& sentence = work.sentence;
  const std::string kind = sentence[at].value > 0 ? "superlative" : "comparison";
  for (const std::size_t benchmark : sentence.benchmarks_for(at)) {
    ClaimDraft draft{kind, at, sentence.subject_for(at), benchmark, std::nullopt, std::nullopt,
                     true, {}};
    draft.exact = work.writer.is_exact(draft.subject, benchmark);
    work.writer.emit_judged(draft, [&](const ClaimField::Reading& reading) {
      return judge_superlative(*reading.line_up, *reading.score, sense);
    });
  }
}

// "5.2 points", "by 5%", "5% higher": the figure is a gap.
bool is_gap(const ClaimSentence& sentence, std::size_t i) {
  if (!sentence.is_kind(i, Kind::kFigure)) return false;
  if (sentence.phrase_at(i + 1, "difference_units")) return true;
  if (!sentence[i].number.percent) return false;
  std::size_t before = i;
  while (before > 0 && sentence.is_cue(before - 1, Cue::kHedge)) --before;
  const bool by = before > 0 && sentence[before - 1].word == "by";
  return by || sentence.is_word(i + 1, "ratio_comparatives") ||
         (i + 1 < sentence.size() && sentence.is_cue(i + 1, Cue::kComparison));
}

// What stands between a cue and its gap belongs to both: "beats X on B by 5
// points", but not "beats X and comes within 5 points of Y".
bool belongs_together(const ClaimSentence& sentence, std::size_t from, std::size_t to) {
  for (std::size_t i = from + 1; i < to; ++i) {
    if (!sentence.is_kind(i, Kind::kWord)) continue;
    if (!sentence.is_word(i, "gap_words") && !sentence.is_word(i, "list_words") &&
        !sentence.is_word(i, "benchmark_list_words")) {
      return false;
    }
  }
  return true;
}

// The one gap that goes with the cue; kNone where there is none or several,
// whose order would have to be guessed.
std::size_t gap_near(const ClaimSentence& sentence, std::size_t at, bool& several) {
  std::size_t gap = kNone;
  for (std::size_t i = 0; i < sentence.size(); ++i) {
    if (!sentence.same_clause(i, at) || !is_gap(sentence, i)) continue;
    if (!belongs_together(sentence, std::min(i, at), std::max(i, at))) continue;
    several = gap != kNone;
    if (several) return kNone;
    gap = i;
  }
  return gap;
}

// "X (+6.8)": the gap to X alone; kNone elsewhere.
std::size_t gap_beside(const ClaimSentence& sentence, std::size_t rival) {
  const bool beside = sentence.is_mark(rival + 1, "(") && sentence.is_mark(rival + 2, "+") &&
                      sentence.is_kind(rival + 3, Kind::kFigure);
  return beside ? rival + 3 : kNone;
}

// "5%" is points to one writer and a share to the next: either may be meant.
Judgement judge_gap(const Score& subject, const Score& other, Sense sense, const Number& gap,
                    Tolerance tolerance) {
  Judgement points = judge_difference(subject, other, sense, gap.value, gap.decimals, tolerance);
  if (points.verdict != "fails" || !gap.percent) return points;
  const double factor = 1 + direction(sense, subject) * gap.value / 100;
  if (factor <= 0) return points;
  tolerance.below *= gap.value / 100;
  tolerance.above = tolerance.above < 1 ? tolerance.above * gap.value / 100 : tolerance.above;
  Judgement share = judge_ratio(subject, other, factor, gap.decimals + 2, tolerance);
  return share.verdict == "holds" ? share : points;
}

void read_pair(const ClaimWork& work, const ClaimDraft& base, std::size_t rival, std::size_t gap,
               Sense sense) {
  const ClaimSentence& sentence = work.sentence;
  ClaimDraft draft = base;
  draft.tail = sentence[rival].word;
  draft.direction = standing(sense);
  draft.rival = rival;
  draft.exact = work.writer.is_exact(draft.subject, draft.benchmark) && sentence[rival].exact &&
                work.field.one_name(sentence[rival].candidates);
  if (gap != kNone) {
    draft.kind = "difference";
    draft.value = sentence[gap].number.value;
    draft.unit = "points";
  }
  work.writer.emit_judged(draft, [&](const ClaimField::Reading& reading) {
    const Score* other = work.field.score_in(*reading.line_up, sentence[rival].candidates);
    if (other == nullptr) {
      return judged("unsupported", fmt::format("no record of {}", sentence[rival].word));
    }
    if (gap == kNone) return judge_comparison(*reading.score, *other, sense);
    return judge_gap(*reading.score, *other, sense, sentence[gap].number,
                     sentence.tolerance_before(gap, false));
  });
}

void read_parity(const ClaimWork& work, std::size_t at) {
  const ClaimSentence& sentence = work.sentence;
  const auto rivals = sentence.models_after(at);
  const auto benchmarks = sentence.benchmarks_for(at);
  const ClaimSubject subject = sentence.subject_for(at);
  if (rivals.empty() || !subject.known) return;
  if (benchmarks.empty()) {
    if (sentence.is_blocked(at) || !sentence.clause_has(at, "capability_nouns")) return;
    work.writer.emit({"comparison", at, subject, kNone, std::nullopt, std::nullopt, true, {}},
                     judged("not_checkable", "no benchmark is named"));
    return;
  }
  const double holds = work.field.words().number("parity", "holds").value_or(0);
  const double breaks = work.field.words().number("parity", "breaks").value_or(1);
  for (const std::size_t benchmark : benchmarks) {
    for (const std::size_t rival : rivals) {
      ClaimDraft draft{"comparison", at,           subject, benchmark,
                       std::nullopt, std::nullopt, true,    sentence[rival].word};
      draft.exact = work.writer.is_exact(subject, benchmark) && sentence[rival].exact &&
                    work.field.one_name(sentence[rival].candidates);
      work.writer.emit_judged(draft, [&](const ClaimField::Reading& reading) {
        const Score* other = work.field.score_in(*reading.line_up, sentence[rival].candidates);
        if (other == nullptr) {
          return judged("unsupported", fmt::format("no record of {}", sentence[rival].word));
        }
        return judge_parity(*reading.score, *other, holds, breaks);
      });
    }
  }
}

// "a higher GPQA score than X": the "than" that goes with the comparative at
// `at`, where a model follows it; kNone elsewhere.
std::size_t than_after(const ClaimSentence& sentence, std::size_t at) {
  for (std::size_t i = at + 1; i < sentence.size() && i <= at + 8; ++i) {
    if (!sentence.same_clause(i, at) || sentence.is_judging_cue(i)) return kNone;
    if (sentence[i].word == "than") return sentence.models_after(i).empty() ? kNone : i;
  }
  return kNone;
}

void read_comparative(const ClaimWork& work, std::size_t at) {
  ClaimSentence& sentence = work.sentence;
  const auto value = work.field.words().number("comparatives", sentence[at].word);
  const std::size_t than = value ? than_after(sentence, at) : kNone;
  if (than == kNone) return;
  // Only what stands between is compared: "a lower error than X".
  for (std::size_t i = at + 1; i < than; ++i) {
    if (!sentence.is_kind(i, Kind::kBenchmark)) continue;
    for (const std::size_t rival : sentence.models_after(than)) {
      const ClaimDraft draft{
          "comparison", at, sentence.subject_for(at), i, std::nullopt, std::nullopt, true, {}};
      read_pair(work, draft, rival, kNone, sense_of(*value));
    }
    return;
  }
}

}  // namespace

Sense sense_of(double value) {
  if (value == 2) return Sense::kHighest;
  if (value == -2) return Sense::kLowest;
  return value < 0 ? Sense::kWorst : Sense::kBest;
}

int standing(Sense sense) {
  if (sense == Sense::kBest) return 1;
  return sense == Sense::kWorst ? -1 : 0;
}

void read_against_rivals(const ClaimWork& work, std::size_t at, Sense sense) {
  ClaimSentence& sentence = work.sentence;
  const auto rivals = sentence.models_after(at);
  if (rivals.empty()) return;
  const auto benchmarks = sentence.benchmarks_for(at);
  const ClaimSubject subject = sentence.subject_for(at);
  if (benchmarks.empty()) {
    if (!subject.known || sentence.is_blocked(at)) return;
    ClaimDraft draft{"comparison", at, subject, kNone, std::nullopt, std::nullopt, true, {}};
    if (rivals.size() == 1) {
      draft.direction = standing(sense);
      draft.rival = rivals.front();
    }
    work.writer.emit(draft, judged("not_checkable", "no benchmark is named"));
    return;
  }
  bool several = false;
  const std::size_t gap = gap_near(sentence, at, several);
  if (gap != kNone) sentence.use(gap);
  for (const std::size_t benchmark : benchmarks) {
    for (const std::size_t rival : rivals) {
      const ClaimDraft draft{"comparison", at,           subject, benchmark,
                             std::nullopt, std::nullopt, true,    {}};
      const std::size_t beside = gap_beside(sentence, rival);
      read_pair(work, draft, rival, beside != kNone && !several ? beside : gap, sense);
    }
  }
}

void read_comparisons(const ClaimWork& work) {
  const ClaimSentence& sentence = work.sentence;
  for (std::size_t i = 0; i < sentence.size(); ++i) {
    if (sentence.is_used(i)) continue;
    if (sentence.is_kind(i, Kind::kWord)) read_comparative(work, i);
    if (sentence.is_cue(i, Cue::kParity)) read_parity(work, i);
    if (!sentence.is_cue(i, Cue::kComparison)) continue;
    const Sense sense = sense_of(sentence[i].value);
    if (sentence.everyone_after(i)) {
      read_everyone(work, i, sense);
    } else {
      read_against_rivals(work, i, sense);
    }
  }
}

}  // namespace benchledger
