#include "extractors/verdict.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "extractors/number.h"
#include "extractors/text.h"

namespace benchledger {
namespace {

// Two rounded figures that are equal as printed must not differ by the last
// bit of a double.
constexpr double kEpsilon = 1e-9;

constexpr double kUnbounded = 999;

int printed_decimals(const Score& score) {
  const std::string& raw = score.score.raw;
  for (std::size_t at = 0; at < raw.size(); ++at) {
    const auto number = number_at(raw, at);
    if (number && std::fabs(number->value - score.score.value) < kEpsilon) return number->decimals;
    if (number && number->end > at) at = number->end - 1;
  }
  return decimals_of(score.score.value);
}

std::string shown(const Score& score) { return format_number(score.score.value); }

std::string named(const Score& score) { return score.model.name + " " + shown(score); }

Interval widened(Interval range, Tolerance tolerance) {
  if (tolerance.below > 0) range.low -= std::fabs(range.low) * tolerance.below;
  if (tolerance.above > kUnbounded) {
    range.high = HUGE_VAL;
  } else if (tolerance.above > 0) {
    range.high += std::fabs(range.high) * tolerance.above;
  }
  return range;
}

bool overlap(Interval a, Interval b) {
  return a.low <= b.high + kEpsilon && b.low <= a.high + kEpsilon;
}

bool same_model(const Score& a, const Score& b) {
  if (a.model.id && b.model.id) return *a.model.id == *b.model.id;
  return name_key(a.model.name) == name_key(b.model.name);
}

// Better by `sense`, told apart.
bool ahead(const Score& a, const Score& b, Sense sense) {
  return compare(interval_of(a), interval_of(b)) * direction(sense, a) > 0;
}

std::vector<std::string> ids(const std::vector<const Score*>& scores) {
  std::vector<std::string> list;
  list.reserve(scores.size());
  for (const Score* score : scores) list.push_back(score->id);
  return list;
}

std::vector<const Score*> rivals_of(const LineUp& line_up, const Score& subject) {
  std::vector<const Score*> rivals;
  for (const Score* score : line_up.scores) {
    if (score != &subject && !same_model(*score, subject)) rivals.push_back(score);
  }
  return rivals;
}

// The best of each rival model, so that a model in two modes counts once.
std::size_t distinct_models(const std::vector<const Score*>& scores) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const bool seen = std::any_of(scores.begin(), scores.begin() + static_cast<std::ptrdiff_t>(i),
                                  [&](const Score* s) { return same_model(*s, *scores[i]); });
    if (!seen) ++count;
  }
  return count;
}

Coverage coverage_of(const LineUp& line_up) {
  const std::size_t present = distinct_models(line_up.scores);
  return {present, std::max(present, line_up.models)};
}

std::string list_of(const std::vector<const Score*>& scores) {
  std::string text;
  for (const Score* score : scores) {
    if (!text.empty()) text += ", ";
    text += named(*score);
  }
  return text;
}

std::string tolerance_note(Tolerance tolerance) {
  if (!tolerance.hedged) return {};
  if (tolerance.above > kUnbounded) return " (a lower bound)";
  if (tolerance.below >= 1) return " (an upper bound)";
  return fmt::format(" (within {}% of it)",
                     format_number(std::round(100 * std::max(tolerance.below, tolerance.above))));
}

}  // namespace

Interval interval_of(const Score& score) {
  const auto [low, high] = rounding_interval(score.score.value, printed_decimals(score));
  return {low, high};
}

int compare(Interval a, Interval b) {
  // Intervals that touch are the same figure printed with fewer digits.
  if (a.low >= b.high - kEpsilon) return 1;
  if (a.high <= b.low + kEpsilon) return -1;
  return 0;
}

int direction(Sense sense, const Score& score) {
  const int upward = score.score.lower_is_better ? -1 : 1;
  switch (sense) {
    case Sense::kBest:
      return upward;
    case Sense::kWorst:
      return -upward;
    case Sense::kHighest:
      return 1;
    case Sense::kLowest:
      return -1;
  }
  return 1;
}

Judgement judge_value(const Score& score, double stated, int decimals, Tolerance tolerance) {
  Judgement judged;
  judged.against = {score.id};
  const auto [low, high] = rounding_interval(stated, decimals);
  const bool holds = tolerance.hedged
                         ? overlap(widened({stated, stated}, tolerance), interval_of(score))
                         : overlap({low, high}, interval_of(score));
  judged.verdict = holds ? "holds" : "fails";
  judged.detail = fmt::format("{} stated, {} in the table{}", format_number(stated), shown(score),
                              tolerance_note(tolerance));
  return judged;
}

Judgement judge_ratio(const Score& subject, const Score& rival, double factor, int decimals,
                      Tolerance tolerance) {
  Judgement judged;
  judged.against = {subject.id, rival.id};
  const Interval top = interval_of(subject);
  const Interval bottom = interval_of(rival);
  if (bottom.low <= 0 || top.low < 0) {
    judged.detail = fmt::format("{} / {} is no ratio", shown(subject), shown(rival));
    return judged;
  }
  const Interval ratio{top.low / bottom.high, top.high / bottom.low};
  Interval stated{factor, factor};
  if (decimals >= 0 && !tolerance.hedged) {
    const auto [low, high] = rounding_interval(factor, decimals);
    stated = {low, high};
  }
  const bool holds = overlap(widened(stated, tolerance), ratio);
  const double quotient = subject.score.value / rival.score.value;
  judged.verdict = holds ? "holds" : "fails";
  judged.detail =
      fmt::format("{} / {} = {}, {}{}{}", shown(subject), shown(rival),
                  format_number(std::round(quotient * 100) / 100), holds ? "against " : "not ",
                  format_number(factor), tolerance_note(tolerance));
  return judged;
}

Judgement judge_superlative(const LineUp& line_up, const Score& subject, Sense sense) {
  Judgement judged;
  judged.coverage = coverage_of(line_up);
  judged.against = ids(line_up.scores);
  const std::vector<const Score*> rivals = rivals_of(line_up, subject);
  if (rivals.empty()) {
    judged.verdict = "vacuous";
    judged.detail = fmt::format("{}; no other model has a value", named(subject));
    return judged;
  }
  std::vector<const Score*> better;
  for (const Score* rival : rivals) {
    if (ahead(*rival, subject, sense)) better.push_back(rival);
  }
  judged.verdict = better.empty() ? "holds" : "fails";
  judged.detail = better.empty() ? fmt::format("{}; the others {}", named(subject), list_of(rivals))
                                 : fmt::format("{}, but {}", named(subject), list_of(better));
  return judged;
}

Judgement judge_rank(const LineUp& line_up, const Score& subject, int rank,
                     const std::vector<const Score*>& behind) {
  Judgement judged;
  judged.coverage = coverage_of(line_up);
  judged.against = ids(line_up.scores);
  const std::vector<const Score*> rivals = rivals_of(line_up, subject);
  std::vector<const Score*> better;
  std::vector<const Score*> equal;
  for (const Score* rival : rivals) {
    if (ahead(*rival, subject, Sense::kBest)) {
      better.push_back(rival);
    } else if (!ahead(subject, *rival, Sense::kBest)) {
      equal.push_back(rival);
    }
  }
  const auto claimed = static_cast<std::size_t>(std::max(rank, 1));
  const std::size_t first = distinct_models(better) + 1;
  const std::size_t last = first + distinct_models(equal);
  judged.detail =
      fmt::format("{} is behind {} of {}: {}", named(subject), distinct_models(better),
                  distinct_models(rivals), better.empty() ? std::string("none") : list_of(better));
  if (rivals.empty()) {
    judged.verdict = "vacuous";
    return judged;
  }
  for (const Score* other : behind) {
    if (ahead(subject, *other, Sense::kBest)) {
      judged.verdict = "fails";
      judged.detail = fmt::format("{} is ahead of {}", named(subject), named(*other));
      return judged;
    }
  }
  if (claimed < first) {
    judged.verdict = "fails";
  } else if (claimed <= last) {
    judged.verdict = "holds";
  } else {
    judged.detail += fmt::format("; the table does not list {} ahead of it", claimed - 1);
  }
  return judged;
}

Judgement judge_second_only(const LineUp& line_up, const Score& subject, const Score& first) {
  Judgement judged;
  judged.coverage = coverage_of(line_up);
  judged.against = ids(line_up.scores);
  if (ahead(subject, first, Sense::kBest)) {
    judged.verdict = "fails";
    judged.detail = fmt::format("{} is ahead of {}", named(subject), named(first));
    return judged;
  }
  std::vector<const Score*> better;
  bool others = false;
  for (const Score* rival : rivals_of(line_up, subject)) {
    if (same_model(*rival, first)) continue;
    others = true;
    if (ahead(*rival, subject, Sense::kBest)) better.push_back(rival);
  }
  if (!others) {
    judged.verdict = "vacuous";
    judged.detail = fmt::format("second of two: {}, {}", named(first), named(subject));
    return judged;
  }
  judged.verdict = better.empty() ? "holds" : "fails";
  judged.detail = better.empty()
                      ? fmt::format("{} behind {} alone", named(subject), named(first))
                      : fmt::format("{}, also behind {}", named(subject), list_of(better));
  return judged;
}

Judgement judge_comparison(const Score& subject, const Score& rival, Sense sense) {
  Judgement judged;
  judged.against = {subject.id, rival.id};
  const bool holds = !ahead(rival, subject, sense);
  judged.verdict = holds ? "holds" : "fails";
  judged.detail = fmt::format("{} against {}", named(subject), named(rival));
  if (holds && !ahead(subject, rival, sense)) judged.detail += ", equal as printed";
  return judged;
}

Judgement judge_parity(const Score& subject, const Score& rival, double holds, double breaks) {
  Judgement judged;
  judged.against = {subject.id, rival.id};
  const double larger = std::max(std::fabs(subject.score.value), std::fabs(rival.score.value));
  const double apart =
      larger > 0 ? std::fabs(subject.score.value - rival.score.value) / larger : 0.0;
  // Better than a rival one is said to match is no error of the sentence.
  const bool behind = ahead(rival, subject, Sense::kBest);
  if (apart <= holds || !behind) {
    judged.verdict = "holds";
  } else if (apart > breaks) {
    judged.verdict = "fails";
  }
  judged.detail = fmt::format("{} against {}, {}% apart", named(subject), named(rival),
                              format_number(std::round(1000 * apart) / 10));
  return judged;
}

Judgement judge_difference(const Score& subject, const Score& rival, Sense sense, double points,
                           int decimals, Tolerance tolerance) {
  Judgement judged;
  judged.against = {subject.id, rival.id};
  const Interval a = interval_of(subject);
  const Interval b = interval_of(rival);
  const int way = direction(sense, subject);
  const Interval gap =
      way > 0 ? Interval{a.low - b.high, a.high - b.low} : Interval{b.low - a.high, b.high - a.low};
  const auto [low, high] = rounding_interval(points, decimals);
  const Interval stated =
      tolerance.hedged ? widened({points, points}, tolerance) : Interval{low, high};
  const double exact = way * (subject.score.value - rival.score.value);
  const bool holds = overlap(stated, gap);
  judged.verdict = holds ? "holds" : "fails";
  judged.detail =
      fmt::format("{} against {}: {} apart, {}{}{}", named(subject), named(rival),
                  format_number(std::round(100 * exact) / 100), holds ? "stated " : "not ",
                  format_number(points), tolerance_note(tolerance));
  return judged;
}

Judgement combine(const std::vector<Judgement>& readings) {
  if (readings.empty()) return {};
  // What speaks for the claim comes first; a failure counts only alone.
  for (const std::string_view wanted : {"holds", "vacuous", "not_checkable", "unsupported"}) {
    const auto found = std::find_if(readings.begin(), readings.end(), [&](const Judgement& judged) {
      return judged.verdict == wanted;
    });
    if (found != readings.end()) return *found;
  }
  return readings.front();
}

}  // namespace benchledger
