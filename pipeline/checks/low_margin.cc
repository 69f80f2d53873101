#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "extractors/comparability.h"
#include "extractors/text.h"
#include "pipeline/check.h"

namespace benchledger {

namespace {

struct Lead {
  const Score* subject = nullptr;
  const Score* rival = nullptr;  // the best of the others
};

std::optional<Lead> lead_of(const Claim& claim, const std::vector<Score>& scores) {
  Lead lead;
  for (const Score& score : scores) {
    if (std::find(claim.against.begin(), claim.against.end(), score.id) == claim.against.end()) {
      continue;
    }
    if (name_key(score.model.raw) == name_key(claim.subject.raw)) {
      if (lead.subject != nullptr) return std::nullopt;  // in two modes or settings
      lead.subject = &score;
    } else if (lead.rival == nullptr ||
               (score.score.value > lead.rival->score.value) != score.score.lower_is_better) {
      lead.rival = &score;
    }
  }
  if (lead.subject == nullptr || lead.rival == nullptr) return std::nullopt;
  return lead;
}

// The standard error of the difference of two shares of `items` questions,
// each answered once, in percentage points.
double standard_error(double first, double second, int items) {
  const auto variance = [&](double percent) {
    const double share = std::clamp(percent / 100, 0.0, 1.0);
    return share * (1 - share) / items;
  };
  return 100 * std::sqrt(variance(first) + variance(second));
}

}  // namespace

// A lead that the sentence asserts, the table shows and the number of
// questions does not bear out.
void check_low_margin(const CheckInput& input, FindingSink& sink) {
  for (const Claim& claim : input.extraction.claims) {
    const bool leads = claim.kind == "superlative" || claim.kind == "comparison";
    if (!leads || claim.verdict != "holds") continue;
    const auto lead = lead_of(claim, input.extraction.scores);
    if (!lead) continue;
    const Benchmark* known = benchmark_of(*lead->subject, input.rules);
    const std::string& unit = lead->subject->score.unit;
    if (known == nullptr || !known->items || (unit != "percent" && unit != "fraction")) continue;
    const double own = comparable_value(*lead->subject);
    const double other = comparable_value(*lead->rival);
    const double error = standard_error(own, other, *known->items);
    if (std::fabs(own - other) >= input.threshold("standard_errors") * error) continue;
    sink.add({{"text", claim.text},
              {"benchmark", lead->subject->benchmark.raw},
              {"own", figure(*lead->subject)},
              {"rival", lead->rival->model.raw},
              {"other", figure(*lead->rival)},
              {"gap", points(own - other)},
              {"error", points(error)},
              {"items", fmt::format("{}", *known->items)}},
             {claim.id, lead->subject->id, lead->rival->id},
             {claim.evidence, lead->subject->evidence, lead->rival->evidence}, claim.id);
  }
}

}  // namespace benchledger
