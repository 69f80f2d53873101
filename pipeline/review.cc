#include "pipeline/review.h"

#include <map>

#include "extractors/digest.h"
#include "pipeline/json.h"
#include "pipeline/record_fields.h"

namespace benchledger {

Fingerprint fingerprint(std::string_view type, const std::optional<std::string>& json) {
  if (!json) return {"gone", "gone"};
  std::string value;
  std::string evidence;
  for (const JsonField& field : json_fields(*json).value_or(std::vector<JsonField>{})) {
    const FieldMeaning meaning = meaning_of(type, field.path);
    if (meaning == FieldMeaning::kPlace) continue;
    std::string& part = meaning == FieldMeaning::kEvidenceText ? evidence : value;
    part += field.path + "=" + field.json + "\n";
  }
  return {short_id(value), short_id(evidence)};
}

bool covers(const Decision& decision, std::string_view type,
            const std::optional<std::string>& json) {
  return fingerprint(type, json) == Fingerprint{decision.value_hash, decision.evidence_hash};
}

std::vector<Change> pending(const std::vector<Change>& changes,
                            const std::vector<Decision>& decisions, std::string_view now) {
  std::map<std::string_view, const Decision*> by_series;
  for (const Decision& decision : decisions) by_series[decision.series] = &decision;
  std::vector<Change> waiting;
  for (const Change& change : changes) {
    if (change.kind == ChangeKind::kMoved) continue;
    const auto found = by_series.find(change.series);
    const bool asleep = found != by_series.end() &&
                        (!found->second->until || std::string_view(*found->second->until) > now);
    if (!asleep || !covers(*found->second, change.type, change.after)) waiting.push_back(change);
  }
  return waiting;
}

Decision decide_about(const Change& change, const Comparison& comparison, Verdict verdict) {
  Decision decision;
  decision.series = change.series;
  decision.record_id = change.record_id;
  const auto after = comparison.after.find(change.series);
  if (after != comparison.after.end()) decision.version = after->second.version;
  decision.verdict = verdict;
  const Fingerprint decided = fingerprint(change.type, change.after);
  decision.value_hash = decided.value_hash;
  decision.evidence_hash = decided.evidence_hash;
  return decision;
}

}  // namespace benchledger
