#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <variant>

#include "extractors/text.h"
#include "pipeline/check.h"

namespace benchledger {

namespace {

std::pair<double, double> range_of(const Spec& spec) {
  const double value = std::get<double>(spec.value);
  return spec.interval ? *spec.interval : std::pair(value, value);
}

bool differ(const Spec& a, const Spec& b) {
  if (a.unit != b.unit) return false;
  if (std::holds_alternative<double>(a.value) && std::holds_alternative<double>(b.value)) {
    const auto [low_a, high_a] = range_of(a);
    const auto [low_b, high_b] = range_of(b);
    return low_a > high_b || low_b > high_a;
  }
  if (std::holds_alternative<bool>(a.value) && std::holds_alternative<bool>(b.value)) {
    return std::get<bool>(a.value) != std::get<bool>(b.value);
  }
  // Words may differ and mean the same: only a date can contradict a date.
  if (a.attribute != "release_date" && a.attribute != "knowledge_cutoff") return false;
  const auto* date_a = std::get_if<std::string>(&a.value);
  const auto* date_b = std::get_if<std::string>(&b.value);
  if (date_a == nullptr || date_b == nullptr) return false;
  // "2026-04" and "2026-04-08" are one date, one of them partial.
  const std::size_t size = std::min(date_a->size(), date_b->size());
  return date_a->substr(0, size) != date_b->substr(0, size);
}

}  // namespace

void check_spec_conflict(const CheckInput& input, FindingSink& sink) {
  std::map<std::string, std::vector<const Spec*>> groups;
  for (const Spec& spec : input.extraction.specs) {
    groups[fmt::format("{}|{}", name_key(spec.model.raw), spec.attribute)].push_back(&spec);
  }
  for (const auto& [key, specs] : groups) {
    for (std::size_t i = 1; i < specs.size(); ++i) {
      const Spec& a = *specs.front();
      const Spec& b = *specs[i];
      if (!differ(a, b)) continue;
      sink.add(
          {{"model", a.model.raw}, {"attribute", a.attribute}, {"first", a.raw}, {"second", b.raw}},
          {a.id, b.id}, {a.evidence, b.evidence});
      break;
    }
  }
}

}  // namespace benchledger
