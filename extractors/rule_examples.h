#pragma once
// Runs the examples a rule set carries: sentences a phrase must match and must
// not, names a family must claim, the names, aliases, hosts and namespaces that
// must lead back to their own entry, and messages that must come of a check's
// template.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "extractors/embedded_rules.h"
#include "extractors/result.h"
#include "extractors/rules.h"

namespace benchledger {

struct ExampleRun {
  std::size_t passed = 0;
  std::vector<Error> failed;  // where: file:line:column of the entry
};

// Whether `text` is `message` with its {placeholders} filled in.
[[nodiscard]] bool fits_message(std::string_view message, std::string_view text);

// `files` are those `rules` was loaded from. Deterministic; in rule order.
[[nodiscard]] ExampleRun run_rule_examples(const Rules& rules, const std::vector<RuleFile>& files);

}  // namespace benchledger
