#include "extractors/claim_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "extractors/digest.h"
#include "extractors/text.h"

namespace benchledger {

Judgement judged(std::string verdict, std::string detail) {
  Judgement judgement;
  judgement.verdict = std::move(verdict);
  judgement.detail = std::move(detail);
  return judgement;
}

ClaimWriter::ClaimWriter(const Document& document, const ClaimField& field,
                         std::string_view page_key)
    : document_(document), field_(field), page_key_(page_key) {}

void ClaimWriter::open(std::size_t index, TextRange range, const ClaimSentence& sentence) {
  index_ = index;
  range_ = range;
  sentence_ = &sentence;
  emitted_.clear();
  ++sentences_;
}

bool ClaimWriter::is_list_item() const {
  return document_.blocks[index_].kind == BlockKind::kListItem;
}

// A failure is said only where nothing else can be meant.
void ClaimWriter::soften(const ClaimDraft& draft, Judgement& judgement) const {
  // "is not the best": the judgement is of what the sentence denies.
  if (draft.kind != "value" && judgement.verdict == "holds" && sentence_->is_denied(draft.at)) {
    judgement.verdict = "not_checkable";
    judgement.detail += " (negated)";
  }
  if (judgement.verdict != "fails") return;
  const char* doubt = nullptr;
  if (!draft.subject.certain) doubt = "the subject is not certain";
  if (!draft.exact) doubt = "a name is shortened";
  if (sentence_->is_blocked(draft.at)) doubt = "negated or hypothetical";
  const bool compares =
      draft.kind == "superlative" || draft.kind == "rank" || draft.kind == "comparison";
  if (compares && sentence_->is_narrowed(draft.at)) doubt = "said of part of the field";
  if (compares && sentence_->clause_has(draft.at, "exception_words")) doubt = "with exceptions";
  if (draft.kind == "value" && sentence_->clause_has(draft.at, "condition_words")) {
    doubt = "the conditions may differ";
  }
  if (doubt == nullptr) return;
  judgement.verdict = "not_checkable";
  judgement.detail += fmt::format(" ({})", doubt);
}

void ClaimWriter::emit(const ClaimDraft& draft, Judgement judgement) {
  soften(draft, judgement);
  const Block& block = document_.blocks[index_];
  Claim claim;
  claim.kind = draft.kind;
  claim.text = std::string(range_.of(block.text.text));
  claim.subject = subject_ref(draft.subject, judgement);
  if (draft.benchmark != ClaimSentence::kNone) claim.benchmark = benchmark_ref(draft.benchmark);
  claim.value = draft.value;
  claim.unit = draft.unit;
  claim.verdict = std::move(judgement.verdict);
  claim.coverage = judgement.coverage;
  claim.detail = std::move(judgement.detail);
  claim.evidence.span = block.text.source(range_.begin, range_.end);
  claim.evidence.text = claim.text;
  claim.evidence.heading = heading_path(document_, index_);
  claim.against = std::move(judgement.against);
  const std::string key = fmt::format(
      "claim|{}|{}|{}|{}|{}|{}", page_key_, claim.kind, name_key(claim.subject.raw),
      claim.benchmark ? name_key(claim.benchmark->raw) : std::string{}, draft.tail, claim.text);
  const std::string once = fmt::format("{}|{}", key, claim.value ? *claim.value : 0.0);
  if (!emitted_.insert(once).second) return;
  const std::size_t repeat = repeats_[key]++;
  claim.id = short_id(repeat == 0 ? key : fmt::format("{}|{}", key, repeat));
  note_assertion(draft, claim);
  claims_.push_back(std::move(claim));
}

std::vector<Claim> ClaimWriter::take() {
  set_at_odds(claims_, assertions_);
  return std::move(claims_);
}

// Said of a certain subject, of the whole field, under no condition.
bool ClaimWriter::is_unconditional(const ClaimDraft& draft) const {
  if (!draft.subject.certain || !draft.exact || draft.subject.candidates.size() > 1) return false;
  if (sentence_->is_blocked(draft.at) || sentence_->is_narrowed(draft.at)) return false;
  for (const std::string_view table : {"exception_words", "condition_words", "change_words"}) {
    if (sentence_->clause_has(draft.at, table)) return false;
  }
  for (std::size_t i = 0; i < sentence_->size(); ++i) {
    if (sentence_->same_clause(i, draft.at) && sentence_->is_kind(i, ClaimToken::Kind::kQuantity)) {
      return false;
    }
  }
  return true;
}

std::string ClaimWriter::model_key(const ModelRef& model) const {
  return (model.id ? *model.id : name_key(model.raw)) + "|" + model.mode.value_or("");
}

void ClaimWriter::note_assertion(const ClaimDraft& draft, const Claim& claim) {
  Assertion assertion;
  assertion.claim = claims_.size();
  assertion.sentence = sentences_;
  assertion.measured = draft.measured;
  if (draft.measured == 0) {
    const bool of_all = draft.direction != 0 || draft.stated;
    if (draft.shared.empty() && (!of_all || !is_unconditional(draft))) return;
    assertion.subject = model_key(claim.subject);
    // "it" in one section may be another model than "it" in the next.
    if (draft.subject.text.empty() && !claim.evidence.heading.empty()) {
      assertion.subject += "|" + claim.evidence.heading.back();
    }
    assertion.direction = draft.direction;
    assertion.stated = draft.stated;
    if (draft.rival != ClaimSentence::kNone) {
      const ClaimToken& rival = (*sentence_)[draft.rival];
      assertion.rival =
          model_key(rival.candidates.size() == 1 ? field_.names().models()[rival.candidates.front()]
                                                 : field_.known_names().model(rival.word));
    }
  }
  if (!draft.shared.empty()) {
    assertion.about = "only " + draft.shared;
    assertion.exclusive = draft.exclusive;
  } else if (claim.benchmark) {
    assertion.about =
        "on " + (claim.benchmark->id ? *claim.benchmark->id : name_key(claim.benchmark->raw));
  } else if (const auto topic = sentence_->topic_of(draft.at, draft.measured != 0)) {
    assertion.about = topic->word;
    assertion.outside = topic->outside;
  }
  assertions_.push_back(std::move(assertion));
}

void ClaimWriter::emit_judged(const ClaimDraft& draft,
                              const std::function<Judgement(const ClaimField::Reading&)>& judge) {
  if (!draft.subject.known) {
    emit(draft, judged("not_checkable", "no subject is named"));
    return;
  }
  if (draft.benchmark == ClaimSentence::kNone) {
    emit(draft, judged("not_checkable", "no benchmark is named"));
    return;
  }
  std::vector<Judgement> judgements;
  for (const ClaimField::Reading& reading :
       field_.readings(draft.subject.candidates, (*sentence_)[draft.benchmark].candidates,
                       sentence_->mode_near(draft.benchmark))) {
    judgements.push_back(judge(reading));
    // One that holds settles it; further tables need not be looked at.
    if (judgements.back().verdict == "holds") break;
  }
  if (judgements.empty()) {
    const std::string benchmark = benchmark_ref(draft.benchmark).raw;
    emit(draft, judged("unsupported", fmt::format("no record of {} on {}",
                                                  subject_name(draft.subject), benchmark)));
    return;
  }
  emit(draft, combine(judgements));
}

ModelRef ClaimWriter::subject_ref(const ClaimSubject& subject, const Judgement& judgement) const {
  const auto& candidates = subject.candidates;
  if (!candidates.empty()) {
    for (const std::string& id : judgement.against) {
      if (const ModelRef* model = field_.model_of(id, candidates)) return *model;
    }
  }
  if (candidates.size() != 1 && !subject.text.empty()) {
    return field_.known_names().model(subject.text);
  }
  if (!candidates.empty()) return field_.names().models()[candidates.front()];
  if (field_.page().subject && subject.known) return *field_.page().subject;
  return {};
}

BenchmarkRef ClaimWriter::benchmark_ref(std::size_t at) const {
  const ClaimToken& token = (*sentence_)[at];
  if (!token.candidates.empty()) return field_.names().benchmarks()[token.candidates.front()];
  BenchmarkRef benchmark;
  benchmark.raw = token.word;
  return benchmark;
}

std::string ClaimWriter::subject_name(const ClaimSubject& subject) const {
  if (!subject.text.empty()) return subject.text;
  if (!subject.candidates.empty()) return field_.names().models()[subject.candidates.front()].name;
  return field_.page().subject ? field_.page().subject->name : std::string("the model");
}

bool ClaimWriter::is_exact(const ClaimSubject& subject, std::size_t benchmark) const {
  if (!field_.one_name(subject.candidates) && subject.candidates != field_.page_subject()) {
    return false;
  }
  if (!subject.exact) return false;
  if (benchmark == ClaimSentence::kNone) return true;
  const ClaimToken& token = (*sentence_)[benchmark];
  return token.candidates.size() <= 1 || token.exact;
}

}  // namespace benchledger
