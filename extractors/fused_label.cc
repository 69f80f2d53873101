#include "extractors/fused_label.h"

#include <algorithm>
#include <map>
#include <utility>

#include "extractors/text.h"

namespace benchledger {
namespace {

constexpr double kNever = FusedEvidence::kImpossible;
constexpr double kMargin = 0.4;
constexpr std::size_t kMaxSuffix = 48;
constexpr std::size_t kMaxLabel = 160;
constexpr std::size_t kMaxContinued = 24;

using Parts = std::vector<FusedPart>;

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

// "5", "3-5", "25-shot": what it costs to take `text` for a number of shots.
double shots_cost(std::string_view text) {
  constexpr std::string_view kShot = "-shot";
  const bool worded =
      text.size() > kShot.size() && lower_ascii(text.substr(text.size() - kShot.size())) == kShot;
  if (worded) text.remove_suffix(kShot.size());
  const std::size_t dash = text.find('-');
  if (dash != std::string_view::npos && all_digits(text.substr(0, dash))) {
    text = text.substr(dash + 1);
  }
  if (!all_digits(text) || text.size() > 2) return kNever;
  const int shots = text.size() == 1 ? text[0] - '0' : (text[0] - '0') * 10 + (text[1] - '0');
  if (text.size() == 2 && text[0] == '0') return kNever;
  const bool usual = shots <= 8 || shots == 10 || shots == 25 || shots == 32 || shots == 64;
  return (usual ? 0.2 : 2.0) + (worded ? 0.0 : 0.3);
}

bool is_blank_mark(std::string_view text) { return text == "-" || text == "n/a" || text == "N/A"; }

// A column begins where the kind of character changes, or as a number.
bool may_begin(std::string_view label, std::size_t at) {
  if (seam_at(label, at).cut >= kNever) return false;
  if (!is_letter(label[at])) return true;
  const bool small = label[at] >= 'a' && label[at] <= 'z';
  // "128K", "0.6B": a letter that belongs to the number before it.
  const bool unit =
      is_digit(label[at - 1]) && (at + 1 == label.size() || !is_letter(label[at + 1]));
  return !unit && !(small && is_letter(label[at - 1]));
}

// A name has a letter, and more than that.
bool may_be_name(std::string_view text) {
  return text.size() >= 2 && std::any_of(text.begin(), text.end(), [](char c) {
           return is_letter(c) || static_cast<unsigned char>(c) >= 0x80;
         });
}

class LabelCutter {
 public:
  LabelCutter(const std::vector<std::string>& labels, std::vector<bool> named, bool category,
              const FusedEvidence& evidence)
      : labels_(labels),
        columns_(named.size()),
        named_(std::move(named)),
        category_(category),
        evidence_(evidence) {
    count_suffixes();
  }

  std::vector<std::optional<Parts>> cut() {
    std::vector<std::optional<Parts>> cuts;
    std::size_t whole = 0;
    for (const std::string& label : labels_) {
      cuts.push_back(cut_label(label));
      if (cuts.back()) ++whole;
    }
    if (2 * whole > labels_.size()) return cuts;
    // Most rows show only the last column: they continue the row above.
    for (std::size_t i = 0; i < labels_.size(); ++i) {
      if (cuts[i] || !continues(labels_[i])) continue;
      Parts parts(columns_);
      parts.back() = {0, labels_[i].size()};
      cuts[i] = parts;
    }
    return cuts;
  }

 private:
  // A candidate: where the columns after the name begin.
  struct Candidate {
    std::vector<std::size_t> begins;
    double cost = 0;
  };

  void count_suffixes() {
    for (const std::string& label : labels_) {
      if (label.size() > kMaxLabel) continue;
      for (std::size_t at = 1; at < label.size(); ++at) {
        if (label.size() - at > kMaxSuffix || !may_begin(label, at)) continue;
        ++suffixes_[label.substr(at)];
      }
    }
  }

  static std::size_t strong_seams(std::string_view label) {
    std::size_t seams = 0;
    for (std::size_t at = 1; at < label.size(); ++at) {
      if (seam_at(label, at).keep >= 0.8) ++seams;
    }
    return seams;
  }

  // A plain word or two, such as a language.
  static bool continues(std::string_view label) {
    return label.size() <= kMaxContinued && strong_seams(label) == 0 &&
           std::none_of(label.begin(), label.end(), is_digit);
  }

  // Columns behind the name.
  [[nodiscard]] std::size_t first_tail() const { return category_ ? 2 : 1; }

  // Cost of label[at, end) being a column of its own.
  [[nodiscard]] double column_cost(std::string_view label, std::size_t at, std::size_t end) const {
    const std::string_view text = label.substr(at, end - at);
    if (is_blank_mark(text)) return 0.2;
    const Seam seam = seam_at(label, at);
    double cost = shots_cost(text);
    if (is_digit(text.front()) && is_digit(label[at - 1])) return cost;
    if (end == label.size()) {
      const auto found = suffixes_.find(std::string(text));
      const std::size_t times = found == suffixes_.end() ? 0 : found->second;
      if (times >= 2) {
        const double share = static_cast<double>(times) / static_cast<double>(labels_.size());
        cost = std::min(cost, 0.5 - 0.3 * std::min(1.0, 2 * share));
      }
    }
    if (!category_ && seam.keep >= 0.8 && strong_seams(label) == 1) cost = std::min(cost, 0.7);
    if (is_letter(text.front()) && !is_letter(label[at - 1]) && is_digit(label[at - 1])) {
      cost = std::min(cost, 0.9);  // "5macro_avg": a word starts where digits end
    }
    return cost;
  }

  void extend(std::string_view label, std::size_t end, std::size_t left, Candidate& partial,
              std::vector<Candidate>& found) const {
    if (left == 0) {
      if (!may_be_name(label.substr(0, end))) return;
      const double name = evidence_.label_cost(label.substr(0, end));
      if (name < kNever) found.push_back({partial.begins, partial.cost + name});
      return;
    }
    const std::size_t floor = end > kMaxSuffix ? end - kMaxSuffix : 0;
    for (std::size_t at = end - 1; at > floor; --at) {
      const bool mark = is_blank_mark(label.substr(at, end - at)) && label[at - 1] != ' ';
      if (!mark && !may_begin(label, at)) continue;
      if (named_[first_tail() + left - 1] && !may_be_name(label.substr(at, end - at))) continue;
      const double cost = column_cost(label, at, end);
      if (cost >= kNever) continue;
      partial.begins.push_back(at);
      partial.cost += cost;
      extend(label, at, left - 1, partial, found);
      partial.cost -= cost;
      partial.begins.pop_back();
    }
  }

  [[nodiscard]] std::optional<Parts> cut_label(std::string_view label) const {
    if (label.size() > kMaxLabel) return std::nullopt;
    const std::size_t tail = columns_ - 1 - (category_ ? 1 : 0);
    std::vector<Candidate> found;
    Candidate partial;
    extend(label, label.size(), tail, partial, found);
    if (found.empty()) return std::nullopt;
    std::stable_sort(found.begin(), found.end(),
                     [](const Candidate& a, const Candidate& b) { return a.cost < b.cost; });
    if (found.size() > 1 && found[1].cost - found[0].cost < kMargin) return std::nullopt;
    Parts parts(columns_);
    std::size_t end = label.size();
    for (std::size_t i = 0; i < tail; ++i) {
      parts[columns_ - 1 - i] = {found[0].begins[i], end};
      end = found[0].begins[i];
    }
    const std::size_t name = category_ ? name_begin(label.substr(0, end)) : 0;
    if (category_) parts[0] = {0, name};
    parts[category_ ? 1 : 0] = {name, end};
    return parts;
  }

  // Where the name begins behind a category: at the seam whose rest is a name.
  [[nodiscard]] std::size_t name_begin(std::string_view label) const {
    if (evidence_.said(label) || evidence_.known(label)) return 0;
    std::size_t only = 0;
    std::size_t seams = 0;
    for (std::size_t at = 2; at < label.size(); ++at) {
      const Seam seam = seam_at(label, at);
      if (seam.cut >= kNever || seam.keep < 0.05) continue;
      const std::string_view rest = label.substr(at);
      if (evidence_.said(rest) || evidence_.known(rest)) return at;
      if (seam.keep >= 0.8) {
        only = at;
        ++seams;
      }
    }
    return seams == 1 ? only : 0;
  }

  const std::vector<std::string>& labels_;
  std::size_t columns_;
  std::vector<bool> named_;  // per column: its header says that it holds names
  bool category_;
  const FusedEvidence& evidence_;
  std::map<std::string, std::size_t> suffixes_;
};

bool contains(const std::vector<std::string>& words, std::string_view text) {
  const std::string key = name_key(text);
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& word) { return name_key(word) == key; });
}

}  // namespace

std::vector<std::optional<std::vector<FusedPart>>> cut_fused_labels(
    const std::vector<std::string>& labels, const std::vector<std::string>& headers,
    const FusedEvidence& evidence, const Rules& rules) {
  const std::size_t columns = std::max<std::size_t>(headers.size(), 1);
  if (columns == 1) {
    std::vector<std::optional<Parts>> cuts;
    for (const std::string& label : labels) cuts.push_back(Parts{{0, label.size()}});
    return cuts;
  }
  const bool category = contains(rules.word_list("header_category"), headers.front());
  std::vector<bool> named;
  for (const std::string& header : headers) {
    named.push_back(contains(rules.word_list("header_model"), header) ||
                    contains(rules.word_list("header_benchmark"), header));
  }
  return LabelCutter(labels, std::move(named), category, evidence).cut();
}

}  // namespace benchledger
