#include "extractors/fused_header.h"

#include <algorithm>
#include <utility>

#include "extractors/text.h"

namespace benchledger {
namespace {

constexpr double kNever = FusedEvidence::kImpossible;
constexpr std::size_t kMaxCell = 80;
constexpr std::size_t kMaxWord = 24;
constexpr std::size_t kMaxTextColumns = 4;
constexpr std::size_t kLongCapitals = 7;
constexpr double kQuantityCost = 2.6;
constexpr double kShiftMargin = 0.3;
constexpr double kMargin = 0.5;      // a cut whose best rival is nearer than this is uncertain
constexpr double kHardestCut = 1.0;  // inside a word or a number no cell begins
constexpr double kWeakCut = 0.5;
constexpr double kStrongSeam = 0.8;
constexpr double kInsideWord = 0.9;
constexpr double kKnownName = 0.2;  // said or known as it stands costs no more
constexpr double kFaintCut = 0.15;  // from here on a cell must be a name by itself

bool is_word_byte(char c) {
  return is_letter(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80;
}

bool balanced(std::string_view text) {
  return std::count(text.begin(), text.end(), '(') == std::count(text.begin(), text.end(), ')') &&
         std::count(text.begin(), text.end(), '[') == std::count(text.begin(), text.end(), ']');
}

// "Claude Opus 4 (w/o thinking)" -> "Claude Opus 4"; "GPQA [^8]" -> "GPQA".
std::string_view without_groups(std::string_view text) {
  while (!text.empty() && (text.back() == ')' || text.back() == ']' || text.back() == '*')) {
    const std::size_t open =
        text.back() == '*' ? text.size() - 1 : text.find_last_of("([", text.size() - 1);
    if (open == std::string_view::npos || open == 0) break;
    text = text.substr(0, open);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  }
  return text;
}

// "57.41B", "32K", "5-shot": stands in a row below a header, not in it.
bool is_quantity(std::string_view text) {
  const std::size_t digits = text.find_first_not_of("0123456789.,");
  if (digits == 0) return false;
  return digits == std::string_view::npos || text.size() - digits <= 1 || text[digits] == '-';
}

// "MBPPBBHCMMLU" is rather several acronyms than one.
bool all_capitals(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

class HeaderCutter {
 public:
  HeaderCutter(std::string_view text, const FusedEvidence& evidence)
      : text_(text), evidence_(evidence) {}

  FusedHeader cut(std::size_t values, bool certainty) {
    collect_seams();
    FusedHeader best;
    best.cost = kNever;
    double total = kNever;
    double rival = kNever;
    for (std::size_t extra = 0; extra <= kMaxTextColumns; ++extra) {
      FusedHeader header = cut_into(values, extra);
      const double cost = header.cost * static_cast<double>(values + extra);
      rival = std::min(rival, std::max(cost, total));
      if (cost >= total) continue;
      total = cost;
      best = std::move(header);
    }
    // One cell more or less shifts every column: better none than the wrong one.
    if (rival - total < kShiftMargin) best.cost = kNever;
    if (best.cost < kNever && miscounts(best)) best.cost = kNever;
    if (certainty && best.cost < kNever) judge_cuts(best);
    return best;
  }

 private:
  void collect_seams() {
    seams_.push_back({0, 0, 0});
    for (std::size_t at = 1; at < text_.size(); ++at) {
      Seam seam = seam_at(text_, at);
      if (seam.cut > kHardestCut) continue;
      if (inside_word(at)) {
        seam.cut += 1.0;
        seam.keep = 0;
      }
      seams_.push_back(seam);
    }
    seams_.push_back({text_.size(), 0, 0});
    judged_.resize(seams_.size() * seams_.size());
  }

  // The letters and digits around `at` are one word somewhere on the page.
  [[nodiscard]] bool inside_word(std::size_t at) const {
    std::size_t begin = at;
    std::size_t end = at;
    while (begin > 0 && at - begin < kMaxWord && is_word_byte(text_[begin - 1])) --begin;
    while (end < text_.size() && end - at < kMaxWord && is_word_byte(text_[end])) ++end;
    // The cell's word ends somewhere in the run: try the ends that seams offer.
    for (std::size_t stop = at + 1; stop <= end; ++stop) {
      const bool seam = stop == end || seam_at(text_, stop).keep >= 0.3;
      if (!seam) continue;
      for (std::size_t start = begin; start < at; ++start) {
        if (start != begin && seam_at(text_, start).keep < 0.3) continue;
        if (evidence_.is_word(text_.substr(start, stop - start))) return true;
      }
    }
    return false;
  }

  // text between two seams as one cell, judged once.
  struct Judged {
    double cost = -1;
    bool supported = false;
    bool column = false;  // a heading such as "Benchmark" or "# Shots"
  };

  const Judged& judge(std::size_t from, std::size_t to) {
    Judged& judged = judged_[from * seams_.size() + to];
    if (judged.cost < 0) {
      judged = judge_cell(from, to);
      judged.column =
          judged.cost < kNever && evidence_.known_column(without_groups(cell(from, to)));
    }
    return judged;
  }

  [[nodiscard]] std::string_view cell(std::size_t from, std::size_t to) const {
    return text_.substr(seams_[from].at, seams_[to].at - seams_[from].at);
  }

  Judged judge_cell(std::size_t from, std::size_t to) const {
    const std::string_view name = cell(from, to);
    if (name.size() > kMaxCell || !balanced(name) || name.back() == ' ') return {kNever};
    if (name.back() == '-' || name.back() == '/') return {kNever};
    if (is_quantity(name)) return {kQuantityCost};
    if (name.compare(0, 3, "↑") == 0 || name.compare(0, 3, "↓") == 0) return {kNever};
    const std::string_view core = without_groups(name);
    const bool said = evidence_.said(core) || evidence_.known_column(core);
    if (said) return {0, true};
    double seams = 0;
    for (std::size_t i = from + 1; i < to; ++i) seams += seams_[i].keep;
    if (evidence_.known(core)) return {0.1 + 0.5 * seams, true};
    double cost = 0.6 + 1.2 * seams;
    const bool alike = evidence_.likeness(core) >= 0.7;
    if (alike) cost -= 0.3;
    const char first = name.front();
    if (first >= 'a' && first <= 'z') cost += 0.5;
    if (core.size() < 3) cost += 1.6;
    if (core.size() >= kLongCapitals && all_capitals(core)) cost += 0.7;
    return {cost, alike && seams < 0.5};
  }

  double cell_cost(std::size_t from, std::size_t to) {
    const Judged& judged = judge(from, to);
    if (judged.cost >= kNever) return kNever;
    // Cutting where nothing shows takes a name on its right.
    const double cut = seams_[from].cut;
    return judged.cost + (judged.supported ? 0.4 * cut : cut + (cut >= kWeakCut ? 1.0 : 0.0));
  }

  // best_[k][i]: cheapest way to cut text up to seam i into k cells.
  FusedHeader cut_into(std::size_t values, std::size_t extra) {
    const std::size_t cells = values + extra;
    const std::size_t ends = seams_.size();
    FusedHeader header;
    header.cost = kNever;
    if (cells == 0 || ends < cells + 1) return header;
    std::vector<std::vector<double>> best(cells + 1, std::vector<double>(ends, kNever));
    std::vector<std::vector<std::size_t>> from(cells + 1, std::vector<std::size_t>(ends, 0));
    best[0][0] = 0;
    for (std::size_t k = 1; k <= cells; ++k) {
      for (std::size_t i = k; i < ends; ++i) relax(best, from, k, i, k <= extra, extra);
    }
    if (best[cells][ends - 1] >= kNever) return header;
    header.text_columns = extra;
    header.cost = (best[cells][ends - 1] + (extra == 0 ? 0.4 : 0.0)) / static_cast<double>(cells);
    header.cuts.resize(cells);
    for (std::size_t k = cells, i = ends - 1; k > 0; --k) {
      i = from[k][i];
      header.cuts[k - 1] = seams_[i].at;
    }
    return header;
  }

  void relax(std::vector<std::vector<double>>& best, std::vector<std::vector<std::size_t>>& from,
             std::size_t k, std::size_t i, bool names_labels, std::size_t extra) {
    for (std::size_t j = i; j-- > k - 1;) {
      if (seams_[i].at - seams_[j].at > kMaxCell) break;
      if (best[k - 1][j] >= kNever || forbidden_ == j) continue;
      double cost = cell_cost(j, i);
      if (cost >= kNever) continue;
      cost += column_cost(j, i, names_labels, extra);
      if (cost >= kNever) continue;
      if (best[k - 1][j] + cost < best[k][i]) {
        best[k][i] = best[k - 1][j] + cost;
        from[k][i] = j;
      }
    }
  }

  // Columns before the values carry words such as "Benchmark" or "# Shots",
  // those over the values never do.
  double column_cost(std::size_t from, std::size_t to, bool names_labels, std::size_t extra) {
    if (!names_labels) return judge(from, to).column ? kNever : 0.0;
    if (judge(from, to).column) return 0;
    const std::string_view name = cell(from, to);
    const bool digit = std::any_of(name.begin(), name.end(), is_digit);
    return (extra == 1 ? 0.6 : 0.9) + (digit ? 1.0 : 0.0);
  }

  // A cell over values that hides the heading of another column
  // ("AttemptsDate% Resolved"), or two that are one name ("Intern", "LM3"):
  // every column is shifted.
  [[nodiscard]] bool miscounts(const FusedHeader& header) {
    for (std::size_t k = header.text_columns; k < header.cuts.size(); ++k) {
      const std::size_t from = seam_index(header.cuts[k]);
      const std::size_t to = end_seam(header, k);
      if (hides_column(from, to)) return true;
      if (seams_[from].cut >= kInsideWord && judge(from, to).cost > kKnownName) return true;
      if (k + 1 == header.cuts.size()) continue;
      const std::size_t next = end_seam(header, k + 1);
      const bool sure = judge(from, to).supported && judge(to, next).supported;
      const std::string_view left = cell(from, to);
      const bool word = std::all_of(left.begin(), left.end(), is_letter);
      if (!sure && word && evidence_.known(without_groups(cell(from, next)))) return true;
    }
    return false;
  }

  [[nodiscard]] std::size_t end_seam(const FusedHeader& header, std::size_t k) const {
    return k + 1 < header.cuts.size() ? seam_index(header.cuts[k + 1]) : seams_.size() - 1;
  }

  [[nodiscard]] bool hides_column(std::size_t from, std::size_t to) {
    if (judge(from, to).supported && judge(from, to).cost <= kWeakCut) return false;
    std::vector<std::size_t> strong = {from};
    for (std::size_t i = from + 1; i < to; ++i) {
      if (seams_[i].keep >= kStrongSeam) strong.push_back(i);
    }
    strong.push_back(to);
    for (std::size_t i = 0; i + 1 < strong.size() && strong.size() > 2; ++i) {
      const std::string_view piece = cell(strong[i], strong[i + 1]);
      const auto end = std::find_if_not(piece.begin(), piece.end(), is_letter);
      const auto word = piece.substr(0, static_cast<std::size_t>(end - piece.begin()));
      if (evidence_.known_column(piece) || evidence_.known_column(word)) return true;
    }
    return false;
  }

  [[nodiscard]] std::size_t seam_index(std::size_t at) const {
    const auto seam = std::find_if(seams_.begin(), seams_.end(),
                                   [&](const Seam& candidate) { return candidate.at == at; });
    return static_cast<std::size_t>(seam - seams_.begin());
  }

  // A cut is certain where a name or a clear seam shows it and every reading without it is clearly
  // worse.
  void judge_cuts(FusedHeader& header) {
    const std::size_t cells = header.cuts.size();
    header.certain.assign(cells, true);
    for (std::size_t k = 0; k < cells; ++k) {
      const std::size_t from = seam_index(header.cuts[k]);
      const std::size_t to = k + 1 < cells ? seam_index(header.cuts[k + 1]) : seams_.size() - 1;
      const bool faint = seams_[from].cut >= kFaintCut || seams_[to].cut >= kFaintCut;
      if (faint && !judge(from, to).supported) header.certain[k] = false;
    }
    const double total = header.cost * static_cast<double>(cells);
    for (std::size_t k = 1; k < cells; ++k) {
      forbidden_ = seam_index(header.cuts[k]);
      const FusedHeader rival = cut_into(cells - header.text_columns, header.text_columns);
      forbidden_ = static_cast<std::size_t>(-1);
      if (rival.cost >= kNever) continue;
      if (rival.cost * static_cast<double>(cells) - total >= kMargin) continue;
      // Every cell the rival shifts is in doubt, not only those at the cut.
      for (std::size_t i = 0; i < cells; ++i) {
        const bool same_end = i + 1 == cells || rival.cuts[i + 1] == header.cuts[i + 1];
        if (rival.cuts[i] == header.cuts[i] && same_end) continue;
        // "GSM8K" and "GPQA" against "GSM8" and "KGPQA": nobody knows the latter.
        const bool known =
            judge(seam_index(header.cuts[i]), end_seam(header, i)).cost <= kKnownName;
        const bool rival_known =
            judge(seam_index(rival.cuts[i]), end_seam(rival, i)).cost <= kKnownName;
        if (!known || rival_known) header.certain[i] = false;
      }
    }
  }

  std::string_view text_;
  const FusedEvidence& evidence_;
  std::vector<Seam> seams_;
  std::vector<Judged> judged_;
  std::size_t forbidden_ = static_cast<std::size_t>(-1);
};

}  // namespace

FusedHeader cut_fused_header(std::string_view text, std::size_t values,
                             const FusedEvidence& evidence, bool certainty) {
  FusedHeader none;
  none.cost = kNever;
  if (text.empty() || text.size() > kMaxHeaderBytes || values == 0) return none;
  return HeaderCutter(text, evidence).cut(values, certainty);
}

}  // namespace benchledger
