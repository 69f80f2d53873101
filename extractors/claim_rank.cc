#include <fmt/format.h>

#include "extractors/claim_kinds.h"

namespace benchledger {
namespace {

using Kind = ClaimToken::Kind;

bool is_rank(const ClaimSentence& sentence, std::size_t i) {
  const bool after_verb = i > 0 && sentence.is_word(i - 1, "rank_verbs");
  const bool place = i + 1 < sentence.size() && sentence[i + 1].word == "place";
  if (sentence.is_cue(i, Cue::kRank)) return after_verb || place;
  const ClaimToken& token = sentence[i];
  if (token.kind != Kind::kOrdinal || token.number.decimals > 0) return false;
  return after_verb || place || sentence.phrase_at(i + 1, "rank_context") ||
         sentence.is_word(i + 1, "rank_context");
}

void read_rank(const ClaimWork& work, std::size_t at, double rank) {
  if (rank < 1 || rank > 1000) return;
  ClaimSentence& sentence = work.sentence;
  ClaimSentence::Positions behind;
  for (std::size_t i = at + 1; i < sentence.size(); ++i) {
    if (!sentence.is_kind(i, Kind::kCue) || sentence[i].word != "behind") continue;
    sentence.use(i);
    behind = sentence.models_after(i);
    break;
  }
  const auto benchmarks = sentence.benchmarks_for(at);
  if (benchmarks.empty()) return;
  ClaimDraft draft{"rank", at, sentence.subject_for(at), benchmarks.front(), rank, "rank",
                   true,   {}};
  draft.exact = work.writer.is_exact(draft.subject, draft.benchmark);
  work.writer.emit_judged(draft, [&](const ClaimField::Reading& reading) {
    std::vector<const Score*> ahead;
    for (const std::size_t model : behind) {
      const Score* score = work.field.score_in(*reading.line_up, sentence[model].candidates);
      if (score != nullptr) ahead.push_back(score);
    }
    return judge_rank(*reading.line_up, *reading.score, static_cast<int>(rank), ahead);
  });
}

void read_second_only(const ClaimWork& work, std::size_t at) {
  const ClaimSentence& sentence = work.sentence;
  const auto models = sentence.models_after(at);
  const auto benchmarks = sentence.benchmarks_for(at);
  if (models.size() != 1 || benchmarks.empty()) return;
  const ClaimToken& leader = sentence[models.front()];
  ClaimDraft draft{"rank", at, sentence.subject_for(at), benchmarks.front(), 2, "rank", true, {}};
  draft.exact = work.writer.is_exact(draft.subject, draft.benchmark);
  work.writer.emit_judged(draft, [&](const ClaimField::Reading& reading) {
    const Score* first = work.field.score_in(*reading.line_up, leader.candidates);
    if (first == nullptr) return judged("unsupported", fmt::format("no record of {}", leader.word));
    return judge_second_only(*reading.line_up, *reading.score, *first);
  });
}

}  // namespace

void read_ranks(const ClaimWork& work) {
  const ClaimSentence& sentence = work.sentence;
  for (std::size_t i = 0; i < sentence.size(); ++i) {
    if (sentence.is_cue(i, Cue::kSecondOnly)) read_second_only(work, i);
    if (!is_rank(sentence, i)) continue;
    const ClaimToken& token = sentence[i];
    read_rank(work, i, token.kind == Kind::kOrdinal ? token.number.value : token.value);
  }
}

}  // namespace benchledger
