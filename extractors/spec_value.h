#pragma once
// One value of a spec table to base units: "262K tokens" -> 262000 tokens with
// its rounding interval, "April 8, 2026" -> "2026-04-08", "Apache 2.0" ->
// "Apache-2.0", "Free (no public API)" -> the absence no_public_api. What
// cannot be read for certain is not read.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "extractors/record.h"
#include "extractors/rules.h"

namespace benchledger {

struct SpecReading {
  std::string attribute;  // id
  SpecValue value;        // monostate where absence is set
  std::optional<std::string> unit;
  std::optional<std::pair<double, double>> interval;
  std::optional<std::string> absence;
};

// Attributes by their labels; keeps pointers into `rules`. Build once a document.
class AttributeIndex {
 public:
  explicit AttributeIndex(const Rules& rules);
  // The attribute a label names ("Context Length (tokens)"); null where none.
  [[nodiscard]] const Attribute* find(std::string_view label) const;
  // The same, seen beside a value: over "$3.00" or "Free" a label may name a
  // price ("Input") that names something else over words.
  [[nodiscard]] const Attribute* find(std::string_view label, std::string_view value) const;

 private:
  using Keys = std::map<std::string, const Attribute*>;
  Keys by_key_;
  Keys priced_;
  std::set<std::string> free_;  // "Free", "No cost"
};

// The readings of a value under a label: none where nothing is certain, more
// than one where the cell states several attributes ("132B total / 36B
// active", "$3 / $15"). Dashes and blanks give none.
[[nodiscard]] std::vector<SpecReading> read_spec_value(const Attribute& attribute,
                                                       std::string_view label,
                                                       std::string_view text, const Rules& rules);

// Two prices under one label ("Price (input / output)"): which attributes.
[[nodiscard]] std::vector<SpecReading> read_price_pair(std::string_view label,
                                                       std::string_view text, const Rules& rules);

// A dash, "n/a" left out: a cell that states nothing.
[[nodiscard]] bool states_nothing(std::string_view text);

}  // namespace benchledger
