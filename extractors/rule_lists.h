#pragma once
// The names of the lists the code asks a rule set for. A list in a rule file
// that is not here is read by nobody; one that is here and in no file is asked
// for in vain. `rules check` reports both; a test holds this against the code.

#include <span>
#include <string_view>

namespace benchledger {

enum class RuleListKind { kWords, kClaimTables, kCues };

// words.yaml `lists`, claims.yaml `tables`, attribution.yaml `cues`. Sorted.
[[nodiscard]] std::span<const std::string_view> rule_list_names(RuleListKind kind);

// Whether the code reads the list: one of the names above, or, among words, a
// mode list ("mode_thinking": the name says the mode).
[[nodiscard]] bool reads_rule_list(RuleListKind kind, std::string_view name);

}  // namespace benchledger
