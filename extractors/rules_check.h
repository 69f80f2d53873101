#pragma once
// What a rule set may hold and its author still wants to hear of: lists nobody
// reads, header words that can never match, labels of two attributes, patterns
// that can take time exponential in their subject, missing files.

#include <string>
#include <string_view>
#include <vector>

#include "extractors/embedded_rules.h"
#include "extractors/result.h"

namespace benchledger {

// Every problem, those of load_problems() first; each with file:line:column
// and a remedy. Empty for a clean set. Cost: linear in the text.
[[nodiscard]] std::vector<Error> check_rules(const std::vector<RuleFile>& files);

// Whether an unbounded repetition holds another one, as in "(\w+\s?)*": the
// ways to divide the subject between the two are exponentially many.
[[nodiscard]] bool repeats_a_repetition(std::string_view expression);

}  // namespace benchledger
