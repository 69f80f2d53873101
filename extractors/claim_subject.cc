// Whom a clause is about, and whom it sets that against.
#include <algorithm>
#include <set>
#include <utility>

#include "extractors/claim_sentence.h"
#include "extractors/text.h"

namespace benchledger {

using Kind = ClaimToken::Kind;

bool ClaimSentence::is_aside(std::size_t i) const {
  if (rival_[i]) return true;
  for (std::size_t back = 1; back <= 2 && back <= i; ++back) {
    if (is_word(i - back, "rival_marks")) return true;
  }
  return false;
}

// What something was built from or judged with: "based on X", "with X as judge".
bool ClaimSentence::is_source(std::size_t i) const {
  for (std::size_t back = 1; back <= 2 && back <= i; ++back) {
    if (is_word(i - back, "source_marks")) return true;
  }
  return false;
}

// The model right before the cue, where it stands alone: "B leads".
std::size_t ClaimSentence::model_right_before(std::size_t at) const {
  std::size_t i = at;
  while (i > 0 && tokens_[i - 1].kind == Kind::kWord && tokens_[i - 1].word.size() > 3 &&
         tokens_[i - 1].word.substr(tokens_[i - 1].word.size() - 2) == "ly") {
    --i;
  }
  if (i == 0 || tokens_[i - 1].kind != Kind::kModel || is_aside(i - 1)) return kNone;
  std::size_t before = i - 1;
  while (before > 0 && (tokens_[before - 1].word == "," || is_word(before - 1, "list_joints"))) {
    --before;
  }
  const bool listed = before < i - 1 && before > 0 && tokens_[before - 1].kind == Kind::kModel &&
                      !is_apposed(before - 1, i - 1);
  return listed ? kNone : i - 1;
}

// "the largest Qwen9 model, Qwen9-72B-Chat,": the second name says which.
bool ClaimSentence::is_apposed(std::size_t first, std::size_t second) const {
  const std::string family = name_key(tokens_[first].word);
  if (name_key(tokens_[second].word).compare(0, family.size(), family) != 0) return false;
  bool comma = false;
  for (std::size_t i = first + 1; i < second; ++i) {
    comma = comma || is_mark(i, ",") || is_mark(i, "(") || is_mark(i, " - ");
    if (tokens_[i].kind == Kind::kWord && !words_->in("model_nouns", tokens_[i].word)) return false;
    if (tokens_[i].kind != Kind::kWord && tokens_[i].kind != Kind::kPunctuation) return false;
  }
  return comma;
}

ClaimSubject ClaimSentence::named_before(std::size_t at, bool whole_sentence, bool& several) const {
  std::set<ClaimField::Models> seen;
  ClaimSubject subject;
  std::size_t last = kNone;
  for (std::size_t i = 0; i < at; ++i) {
    if (tokens_[i].kind != Kind::kModel || is_aside(i) || is_source(i)) continue;
    if (!whole_sentence && clause_[i] != clause_[at]) continue;
    if (last != kNone && is_apposed(last, i)) seen.erase(tokens_[last].candidates);
    last = i;
    if (!seen.insert(tokens_[i].candidates).second) continue;
    subject = {tokens_[i].candidates, true, true, tokens_[i].word, tokens_[i].exact};
  }
  several = seen.size() > 1;
  return several ? ClaimSubject{} : subject;
}

ClaimSubject ClaimSentence::subject_for(std::size_t at) const {
  const std::size_t near = model_right_before(at);
  if (near != kNone)
    return {tokens_[near].candidates, true, true, tokens_[near].word, tokens_[near].exact};
  for (const bool whole_sentence : {false, true}) {
    bool several = false;
    ClaimSubject subject = named_before(at, whole_sentence, several);
    if (several || subject.known) return subject;
  }
  for (std::size_t i = at + 1; i < tokens_.size() && clause_[i] == clause_[at]; ++i) {
    // "The best on X is Y": Y may be the one meant.
    if (tokens_[i].kind == Kind::kWord && (tokens_[i].word == "is" || tokens_[i].word == "was") &&
        is_kind(i + 1, Kind::kModel)) {
      const ClaimToken& model = tokens_[i + 1];
      return {model.candidates, true, true, model.word, model.exact};
    }
  }
  return implied_for(at);
}

// A sentence that names nobody is about the page's model where it says "it" or
// "we", or starts with the verb or the benchmark; else somebody unnamed may be
// meant ("the best agents reach ...").
ClaimSubject ClaimSentence::implied_for(std::size_t at) const {
  ClaimSubject subject = implied_;
  if (!subject.certain) return subject;
  bool opens = true;
  for (std::size_t i = 0; i < at && opens; ++i) {
    if (tokens_[i].kind == Kind::kBenchmark || tokens_[i].kind == Kind::kFigure) break;
    opens = tokens_[i].kind != Kind::kWord || words_->in("opening_words", tokens_[i].word);
  }
  subject.certain = opens || has("self_words");
  return subject;
}

ClaimSentence::Positions ClaimSentence::models_after(std::size_t at) const {
  Positions list;
  for (std::size_t i = at + 1; i < tokens_.size() && clause_[i] == clause_[at]; ++i) {
    const ClaimToken& token = tokens_[i];
    if (token.kind == Kind::kModel) {
      list.push_back(i);
      continue;
    }
    if (token.kind == Kind::kFigure || token.kind == Kind::kMode || token.word == "mode") continue;
    if (token.kind == Kind::kPunctuation &&
        (token.word == "," || token.word == "(" || token.word == ")" || token.word == "'s" ||
         token.word == "+")) {
      continue;
    }
    if (is_word(i, "list_words") || is_word(i, "class_words")) continue;
    // "beats B, and C leads on D": C has its own verb.
    if (list.size() > 1 && list.back() + 1 == i && is_judging_cue(i)) list.pop_back();
    break;
  }
  return list;
}

ClaimSentence::Positions ClaimSentence::ratio_rivals(std::size_t at) const {
  for (std::size_t i = at + 1; i < tokens_.size() && i < at + 8; ++i) {
    if (tokens_[i].kind == Kind::kModel) return models_after(i - 1);
    if (!is_cue(i, Cue::kComparison) && !is_word(i, "ratio_glue")) break;
  }
  return {};
}

}  // namespace benchledger
