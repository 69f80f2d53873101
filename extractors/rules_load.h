#pragma once
// Reads rule files strictly: an unknown or duplicate key, a wrong type, an
// alias (the door of alias bombs) or a number YAML would read otherwise than
// written ("010") is an Error with file:line:column, the text and the remedy.

#include <string>
#include <vector>

#include "extractors/embedded_rules.h"
#include "extractors/result.h"
#include "extractors/rules.h"

namespace benchledger {

// Cost: linear in the text. Order of `files` does not matter.
[[nodiscard]] Result<Rules> load_rules(std::vector<RuleFile> files);

// Takes out every name of a model, a benchmark and an organization; patterns of
// language, word lists and everything else stay. What a reading still gets
// right then, it gets from structure: `--ablate names`.
void drop_names(Rules& rules);

// Everything load_rules() would refuse: the first problem of each file, or,
// where every file reads well, those between files. Empty: it loads.
[[nodiscard]] std::vector<Error> load_problems(std::vector<RuleFile> files);

// The files every rule set has ("models.yaml"); checks/<id>.yaml come on top.
[[nodiscard]] std::vector<std::string> rule_file_names();

}  // namespace benchledger
