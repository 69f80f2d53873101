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

std::vector<Change> pending(const std::vector<Change>& changes,
                            const std::vector<Decision>& decisions, std::string_view now) {
  std::map<std::string_view, const Decision*> by_record;
  for (const Decision& decision : decisions) by_record[decision.record_id] = &decision;
  std::vector<Change> waiting;
  for (const Change& change : changes) {
    if (change.kind == ChangeKind::kMoved) continue;
    const auto found = by_record.find(change.record_id);
    if (found != by_record.end()) {
      const Decision& decision = *found->second;
      const bool asleep = !decision.until || std::string_view(*decision.until) > now;
      const Fingerprint decided{decision.value_hash, decision.evidence_hash};
      if (asleep && fingerprint(change.type, change.after) == decided) continue;
    }
    waiting.push_back(change);
  }
  return waiting;
}

Decision decide_about(const Change& change, const Comparison& comparison, Verdict verdict) {
  Decision decision;
  decision.record_id = change.record_id;
  const auto after = comparison.after.find(change.record_id);
  if (after != comparison.after.end()) decision.version = after->second.version;
  decision.verdict = verdict;
  const Fingerprint decided = fingerprint(change.type, change.after);
  decision.value_hash = decided.value_hash;
  decision.evidence_hash = decided.evidence_hash;
  return decision;
}

}  // namespace benchledger
