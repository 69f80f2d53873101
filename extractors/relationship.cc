#include "extractors/relationship.h"

#include <algorithm>

#include "extractors/text.h"

namespace benchledger {
namespace {

// "v0.3.0 + larger batches": a row of the page's own history.
bool is_version_label(const std::string& name) {
  return name.size() > 1 && (name[0] == 'v' || name[0] == 'V') && is_digit(name[1]);
}

bool same_printed(const std::string& a, const std::string& b) {
  return a == b || name_key(a) == name_key(b);
}

}  // namespace

Relationships::Relationships(const PageVoice& voice, const Rules& rules,
                             const std::vector<ScoreDraft>& drafts)
    : voice_(&voice), rules_(&rules) {
  for (const ScoreDraft& draft : drafts) {
    if (draft.score.model.developer) rivals_[draft.table].insert(*draft.score.model.developer);
  }
}

bool Relationships::is_own(const ModelRef& model) const {
  if (voice_->own_names.count(model.raw) > 0) return true;
  if (voice_->role == PageVoice::Role::kDeveloper && is_version_label(model.name)) return true;
  if (model.developer && voice_->publisher && rules_->organization(*voice_->publisher) != nullptr) {
    return same_organization(*model.developer, *voice_->publisher, *rules_);
  }
  if (voice_->role != PageVoice::Role::kDeveloper) return false;
  if (model.developer && !voice_->own_names.empty()) return false;
  return voice_->own_stems.count(name_stem(model.name)) > 0;
}

void Relationships::apply(ScoreDraft& draft, const Measurer& measurer) const {
  Evaluator& evaluator = draft.score.evaluator;
  const ModelRef& model = draft.score.model;
  switch (measurer.who) {
    case Measurer::Who::kNobody:
      return;
    case Measurer::Who::kModelDeveloper:
      evaluator.organization = model.developer;
      if (is_own(model) && voice_->publisher) evaluator.organization = voice_->publisher;
      evaluator.relationship = "first_party";
      return;
    case Measurer::Who::kPublisher:
      evaluator.organization = voice_->publisher;
      evaluator.relationship = of_publisher(draft);
      break;
    case Measurer::Who::kNamed:
      evaluator.organization = measurer.name;
      evaluator.relationship = of_named(draft, measurer);
      break;
  }
  if (evaluator.relationship == "third_party" && !evaluator.organization) {
    evaluator.relationship = "unknown";
  }
}

void Relationships::settle_developer(ScoreDraft& draft) const {
  ModelRef& model = draft.score.model;
  if (!voice_->publisher || !is_own(model)) return;
  const bool known = rules_->organization(*voice_->publisher) != nullptr;
  if (!model.developer) {
    if (known) model.developer = voice_->publisher;
    return;
  }
  if (same_organization(*model.developer, *voice_->publisher, *rules_)) return;
  model.developer = known ? voice_->publisher : std::nullopt;
  model.id = std::nullopt;
}

std::string Relationships::of_publisher(const ScoreDraft& draft) const {
  if (is_own(draft.score.model)) return "first_party";
  const ModelRef& model = draft.score.model;
  if (voice_->role == PageVoice::Role::kDeveloper) {
    // A model nobody knows, on the page of a developer that does not say which
    // are its own, may be its own.
    const bool another =
        model.developer || !voice_->own_stems.empty() || !voice_->own_names.empty();
    return another ? "competitor" : "unknown";
  }
  // "OakReader 2" on the page of OakBench may be of the same makers.
  if (!voice_->test_stem.empty() && !model.developer &&
      name_stem(model.name) == voice_->test_stem) {
    return "unknown";
  }
  if (voice_->publisher && is_rival(*voice_->publisher, draft.table)) return "competitor";
  return "third_party";
}

std::string Relationships::of_named(const ScoreDraft& draft, const Measurer& measurer) const {
  const ModelRef& model = draft.score.model;
  if (model.developer && same_organization(*model.developer, measurer.name, *rules_)) {
    return "first_party";
  }
  if (voice_->publisher && same_printed(*voice_->publisher, measurer.name)) {
    return of_publisher(draft);
  }
  if (const Organization* known = rules_->organization(measurer.name)) {
    // The owner of a test that is measured centrally has a stake only where a
    // model of its own is compared.
    const bool stake = is_rival(measurer.name, draft.table) ||
                       (!measurer.independent && known->kind == OrganizationKind::kDeveloper);
    return stake ? "competitor" : "third_party";
  }
  return measurer.independent ? "third_party" : of_unlisted(draft, measurer);
}

// A name no rule knows. Cited as whose own figures they are, on a page about
// one vendor's model it is that vendor; named as who ran them, it is neither
// the model's developer nor the page, where both are known.
std::string Relationships::of_unlisted(const ScoreDraft& draft, const Measurer& measurer) const {
  const ModelRef& model = draft.score.model;
  if (measurer.as_developer && !voice_->own_stems.empty()) {
    return voice_->own_stems.count(name_stem(model.name)) > 0 ? "first_party" : "competitor";
  }
  // An evaluator speaks of itself by its name.
  if (voice_->role == PageVoice::Role::kEvaluator) return "third_party";
  const bool maker_known = model.developer || (is_own(model) && voice_->publisher);
  return maker_known && !measurer.as_developer ? "third_party" : "unknown";
}

bool Relationships::is_rival(const std::string& organization, std::size_t table) const {
  const auto found = rivals_.find(table);
  return found != rivals_.end() &&
         std::any_of(found->second.begin(), found->second.end(), [&](const std::string& id) {
           return same_organization(id, organization, *rules_);
         });
}

}  // namespace benchledger
