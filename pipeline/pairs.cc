#include "pipeline/pairs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>
#include <utility>

#include "extractors/page_voice.h"
#include "extractors/text.h"

namespace benchledger {
namespace {

// What both sides of a pair share: model and benchmark.
struct Subject {
  std::string developer;
  std::string model;
  std::string benchmark;
  friend auto operator<=>(const Subject&, const Subject&) = default;
};

struct Sides {
  std::vector<Measurement> vendor;
  std::map<std::string, std::vector<Measurement>> others;  // by measurer
};

bool is_vendors_own(const Score& score) {
  return score.evaluator.relationship == "first_party" && score.model.developer;
}

Subject subject_of(const Score& score) {
  const ModelRef& model = score.model;
  return {*model.developer, model.id ? *model.id : *model.developer + "/" + name_key(model.name),
          *score.benchmark.id};
}

// Adds a score to the measurement it repeats, or as a new one.
void add(std::vector<Measurement>& measurements, const PagedScore& paged, std::string measurer,
         const Rules& rules) {
  const Score& score = *paged.score;
  ComparabilityKey key = key_of(score, rules);
  auto known = std::find_if(measurements.begin(), measurements.end(), [&](const Measurement& m) {
    return m.key == key && compare(comparable_interval(*m.score), comparable_interval(score)) == 0;
  });
  if (known == measurements.end()) {
    measurements.push_back(
        {std::move(measurer), score.evaluator.relationship, &score, std::move(key), {}, {}});
    known = measurements.end() - 1;
  }
  known->records.push_back(score.id);
  if (std::find(known->pages.begin(), known->pages.end(), paged.page) == known->pages.end()) {
    known->pages.push_back(paged.page);
  }
}

std::map<Subject, Sides> sides_of(std::vector<PagedScore> scores, const Rules& rules) {
  std::sort(scores.begin(), scores.end(), [](const PagedScore& a, const PagedScore& b) {
    return std::tie(a.page, a.score->evidence.span.start, a.score->id) <
           std::tie(b.page, b.score->evidence.span.start, b.score->id);
  });
  std::map<Subject, Sides> subjects;
  for (const PagedScore& paged : scores) {
    const Score& score = *paged.score;
    if (!score.benchmark.id || !score.model.developer) continue;
    if (is_vendors_own(score)) {
      add(subjects[subject_of(score)].vendor, paged, *score.model.developer, rules);
    } else if (names_measurer(score) &&
               !same_organization(*score.evaluator.organization, *score.model.developer, rules)) {
      const std::string& measurer = *score.evaluator.organization;
      add(subjects[subject_of(score)].others[measurer], paged, measurer, rules);
    }
  }
  return subjects;
}

bool same_figure(const Measurement& a, const Measurement& b) {
  return compare(comparable_interval(*a.score), comparable_interval(*b.score)) == 0;
}

Pair pair_of(const Measurement& vendor, const Measurement& other, KeyMatch match) {
  const int better = vendor.score->score.lower_is_better ? -1 : 1;
  const double gap = better * (comparable_value(*vendor.score) - comparable_value(*other.score));
  return {vendor, other, std::move(match), std::round(gap * 1e6) / 1e6, same_figure(vendor, other)};
}

// Which figure of one side the other is to be held against must not be a
// matter of choice. A pair whose settings are equal and stated is certain; one
// with open settings only where neither side has another figure for it.
bool is_certain(const Pair& pair, const std::vector<Pair>& candidates) {
  if (pair.match.comparability == Comparability::kComparable) return true;
  return std::all_of(candidates.begin(), candidates.end(), [&](const Pair& other) {
    const bool shares_vendor = other.vendor.score == pair.vendor.score;
    const bool shares_other = other.other.score == pair.other.score;
    if (shares_vendor == shares_other) return true;  // itself, or another matter
    return other.match.comparability != Comparability::kComparable &&
           (shares_vendor ? same_figure(other.other, pair.other)
                          : same_figure(other.vendor, pair.vendor));
  });
}

void match_sides(const std::vector<Measurement>& vendor, const std::vector<Measurement>& others,
                 PairReport& report) {
  std::vector<Pair> candidates;
  for (const Measurement& own : vendor) {
    for (const Measurement& other : others) {
      KeyMatch matched = match(own.key, other.key);
      if (matched.comparability == Comparability::kNotComparable) {
        ++report.left_out["differing " + std::string(matched.differing.front())];
      } else {
        candidates.push_back(pair_of(own, other, std::move(matched)));
      }
    }
  }
  for (const Pair& pair : candidates) {
    if (is_certain(pair, candidates)) {
      report.pairs.push_back(pair);
    } else {
      ++report.left_out["several figures fit"];
    }
  }
}

double quantile(const std::vector<double>& sorted, double share) {
  const double at = share * static_cast<double>(sorted.size() - 1);
  const auto low = static_cast<std::size_t>(at);
  const std::size_t high = std::min(low + 1, sorted.size() - 1);
  const double value = sorted[low] + (at - std::floor(at)) * (sorted[high] - sorted[low]);
  return std::round(value * 1e6) / 1e6;
}

std::vector<GapDistribution> distributions(const std::vector<Pair>& pairs) {
  using Group = std::tuple<std::string, std::string, Comparability>;
  std::map<Group, std::vector<const Pair*>> groups;
  for (const Pair& pair : pairs) {
    // Elo points and percentage points do not mix.
    if (pair.vendor.key.part("scale") != "percent") continue;
    groups[{pair.vendor.measurer, pair.other.relationship, pair.match.comparability}].push_back(
        &pair);
  }
  std::vector<GapDistribution> all;
  for (const auto& [group, members] : groups) {
    std::vector<double> gaps;
    GapDistribution made;
    std::tie(made.vendor, made.relationship, made.comparability) = group;
    for (const Pair* pair : members) {
      gaps.push_back(pair->gap);
      if (pair->agrees) ++made.agreeing;
    }
    std::sort(gaps.begin(), gaps.end());
    made.pairs = gaps.size();
    made.least = gaps.front();
    made.lower_quartile = quantile(gaps, 0.25);
    made.median = quantile(gaps, 0.5);
    made.upper_quartile = quantile(gaps, 0.75);
    made.greatest = gaps.back();
    all.push_back(std::move(made));
  }
  return all;
}

}  // namespace

bool names_measurer(const Score& score) {
  const Evaluator& evaluator = score.evaluator;
  if (!evaluator.organization) return false;
  if (evaluator.relationship == "third_party") return true;
  // A rival that prints a figure may have copied it from the vendor; only its
  // own words say that it measured.
  return evaluator.relationship == "competitor" && evaluator.basis != "publisher" &&
         evaluator.basis != "none";
}

PairReport match_pairs(const std::vector<PagedScore>& scores, const Rules& rules) {
  PairReport report;
  for (const auto& [subject, sides] : sides_of(scores, rules)) {
    for (const auto& [measurer, others] : sides.others) match_sides(sides.vendor, others, report);
  }
  report.vendors = distributions(report.pairs);
  return report;
}

}  // namespace benchledger
