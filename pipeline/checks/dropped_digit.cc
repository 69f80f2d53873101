#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "extractors/comparable.h"
#include "extractors/text.h"
#include "pipeline/check.h"

namespace benchledger {

namespace {

// Another figure of the line-up's size would be the score with its point moved
// or a digit lost: ten times it stands among the others, itself far below.
bool ten_fold_off(double value, double low, double high, double spread) {
  if (value <= 0 || low <= 0 || high > spread * low) return false;
  return (value * 10 >= low && value * 10 <= high) || (value / 10 >= low && value / 10 <= high);
}

// Where a model is far off; the table and the model.
using Place = std::pair<std::size_t, std::string>;

Place place(const Score& score) {
  return {score.evidence.table.value_or(0), name_key(score.model.raw)};
}

// The least and the greatest figure of a line-up without one of its scores,
// for each score; from one sort, as boards have thousands of rows.
class Others {
 public:
  explicit Others(const LineUp& line_up) : by_value_(line_up.scores) {
    std::stable_sort(by_value_.begin(), by_value_.end(), [](const Score* a, const Score* b) {
      return a->score.value < b->score.value;
    });
  }
  [[nodiscard]] double low(const Score* score) const {
    return by_value_[by_value_.front() == score ? 1 : 0]->score.value;
  }
  [[nodiscard]] double high(const Score* score) const {
    return by_value_[by_value_.size() - (by_value_.back() == score ? 2 : 1)]->score.value;
  }

 private:
  std::vector<const Score*> by_value_;
};

}  // namespace

void check_dropped_digit(const CheckInput& input, FindingSink& sink) {
  const std::vector<LineUp> rows = line_ups(input.extraction.scores);
  // A slip is one figure: a model that lies ten-fold off in several rows of a
  // table is weak there.
  std::map<Place, std::size_t> far_off;
  for (const LineUp& line_up : rows) {
    if (line_up.scores.size() < 2) continue;
    const Others range(line_up);
    for (const Score* score : line_up.scores) {
      const double value = score->score.value;
      if (value * 5 < range.low(score) || value > range.high(score) * 5) ++far_off[place(*score)];
    }
  }
  for (const LineUp& line_up : rows) {
    const std::size_t count = line_up.scores.size();
    if (count < 2 || static_cast<double>(count) < input.threshold("scores")) continue;
    const Others range(line_up);
    const double spread = input.threshold("spread");
    for (const Score* score : line_up.scores) {
      if (!ten_fold_off(score->score.value, range.low(score), range.high(score), spread)) continue;
      if (far_off[place(*score)] > 1) continue;
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
