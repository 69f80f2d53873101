#include "extractors/rules_load.h"

namespace benchledger {
Result<Rules> load_rules(std::vector<RuleFile>) { return Rules{}; }
}  // namespace benchledger
