#include "extractors/claim_odds.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace benchledger {
namespace {

// The page's own tables have decided one of the two already.
bool is_refuted(const Claim& claim) { return claim.verdict == "fails"; }

bool values_differ(const Assertion& a, const Assertion& b) {
  return a.stated && b.stated && a.subject == b.subject && compare(*a.stated, *b.stated) != 0;
}

// "A beats B" against "A trails B" and "B beats A".
bool rivals_swapped(const Assertion& a, const Assertion& b) {
  if (a.direction == 0 || b.direction == 0 || a.rival.empty() || b.rival.empty()) return false;
  if (a.subject == b.subject && a.rival == b.rival) return a.direction != b.direction;
  return a.subject == b.rival && a.rival == b.subject && a.direction == b.direction;
}

// "A is best" against "B is best", "A is worst", "A trails B" and "B beats A".
bool denies_first_place(const Assertion& first, const Assertion& other) {
  if (!first.rival.empty() || first.direction == 0 || other.direction == 0) return false;
  if (other.rival.empty()) {
    return first.subject == other.subject ? first.direction != other.direction
                                          : first.direction == other.direction;
  }
  if (first.subject == other.subject) return first.direction != other.direction;
  return first.subject == other.rival && first.direction == other.direction;
}

// "especially A lacks it" against "all outside A lack it"; "was verified by
// others" against "was not".
bool measurers_differ(const Assertion& a, const Assertion& b) {
  if (a.measured == 0 || b.measured == 0) return false;
  return a.outside == b.outside ? a.measured == -b.measured
                                : a.measured == b.measured && !a.about.empty();
}

}  // namespace

bool at_odds(const Assertion& a, const Assertion& b) {
  if (a.sentence == b.sentence || a.about != b.about) return false;
  if (measurers_differ(a, b)) return true;
  if (a.about.empty() || a.outside != b.outside) return false;
  if (a.exclusive != b.exclusive) return a.subject != b.subject;
  return values_differ(a, b) || rivals_swapped(a, b) || denies_first_place(a, b) ||
         denies_first_place(b, a);
}

void set_at_odds(std::vector<Claim>& claims, const std::vector<Assertion>& assertions) {
  std::map<std::string, std::vector<const Assertion*>> by_subject_matter;
  for (const Assertion& assertion : assertions) {
    if (is_refuted(claims[assertion.claim])) continue;
    auto& others = by_subject_matter[assertion.about];
    for (const Assertion* other : others) {
      Claim& one = claims[other->claim];
      Claim& two = claims[assertion.claim];
      if (!at_odds(*other, assertion)) continue;
      for (auto [claim, against] : {std::pair{&one, &two}, std::pair{&two, &one}}) {
        claim->against.push_back(against->id);
        claim->detail +=
            fmt::format("{}another sentence says otherwise", claim->detail.empty() ? "" : "; ");
        if (claim->kind == "provenance") claim->verdict = "fails";
      }
    }
    others.push_back(&assertion);
  }
}

}  // namespace benchledger
