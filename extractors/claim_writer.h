#pragma once
// From an assertion found in a sentence to a claim record: judged under every
// reading its names allow, softened where a failure is not certain, written
// with its span and a stable id.

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "extractors/claim_field.h"
#include "extractors/claim_odds.h"
#include "extractors/claim_sentence.h"
#include "extractors/document.h"
#include "extractors/record.h"
#include "extractors/sentence.h"
#include "extractors/verdict.h"

namespace benchledger {

struct ClaimDraft {
  std::string kind;
  std::size_t at = 0;  // the cue or figure
  ClaimSubject subject;
  std::size_t benchmark = ClaimSentence::kNone;  // token
  std::optional<double> value;
  std::optional<std::string> unit;
  bool exact = true;  // every name is the whole printed name
  std::string tail;   // tells apart claims with all else equal (the rival)

  // For setting it against other sentences.
  int direction = 0;                         // +1 ahead, -1 behind
  std::size_t rival = ClaimSentence::kNone;  // token; none: everybody
  std::optional<Interval> stated = {};       // what the figure may be
  int measured = 0;                          // see Assertion
  std::string shared = {};                   // what more than one may do; see Assertion
  bool exclusive = false;
};

[[nodiscard]] Judgement judged(std::string verdict, std::string detail);

class ClaimWriter {
 public:
  // `page_key` goes into ids.
  ClaimWriter(const Document& document, const ClaimField& field, std::string_view page_key);

  // The sentence the next claims stand in: `range` of the text of block `index`.
  void open(std::size_t index, TextRange range, const ClaimSentence& sentence);

  void emit(const ClaimDraft& draft, Judgement judgement);
  // Judges each reading of the draft's subject and benchmark and emits; says
  // why where there is nothing to judge.
  void emit_judged(const ClaimDraft& draft,
                   const std::function<Judgement(const ClaimField::Reading&)>& judge);

  // The subject and the benchmark are each one thing without doubt.
  [[nodiscard]] bool is_exact(const ClaimSubject& subject, std::size_t benchmark) const;
  [[nodiscard]] bool is_list_item() const;

  // All claims, those at odds with one another marked.
  [[nodiscard]] std::vector<Claim> take();

 private:
  void soften(const ClaimDraft& draft, Judgement& judgement) const;
  void note_assertion(const ClaimDraft& draft, const Claim& claim);
  [[nodiscard]] bool is_unconditional(const ClaimDraft& draft) const;
  [[nodiscard]] std::string model_key(const ModelRef& model) const;
  [[nodiscard]] ModelRef subject_ref(const ClaimSubject& subject, const Judgement& judgement) const;
  [[nodiscard]] BenchmarkRef benchmark_ref(std::size_t at) const;
  [[nodiscard]] std::string subject_name(const ClaimSubject& subject) const;

  const Document& document_;
  const ClaimField& field_;
  std::string_view page_key_;

  const ClaimSentence* sentence_ = nullptr;
  std::size_t index_ = 0;
  TextRange range_;
  std::set<std::string> emitted_;  // of this sentence
  std::size_t sentences_ = 0;

  std::map<std::string, std::size_t> repeats_;
  std::vector<Claim> claims_;
  std::vector<Assertion> assertions_;
};

}  // namespace benchledger
