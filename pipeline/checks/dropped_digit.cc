#include <algorithm>

#include "extractors/comparable.h"
#include "pipeline/check.h"

namespace benchledger {

namespace {

// Another figure of the line-up's size would be `score` with its point moved
// or a digit lost: ten times it stands among the others, itself far below.
bool ten_fold_off(const Score& score, const LineUp& line_up, double spread) {
  double low = 0;
  double high = 0;
  for (const Score* other : line_up.scores) {
    if (other == &score) continue;
    low = low == 0 ? other->score.value : std::min(low, other->score.value);
    high = std::max(high, other->score.value);
  }
  const double value = score.score.value;
  if (value <= 0 || low <= 0 || high > spread * low) return false;
  const bool among_down = value * 10 >= low * 0.9 && value * 10 <= high * 1.1;
  const bool among_up = value / 10 >= low * 0.9 && value / 10 <= high * 1.1;
  return among_down || among_up;
}

}  // namespace

void check_dropped_digit(const CheckInput& input, FindingSink& sink) {
  for (const LineUp& line_up : line_ups(input.extraction.scores)) {
    if (static_cast<double>(line_up.scores.size()) < input.threshold("scores")) continue;
    for (const Score* score : line_up.scores) {
      if (!ten_fold_off(*score, line_up, input.threshold("spread"))) continue;
      std::vector<std::string> others;
      for (const Score* other : line_up.scores) {
        if (other != score) others.push_back(figure(*other));
      }
      sink.add(
          {{"place", place_of(*score)}, {"figure", figure(*score)}, {"others", name_list(others)}},
          {score->id}, {score->evidence});
    }
  }
}

}  // namespace benchledger
