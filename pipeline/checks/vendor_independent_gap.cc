#include <fmt/format.h>

#include <cmath>
#include <map>

#include "extractors/comparable.h"
#include "extractors/number.h"
#include "extractors/text.h"
#include "pipeline/check.h"
#include "pipeline/pairs.h"

namespace benchledger {

namespace {

std::string identity_of(const Score& score) {
  return fmt::format("{}|{}|{}|{}", name_key(score.model.name),
                     score.model.mode.value_or(std::string{}),
                     score.model.effort.value_or(std::string{}), name_key(score.benchmark.raw));
}

}  // namespace

// The vendor's figure and an independent one for the same model, benchmark
// and settings, further apart than the threshold.
void check_vendor_independent_gap(const CheckInput& input, FindingSink& sink) {
  std::map<std::string, std::vector<const Score*>> independent;
  for (const Score& score : input.extraction.scores) {
    if (score.evaluator.relationship == "third_party") {
      independent[identity_of(score)].push_back(&score);
    }
  }
  for (const Score& own : input.extraction.scores) {
    if (own.evaluator.relationship != "first_party") continue;
    const auto others = independent.find(identity_of(own));
    if (others == independent.end()) continue;
    for (const Score* other : others->second) {
      const double gap = own.score.value - other->score.value;
      if (!same_settings(own.setting, other->setting) || own.score.unit != other->score.unit ||
          std::fabs(gap) < input.threshold("points")) {
        continue;
      }
      sink.add({{"place", place_of(own)},
                {"own", figure(own)},
                {"other", figure(*other)},
                {"measurer", other->evaluator.organization.value_or("somebody else")},
                {"gap", format_number(std::round(100 * gap) / 100)}},
               {own.id, other->id}, {own.evidence, other->evidence});
      break;
    }
  }
}

// The same over a run, where two pages have to state their settings.
void check_vendor_independent_gap_across_pages(const RunCheckInput& input, FindingSink& sink) {
  std::vector<PagedScore> scores;
  for (const Extraction* extraction : input.run) {
    for (const Score& score : extraction->scores) {
      scores.push_back({&score, page_of(extraction->document)});
    }
  }
  for (const Pair& pair : match_pairs(scores, input.rules).pairs) {
    const Score& own = *pair.vendor.score;
    const Score& other = *pair.other.score;
    if (pair.match.comparability != Comparability::kComparable || own.document == other.document ||
        pair.other.relationship != "third_party" ||
        std::fabs(pair.gap) < input.threshold("points")) {
      continue;
    }
    sink.add({{"place", place_of(own)},
              {"own", figure(own)},
              {"other", figure(other)},
              {"measurer", pair.other.measurer},
              {"gap", format_number(std::round(100 * pair.gap) / 100)}},
             {own.id, other.id}, {own.evidence, other.evidence});
  }
}

}  // namespace benchledger
