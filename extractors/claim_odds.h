#pragma once
// Two sentences of one page against each other: what each asserts, reduced to
// what can be set side by side, and which pairs cannot both be so. The page's
// tables do not come into it; where they settle one of the two, its verdict
// says so already.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "extractors/record.h"
#include "extractors/verdict.h"

namespace benchledger {

// Made only of what is said without doubt: of a certain subject, under no
// condition, of the whole field.
struct Assertion {
  std::size_t claim = 0;           // index of its record
  std::size_t sentence = 0;        // two of one sentence belong together
  std::string subject;             // key of the model
  std::string rival;               // key; empty: of everybody
  std::string about;               // key of the benchmark or the field of ability
  bool outside = false;            // of everything but `about`
  int direction = 0;               // +1 better, -1 worse, 0 neither
  std::optional<Interval> stated;  // what the figure may be
  bool exclusive = false;          // `about` is something only the subject does
  int measured = 0;                // of who measured: 1 the developer, 2 an independent
                                   // party, -2 no independent party
};

// Two that cannot both be so; symmetric.
[[nodiscard]] bool at_odds(const Assertion& a, const Assertion& b);

// Adds to each of two claims at odds the other's id in `against` and says so in
// `detail`; of two that speak of who measured, both fail. Quadratic in the
// assertions about one thing.
void set_at_odds(std::vector<Claim>& claims, const std::vector<Assertion>& assertions);

}  // namespace benchledger
