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

using Range = std::pair<double, double>;

bool apart(Range a, Range b, double factor = 1) {
  return factor * a.first > b.second || b.first > factor * a.second;
}

// "128K" of tokens is 128,000 to one page and 131,072 to the next.
bool apart_in_any_thousand(Range a, Range b) {
  for (const double factor : {1.0, 1.024, 1.024 * 1.024}) {
    if (!apart(a, b, factor) || !apart(b, a, factor)) return false;
  }
  return true;
}

bool is_limit(const Spec& spec) {
  return spec.attribute == "context_window" || spec.attribute == "max_output";
}

bool is_date(const Spec& spec) {
  return spec.attribute == "release_date" || spec.attribute == "knowledge_cutoff";
}

}  // namespace

bool exclude_each_other(const Spec& a, const Spec& b) {
  if (a.unit != b.unit) return false;
  if (std::holds_alternative<double>(a.value) && std::holds_alternative<double>(b.value)) {
    if (is_limit(a)) return apart_in_any_thousand(range_of(a), range_of(b));
    return apart(range_of(a), range_of(b));
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
