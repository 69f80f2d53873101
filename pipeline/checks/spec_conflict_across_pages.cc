#include <map>
#include <utility>

#include "pipeline/check.h"
#include "pipeline/spec_value_conflict.h"

namespace benchledger {

// The first two pages that exclude each other, for each model and attribute.
void check_spec_conflict_across_pages(const RunCheckInput& input, FindingSink& sink) {
  using Place = std::pair<const Spec*, const DocumentRecord*>;
  std::map<std::pair<std::string, std::string>, std::vector<Place>> groups;
  for (const Extraction* extraction : input.run) {
    for (const Spec& spec : extraction->specs) {
      if (!spec.model.id) continue;
      groups[{*spec.model.id, spec.attribute}].emplace_back(&spec, &extraction->document);
    }
  }
  for (const auto& [key, places] : groups) {
    for (std::size_t i = 1; i < places.size(); ++i) {
      const auto& [a, first_page] = places.front();
      const auto& [b, second_page] = places[i];
      if (first_page == second_page || !exclude_each_other(*a, *b)) continue;
      sink.add({{"model", a->model.raw},
                {"attribute", a->attribute},
                {"first", a->raw},
                {"first_page", page_of(*first_page)},
                {"second", b->raw},
                {"second_page", page_of(*second_page)},
                {"gap", distance_of(*a, *b)}},
               {a->id, b->id}, {a->evidence, b->evidence});
      break;
    }
  }
}

}  // namespace benchledger
