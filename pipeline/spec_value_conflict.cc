#include "pipeline/spec_value_conflict.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <variant>

#include "extractors/number.h"

namespace benchledger {
namespace {

std::pair<double, double> range_of(const Spec& spec) {
  const double value = std::get<double>(spec.value);
  return spec.interval ? *spec.interval : std::pair(value, value);
}

bool is_date(const Spec& spec) {
  return spec.attribute == "release_date" || spec.attribute == "knowledge_cutoff";
}

}  // namespace

bool exclude_each_other(const Spec& a, const Spec& b) {
  if (a.unit != b.unit) return false;
  if (std::holds_alternative<double>(a.value) && std::holds_alternative<double>(b.value)) {
    const auto [low_a, high_a] = range_of(a);
    const auto [low_b, high_b] = range_of(b);
    return low_a > high_b || low_b > high_a;
  }
  if (std::holds_alternative<bool>(a.value) && std::holds_alternative<bool>(b.value)) {
    return std::get<bool>(a.value) != std::get<bool>(b.value);
  }
  const auto* date_a = std::get_if<std::string>(&a.value);
  const auto* date_b = std::get_if<std::string>(&b.value);
  if (!is_date(a) || date_a == nullptr || date_b == nullptr) return false;
  // "2026-04" and "2026-04-08" are one date, one of them partial.
  const std::size_t size = std::min(date_a->size(), date_b->size());
  return date_a->substr(0, size) != date_b->substr(0, size);
}

std::string distance_of(const Spec& a, const Spec& b) {
  const auto* first = std::get_if<double>(&a.value);
  const auto* second = std::get_if<double>(&b.value);
  if (first == nullptr || second == nullptr || *first <= 0 || *second <= 0) return {};
  const double times = std::max(*first, *second) / std::min(*first, *second);
  return " (" + format_number(std::round(100 * times) / 100) + " times)";
}

}  // namespace benchledger
