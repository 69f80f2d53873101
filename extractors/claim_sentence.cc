#include "extractors/claim_sentence.h"

#include <algorithm>
#include <set>
#include <utility>

#include "extractors/text.h"

namespace benchledger {

using Kind = ClaimToken::Kind;

ClaimSentence::ClaimSentence(std::string_view text, const ClaimField& field, ClaimSubject implied)
    : words_(&field.words()),
      implied_(std::move(implied)),
      tokens_(claim_tokens(text, field.names(), field.words())) {
  find_clauses();
  mark_rivals();
}

void ClaimSentence::find_clauses() {
  used_.assign(tokens_.size(), false);
  std::size_t clause = 0;
  for (const ClaimToken& token : tokens_) {
    const bool border =
        (token.kind == Kind::kPunctuation && (token.word == " - " || token.word == ";")) ||
        (token.kind == Kind::kWord && words_->in("clause_words", token.word));
    if (border) ++clause;
    clause_.push_back(clause);
    const bool word = token.kind == Kind::kWord || token.kind == Kind::kCue;
    plain_.push_back(word ? std::string_view(token.word) : std::string_view{});
  }
}

// Models that a cue sets its subject against are not the subject of another.
void ClaimSentence::mark_rivals() {
  rival_.assign(tokens_.size(), false);
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    const Cue cue = tokens_[i].cue;
    const bool ratio = cue == Cue::kRatio || tokens_[i].kind == Kind::kTimes;
    const bool against = cue == Cue::kComparison || cue == Cue::kParity || cue == Cue::kSecondOnly;
    if (!ratio && !against) continue;
    for (const std::size_t model : ratio ? ratio_rivals(i) : models_after(i)) rival_[model] = true;
  }
}

// ---- words ----

bool ClaimSentence::is_kind(std::size_t i, Kind kind) const {
  return i < tokens_.size() && tokens_[i].kind == kind;
}

bool ClaimSentence::is_cue(std::size_t i, Cue cue) const {
  return is_kind(i, Kind::kCue) && tokens_[i].cue == cue;
}

bool ClaimSentence::is_judging_cue(std::size_t i) const {
  return is_kind(i, Kind::kCue) && tokens_[i].cue != Cue::kHedge && tokens_[i].cue != Cue::kRank &&
         tokens_[i].cue != Cue::kNone;
}

bool ClaimSentence::is_word(std::size_t i, std::string_view table) const {
  return i < tokens_.size() && (tokens_[i].kind == Kind::kWord || tokens_[i].kind == Kind::kCue) &&
         words_->in(table, tokens_[i].word);
}

bool ClaimSentence::is_mark(std::size_t i, std::string_view mark) const {
  return is_kind(i, Kind::kPunctuation) && tokens_[i].word == mark;
}

bool ClaimSentence::phrase_at(std::size_t i, std::string_view table) const {
  return words_->phrase_at(table, plain_, i) > 0;
}

bool ClaimSentence::same_clause(std::size_t a, std::size_t b) const {
  return clause_[a] == clause_[b];
}

bool ClaimSentence::clause_has(std::size_t i, std::string_view table) const {
  for (std::size_t k = 0; k < tokens_.size(); ++k) {
    if (clause_[k] == clause_[i] && phrase_at(k, table)) return true;
  }
  return false;
}

bool ClaimSentence::has(std::string_view table) const {
  for (std::size_t k = 0; k < tokens_.size(); ++k) {
    if (phrase_at(k, table)) return true;
  }
  return false;
}

bool ClaimSentence::names_a_model() const {
  return std::any_of(tokens_.begin(), tokens_.end(),
                     [](const ClaimToken& token) { return token.kind == Kind::kModel; });
}

bool ClaimSentence::is_blocked(std::size_t i) const {
  return clause_has(i, "hypothetical_words") || clause_has(i, "negations");
}

bool ClaimSentence::is_denied(std::size_t i) const {
  for (std::size_t back = 1; back <= 3 && back <= i; ++back) {
    if (phrase_at(i - back, "negations")) return true;
    if (!is_kind(i - back, Kind::kWord)) return false;
  }
  return false;
}

bool ClaimSentence::is_narrowed(std::size_t i) const {
  if (clause_has(i, "class_words")) return true;
  // "best at 7B", "under 10B": a size that is no part of a name.
  for (std::size_t k = 0; k < tokens_.size(); ++k) {
    if (clause_[k] != clause_[i] || tokens_[k].kind != Kind::kQuantity) continue;
    const char last = tokens_[k].word.back();
    if (last == 'b' || tokens_[k].word.find("b-") != std::string::npos) return true;
  }
  return false;
}

std::optional<ClaimSentence::Topic> ClaimSentence::topic_of(std::size_t at, bool marked) const {
  std::optional<Topic> only;
  const auto mark_before = [&](std::size_t i, std::string_view table) {
    for (std::size_t back = 1; back <= 2 && back <= i; ++back) {
      if (phrase_at(i - back, table)) return true;
      if (!is_kind(i - back, ClaimToken::Kind::kWord)) return false;
    }
    return false;
  };
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    if (!is_word(i, "topic_words")) continue;
    Topic topic{tokens_[i].word, mark_before(i, "outside_words")};
    if (marked ? !topic.outside && !mark_before(i, "stress_words") : !same_clause(i, at)) continue;
    // Of several, which is meant is not said.
    if (only && only->word != topic.word) return std::nullopt;
    only = topic;
  }
  return only;
}

std::optional<double> ClaimSentence::count_at(std::size_t i) const {
  if (i >= tokens_.size()) return std::nullopt;
  const ClaimToken& token = tokens_[i];
  if (token.kind == Kind::kFigure && token.number.decimals == 0 && !token.number.percent) {
    return token.number.value;
  }
  return token.kind == Kind::kWord ? words_->number("count_words", token.word) : std::nullopt;
}

// ---- benchmarks ----

// Inside "A (42.8), B and on C": what may stand between listed names.
bool ClaimSentence::goes_on_listing(std::size_t i) const {
  const ClaimToken& token = tokens_[i];
  switch (token.kind) {
    case Kind::kBenchmark:
    case Kind::kFigure:
    case Kind::kMode:
    case Kind::kTimes:
      return true;
    case Kind::kPunctuation:
      return token.word != ":" && token.word != ";" && token.word != " - ";
    case Kind::kWord:
      return words_->in("benchmark_list_words", token.word);
    case Kind::kCue:
      return token.cue == Cue::kHedge;
    default:
      return false;
  }
}

// "SQL (A) and instruction following (B)": words that a bracketed name explains.
bool ClaimSentence::is_gloss(std::size_t i) const {
  for (std::size_t k = i; k < i + 3 && is_kind(k, Kind::kWord); ++k) {
    if (is_mark(k + 1, "(") && is_kind(k + 2, Kind::kBenchmark)) return true;
  }
  return false;
}

ClaimSentence::Positions ClaimSentence::benchmarks_for(std::size_t at) const {
  Positions list;
  for (std::size_t i = at + 1; i < tokens_.size() && clause_[i] == clause_[at]; ++i) {
    if (tokens_[i].kind == Kind::kBenchmark) {
      list.push_back(i);
      continue;
    }
    if (list.empty()) continue;
    if (is_judging_cue(i) || !(goes_on_listing(i) || is_gloss(i))) break;
  }
  if (!list.empty()) return list;
  const std::size_t before = benchmark_before(at);
  if (before == kNone) return {};
  list.push_back(before);
  for (std::size_t i = before; i-- > 0 && clause_[i] == clause_[before];) {
    if (tokens_[i].kind == Kind::kBenchmark) {
      list.push_back(i);
      continue;
    }
    if (!is_mark(i, ",") && !is_word(i, "list_joints")) break;
  }
  std::reverse(list.begin(), list.end());
  return list;
}

std::size_t ClaimSentence::benchmark_before(std::size_t at) const {
  for (std::size_t i = at; i-- > 0;) {
    if (tokens_[i].kind == Kind::kBenchmark) return i;
  }
  return kNone;
}

std::size_t ClaimSentence::benchmark_count() const {
  return static_cast<std::size_t>(
      std::count_if(tokens_.begin(), tokens_.end(),
                    [](const ClaimToken& token) { return token.kind == Kind::kBenchmark; }));
}

std::optional<std::string> ClaimSentence::mode_near(std::size_t at) const {
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    if (clause_[i] == clause_[at] && tokens_[i].kind == Kind::kMode) return tokens_[i].word;
  }
  return std::nullopt;
}

bool ClaimSentence::everyone_after(std::size_t at) const {
  for (std::size_t i = at + 1; i < tokens_.size() && i <= at + 2; ++i) {
    if (!phrase_at(i, "everyone_words")) continue;
    for (std::size_t k = i + 1; k < tokens_.size() && k <= i + 4; ++k) {
      if (is_word(k, "everyone_nouns")) return true;
    }
  }
  return false;
}

Tolerance ClaimSentence::tolerance_before(std::size_t at, bool ratio) const {
  Tolerance tolerance;
  if (at == 0 || !is_cue(at - 1, Cue::kHedge)) return tolerance;
  const std::string& word = tokens_[at - 1].word;
  tolerance.below = words_->number("hedge_below", word).value_or(0);
  tolerance.above = words_->number("hedge_above", word).value_or(0);
  tolerance.hedged = true;
  const double scale = words_->number("hedge_scale", "value").value_or(1);
  if (!ratio && tolerance.below < 1) tolerance.below *= scale;
  if (!ratio && tolerance.above < 1) tolerance.above *= scale;
  return tolerance;
}

}  // namespace benchledger
