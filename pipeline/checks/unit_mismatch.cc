#include <algorithm>

#include "extractors/comparable.h"
#include "extractors/number.h"
#include "pipeline/check.h"

namespace benchledger {

namespace {

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

bool is_share(const Score& score) {
  const std::string& unit = score.score.unit;
  return unit == "percent" || unit == "fraction" || unit == "unknown";
}

// Scores of the line-up that read as fractions where the rest are percents:
// times 100 they land among the others.
std::vector<const Score*> odd_ones(const LineUp& line_up, const CheckInput& input) {
  std::vector<double> rest;
  std::vector<const Score*> small;
  for (const Score* score : line_up.scores) {
    if (!is_share(*score)) return {};
    const double value = score->score.value;
    if (value > 0 && value <= 1 && decimals_of(value) >= 2) {
      small.push_back(score);
    } else {
      rest.push_back(value);
    }
  }
  if (small.empty() || static_cast<double>(rest.size()) < input.threshold("others")) return {};
  const double usual = median(rest);
  std::vector<const Score*> odd;
  for (const Score* score : small) {
    const double scaled = 100 * score->score.value;
    const bool among =
        scaled >= usual / input.threshold("spread") && scaled <= usual * input.threshold("spread");
    if (among && score->score.raw.find('%') == std::string::npos) odd.push_back(score);
  }
  return odd;
}

}  // namespace

void check_unit_mismatch(const CheckInput& input, FindingSink& sink) {
  // Fractions and percents are other units but may be one row: group by place.
  std::vector<Score> plain = input.extraction.scores;
  for (Score& score : plain) {
    if (is_share(score)) score.score.unit = "unknown";
  }
  for (const LineUp& line_up : line_ups(plain)) {
    const std::vector<const Score*> odd = odd_ones(line_up, input);
    if (odd.empty()) continue;
    std::vector<std::string> figures;
    for (const Score* score : odd) figures.push_back(score->model.raw + " " + score->score.raw);
    sink.add({{"benchmark", odd.front()->benchmark.raw}, {"figures", name_list(figures)}},
             ids_of(odd), evidence_of(odd));
  }
}

}  // namespace benchledger
