#pragma once
// rules/REFERENCE.md: what each check flags, why, how gravely and from which
// thresholds on, with a finding as it prints. Made from the rule files alone.

#include <string>
#include <vector>

#include "extractors/embedded_rules.h"
#include "extractors/rules.h"

namespace benchledger {

// Markdown. `files` are those `rules` was loaded from.
[[nodiscard]] std::string rule_reference(const Rules& rules, const std::vector<RuleFile>& files);

}  // namespace benchledger
