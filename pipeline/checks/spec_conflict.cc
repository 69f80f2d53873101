#include <fmt/format.h>

#include <map>

#include "extractors/text.h"
#include "pipeline/check.h"
#include "pipeline/spec_value_conflict.h"

namespace benchledger {

void check_spec_conflict(const CheckInput& input, FindingSink& sink) {
  std::map<std::string, std::vector<const Spec*>> groups;
  for (const Spec& spec : input.extraction.specs) {
    groups[fmt::format("{}|{}", name_key(spec.model.raw), spec.attribute)].push_back(&spec);
  }
  for (const auto& [key, specs] : groups) {
    for (std::size_t i = 1; i < specs.size(); ++i) {
      const Spec& a = *specs.front();
      const Spec& b = *specs[i];
      if (!exclude_each_other(a, b)) continue;
      sink.add({{"model", a.model.raw},
                {"attribute", a.attribute},
                {"first", a.raw},
                {"second", b.raw},
                {"gap", distance_of(a, b)}},
               {a.id, b.id}, {a.evidence, b.evidence});
      break;
    }
  }
}

}  // namespace benchledger
