// The rule loader takes any text: a rule set or an error, nothing else.

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "extractors/embedded_rules.h"
#include "extractors/rules_load.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // The first byte chooses which file of the set the rest stands for.
  if (size == 0) return 0;
  std::vector<benchledger::RuleFile> files = benchledger::embedded_rules();
  if (files.empty()) return 0;
  files[data[0] % files.size()].text.assign(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto rules = benchledger::load_rules(std::move(files));
  if (!rules && rules.error().message.empty()) __builtin_trap();
  return 0;
}
