#pragma once
// The rule files as they were when the program was built; the default rule
// set. Generated, see rules/embed.cmake.

#include <string>
#include <vector>

namespace benchledger {

struct RuleFile {
  std::string name;  // path below rules/: "checks/out-of-range.yaml"
  std::string text;
};

// Sorted by name.
const std::vector<RuleFile>& embedded_rules();

}  // namespace benchledger
