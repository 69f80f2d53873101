#pragma once
// Declared rules that decide about changes instead of a person. Strictly
// loaded from YAML (packaging/schemas/policy.schema.json): an unknown key or
// word is an error with file:line:column. Pure but for reading the file.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extractors/result.h"
#include "pipeline/change.h"
#include "pipeline/decision.h"

namespace benchledger {

// Every condition that is given must hold; an empty list is none.
struct PolicyRule {
  std::string id;
  Verdict verdict = Verdict::kAccept;
  std::vector<ChangeKind> kinds;
  std::vector<ChangeCause> causes;
  std::vector<std::string> types;          // score spec claim finding document
  std::vector<std::string> sources;        // ids of the sources file
  std::vector<std::string> pages;          // how page keys begin
  std::vector<std::string> relationships;  // of the new state of a score
  std::vector<std::string> severities;     // of a finding
  std::optional<double> at_most;           // how far a figure moved, in its own unit
  int days = 7;                            // how long a snooze lasts
  std::string note;
};

struct Policy {
  std::vector<PolicyRule> rules;  // the first that fits decides
};

[[nodiscard]] Result<Policy> load_policy(std::string_view file, std::string_view text);

// The rule that decides about the change; null: a person has to. `source` is
// the id of the source its page comes from.
[[nodiscard]] const PolicyRule* rule_for(const Policy& policy, const Change& change,
                                         std::string_view source);

}  // namespace benchledger
