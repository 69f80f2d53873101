#include "extractors/fused_row.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "extractors/text.h"

namespace benchledger {
namespace {

constexpr std::size_t kMaxSplits = 2'000;
constexpr std::size_t kMaxVisitsPerRow = 20'000;
constexpr double kLoneDigit = 1.0;     // "8" | "3.4" is rather 83.4 and something lost
constexpr double kSaid = 0.5;          // a label that costs no more is said or known as it stands
constexpr std::size_t kMaxGroup = 24;  // bytes of "(83.3)" and the like

// Which digits after the point a value may show.
struct Shape {
  bool whole = false;  // none
  int decimals = 1;    // this many
  int fewer = -1;      // or this many
  bool wide = false;
  int dash = 1;
  const std::vector<std::string>* missing = nullptr;

  [[nodiscard]] bool admits(int count) const { return count == decimals || count == fewer; }
};

std::size_t skip_space_back(std::string_view text, std::size_t at) {
  while (at > 0 && text[at - 1] == ' ') --at;
  return at;
}

std::size_t digits_back(std::string_view text, std::size_t at) {
  std::size_t begin = at;
  while (begin > 0 && is_digit(text[begin - 1])) --begin;
  return begin;
}

// "(83.3)", "[^7]" with its leading blank; the new end before it.
std::size_t skip_group(std::string_view text, std::size_t end) {
  if (end == 0 || (text[end - 1] != ')' && text[end - 1] != ']')) return end;
  const char open = text[end - 1] == ')' ? '(' : '[';
  const std::size_t floor = end > kMaxGroup ? end - kMaxGroup : 0;
  bool digit = false;
  for (std::size_t at = end - 1; at > floor; --at) {
    const char c = text[at - 1];
    if (c == open) return digit ? skip_space_back(text, at - 1) : end;
    digit = digit || is_digit(c);
    if (!is_digit(c) && std::string_view(".%+-* ^,/").find(c) == std::string_view::npos &&
        static_cast<unsigned char>(c) < 0x80) {
      return end;
    }
  }
  return end;
}

// "±1.1", "±?" with its blanks; the new end before it.
std::size_t skip_plus_minus(std::string_view text, std::size_t end) {
  constexpr std::string_view kSign = "±";
  std::size_t at = end;
  const std::size_t floor = end > kMaxGroup ? end - kMaxGroup : 0;
  while (at > floor && (is_digit(text[at - 1]) || text[at - 1] == '.' || text[at - 1] == '?')) --at;
  if (at == end) return end;
  at = skip_space_back(text, at);
  if (at < kSign.size() || text.substr(at - kSign.size(), kSign.size()) != kSign) return end;
  return skip_space_back(text, at - kSign.size());
}

std::size_t skip_markers(std::string_view text, std::size_t end) {
  constexpr std::array<std::string_view, 5> kMarkers = {"*", "†", "‡", "^", "§"};
  bool again = true;
  while (again) {
    again = false;
    for (const std::string_view marker : kMarkers) {
      if (end < marker.size() + 1) continue;
      if (text.substr(end - marker.size(), marker.size()) != marker) continue;
      end = skip_space_back(text, end - marker.size());
      again = true;
    }
  }
  return end;
}

// Where a word or sign for "no value" that ends at `end` begins. A slash
// between digits belongs to a pair.
std::optional<std::size_t> missing_back(std::string_view text, std::size_t end, int dash,
                                        const std::vector<std::string>& signs) {
  for (const std::string& sign : signs) {
    if (end < sign.size() || text.substr(end - sign.size(), sign.size()) != sign) continue;
    if (sign == "/" && end < text.size() && is_digit(text[end])) continue;
    return end - sign.size();
  }
  std::size_t begin = end;
  while (begin > 0 && end - begin < static_cast<std::size_t>(dash) && text[begin - 1] == '-') {
    --begin;
  }
  if (end - begin == static_cast<std::size_t>(dash)) return begin;
  return std::nullopt;
}

// "2024-07-19"
bool ends_in_date(std::string_view text) {
  constexpr std::string_view kForm = "0000-00-00";
  if (text.size() < kForm.size()) return false;
  text.remove_prefix(text.size() - kForm.size());
  for (std::size_t i = 0; i < kForm.size(); ++i) {
    if (kForm[i] == '0' ? !is_digit(text[i]) : text[i] != kForm[i]) return false;
  }
  return true;
}

// A boundary at `at` inside "2024-07-19": digits on both sides of one date.
bool inside_date(std::string_view text, std::size_t at) {
  constexpr std::size_t kForm = 10;
  for (std::size_t begin = at > kForm ? at - kForm + 1 : 0; begin < at; ++begin) {
    if (begin + kForm <= text.size() && ends_in_date(text.substr(0, begin + kForm))) return true;
  }
  return false;
}

double to_number(std::string_view text) {
  double whole = 0;
  double scale = 0;
  for (const char c : text) {
    if (c == '.') {
      scale = 1;
    } else if (is_digit(c)) {
      whole = whole * 10 + (c - '0');
      scale *= 10;
    }
  }
  return scale > 0 ? whole / scale : whole;
}

// "54.3/52.1": the value found last is the second of two with as many decimals;
// puts the pairs in its place.
void add_pair(std::string_view text, const Shape& shape, std::vector<FusedValue>& found) {
  const FusedValue second = found.back();
  found.pop_back();
  const std::size_t end = second.begin - 1;
  const std::size_t tail = digits_back(text, end);
  const bool fraction = tail > 1 && text[tail - 1] == '.';
  const int decimals = fraction ? static_cast<int>(end - tail) : 0;
  if (decimals != second.decimals) return;
  const std::size_t point = fraction ? tail - 1 : end;
  const std::size_t first = digits_back(text, point);
  for (std::size_t n = 1; n <= std::min<std::size_t>(shape.wide ? 4 : 3, point - first); ++n) {
    const double value = to_number(text.substr(point - n, end - point + n));
    if ((n > 1 && text[point - n] == '0') || (value > 100 && !shape.wide)) continue;
    if (inside_date(text, point - n)) continue;
    found.push_back({point - n, second.end, value, decimals, false, value > 100});
  }
}

// Every value that can end at `end`, by its beginning.
void values_back(std::string_view text, std::size_t end, const Shape& shape,
                 std::vector<FusedValue>& found) {
  found.clear();
  if (end == 0 || text[end - 1] == ' ' || ends_in_date(text.substr(0, end))) return;
  if (const auto begin = missing_back(text, end, shape.dash, *shape.missing)) {
    found.push_back({*begin, end, 0, 0, true, false});
    return;
  }
  std::size_t at = skip_markers(text, end);
  at = skip_group(text, at);
  at = skip_markers(text, at);
  if (at > 0 && text[at - 1] == '%') at = skip_space_back(text, at - 1);
  at = skip_plus_minus(text, at);
  const std::size_t digits = digits_back(text, at);
  if (digits == at) return;
  const bool fraction = digits > 1 && text[digits - 1] == '.' && is_digit(text[digits - 2]);
  const auto add = [&](std::size_t begin, std::size_t point, int decimals) {
    const bool leading_zero = point - begin > 1 && text[begin] == '0';
    const double value = to_number(text.substr(begin, at - begin));
    if (inside_date(text, begin)) return;
    if (leading_zero || (value > 100 && (!shape.wide || decimals > 0))) return;
    found.push_back({begin, end, value, decimals, false, value > 100});
    if (begin > 1 && text[begin - 1] == '/' && is_digit(text[begin - 2]))
      add_pair(text, shape, found);
  };
  const std::size_t longest = shape.wide ? 4 : 3;
  if (fraction && shape.admits(static_cast<int>(at - digits))) {
    const std::size_t point = digits - 1;
    const std::size_t first = digits_back(text, point);
    for (std::size_t n = 1; n <= std::min<std::size_t>(longest, point - first); ++n) {
      add(point - n, point, static_cast<int>(at - digits));
    }
  }
  if (shape.whole) {
    const std::size_t room = at - digits - (fraction ? 1 : 0);
    for (std::size_t n = 1; n <= std::min(longest, room); ++n) add(at - n, at, 0);
  }
}

class RowSplitter {
 public:
  RowSplitter(std::string_view row, const Shape& shape, std::size_t columns, FusedBudget& budget,
              std::vector<FusedSplit>& splits)
      : row_(row), shape_(shape), columns_(columns), budget_(budget), splits_(splits) {
    values_.resize(columns);
  }

  // False where the budget ran out before every split was seen.
  bool run() {
    visit(row_.size(), columns_);
    return !cut_short_;
  }

 private:
  void visit(std::size_t end, std::size_t left) {
    if (splits_.size() >= kMaxSplits || visits_ >= kMaxVisitsPerRow || budget_.visits == 0) {
      cut_short_ = true;
      return;
    }
    ++visits_;
    --budget_.visits;
    if (left == 0) {
      splits_.push_back({end, values_, 0, 0});
      return;
    }
    std::vector<FusedValue> found;
    values_back(row_, end, shape_, found);
    for (const FusedValue& value : found) {
      values_[left - 1] = value;
      visit(value.begin, left - 1);
    }
  }

  std::string_view row_;
  const Shape& shape_;
  std::size_t columns_;
  FusedBudget& budget_;
  std::vector<FusedSplit>& splits_;
  std::vector<FusedValue> values_;
  std::size_t visits_ = 0;
  bool cut_short_ = false;
};

// A lone small value among large ones is what a misplaced digit looks like.
double plausibility_cost(const FusedSplit& split) {
  std::vector<double> present;
  for (const FusedValue& value : split.values) {
    if (!value.missing) present.push_back(value.value);
  }
  if (present.size() < 2) return present.empty() ? 2.0 : 0.0;
  std::vector<double> sorted = present;
  std::sort(sorted.begin(), sorted.end());
  const double median = sorted[sorted.size() / 2];
  double cost = 0;
  for (const double value : present) {
    if (value < 10 && median >= 25) cost += 0.5;
    if (value > 100) cost += 0.5;
  }
  return cost;
}

double prose_bonus(std::string_view row, const FusedSplit& split, const FusedEvidence& evidence) {
  double bonus = 0;
  for (const FusedValue& value : split.values) {
    if (value.missing || value.end - value.begin < 4) continue;
    const std::string_view text = row.substr(value.begin, value.end - value.begin);
    if (evidence.said(text)) bonus += 0.2;
  }
  return std::min(bonus, 0.8);
}

// Candidate shapes with what it costs to leave the table's own.
struct StyledShape {
  Shape shape;
  double cost = 0;
  double per_whole = 0;
  double per_fewer = 0;
};

std::vector<StyledShape> shapes_of(const FusedStyle& style, const FusedEvidence& evidence) {
  std::vector<StyledShape> shapes;
  const auto shape = [&](bool whole, int decimals, int fewer) {
    return Shape{whole, decimals, fewer, style.wide, style.dash, &evidence.missing_signs()};
  };
  for (int decimals = 0; decimals <= 4; ++decimals) {
    const double cost = decimals == style.decimals ? 0.0 : 1.0;
    if (decimals == 0) {
      shapes.push_back({shape(true, -1, -1), cost, 0, 0});
    } else {
      shapes.push_back({shape(false, decimals, -1), cost, 0, 0});
    }
  }
  const int base = std::max(style.decimals, 1);
  const double mixed = style.mixed ? 0.5 : 0.0;
  shapes.push_back({shape(true, base, -1), 0.8 - mixed, 0.05, 0});
  if (base >= 2) shapes.push_back({shape(true, base, base - 1), 0.9 - mixed, 0.05, 0.1});
  if (base == 1) shapes.push_back({shape(true, 2, 1), 1.2 - mixed, 0.05, 0.05});
  return shapes;
}

double shape_cost(const StyledShape& styled, const FusedSplit& split) {
  double cost = styled.cost;
  for (const FusedValue& value : split.values) {
    if (value.missing) continue;
    if (value.decimals == 0 && styled.shape.decimals > 0) {
      cost += styled.per_whole + (value.value < 10 ? kLoneDigit : 0.0);
    }
    if (value.decimals > 0 && value.decimals == styled.shape.fewer) cost += styled.per_fewer;
  }
  return cost;
}

// A row holds pairs in all of its values or in none.
bool pairs_agree(std::string_view row, const FusedSplit& split) {
  std::size_t pairs = 0;
  std::size_t present = 0;
  for (const FusedValue& value : split.values) {
    if (value.missing) continue;
    ++present;
    const std::string_view text = row.substr(value.begin, value.end - value.begin);
    if (text.find('/') != std::string_view::npos) ++pairs;
  }
  return pairs == 0 || pairs == present;
}

// "41.38" | "-" | "0.01": the hyphen is rather a sign.
bool loses_sign(std::string_view row, const FusedSplit& split) {
  constexpr double kSmall = 2;
  for (std::size_t i = 1; i < split.values.size(); ++i) {
    const FusedValue& left = split.values[i - 1];
    const FusedValue& right = split.values[i];
    const bool hyphen = left.missing && left.end > 0 && row[left.end - 1] == '-';
    if (hyphen && !right.missing && right.value < kSmall) return true;
  }
  return false;
}

// Many splits share a label: each is judged once.
class LabelCosts {
 public:
  LabelCosts(std::string_view row, const FusedStyle& style, const FusedEvidence& evidence)
      : row_(row), style_(style), evidence_(evidence) {}

  double cost(std::size_t end) {
    const auto [entry, added] = costs_.try_emplace(end, 0.0);
    if (added) entry->second = judge(row_.substr(0, end));
    return entry->second;
  }

 private:
  [[nodiscard]] double judge(std::string_view label) const {
    // A dash may fill the last column before the values.
    if (style_.text_columns > 1 && label.size() > 1 && label.back() == '-') {
      return evidence_.label_cost(label.substr(0, label.size() - 1)) + 1.0;
    }
    return evidence_.label_cost(label);
  }

  std::string_view row_;
  const FusedStyle& style_;
  const FusedEvidence& evidence_;
  std::map<std::size_t, double> costs_;
};

// "August 2" | 0 | 24: digits of one number on both sides of the boundary.
bool runs_on(std::string_view row, const FusedSplit& split) {
  const FusedValue& first = split.values.front();
  return split.label_end > 0 && !first.missing && first.decimals == 0 &&
         is_digit(row[split.label_end - 1]);
}

bool same_split(const FusedSplit& a, const FusedSplit& b) {
  return a.label_end == b.label_end &&
         std::equal(a.values.begin(), a.values.end(), b.values.begin(), b.values.end(),
                    [](const FusedValue& x, const FusedValue& y) { return x.begin == y.begin; });
}

}  // namespace

bool FusedSplit::even() const {
  int decimals = -1;
  for (const FusedValue& value : values) {
    if (value.missing || value.wide) continue;
    if (decimals >= 0 && value.decimals != decimals) return false;
    decimals = value.decimals;
  }
  return true;
}

std::size_t count_fused_values(std::string_view row, int decimals, int dash,
                               const FusedEvidence& evidence) {
  const Shape shape{decimals == 0, decimals == 0 ? -1 : decimals, -1, false,
                    dash,          &evidence.missing_signs()};
  std::vector<FusedValue> found;
  std::size_t count = 0;
  std::size_t end = row.size();
  while (end > 0 && count < 64) {
    values_back(row, end, shape, found);
    if (found.empty()) break;
    // Two digits before the point are what most scores have.
    const std::size_t pick = found.size() > 1 ? 1 : 0;
    end = found[pick].begin;
    ++count;
  }
  return count;
}

std::vector<FusedSplit> split_fused_row(std::string_view row, const FusedStyle& style,
                                        const FusedEvidence& evidence, FusedBudget& budget) {
  std::vector<FusedSplit> all;
  LabelCosts labels(row, style, evidence);
  double unseen = FusedEvidence::kImpossible;
  for (const StyledShape& styled : shapes_of(style, evidence)) {
    std::vector<FusedSplit> splits;
    if (!RowSplitter(row, styled.shape, style.columns, budget, splits).run()) {
      unseen = std::min(unseen, styled.cost);
    }
    for (FusedSplit& split : splits) {
      if (!pairs_agree(row, split) || loses_sign(row, split)) continue;
      double label = labels.cost(split.label_end);
      if (runs_on(row, split) && label > kSaid) label += 2.0;
      if (label >= FusedEvidence::kImpossible) continue;
      split.label_cost = label;
      split.cost = label + shape_cost(styled, split) + plausibility_cost(split) -
                   prose_bonus(row, split, evidence);
      all.push_back(std::move(split));
    }
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const FusedSplit& a, const FusedSplit& b) { return a.cost < b.cost; });
  std::vector<FusedSplit> distinct;
  for (FusedSplit& split : all) {
    const bool seen = std::any_of(distinct.begin(), distinct.end(), [&](const FusedSplit& other) {
      return same_split(split, other);
    });
    if (!seen) distinct.push_back(std::move(split));
    if (distinct.size() >= 50) break;
  }
  if (!distinct.empty()) distinct.front().unseen = unseen;
  return distinct;
}

std::string describe_split(std::string_view row, const FusedSplit& split) {
  std::string text(row.substr(0, split.label_end));
  for (const FusedValue& value : split.values) {
    text += " | ";
    text += row.substr(value.begin, value.end - value.begin);
  }
  return text;
}

}  // namespace benchledger
