#include "extractors/fused_table.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "extractors/fused_evidence.h"
#include "extractors/fused_grid.h"
#include "extractors/fused_header.h"
#include "extractors/fused_label.h"
#include "extractors/fused_row.h"
#include "extractors/fused_spec.h"
#include "extractors/text.h"

namespace benchledger {
namespace {

constexpr std::size_t kMaxLine = 1500;  // a longer line is prose
constexpr std::size_t kMaxTableRows = 2000;
constexpr std::size_t kSampleRows = 16;
constexpr std::size_t kMaxColumns = 40;
constexpr std::size_t kHeaderLines = 8;  // lines above the first row that may be header
constexpr std::size_t kMaxSection = 80;
constexpr double kLowerLine = 0.05;      // each line further down reads less like a header
constexpr double kMaxHeaderCost = 0.75;  // per cell
constexpr double kMaxRowCost = 3.5;
constexpr double kMaxLabelCost = 2.7;  // a label that nothing explains costs 3
constexpr double kMaxUneven = 1.1;     // beside its label, for values that differ in decimals
constexpr double kRowMargin = 0.75;    // a rival nearer than this is still a candidate
constexpr std::size_t kCandidatesTold = 5;

// Lines [begin, end) without a blank one between them.
struct LineRun {
  std::size_t begin = 0;
  std::size_t end = 0;
};

bool is_row_like(const Line& line) {
  return !line.bullet && !line.text.text.empty() && line.text.text.size() <= kMaxLine;
}

std::vector<LineRun> find_runs(const std::vector<Line>& lines) {
  std::vector<LineRun> runs;
  std::size_t at = 0;
  while (at < lines.size()) {
    std::size_t end = at;
    while (end < lines.size() && is_row_like(lines[end])) ++end;
    if (end >= at + 2) runs.push_back({at, std::min(end, at + kMaxTableRows)});
    at = std::max(end, at + 1);
  }
  return runs;
}

// "5-shot5-shot3-shot": where each cell of a row of shots ends; empty where
// the row is none.
std::vector<std::size_t> shots_row(std::string_view row) {
  constexpr std::string_view kShot = "-shot";
  std::vector<std::size_t> ends;
  std::size_t at = 0;
  while (at < row.size()) {
    const std::size_t begin = at;
    while (at < row.size() && is_digit(row[at])) ++at;
    if (at == begin || at > begin + 2 || row.substr(at, kShot.size()) != kShot) return {};
    at += kShot.size();
    ends.push_back(at);
  }
  return ends;
}

// One run of lines read as a numeric table.
struct Reading {
  FusedStyle style;
  FusedHeader header;
  std::size_t header_line = 0;
  std::size_t first_row = 0;
  std::size_t solved = 0;  // of the sampled rows
  double score = 0;
};

class NumericRun {
 public:
  NumericRun(const std::vector<Line>& lines, LineRun run, const FusedEvidence& evidence,
             const Rules& rules, FusedBudget& budget, std::vector<Diagnostic>& diagnostics)
      : lines_(lines),
        run_(run),
        evidence_(evidence),
        rules_(rules),
        budget_(budget),
        diagnostics_(diagnostics) {}

  std::vector<FusedTable> solve() {
    std::vector<FusedTable> tables;
    while (run_.end - run_.begin >= 3) {
      std::optional<Reading> reading = best_reading();
      if (!reading) break;
      reading->header =
          cut_fused_header(text(reading->header_line), reading->style.columns, evidence_, true);
      if (mostly_unsure(reading->header)) break;
      const std::size_t end = next_header(*reading);
      if (auto table = build(*reading, end)) tables.push_back(std::move(*table));
      if (end >= run_.end) break;
      run_.begin = end;
    }
    return tables;
  }

 private:
  [[nodiscard]] const std::string& text(std::size_t line) const { return lines_[line].text.text; }

  // Column counts that several rows suggest, each with the decimals and the
  // dash that gave it.
  [[nodiscard]] std::vector<FusedStyle> suggested_styles() const {
    std::map<std::pair<std::size_t, int>, std::map<int, std::size_t>> votes;
    std::map<std::size_t, std::size_t> points;
    for (std::size_t line = run_.begin; line < run_.end; ++line) {
      for (int dash = 1; dash <= 2; ++dash) {
        std::size_t most = 0;
        int decimals = 0;
        for (const int d : {1, 2, 3, 4, 0}) {
          const std::size_t count = count_fused_values(text(line), d, dash, evidence_);
          if (count > most) {
            most = count;
            decimals = d;
          }
        }
        if (most >= 1 && most <= kMaxColumns) ++votes[{most, dash}][decimals];
      }
      const auto dots =
          static_cast<std::size_t>(std::count(text(line).begin(), text(line).end(), '.'));
      if (dots >= 1 && dots < kMaxColumns) ++points[dots];
    }
    std::vector<std::pair<std::size_t, FusedStyle>> ranked;
    for (const auto& [key, by_decimals] : votes) {
      std::size_t total = 0;
      std::size_t most = 0;
      FusedStyle style;
      for (const auto& [decimals, count] : by_decimals) {
        total += count;
        if (count > most) style.decimals = decimals;
        most = std::max(most, count);
      }
      style.columns = key.first;
      style.dash = key.second;
      if (total >= 2) ranked.emplace_back(2 * total + (key.second == 1 ? 1 : 0), style);
    }
    add_wide(points, ranked);
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<FusedStyle> styles;
    for (const auto& [total, style] : ranked) {
      if (styles.size() < 8) styles.push_back(style);
    }
    return styles;
  }

  // A rating beside scores: one more value than there are points.
  static void add_wide(const std::map<std::size_t, std::size_t>& points,
                       std::vector<std::pair<std::size_t, FusedStyle>>& ranked) {
    std::size_t most = 0;
    std::size_t dots = 0;
    for (const auto& [count, times] : points) {
      if (times > most) dots = count;
      most = std::max(most, times);
    }
    if (most < 3) return;
    for (std::size_t extra = 0; extra <= 1; ++extra) {
      FusedStyle style;
      style.columns = dots + extra;
      style.wide = true;
      ranked.emplace_back(most, style);
    }
  }

  // The only split left of a row, or none; `splits` holds the candidates.
  std::optional<FusedSplit> only_split(std::size_t line, const FusedStyle& style,
                                       std::vector<FusedSplit>& splits) {
    splits = split_fused_row(text(line), style, evidence_, budget_);
    if (splits.empty() || splits.front().cost > kMaxRowCost) return std::nullopt;
    if (splits.front().label_cost > kMaxLabelCost) return std::nullopt;
    const FusedSplit& best = splits.front();
    if (best.unseen - (best.cost - best.label_cost) < kRowMargin) return std::nullopt;
    if (!best.even() && best.cost - best.label_cost > kMaxUneven) return std::nullopt;
    if (splits.size() > 1 && splits[1].cost - splits[0].cost < kRowMargin) return std::nullopt;
    return splits.front();
  }

  [[nodiscard]] std::optional<std::size_t> first_row(const FusedStyle& style) {
    const std::size_t last = std::min(run_.end, run_.begin + 2 * kHeaderLines);
    for (std::size_t line = run_.begin; line < last; ++line) {
      const std::vector<FusedSplit> splits = split_fused_row(text(line), style, evidence_, budget_);
      if (!splits.empty() && splits.front().cost <= kMaxRowCost + 1) return line;
    }
    return std::nullopt;
  }

  std::optional<Reading> best_reading() {
    std::optional<Reading> best;
    for (const FusedStyle& style : suggested_styles()) {
      std::optional<Reading> reading = read_as(style);
      if (reading && (!best || reading->score > best->score)) best = std::move(reading);
    }
    return best;
  }

  std::optional<Reading> read_as(const FusedStyle& style) {
    Reading reading;
    reading.style = style;
    const auto first = first_row(style);
    if (!first || *first == run_.begin) return std::nullopt;
    reading.first_row = *first;
    reading.header.cost = FusedEvidence::kImpossible;
    const std::size_t top = *first - run_.begin > kHeaderLines ? *first - kHeaderLines : run_.begin;
    for (std::size_t line = top; line < *first; ++line) {
      if (!shots_row(text(line)).empty()) continue;
      FusedHeader header = cut_fused_header(text(line), style.columns, evidence_, false);
      header.cost += kLowerLine * static_cast<double>(line - top);
      if (header.cost >= reading.header.cost) continue;
      reading.header = std::move(header);
      reading.header_line = line;
    }
    if (reading.header.cost > kMaxHeaderCost) return std::nullopt;
    reading.style.text_columns = std::max<std::size_t>(reading.header.text_columns, 1);
    std::vector<FusedSplit> splits;
    std::size_t sampled = 0;
    reading.style.mixed = mixes_decimals(reading.style, *first);
    for (std::size_t line = *first; line < run_.end && sampled < kSampleRows; ++line, ++sampled) {
      if (only_split(line, reading.style, splits)) ++reading.solved;
    }
    if (reading.solved < 2 || (style.columns == 1 && 2 * reading.solved < sampled)) {
      return std::nullopt;
    }
    // Rows first; among equals the header that reads better, then more values.
    reading.score =
        static_cast<double>(reading.solved) * (1 + 0.1 * static_cast<double>(style.columns)) -
        4 * reading.header.cost - (style.wide ? 1.0 : 0.0);
    return reading;
  }

  // Where most cells of the header are in doubt, so is their number.
  static bool mostly_unsure(const FusedHeader& header) {
    const auto unsure = std::count(header.certain.begin(), header.certain.end(), false);
    return header.cost >= FusedEvidence::kImpossible ||
           2 * static_cast<std::size_t>(unsure) > header.certain.size() - header.text_columns;
  }

  // A tenth of the rows read best with values that differ in decimals: then
  // any other row may as well.
  [[nodiscard]] bool mixes_decimals(const FusedStyle& style, std::size_t first) {
    std::size_t mixed = 0;
    std::size_t even = 0;
    for (std::size_t line = first; line < std::min(run_.end, first + kSampleRows); ++line) {
      const std::vector<FusedSplit> splits = split_fused_row(text(line), style, evidence_, budget_);
      if (splits.empty()) {
        // More ways than the budget has visits: not a row of one shape.
        if (count_fused_values(text(line), 0, 1, evidence_) > 0) ++mixed;
      } else if (splits.front().cost <= kMaxRowCost + 2) {
        ++(splits.front().even() ? even : mixed);
      }
    }
    return mixed > 0 && 10 * mixed >= mixed + even;
  }

  // Where the same header comes again, with its title line: another table.
  [[nodiscard]] std::size_t next_header(const Reading& reading) const {
    for (std::size_t line = reading.first_row; line < run_.end; ++line) {
      if (text(line) != text(reading.header_line)) continue;
      const bool title = line > reading.first_row + 1 && is_section(line - 1);
      return title ? line - 1 : line;
    }
    return run_.end;
  }

  // Words only, in one piece: a title, or the name of the rows below.
  [[nodiscard]] bool is_section(std::size_t line) const {
    const std::string& row = text(line);
    if (row.size() > kMaxSection || row.back() == '.' || row.back() == ':') return false;
    double seams = 0;
    for (std::size_t at = 1; at < row.size(); ++at) seams += seam_at(row, at).keep >= 0.5 ? 1 : 0;
    return seams == 0 || evidence_.said(row) || evidence_.known(row);
  }

  std::optional<FusedTable> build(const Reading& reading, std::size_t end) {
    std::vector<std::size_t> rows;
    std::vector<FusedSplit> splits;
    std::vector<std::string> labels;
    std::vector<Diagnostic> notes;
    std::vector<std::size_t> sections;
    for (std::size_t line = reading.header_line + 1; line < end; ++line) {
      if (!shots_row(text(line)).empty()) continue;
      std::vector<FusedSplit> candidates;
      if (const auto split = only_split(line, reading.style, candidates)) {
        rows.push_back(line);
        splits.push_back(*split);
        labels.push_back(text(line).substr(0, split->label_end));
      } else if (!candidates.empty() && candidates.front().cost < kMaxRowCost + 2) {
        notes.push_back(ambiguous(line, candidates));
      } else if (candidates.empty() && is_section(line)) {
        sections.push_back(line);
      } else {
        notes.push_back(unsplit(line));
      }
    }
    if (rows.size() < 2) return std::nullopt;
    diagnostics_.insert(diagnostics_.end(), notes.begin(), notes.end());
    const auto parts = cut_fused_labels(labels, label_headers(reading), evidence_, rules_);
    return assemble(reading, end, {rows, sections, splits, parts});
  }

  [[nodiscard]] Diagnostic ambiguous(std::size_t line,
                                     const std::vector<FusedSplit>& candidates) const {
    Diagnostic note;
    note.code = "ambiguous-flattened-row";
    note.message = "the cells of this row can be told apart in more than one way: ";
    for (std::size_t i = 0; i < std::min(candidates.size(), kCandidatesTold); ++i) {
      if (i > 0) note.message += "; ";
      note.message += describe_split(text(line), candidates[i]);
    }
    if (candidates.size() > kCandidatesTold) note.message += "; ...";
    note.span = lines_[line].text.source();
    return note;
  }

  [[nodiscard]] Diagnostic unsplit(std::size_t line) const {
    Diagnostic note;
    note.code = "unsplit-flattened-row";
    note.message = "no split of this row gives a value for each column";
    note.span = lines_[line].text.source();
    return note;
  }

  [[nodiscard]] std::vector<std::string> label_headers(const Reading& reading) const {
    const std::string& line = text(reading.header_line);
    std::vector<std::string> headers;
    for (std::size_t i = 0; i < reading.header.text_columns; ++i) {
      headers.push_back(
          line.substr(reading.header.cuts[i], cell_end(reading, i) - reading.header.cuts[i]));
    }
    return headers;
  }

  [[nodiscard]] std::size_t cell_end(const Reading& reading, std::size_t cell) const {
    return cell + 1 < reading.header.cuts.size() ? reading.header.cuts[cell + 1]
                                                 : text(reading.header_line).size();
  }

  // What became of the lines below the header.
  struct Solved {
    std::vector<std::size_t> rows;
    std::vector<std::size_t> sections;
    std::vector<FusedSplit> splits;                            // one for each row
    std::vector<std::optional<std::vector<FusedPart>>> parts;  // one for each row
  };

  FusedTable assemble(const Reading& reading, std::size_t end, const Solved& solved) {
    const std::size_t text_columns = reading.style.text_columns;
    FusedGrid grid(text_columns + reading.style.columns);
    FusedTable fused;
    fused.first_line = put_titles(reading, grid);
    put_header(reading, grid);
    std::size_t next = 0;
    for (std::size_t line = reading.header_line + 1; line < end; ++line) {
      if (!shots_row(text(line)).empty()) continue;
      if (next < solved.rows.size() && solved.rows[next] == line) {
        if (solved.parts[next]) {
          put_row(reading, line, solved.splits[next], *solved.parts[next], grid);
        }
        ++next;
      } else if (line + 1 < end &&
                 std::binary_search(solved.sections.begin(), solved.sections.end(), line)) {
        grid.begin_row();
        grid.put(0, text_columns + reading.style.columns,
                 slice(lines_[line].text, 0, text(line).size()), false);
      }
    }
    fused.last_line = end - 1;
    fused.table = grid.take(
        {lines_[fused.first_line].text.source().start, lines_[fused.last_line].text.source().end});
    return fused;
  }

  // The header may be the lower of two: "Fraud" over one cell for each model.
  std::size_t put_titles(const Reading& reading, FusedGrid& grid) {
    if (reading.header_line == run_.begin) return reading.header_line;
    const std::size_t above = reading.header_line - 1;
    if (put_groups(reading, above, grid)) return above;
    if (!is_section(above)) return reading.header_line;
    grid.begin_row();
    grid.put(0, reading.style.text_columns + reading.style.columns,
             slice(lines_[above].text, 0, text(above).size()), true);
    return above;
  }

  bool put_groups(const Reading& reading, std::size_t line, FusedGrid& grid) {
    const std::size_t columns = reading.style.columns;
    const std::size_t offset = reading.header.text_columns;
    const std::string& names = text(reading.header_line);
    const auto name = [&](std::size_t i) {
      const std::size_t begin = reading.header.cuts[offset + i];
      return names.substr(begin, cell_end(reading, offset + i) - begin);
    };
    for (std::size_t period = 2; period <= columns / 2; ++period) {
      if (columns % period != 0) continue;
      bool repeats = true;
      for (std::size_t i = period; i < columns && repeats; ++i)
        repeats = name(i) == name(i - period);
      if (!repeats) continue;
      const FusedHeader groups = cut_fused_header(text(line), columns / period, evidence_);
      if (groups.cost > kMaxHeaderCost) return false;
      grid.begin_row();
      for (std::size_t i = 0; i < columns / period; ++i) {
        const std::size_t cell = groups.text_columns + i;
        const std::size_t end =
            cell + 1 < groups.cuts.size() ? groups.cuts[cell + 1] : text(line).size();
        if (!groups.certain[cell]) continue;
        grid.put(reading.style.text_columns + i * period, period,
                 slice(lines_[line].text, groups.cuts[cell], end), true);
      }
      grid.fill();
      return true;
    }
    return false;
  }

  void put_header(const Reading& reading, FusedGrid& grid) {
    grid.begin_row();
    const std::size_t shift = reading.style.text_columns - reading.header.text_columns;
    const SourceText& line = lines_[reading.header_line].text;
    for (std::size_t i = 0; i < reading.header.cuts.size(); ++i) {
      const bool shown = i < reading.header.text_columns || reading.header.certain[i];
      grid.put(i + shift, 1,
               shown ? slice(line, reading.header.cuts[i], cell_end(reading, i)) : SourceText{},
               true);
    }
    grid.fill();
    for (std::size_t below = reading.header_line + 1; below < reading.first_row; ++below) {
      put_shots(reading, below, grid);
    }
    grid.set_head_rows();
  }

  void put_shots(const Reading& reading, std::size_t line, FusedGrid& grid) {
    const std::vector<std::size_t> ends = shots_row(text(line));
    if (ends.size() != reading.style.columns) return;
    grid.begin_row();
    for (std::size_t i = 0; i < ends.size(); ++i) {
      grid.put(reading.style.text_columns + i, 1,
               slice(lines_[line].text, i == 0 ? 0 : ends[i - 1], ends[i]), true);
    }
    grid.fill();
  }

  void put_row(const Reading& reading, std::size_t line, const FusedSplit& split,
               const std::vector<FusedPart>& parts, FusedGrid& grid) {
    grid.begin_row();
    const SourceText& source = lines_[line].text;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (parts[i].end > parts[i].begin) {
        grid.put(i, 1, slice(source, parts[i].begin, parts[i].end), false);
      }
    }
    for (std::size_t i = 0; i < split.values.size(); ++i) {
      const std::size_t cell = reading.header.text_columns + i;
      if (!reading.header.certain[cell]) {
        grid.leave_out();
        continue;
      }
      grid.put(reading.style.text_columns + i, 1,
               slice(source, split.values[i].begin, split.values[i].end), false);
    }
    grid.fill();
  }

  const std::vector<Line>& lines_;
  LineRun run_;
  const FusedEvidence& evidence_;
  const Rules& rules_;
  FusedBudget& budget_;
  std::vector<Diagnostic>& diagnostics_;
};

FusedEvidence learn_page(const std::vector<Line>& lines, const std::vector<LineRun>& runs,
                         const Names& names, const Rules& rules) {
  FusedEvidence evidence(names, rules);
  auto run = runs.begin();
  for (std::size_t line = 0; line < lines.size(); ++line) {
    while (run != runs.end() && run->end <= line) ++run;
    if (run != runs.end() && line >= run->begin) continue;
    evidence.learn(lines[line].text.text);
  }
  return evidence;
}

}  // namespace

std::vector<FusedTable> solve_fused_tables(const std::vector<Line>& lines, const Names& names,
                                           const Rules& rules,
                                           std::vector<Diagnostic>& diagnostics) {
  const std::vector<LineRun> runs = find_runs(lines);
  std::vector<FusedTable> tables;
  if (runs.empty()) return tables;
  const FusedEvidence evidence = learn_page(lines, runs, names, rules);
  FusedBudget budget;
  for (const LineRun& run : runs) {
    if (auto spec = solve_fused_spec(lines, run.begin, run.end, rules)) {
      tables.push_back(std::move(*spec));
      continue;
    }
    for (FusedTable& table : NumericRun(lines, run, evidence, rules, budget, diagnostics).solve()) {
      tables.push_back(std::move(table));
    }
  }
  return tables;
}

}  // namespace benchledger
