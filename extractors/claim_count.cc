#include <fmt/format.h>

#include <algorithm>

#include "extractors/claim_kinds.h"

namespace benchledger {
namespace {

using Kind = ClaimToken::Kind;
constexpr std::size_t kNone = ClaimSentence::kNone;

bool benchmark_noun_after(const ClaimSentence& sentence, std::size_t i) {
  for (std::size_t k = i + 1; k < sentence.size() && k <= i + 4; ++k) {
    if (sentence.is_word(k, "benchmark_nouns")) return true;
    if (!sentence.is_kind(k, Kind::kWord)) return false;
  }
  return false;
}

// The 11 of "9 of 11 benchmarks", "9 out of the 11 tests"; kNone elsewhere.
std::size_t whole_of(const ClaimSentence& sentence, std::size_t part) {
  std::size_t i = part + 1;
  if (i < sentence.size() && sentence[i].word == "out") ++i;
  if (i >= sentence.size() || sentence[i].word != "of") return kNone;
  ++i;
  while (i < sentence.size() && (sentence[i].word == "the" || sentence[i].word == "all")) ++i;
  return sentence.count_at(i) && benchmark_noun_after(sentence, i) ? i : kNone;
}

struct Tally {
  std::size_t won = 0;
  std::size_t tied = 0;
  std::size_t of = 0;
  std::vector<std::string> against;
};

// Line-ups of one table in which the subject is ahead of the rivals named (of
// everybody, where none is).
Tally tally(const ClaimWork& work, const std::vector<const LineUp*>& line_ups,
            const ClaimSubject& subject, const ClaimSentence::Positions& rivals) {
  const auto is_named = [&](const Score& score) {
    return std::any_of(rivals.begin(), rivals.end(), [&](std::size_t rival) {
      return work.field.names_model(work.sentence[rival].candidates, score);
    });
  };
  Tally result;
  for (const LineUp* line_up : line_ups) {
    const Score* score = work.field.score_in(*line_up, subject.candidates);
    if (score == nullptr) continue;
    bool any = false;
    int worst = 1;
    for (const Score* other : line_up->scores) {
      if (other == score || (!rivals.empty() && !is_named(*other))) continue;
      if (rivals.empty() && work.field.names_model(subject.candidates, *other)) continue;
      any = true;
      worst = std::min(worst, compare(interval_of(*score), interval_of(*other)) *
                                  direction(Sense::kBest, *score));
    }
    if (!any) continue;
    ++result.of;
    if (worst > 0) ++result.won;
    if (worst == 0) ++result.tied;
    result.against.push_back(score->id);
  }
  return result;
}

void read_count(const ClaimWork& work, std::size_t at, double part, double whole) {
  const ClaimSentence& sentence = work.sentence;
  ClaimDraft draft{"count", at, sentence.subject_for(at), kNone, part, "benchmarks", true, {}};
  draft.exact = work.writer.is_exact(draft.subject, kNone);
  Judgement judgement = judged("not_checkable", "no table with that many benchmarks");
  const auto rivals = sentence.models_after(at);
  for (const auto& [table, line_ups] : work.field.tables()) {
    const Tally found = tally(work, line_ups, draft.subject, rivals);
    if (static_cast<double>(found.of) != whole) continue;
    const bool holds = static_cast<double>(found.won) <= part &&
                       part <= static_cast<double>(found.won + found.tied);
    judgement = judged(holds ? "holds" : "fails", fmt::format("ahead on {} of {}, level on {}",
                                                              found.won, found.of, found.tied));
    judgement.against = found.against;
    if (holds) break;
  }
  work.writer.emit(draft, judgement);
}

void read_share(const ClaimWork& work, std::size_t at, double share) {
  const ClaimSentence& sentence = work.sentence;
  const ClaimDraft draft{"count", at, sentence.subject_for(at), kNone, std::nullopt, "benchmarks",
                         true,    {}};
  const auto rivals = sentence.models_after(at);
  Tally total;
  for (const auto& [table, line_ups] : work.field.tables()) {
    const Tally found = tally(work, line_ups, draft.subject, rivals);
    total.won += found.won;
    total.tied += found.tied;
    total.of += found.of;
    total.against.insert(total.against.end(), found.against.begin(), found.against.end());
  }
  if (total.of == 0 || !draft.subject.certain) {
    work.writer.emit(draft, judged("not_checkable", "no benchmark with both sides"));
    return;
  }
  const double ahead = static_cast<double>(total.won + total.tied);
  const double needed = share * static_cast<double>(total.of);
  // Which benchmarks are meant is left open, so that less cannot refute it.
  Judgement judgement =
      judged(ahead >= needed ? "holds" : "not_checkable",
             fmt::format("ahead on {} of {}, level on {}", total.won, total.of, total.tied));
  judgement.against = std::move(total.against);
  work.writer.emit(draft, judgement);
}

// The count or share the cue at `at` is followed by.
void read_after(const ClaimWork& work, std::size_t at) {
  ClaimSentence& sentence = work.sentence;
  for (std::size_t k = at + 1; k + 1 < sentence.size() && sentence.same_clause(k, at); ++k) {
    const auto part = sentence.count_at(k);
    const std::size_t whole = whole_of(sentence, k);
    if (part && whole != kNone) {
      read_count(work, at, *part, *sentence.count_at(whole));
      for (const std::size_t used : {k, whole, at}) sentence.use(used);
      return;
    }
    const auto share = sentence.phrase_at(k, "share_words")
                           ? work.field.words().number("share_words", sentence[k].word)
                           : std::nullopt;
    if (share && benchmark_noun_after(sentence, k)) {
      read_share(work, at, *share);
      sentence.use(at);
      return;
    }
  }
}

}  // namespace

void read_counts(const ClaimWork& work) {
  const ClaimSentence& sentence = work.sentence;
  for (std::size_t i = 0; i < sentence.size(); ++i) {
    const bool better = sentence.is_cue(i, Cue::kComparison) && sentence[i].value > 0;
    if (sentence.is_cue(i, Cue::kSuperlative) || better) read_after(work, i);
  }
}

}  // namespace benchledger
