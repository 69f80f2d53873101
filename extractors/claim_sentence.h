#pragma once
// One sentence and what stands where in it: clauses, whom it is about, whom
// that is set against, which benchmarks a word speaks of. Positions are
// indexes of tokens. Linear in the tokens but for the phrase look-ups.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extractors/claim_field.h"
#include "extractors/claim_tokens.h"
#include "extractors/verdict.h"

namespace benchledger {

// Who a clause is about.
struct ClaimSubject {
  ClaimField::Models candidates;
  bool known = false;    // somebody, be it without a record
  bool certain = false;  // the sentence or the page leaves no doubt
  std::string text;      // as the sentence names it; empty: the page's own
  bool exact = true;     // its whole printed name
};

class ClaimSentence {
 public:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  using Positions = std::vector<std::size_t>;

  // `implied`: whom a clause that names nobody is about.
  ClaimSentence(std::string_view text, const ClaimField& field, ClaimSubject implied);

  [[nodiscard]] std::size_t size() const { return tokens_.size(); }
  [[nodiscard]] const ClaimToken& operator[](std::size_t i) const { return tokens_[i]; }

  // ---- words ----
  [[nodiscard]] bool is_kind(std::size_t i, ClaimToken::Kind kind) const;
  [[nodiscard]] bool is_cue(std::size_t i, Cue cue) const;
  // A cue that speaks of scores: it ends the stretch of words of another.
  [[nodiscard]] bool is_judging_cue(std::size_t i) const;
  [[nodiscard]] bool is_word(std::size_t i, std::string_view table) const;
  [[nodiscard]] bool is_mark(std::size_t i, std::string_view mark) const;
  [[nodiscard]] bool phrase_at(std::size_t i, std::string_view table) const;
  [[nodiscard]] bool same_clause(std::size_t a, std::size_t b) const;
  [[nodiscard]] bool clause_has(std::size_t i, std::string_view table) const;
  [[nodiscard]] bool has(std::string_view table) const;
  [[nodiscard]] bool names_a_model() const;
  // The first word is one of `table`.
  [[nodiscard]] bool opens_with(std::string_view table) const { return phrase_at(0, table); }
  // Negated or hypothetical: nothing is asserted that figures could settle.
  [[nodiscard]] bool is_blocked(std::size_t i) const;
  // A negation stands right before it.
  [[nodiscard]] bool is_denied(std::size_t i) const;
  // The clause speaks of part of the field only ("among open models", "7B").
  [[nodiscard]] bool is_narrowed(std::size_t i) const;
  [[nodiscard]] std::optional<double> count_at(std::size_t i) const;
  // The field of ability a cue speaks of ("trails in coding"), or all but it
  // ("outside health"); `marked`: anywhere in the sentence, but only one that
  // is stressed or left out ("especially health").
  struct Topic {
    std::string word;
    bool outside = false;
  };
  [[nodiscard]] std::optional<Topic> topic_of(std::size_t at, bool marked) const;

  // ---- whom and what ----
  [[nodiscard]] ClaimSubject subject_for(std::size_t at) const;
  // The models listed right after a cue, up to the first word that is none of
  // a list's.
  [[nodiscard]] Positions models_after(std::size_t at) const;
  [[nodiscard]] Positions ratio_rivals(std::size_t at) const;
  // Set off from the subject: "compared to X", "than X".
  [[nodiscard]] bool is_aside(std::size_t i) const;
  [[nodiscard]] bool is_rival(std::size_t i) const { return rival_[i]; }
  // The benchmarks a cue speaks about: those listed after it in its clause,
  // else those listed nearest before it.
  [[nodiscard]] Positions benchmarks_for(std::size_t at) const;
  [[nodiscard]] std::size_t benchmark_before(std::size_t at) const;
  [[nodiscard]] std::size_t benchmark_count() const;
  [[nodiscard]] std::optional<std::string> mode_near(std::size_t at) const;
  // "every tested competitor", "both rivals".
  [[nodiscard]] bool everyone_after(std::size_t at) const;
  // The allowance of the hedge right before a figure or factor.
  [[nodiscard]] Tolerance tolerance_before(std::size_t at, bool ratio) const;

  // ---- figures already spoken for ----
  [[nodiscard]] bool is_used(std::size_t i) const { return used_[i]; }
  void use(std::size_t i) { used_[i] = true; }

 private:
  void find_clauses();
  void mark_rivals();
  [[nodiscard]] std::size_t model_right_before(std::size_t at) const;
  [[nodiscard]] bool is_source(std::size_t i) const;
  [[nodiscard]] bool is_apposed(std::size_t first, std::size_t second) const;
  [[nodiscard]] ClaimSubject named_before(std::size_t at, bool whole_sentence, bool& several) const;
  [[nodiscard]] ClaimSubject implied_for(std::size_t at) const;
  [[nodiscard]] bool goes_on_listing(std::size_t i) const;
  [[nodiscard]] bool is_gloss(std::size_t i) const;

  const ClaimWords* words_;
  ClaimSubject implied_;
  std::vector<ClaimToken> tokens_;
  std::vector<std::size_t> clause_;      // by token
  std::vector<bool> used_;               // by token
  std::vector<bool> rival_;              // by token: a model the subject is set against
  std::vector<std::string_view> plain_;  // words only, for phrases
};

}  // namespace benchledger
