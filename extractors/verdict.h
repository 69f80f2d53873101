#pragma once
// The arithmetic of a claim: records in, verdict and the sum that shows it
// out. Every value is its rounding interval; a hedge is an allowed relative
// deviation to each side. Pure, thread safe.

#include <optional>
#include <string>
#include <vector>

#include "extractors/comparable.h"
#include "extractors/record.h"

namespace benchledger {

struct Interval {
  double low = 0;
  double high = 0;
};

// All values that round to the score as printed.
[[nodiscard]] Interval interval_of(const Score& score);

// -1, 0, +1: a below, not told apart from, above b.
[[nodiscard]] int compare(Interval a, Interval b);

// How far a stated figure may be off, relative, to each side.
struct Tolerance {
  double below = 0;
  double above = 0;
  bool hedged = false;
};

struct Judgement {
  std::string verdict = "not_checkable";  // holds fails vacuous unsupported not_checkable
  std::string detail;
  std::optional<Coverage> coverage;
  std::vector<std::string> against;  // ids of the scores looked at
};

// Which end of the scale a word means: best and worst follow the benchmark's
// direction, highest and lowest the number.
enum class Sense { kBest, kWorst, kHighest, kLowest };

// +1 where a larger number is what `sense` means for this score, else -1.
[[nodiscard]] int direction(Sense sense, const Score& score);

// "85.2" restated as `stated` with so many decimals.
[[nodiscard]] Judgement judge_value(const Score& score, double stated, int decimals,
                                    Tolerance tolerance);

// subject / rival against `factor`, itself exact to `decimals` (-1: a word).
[[nodiscard]] Judgement judge_ratio(const Score& subject, const Score& rival, double factor,
                                    int decimals, Tolerance tolerance);

// subject against every other model of the line-up.
[[nodiscard]] Judgement judge_superlative(const LineUp& line_up, const Score& subject, Sense sense);

// n-th place; `behind`: the scores said to be ahead. Ties leave a range of
// ranks. A field that the records know only in part cannot refute a rank.
[[nodiscard]] Judgement judge_rank(const LineUp& line_up, const Score& subject, int rank,
                                   const std::vector<const Score*>& behind);

// Second place behind one model: everybody else must be behind.
[[nodiscard]] Judgement judge_second_only(const LineUp& line_up, const Score& subject,
                                          const Score& first);

// subject better (or as `sense` says) than rival.
[[nodiscard]] Judgement judge_comparison(const Score& subject, const Score& rival, Sense sense);

// About equal: within `holds` of the larger; further than `breaks`: not.
[[nodiscard]] Judgement judge_parity(const Score& subject, const Score& rival, double holds,
                                     double breaks);

// A gap of `points` between the two, in the direction of `sense`.
[[nodiscard]] Judgement judge_difference(const Score& subject, const Score& rival, Sense sense,
                                         double points, int decimals, Tolerance tolerance);

// One verdict for a claim with several readings (a name that fits several
// models, a benchmark in several tables): it holds where one reading does and
// fails only where each one does.
[[nodiscard]] Judgement combine(const std::vector<Judgement>& readings);

}  // namespace benchledger
