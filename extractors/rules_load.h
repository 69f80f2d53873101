#pragma once
// Reads rule files strictly: an unknown or duplicate key, a wrong type, an
// alias (the door of alias bombs) or a number YAML would read otherwise than
// written ("010") is an Error with file:line:column, the text and the remedy.

#include <vector>

#include "extractors/embedded_rules.h"
#include "extractors/result.h"
#include "extractors/rules.h"

namespace benchledger {

// Cost: linear in the text. Order of `files` does not matter.
[[nodiscard]] Result<Rules> load_rules(std::vector<RuleFile> files);

}  // namespace benchledger
