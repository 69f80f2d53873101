#pragma once
// The comparability key: what two scores of any two documents have to share
// before their numbers may be held against each other. They conflict, or make
// a pair, only where the key is equal and stated; silence is not agreement.
//
// Within one table, where the page itself sets figures side by side, line_ups()
// of comparable.h is the measure instead.

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "extractors/record.h"
#include "extractors/rules.h"
#include "extractors/verdict.h"

namespace benchledger {

enum class Comparability {
  kComparable,         // equal, and the metric, tools, harness, attempts or shots are stated
  kConditionUnstated,  // nothing differs, but one side leaves open what the other states, or
                       // neither says how it was measured
  kNotComparable,      // both state a part, and differently
};

// "comparable", "condition_unstated", "not_comparable"
[[nodiscard]] const char* to_string(Comparability comparability);

// The parts, in the order of ComparabilityKey::parts. The first three and the
// scale are what was measured, the rest under which conditions.
inline constexpr std::array<std::string_view, 12> kKeyParts = {
    "instrument", "subset", "scale",   "version",  "metric", "mode",
    "effort",     "tools",  "harness", "attempts", "shots",  "qualifiers"};

// Each part folded so that equal spelling is equal meaning: "Acc." is
// "accuracy", a metric of "pass@1" is an attempt, "MMLU (5-shot)" states its
// shots. Empty: not stated.
struct ComparabilityKey {
  std::array<std::string, kKeyParts.size()> parts;

  [[nodiscard]] const std::string& part(std::string_view name) const;
  // "metric acc, shots 5": the stated conditions, for people; may be empty.
  [[nodiscard]] std::string conditions() const;
  friend bool operator==(const ComparabilityKey&, const ComparabilityKey&) = default;
  friend auto operator<=>(const ComparabilityKey&, const ComparabilityKey&) = default;
};

// Cost: the length of two word lists of the rules.
[[nodiscard]] ComparabilityKey key_of(const Score& score, const Rules& rules);

struct KeyMatch {
  Comparability comparability = Comparability::kNotComparable;
  std::vector<std::string_view> differing;  // parts both state, differently
  std::vector<std::string_view> open;       // parts one side states and the other does not
};

// An instrument, a subset and a scale are never open: a benchmark with a named
// subset is another one than the whole.
[[nodiscard]] KeyMatch match(const ComparabilityKey& a, const ComparabilityKey& b);

// The mode as the key has it: to reason and to think are one under the names of
// two vendors. Empty: not stated.
[[nodiscard]] std::string comparable_mode(const ModelRef& model);

// The score's rounding interval; fractions on the scale of percents, so that
// the two compare. Whether they may is for match() to say.
[[nodiscard]] Interval comparable_interval(const Score& score);
// The same for the figure itself.
[[nodiscard]] double comparable_value(const Score& score);

}  // namespace benchledger
