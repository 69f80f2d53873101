#include "extractors/table_layout.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "extractors/pattern.h"
#include "extractors/text.h"

namespace benchledger {
namespace {

bool equals_any(std::string_view text, const std::vector<std::string>& words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

// `words` are folded; `text` is folded and padded by the caller.
// Chinese sets no spaces between words: there a part of one will do.
bool contains_any(const std::string& padded, const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    const bool spaced = static_cast<unsigned char>(word.front()) < 0xE3;
    return padded.find(spaced ? " " + word + " " : word) != std::string::npos;
  });
}

bool is_shots(std::string_view text) {
  static const Pattern kShots(
      R"((?:\d{1,2}(?:\s*-\s*\d{1,2})?|zero|few|one|five|n|\d{1,2}\+\d{1,2})[- ]?shots?\b.{0,24}|\d{1,2}(?:-\d{1,2})?|-)");
  return kShots.matches_all(text);
}

bool is_size(std::string_view text) {
  static const Pattern kSize(
      R"(~?\d+(?:\.\d+)?\s*[kmbt]\b.{0,20}|\d+(?:\.\d+)?[bm]?[- ]?a\d+(?:\.\d+)?b|\d+x\d+b|-|n/?a|unknown)");
  return kSize.matches_all(text);
}

struct Counts {
  std::size_t score = 0;
  std::size_t missing = 0;
  std::size_t other = 0;  // anything printed that is no score
  std::size_t filled() const { return score + other; }
};

class LayoutReader {
  static constexpr std::size_t kMostHeaderRows = 12;

 public:
  LayoutReader(const Table& table, const Rules& rules) : table_(table), rules_(rules) {}

  Layout read() {
    parse_values();
    find_blank_rows();
    find_header_rows();
    find_body_rows();
    find_columns();
    set_derived_columns_aside();
    set_reference_columns_aside();
    settle_header_rows();
    read_body();
    find_derived_rows();
    return std::move(layout_);
  }

 private:
  const CellValue& value(std::size_t row, std::size_t column) const {
    return layout_.values.at(row, column);
  }

  void parse_values() {
    layout_.numbers = number_style(table_);
    std::vector<CellValue> values;
    values.reserve(table_.cells.size());
    for (const Cell& cell : table_.cells) values.push_back(parse_stacked(cell));
    find_differences(values, table_.columns, table_.rows, 1, table_.columns);
    find_differences(values, table_.rows, table_.columns, table_.columns, 1);
    layout_.values = CellValues(table_, std::move(values));
  }

  // Beside "+5.3" in its row or column, and beside nothing else but such, "-2.0"
  // and "0.0" are differences too.
  void find_differences(std::vector<CellValue>& values, std::size_t lines, std::size_t length,
                        std::size_t line_step, std::size_t step) const {
    for (std::size_t line = 0; line < lines; ++line) {
      std::vector<CellValue*> others;
      bool signs = false;
      bool scores = false;
      for (std::size_t at = 0; at < length; ++at) {
        const std::size_t cell = table_.grid[line * line_step + at * step];
        if (cell == Table::kNone) continue;
        CellValue& read = values[cell];
        signs = signs || read.kind == CellKind::kDelta;
        if (read.kind != CellKind::kScore) continue;
        scores = scores || read.parts[0].value > 0;
        others.push_back(&read);
      }
      if (!signs || scores) continue;
      for (CellValue* other : others) other->kind = CellKind::kDelta;
    }
  }

  // A stack of scores counts as a score for the anatomy.
  CellValue parse_stacked(const Cell& cell) const {
    CellValue whole = parse_cell(cell.text.text, cell.marks, cell.image, rules_, layout_.numbers);
    if (whole.kind == CellKind::kScore && whole.parts.size() < 2) return whole;
    const auto lines = cell_lines(cell);
    if (lines.size() < 2) return whole;
    CellValue first;
    std::size_t words = 0;
    for (const CellLine& line : lines) {
      CellValue read = parse_cell(line.text, line.marks, false, rules_, layout_.numbers);
      if (read.kind == CellKind::kWords) {
        ++words;  // "Retail" over "81.4%"
      } else if (read.kind != CellKind::kScore && read.kind != CellKind::kMissing) {
        return whole;
      }
      if (read.kind == CellKind::kScore && first.parts.empty()) first = std::move(read);
    }
    return first.parts.empty() || words * 2 > lines.size() ? whole : first;
  }

  // -- header rows --

  bool spans_all(std::size_t row) const {
    const Cell* cell = table_.at(row, 0);
    return cell != nullptr && table_.columns > 1 && cell->column_span >= table_.columns &&
           !cell->text.text.empty();
  }

  bool is_blank_row(std::size_t row) const { return blank_[row]; }

  void find_blank_rows() {
    blank_.assign(table_.rows, true);
    for (std::size_t row = 0; row < table_.rows; ++row) {
      for (std::size_t column = 0; blank_[row] && column < table_.columns; ++column) {
        blank_[row] = table_.text(row, column).empty();
      }
    }
  }

  Counts count_row(std::size_t row) const {
    Counts counts;
    for (std::size_t column = 1; column < table_.columns; ++column) count(row, column, counts);
    return counts;
  }

  void count(std::size_t row, std::size_t column, Counts& counts) const {
    switch (value(row, column).kind) {
      case CellKind::kScore:
        ++counts.score;
        break;
      case CellKind::kEmpty:
      case CellKind::kMissing:
      case CellKind::kBound:
        ++counts.missing;
        break;
      default:
        ++counts.other;
        break;
    }
  }

  // A header line of bare whole numbers: years, lengths, levels.
  bool only_whole_numbers(std::size_t row) const {
    for (std::size_t column = 0; column < table_.columns; ++column) {
      const CellValue& cell = value(row, column);
      if (cell.kind != CellKind::kScore) continue;
      if (cell.parts.size() != 1 || cell.parts[0].decimals > 0 || cell.parts[0].percent)
        return false;
    }
    return true;
  }

  bool marked_header(std::size_t row) const {
    if (row < table_.head_rows) return true;
    std::size_t headers = 0;
    std::size_t filled = 0;
    for (std::size_t column = 0; column < table_.columns; ++column) {
      const Cell* cell = table_.at(row, column);
      if (cell == nullptr || cell->text.text.empty()) continue;
      ++filled;
      if (cell->header) ++headers;
    }
    return filled > 1 && headers == filled;
  }

  bool continues_header(std::size_t row) const {
    const Counts counts = count_row(row);
    const std::size_t previous = row - 1;
    if (counts.score > 0) {
      return marked_header(row) && only_whole_numbers(row) && !marked_header_throughout();
    }
    if (is_blank_row(row)) return false;
    if (spans_all(row)) return false;
    if (marked_header(row) && counts.other > 0) return true;
    const Cell* first = table_.at(row, 0);
    const bool first_blank = first == nullptr || first->text.text.empty() || first->row < row;
    if (is_blank_row(previous) || spans_all(previous)) return counts.other > 0;
    if (counts.other == 0) return false;
    if (all_shots(row) || all_sizes(row)) return true;
    if (!first_blank) return names_below_groups(row);
    return under_groups(row) ||
           (counts.other * 2 >= counts.filled() + counts.missing && previous_is_partial(previous));
  }

  // Everything in the row stands below a header cell over several columns.
  bool under_groups(std::size_t row) const {
    std::size_t filled = 0;
    for (std::size_t column = 1; column < table_.columns; ++column) {
      const Cell* cell = table_.at(row, column);
      if (cell == nullptr || cell->row < row || cell->text.text.empty()) continue;
      const Cell* above = table_.at(row - 1, column);
      if (above == nullptr || above->column_span < 2) return false;
      ++filled;
    }
    return filled > 1;
  }

  // "| | English | | Code |" over "| Benchmark | MMLU | DROP | HumanEval |": the
  // row above leaves the corner and more of its places blank, this one none.
  bool names_below_groups(std::size_t row) const {
    if (row != header_begin_ + 1 || !table_.text(row - 1, 0).empty()) return false;
    std::size_t blank = 0;
    for (std::size_t column = 0; column < table_.columns; ++column) {
      const Cell* cell = table_.at(row, column);
      if (cell == nullptr || cell->text.text.empty() || cell->row < row) return false;
      blank += table_.text(row - 1, column).empty() ? 1U : 0U;
    }
    return blank > 1 && blank < table_.columns;
  }

  // Every row is of <th>: the mark-up says nothing.
  bool marked_header_throughout() const {
    return marked_header(table_.rows - 1) && table_.head_rows < table_.rows;
  }

  bool all_shots(std::size_t row) const {
    std::size_t shots = 0;
    std::size_t filled = 0;
    for (std::size_t column = 1; column < table_.columns; ++column) {
      const std::string text = fold_space(table_.text(row, column));
      if (text.empty()) continue;
      ++filled;
      if (text.find("shot") != std::string::npos && is_shots(text)) ++shots;
    }
    return filled > 0 && shots == filled;
  }

  // "| Size | 7B | 40B | 7B |" below the names of families.
  bool all_sizes(std::size_t row) const {
    if (row != header_begin_ + 1 || !previous_is_partial(row - 1)) return false;
    std::size_t sizes = 0;
    for (std::size_t column = 1; column < table_.columns; ++column) {
      const std::string text = fold_space(table_.text(row, column));
      if (text.empty()) continue;
      if (text == "-" || !is_size(text)) return false;
      ++sizes;
    }
    return sizes > 1;
  }

  // The row above leaves names open: groups over several columns, blanks, or
  // the same text twice.
  bool previous_is_partial(std::size_t row) const {
    std::set<std::string> seen;
    for (std::size_t column = 1; column < table_.columns; ++column) {
      const Cell* cell = table_.at(row, column);
      const std::string text(table_.text(row, column));
      if (cell == nullptr || text.empty() || cell->column_span > 1 || !seen.insert(text).second) {
        return true;
      }
    }
    return false;
  }

  void find_header_rows() {
    header_end_ = 0;
    while (header_end_ < table_.rows && is_blank_row(header_end_)) ++header_end_;
    if (header_end_ == table_.rows) return;
    std::size_t first = header_end_;
    // A table may begin with its values.
    const Counts counts = count_row(first);
    const bool headless = counts.score > 0 && counts.score >= counts.other &&
                          !(marked_header(first) && only_whole_numbers(first));
    if (headless) {
      header_begin_ = header_end_;
      return;
    }
    header_begin_ = first;
    header_end_ = first + 1;
    const std::size_t most = std::min(table_.rows, first + kMostHeaderRows);
    while (header_end_ < most && continues_header(header_end_)) ++header_end_;
    // A "header" to the end of the table is none.
    if (header_end_ == table_.rows) header_end_ = first + 1;
  }

  // -- columns --

  std::string column_header_text(std::size_t column) const {
    std::string text;
    const Cell* last = nullptr;
    for (std::size_t row = header_begin_; row < header_end_; ++row) {
      const Cell* cell = table_.at(row, column);
      if (cell == nullptr || cell == last || cell->text.text.empty() || spans_all(row)) continue;
      last = cell;
      if (!text.empty()) text += ' ';
      text += cell->text.text;
    }
    return text;
  }

  std::string innermost_header_text(std::size_t column) const {
    for (std::size_t row = header_end_; row-- > header_begin_;) {
      const Cell* cell = table_.at(row, column);
      if (cell == nullptr || cell->text.text.empty() || spans_all(row)) continue;
      return clean_label(cell->text.text, cell->marks).text;
    }
    return {};
  }

  bool is_body_row(std::size_t row) const { return body_[row]; }

  // Asked for every column; found once.
  void find_body_rows() {
    body_.assign(table_.rows, false);
    score_row_.assign(table_.rows, false);
    for (std::size_t row = header_end_; row < table_.rows; ++row) {
      body_[row] = !is_section_row(row);
      score_row_[row] = body_[row] && is_score_row(row);
    }
  }

  // A row that names what follows: one cell over all columns, or its first
  // cell alone.
  bool is_section_row(std::size_t row) const {
    if (is_blank_row(row)) return true;
    if (spans_all(row)) return value(row, 0).kind == CellKind::kWords;
    const Cell* only = nullptr;
    for (std::size_t column = 0; column < table_.columns; ++column) {
      const Cell* cell = table_.at(row, column);
      if (cell == nullptr || cell->text.text.empty() || cell == only) continue;
      if (cell->row < row) continue;  // a category that reaches down
      if (only != nullptr) return false;
      only = cell;
    }
    if (only == nullptr) return false;
    return only->column == 0 && only->row_span == 1 &&
           value(row, only->column).kind == CellKind::kWords;
  }

  // At least a third of what the row prints are scores. Where a table mixes
  // attributes and scores, only such rows tell which columns hold values.
  bool is_score_row(std::size_t row) const {
    const Counts counts = count_row(row);
    return counts.score > 0 && counts.score * 3 >= counts.filled();
  }

  void find_columns() {
    const bool any_score_row =
        std::find(score_row_.begin(), score_row_.end(), true) != score_row_.end();
    for (std::size_t column = 0; column < table_.columns; ++column) {
      Counts counts;
      std::size_t shots = 0;
      std::size_t said_shots = 0;
      std::size_t sizes = 0;
      for (std::size_t row = header_end_; row < table_.rows; ++row) {
        if (!is_body_row(row) || (any_score_row && !score_row_[row])) continue;
        count(row, column, counts);
        const std::string text = fold_space(table_.text(row, column));
        if (text.empty()) continue;
        if (is_shots(text)) {
          ++shots;
          said_shots += text.find("shot") != std::string::npos ? 1U : 0U;
        }
        if (is_size(text)) ++sizes;
      }
      // "0-shot" says by itself what it is, whatever stands above it.
      const bool says_shots = column > 0 && said_shots > 0 && said_shots == counts.filled();
      add_column(column, counts, says_shots, shots, sizes);
    }
  }

  void add_column(std::size_t column, const Counts& counts, bool says_shots, std::size_t shots,
                  std::size_t sizes) {
    const Label header = clean_label(column_header_text(column));
    LineRole role = role_of_words(header.text, rules_);
    const bool numeric = counts.score > 0 && counts.score * 2 >= counts.filled();
    if (role == LineRole::kName && !numeric) {
      role = role_of_words(innermost_header_text(column), rules_);
    }
    // "Code" over links is ignored, over 87.04 it is a field of tests.
    if (numeric && role == LineRole::kIgnored && !only_whole_numbers_below(column) &&
        equals_any(folded(header.text), rules_.word_list("category_words"))) {
      role = LineRole::kName;
    }
    if (is_uncertainty(header.text)) {
      if (!layout_.value_columns.empty())
        layout_.uncertainties[layout_.value_columns.back()] = column;
      layout_.ignored_columns[column] = "uncertainty-column";
      return;
    }
    if (!numeric && !has_letters_or_digits(column)) return;  // "±" between two columns
    const bool no_score = is_not_a_score(header.text, rules_) ||
                          is_not_a_score(innermost_header_text(column), rules_) ||
                          counts_things(column);
    if (numeric && no_score && (role == LineRole::kName || role == LineRole::kCategory)) {
      layout_.ignored_columns[column] = "not-a-score-column";
      return;
    }
    if (numeric && role == LineRole::kRemark && mostly_words(column)) {
      layout_.header_columns.push_back({column, role, header});
      return;
    }
    if (numeric && is_derived(innermost_header_text(column), rules_)) {
      layout_.ignored_columns[column] = "derived-column";
      return;
    }
    if (numeric &&
        (role == LineRole::kName || role == LineRole::kMetric || role == LineRole::kSource ||
         role == LineRole::kRemark || role == LineRole::kSetting || role == LineRole::kTools ||
         role == LineRole::kHarness || role == LineRole::kSubset || role == LineRole::kCategory)) {
      if (column == 0 && first_column_counts(column)) {
        layout_.ignored_columns[column] = "row-number";
        return;
      }
      if (is_constant(column)) {
        layout_.ignored_columns[column] = "constant-column";
        return;
      }
      layout_.value_columns.push_back(column);
      return;
    }
    if (numeric &&
        (role == LineRole::kSize || role == LineRole::kDate || role == LineRole::kIgnored)) {
      layout_.ignored_columns[column] = "not-a-score-column";
    }
    if (counts.filled() + counts.missing == 0) return;
    if (role == LineRole::kName &&
        (says_shots || (header.text.empty() && shots == counts.filled() && shots > 0))) {
      role = LineRole::kShots;
    }
    if (role == LineRole::kName && counts.filled() > 1 &&
        sizes == counts.filled() + counts.missing) {
      role = LineRole::kSize;
    }
    layout_.header_columns.push_back({column, role, header});
  }

  // "55.6% accuracy (best overall)": figures inside remarks.
  bool mostly_words(std::size_t column) const {
    std::size_t words = 0;
    std::size_t filled = 0;
    for (std::size_t row = header_end_; row < table_.rows; ++row) {
      const auto text = table_.text(row, column);
      if (!is_body_row(row) || text.empty()) continue;
      ++filled;
      words += std::any_of(text.begin(), text.end(), is_letter) ? 1U : 0U;
    }
    return words * 2 >= filled;
  }

  bool is_uncertainty(const std::string& header) const {
    return header == "\u00B1" || header == "+/-" ||
           equals_any(folded(header), rules_.word_list("uncertainty_headers"));
  }

  // Whole numbers under "syntax errors" or "Timeouts" are counts. A rate of
  // errors has decimals or a percent sign.
  bool counts_things(std::size_t column) const {
    const auto words = fold_words(innermost_header_text(column));
    if (words.empty() || !only_whole_numbers_below(column)) return false;
    return equals_any(words.back(), rules_.word_list("count_nouns")) || is_share(column);
  }

  bool is_share(std::size_t column) const {
    const std::string header = innermost_header_text(column);
    for (std::size_t other = 0; other < table_.columns; ++other) {
      if (so_many_of_so_many(header, innermost_header_text(other), rules_)) return true;
    }
    return false;
  }

  bool only_whole_numbers_below(std::size_t column) const {
    for (std::size_t row = header_end_; row < table_.rows; ++row) {
      const CellValue& cell = value(row, column);
      if (!is_body_row(row) || cell.kind != CellKind::kScore) continue;
      if (cell.parts[0].decimals > 0 || cell.parts[0].percent) return false;
    }
    return true;
  }

  bool has_letters_or_digits(std::size_t column) const {
    for (std::size_t row = header_end_; row < table_.rows; ++row) {
      const auto text = table_.text(row, column);
      if (!fold_words(text).empty()) return true;
    }
    return false;
  }

  // The same whole number in every row is a count of something.
  bool is_constant(std::size_t column) const {
    constexpr std::size_t kEnough = 4;
    std::size_t rows = 0;
    double first = 0;
    for (std::size_t row = header_end_; row < table_.rows; ++row) {
      const CellValue& cell = value(row, column);
      if (!is_body_row(row) || cell.kind != CellKind::kScore) continue;
      if (cell.parts[0].decimals > 0 || cell.parts[0].percent) return false;
      if (rows++ == 0) first = cell.parts[0].value;
      if (cell.parts[0].value != first) return false;
    }
    return rows >= kEnough && first > 1 && first != 100;
  }

  // 1, 2, 3, … down the first column numbers the rows.
  bool first_column_counts(std::size_t column) const {
    double expected = 1;
    for (std::size_t row = header_end_; row < table_.rows; ++row) {
      if (!is_body_row(row)) continue;
      const CellValue& cell = value(row, column);
      if (cell.kind != CellKind::kScore || cell.parts[0].value < expected) return false;
      expected = cell.parts[0].value;
    }
    return table_.columns > 2 && column_header_text(column).size() < 6;
  }

  // A line of figures that is the difference or the ratio of two before it, in
  // every place, measures nothing of its own, whatever its label says.
  using Figures = std::vector<const CellValue*>;

  void set_derived_columns_aside() {
    auto& columns = layout_.value_columns;
    std::vector<Figures> lines(columns.size());
    for (std::size_t row = header_end_; row < table_.rows; ++row) {
      for (std::size_t i = 0; is_body_row(row) && i < columns.size(); ++i) {
        lines[i].push_back(&value(row, columns[i]));
      }
    }
    std::vector<std::size_t> own;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (is_worked_out(lines, i)) {
        layout_.ignored_columns[columns[i]] = "derived-column";
      } else {
        own.push_back(columns[i]);
      }
    }
    columns = std::move(own);
  }

  // "Chance", "Human" beside rows of models: somebody else's level, printed for
  // comparison.
  void set_reference_columns_aside() {
    const bool models_beside = std::any_of(
        layout_.header_columns.begin(), layout_.header_columns.end(),
        [&](const HeaderColumn& column) {
          return equals_any(folded(column.header.text), rules_.word_list("header_model"));
        });
    if (!models_beside) return;
    auto& columns = layout_.value_columns;
    const auto own = std::remove_if(columns.begin(), columns.end(), [&](std::size_t column) {
      const bool reference =
          equals_any(folded(innermost_header_text(column)), rules_.word_list("reference_levels"));
      if (reference) layout_.ignored_columns[column] = "reference-column";
      return reference;
    });
    columns.erase(own, columns.end());
  }

  void find_derived_rows() {
    std::vector<Figures> lines;
    for (const BodyRow& row : layout_.body) {
      Figures& line = lines.emplace_back();
      for (const std::size_t column : layout_.value_columns) {
        line.push_back(&value(row.row, column));
      }
    }
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (is_worked_out(lines, i)) layout_.derived_rows.insert(layout_.body[i].row);
    }
  }

  static bool is_worked_out(const std::vector<Figures>& lines, std::size_t line) {
    constexpr std::size_t kMost = 16;  // the search is cubic
    if (lines.size() > kMost) return false;
    for (std::size_t a = 0; a < line; ++a) {
      for (std::size_t b = 0; b < line; ++b) {
        if (a != b && works_out(lines[line], lines[a], lines[b])) return true;
      }
    }
    return false;
  }

  // Figures without decimals may agree by chance.
  static bool works_out(const Figures& line, const Figures& of, const Figures& by) {
    constexpr std::size_t kEnough = 4;
    std::size_t differences = 0;
    std::size_t ratios = 0;
    std::size_t places = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (line[i]->kind != CellKind::kScore) continue;
      const CellPart& printed = line[i]->parts[0];
      if (of[i]->kind != CellKind::kScore || by[i]->kind != CellKind::kScore) return false;
      if (printed.decimals == 0) return false;
      const double slack = 2.1 * std::pow(10.0, -printed.decimals);
      const double x = of[i]->parts[0].value;
      const double y = by[i]->parts[0].value;
      const auto agrees = [&](double worked_out) {
        return std::fabs(worked_out - std::fabs(printed.value)) <= slack;
      };
      differences += agrees(std::fabs(x - y)) ? 1U : 0U;
      ratios += y != 0 && (agrees(100 * x / y) || agrees(x / y)) ? 1U : 0U;
      ++places;
      if (differences < places && ratios < places) return false;
    }
    return places >= kEnough;
  }

  // -- after the columns are known --

  void settle_header_rows() {
    for (std::size_t row = header_begin_; row < header_end_; ++row) {
      if (is_blank_row(row)) continue;
      HeaderRow header{row, LineRole::kName};
      if (spans_all(row)) {
        layout_.segments.push_back({clean_label(table_.text(row, 0)).text, row});
        continue;
      }
      header.role = role_of_row(row);
      layout_.header_rows.push_back(header);
    }
    if (layout_.segments.empty()) layout_.segments.push_back({"", 0});
    for (std::size_t i = 0; i + 1 < layout_.header_rows.size(); ++i) {
      fill_groups(layout_.header_rows[i].row, layout_.header_rows[i + 1].row);
    }
    split_names_and_categories();
  }

  // "| | Fraud | | | Privacy | |" over names that repeat: a group printed
  // without a span. The period of the names below says how far it reaches;
  // without one a group reaches from its name to the next.
  void fill_groups(std::size_t row, std::size_t below) {
    const auto& columns = layout_.value_columns;
    const auto named = static_cast<std::size_t>(
        std::count_if(columns.begin(), columns.end(),
                      [&](std::size_t column) { return !table_.text(row, column).empty(); }));
    if (named == 0 || named == columns.size()) return;
    const std::size_t period = period_of(below);
    std::size_t name = Table::kNone;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const bool names = !table_.text(row, columns[i]).empty();
      if (period > 1 && i % period == 0) name = name_in_block(row, i, period);
      if (period < 2 && names) name = columns[i];
      if (names || table_.text(below, columns[i]).empty()) continue;
      if (name != Table::kNone) layout_.group_names[{row, columns[i]}] = name;
    }
  }

  // The names of `row` over the value columns repeat every so many columns; 0
  // where they do not.
  std::size_t period_of(std::size_t row) const {
    const auto& columns = layout_.value_columns;
    for (std::size_t period = 2; period * 2 <= columns.size(); ++period) {
      if (columns.size() % period != 0) continue;
      bool repeats = true;
      for (std::size_t i = period; repeats && i < columns.size(); ++i) {
        repeats = table_.text(row, columns[i]) == table_.text(row, columns[i - period]);
      }
      if (repeats && !table_.text(row, columns[0]).empty()) return period;
    }
    return 0;
  }

  std::size_t name_in_block(std::size_t row, std::size_t first, std::size_t period) const {
    std::size_t found = Table::kNone;
    for (std::size_t i = first; i < std::min(first + period, layout_.value_columns.size()); ++i) {
      if (table_.text(row, layout_.value_columns[i]).empty()) continue;
      if (found != Table::kNone) return Table::kNone;
      found = layout_.value_columns[i];
    }
    return found;
  }

  LineRole role_of_row(std::size_t row) const {
    if (row > header_begin_ && all_shots(row)) return LineRole::kShots;
    const std::string corner = std::string(table_.text(row, 0));
    const LineRole claimed = role_of_words(corner, rules_);
    const bool beside = !layout_.value_columns.empty() && layout_.value_columns.front() > 0;
    if (beside && row > header_begin_ && table_.at(row, 0) != nullptr &&
        table_.at(row, 0)->row == row && claimed != LineRole::kName) {
      if (claimed == LineRole::kSize && all_sizes(row)) return LineRole::kName;  // of families
      return claimed;
    }
    return LineRole::kName;
  }

  // Of several columns of names the one with the most different texts names
  // the rows; one to its left that repeats or leaves blanks groups them.
  void split_names_and_categories() {
    std::vector<HeaderColumn*> names;
    for (HeaderColumn& column : layout_.header_columns) {
      if (column.role == LineRole::kName) names.push_back(&column);
    }
    const bool beside = std::any_of(names.begin(), names.end(), [&](const HeaderColumn* column) {
      return layout_.value_columns.empty() || column->column < layout_.value_columns.front() ||
             equals_any(folded(column->header.text), rules_.word_list("header_model"));
    });
    if (!beside) {
      name_by_content();
      names.clear();
      for (HeaderColumn& column : layout_.header_columns) {
        if (column.role == LineRole::kName) names.push_back(&column);
      }
    }
    if (names.size() < 2) return;
    const std::size_t first_value =
        layout_.value_columns.empty() ? table_.columns : layout_.value_columns.front();
    demote_remarks(names, first_value);
    for (std::size_t i = 0; i + 1 < names.size(); ++i) {
      if (names[i + 1]->column > first_value) break;
      if (says_benchmarks_of_models(*names[i], *names[i + 1])) continue;
      if (distinct(names[i]->column) * 10 <= distinct(names[i + 1]->column) * 7) {
        names[i]->role = LineRole::kCategory;
      }
    }
  }

  // "Dataset | Model | …": every benchmark names the rows of several models.
  bool says_benchmarks_of_models(const HeaderColumn& outer, const HeaderColumn& inner) const {
    return equals_any(folded(outer.header.text), rules_.word_list("header_benchmark")) &&
           equals_any(folded(inner.header.text), rules_.word_list("header_model"));
  }

  // Beside names that stand before the values: words behind the values are a
  // remark about the row, and a column of sizes or costs is no name.
  void demote_remarks(std::vector<HeaderColumn*>& names, std::size_t first_value) const {
    if (names.front()->column > first_value) return;
    for (HeaderColumn* column : names) {
      const std::string header = folded(column->header.text);
      if (column == names.front() || equals_any(header, rules_.word_list("header_benchmark")) ||
          equals_any(header, rules_.word_list("header_model"))) {
        continue;
      }
      if (column->column > first_value) column->role = LineRole::kRemark;
      if (is_not_a_score(column->header.text, rules_)) column->role = LineRole::kIgnored;
    }
    names.erase(std::remove_if(names.begin(), names.end(),
                               [](const HeaderColumn* c) { return c->role != LineRole::kName; }),
                names.end());
  }

  // Every header beside the values claims to be something else ("Quantization"
  // over model names, "Paper" over works): the column with the most different
  // texts names the rows; one of links or remarks only where no other can.
  void name_by_content() {
    name_by_content(false);
    const bool found = std::any_of(
        layout_.header_columns.begin(), layout_.header_columns.end(), [&](const HeaderColumn& c) {
          return c.role == LineRole::kName &&
                 (layout_.value_columns.empty() || c.column < layout_.value_columns.front());
        });
    if (!found) name_by_content(true);
  }

  void name_by_content(bool of_ignored) {
    HeaderColumn* best = nullptr;
    for (HeaderColumn& column : layout_.header_columns) {
      if ((column.role == LineRole::kIgnored) != of_ignored || column.role == LineRole::kShots) {
        continue;
      }
      if (!layout_.value_columns.empty() && column.column > layout_.value_columns.front()) continue;
      if (best == nullptr || distinct(column.column) > distinct(best->column)) best = &column;
    }
    if (best != nullptr) best->role = LineRole::kName;
  }

  std::size_t distinct(std::size_t column) const {
    std::set<std::string> texts;
    for (std::size_t row = header_end_; row < table_.rows; ++row) {
      if (!is_body_row(row)) continue;
      const std::string text(table_.text(row, column));
      if (!text.empty()) texts.insert(text);
    }
    return texts.size();
  }

  // -- body --

  bool repeats_header(std::size_t row) const {
    for (const HeaderRow& header : layout_.header_rows) {
      std::size_t same = 0;
      std::size_t filled = 0;
      for (const std::size_t column : layout_.value_columns) {
        const auto text = table_.text(row, column);
        if (text.empty()) continue;
        ++filled;
        if (text == table_.text(header.row, column)) ++same;
      }
      if (filled > 0 && same * 3 >= filled * 2) return true;
    }
    return false;
  }

  std::string section_text(std::size_t row) const {
    for (std::size_t column = 0; column < table_.columns; ++column) {
      const Cell* cell = table_.at(row, column);
      if (cell != nullptr && cell->row == row && !cell->text.text.empty()) {
        return clean_label(cell->text.text, cell->marks).text;
      }
    }
    return {};
  }

  void read_body() {
    std::string section;
    std::map<std::size_t, std::string> carried;
    for (std::size_t row = header_end_; row < table_.rows; ++row) {
      if (is_blank_row(row)) continue;
      if (!is_body_row(row)) {
        const std::string text = section_text(row);
        const bool retitles = row + 1 < table_.rows && repeats_header(row + 1);
        if (retitles) {
          layout_.segments.push_back({text, row});
        } else {
          section = text;
        }
        carried.clear();
        continue;
      }
      if (repeats_header(row)) continue;
      add_row(row, row_section(row, section, carried));
    }
  }

  std::string row_section(std::size_t row, const std::string& section,
                          std::map<std::size_t, std::string>& carried) const {
    std::string category;
    for (const HeaderColumn& column : layout_.header_columns) {
      if (column.role != LineRole::kCategory) continue;
      const Cell* cell = table_.at(row, column.column);
      if (cell != nullptr && !cell->text.text.empty()) {
        carried[column.column] = clean_label(cell->text.text, cell->marks).text;
      }
      category = carried[column.column];
    }
    return category.empty() ? section : category;
  }

  void add_row(std::size_t row, const std::string& section) {
    const std::size_t segment = layout_.segments.size() - 1;
    const std::size_t lines = stacked_lines(row);
    if (lines < 2) {
      layout_.body.push_back({row, BodyRow::kWhole, section, segment});
      return;
    }
    for (std::size_t line = 0; line < lines; ++line) {
      layout_.body.push_back({row, line, section, segment});
    }
  }

  // How many lines the row's name and most of its values are stacked in; 0
  // where they are not.
  std::size_t stacked_lines(std::size_t row) const {
    std::size_t lines = 0;
    for (const HeaderColumn& column : layout_.header_columns) {
      const Cell* cell = table_.at(row, column.column);
      if (column.role != LineRole::kName || cell == nullptr) continue;
      lines = std::max(lines, cell_lines(*cell).size());
    }
    if (lines < 2) return 0;
    std::size_t stacked = 0;
    std::size_t filled = 0;
    for (const std::size_t column : layout_.value_columns) {
      const Cell* cell = table_.at(row, column);
      if (cell == nullptr || cell->text.text.empty() ||
          value(row, column).kind == CellKind::kMissing) {
        continue;
      }
      ++filled;
      if (stacks_values(*cell, lines)) ++stacked;
    }
    return filled > 0 && stacked * 10 >= filled * 6 ? lines : 0;
  }

  bool stacks_values(const Cell& cell, std::size_t count) const {
    const auto lines = cell_lines(cell);
    return lines.size() == count &&
           std::all_of(lines.begin(), lines.end(), [&](const CellLine& line) {
             const CellKind kind =
                 parse_cell(line.text, line.marks, false, rules_, layout_.numbers).kind;
             return kind == CellKind::kScore || kind == CellKind::kMissing;
           });
  }

  const Table& table_;
  const Rules& rules_;
  Layout layout_;
  std::size_t header_begin_ = 0;
  std::size_t header_end_ = 0;
  std::vector<bool> blank_;      // by row
  std::vector<bool> body_;       // below the header and no section row
  std::vector<bool> score_row_;  // of those
};

}  // namespace

const CellValue& CellValues::at(std::size_t row, std::size_t column) const {
  static const CellValue kNothing;
  const std::size_t cell = grid_[row * columns_ + column];
  return cell == Table::kNone ? kNothing : by_cell_[cell];
}

Layout lay_out(const Table& table, const Rules& rules) { return LayoutReader(table, rules).read(); }

std::vector<CellLine> cell_lines(const Cell& cell) {
  std::vector<std::size_t> breaks;
  for (const Mark& mark : cell.marks) {
    if (mark.kind == MarkKind::kBreak) breaks.push_back(mark.begin);
  }
  std::sort(breaks.begin(), breaks.end());
  breaks.push_back(cell.text.text.size());
  std::vector<CellLine> lines;
  std::size_t begin = 0;
  for (const std::size_t stop : breaks) {
    std::size_t end = std::min(stop, cell.text.text.size());
    while (begin < end && is_space(cell.text.text[begin])) ++begin;
    if (end <= begin) continue;
    CellLine line{cell.text.text.substr(begin, end - begin), {}, begin, end};
    for (Mark mark : cell.marks) {
      if (mark.end <= begin || mark.begin >= end || mark.kind == MarkKind::kBreak) continue;
      mark.begin = std::max(mark.begin, begin) - begin;
      mark.end = std::min(mark.end, end) - begin;
      line.marks.push_back(std::move(mark));
    }
    lines.push_back(std::move(line));
    begin = end;
  }
  return lines;
}

LineRole role_of_words(std::string_view header, const Rules& rules) {
  static const Pattern kRemark(R"(\s*\([^()]*\)\s*)");
  std::string plain = compatibility_fold(header);
  while (const auto match = kRemark.find(plain)) {
    plain.replace(match->groups[0].begin, match->groups[0].end - match->groups[0].begin, " ");
  }
  const std::string text = folded(plain);
  if (text.empty()) {
    return header.find('#') != std::string_view::npos ? LineRole::kIgnored : LineRole::kName;
  }
  static const std::pair<const char*, LineRole> kLists[] = {
      {"header_shots", LineRole::kShots},
      {"header_metric", LineRole::kMetric},
      {"header_category", LineRole::kCategory},
      {"header_size", LineRole::kSize},
      {"header_organization", LineRole::kOrganization},
      {"header_license", LineRole::kLicense},
      {"header_date", LineRole::kDate},
      {"header_subset", LineRole::kSubset},
      {"header_setting", LineRole::kSetting},
      {"header_harness", LineRole::kHarness},
      {"header_tools", LineRole::kTools},
      {"header_source", LineRole::kSource},
      {"header_remarks", LineRole::kRemark},
      {"header_ignored", LineRole::kIgnored},
  };
  for (const auto& [list, role] : kLists) {
    if (equals_any(text, rules.word_list(list))) return role;
  }
  return LineRole::kName;
}

bool is_measure(std::string_view text, const Rules& rules) {
  static const Pattern kCount(R"(\d+|k|\d*shot)");
  const auto& words = rules.word_list("measure_words");
  const auto parts = fold_words(text.substr(0, text.find('(')));
  return !parts.empty() && std::all_of(parts.begin(), parts.end(), [&](const std::string& word) {
    return kCount.matches_all(word) || equals_any(word, words);
  });
}

namespace {

// "GQA" and "SEED" are tests, "gqa" and "seed" a design and a number.
bool spells_a_benchmark(std::string_view text, const Rules& rules) {
  return std::any_of(rules.benchmarks.begin(), rules.benchmarks.end(), [&](const Benchmark& known) {
    return known.name == text ||
           std::find(known.aliases.begin(), known.aliases.end(), text) != known.aliases.end();
  });
}

// "avg tokens", "mean time": what is summed up; empty where nothing is.
std::string without_sums(const std::string& folded_text, const Rules& rules) {
  const std::size_t space = folded_text.find(' ');
  if (space == std::string::npos) return {};
  const bool sums = equals_any(folded_text.substr(0, space), rules.word_list("aggregates"));
  return sums ? folded_text.substr(space + 1) : std::string();
}

// "N_0", "\\kappa_V": a quantity of the set-up, set in TeX. F_1 and R_L are metrics.
bool is_variable(std::string_view header) {
  static const Pattern kVariable(
      R"(\s*(?:[B-EHIK-NQT-Zbdhklmn]|\\?(?:alpha|beta|gamma|delta|eta|epsilon|theta|kappa|lambda|mu|sigma)|\xCE[\xB1-\xBF]|\xCF[\x80-\x89])\s*_\s*\w{1,3}\s*)",
      Pattern::Case::kMatter);
  return kVariable.matches_all(header);
}

}  // namespace

bool is_not_a_score(std::string_view header, const Rules& rules) {
  // Words in parentheses are a unit or a remark: "Time (s)", "Claude
  // (w/o extended thinking)".
  static const Pattern kParenthesis(R"(\(([^()]*)\))");
  std::string outside = compatibility_fold(header);
  while (const auto match = kParenthesis.find(outside)) {
    const std::string unit = folded(match->text(outside, 1));
    if (equals_any(unit, rules.word_list("not_score_units"))) return true;
    outside.erase(match->groups[0].begin, match->groups[0].end - match->groups[0].begin);
  }
  const std::string text = folded(outside);
  if (text.empty()) return false;
  if (outside.front() == '#') return true;  // "# Experts": a count
  if (is_variable(outside)) return true;
  const auto& words = rules.word_list("not_scores");
  if (equals_any(text, words)) return !spells_a_benchmark(header, rules);
  if (equals_any(without_sums(text, rules), words)) return true;
  return contains_any(" " + text + " ", rules.word_list("not_score_words"));
}

bool so_many_of_so_many(std::string_view label, std::string_view other, const Rules& rules) {
  auto a = fold_words(label);
  auto b = fold_words(other);
  if (a.empty() || a.size() != b.size()) return false;
  const auto& some = rules.word_list("counted_part");
  const auto& all = rules.word_list("counted_whole");
  const bool pair = (equals_any(a.back(), some) && equals_any(b.back(), all)) ||
                    (equals_any(a.back(), all) && equals_any(b.back(), some));
  a.pop_back();
  b.pop_back();
  return pair && a == b;
}

bool is_derived(std::string_view header, const Rules& rules) {
  const std::string text = folded(header);
  if (!text.empty()) return equals_any(text, rules.word_list("derived_values"));
  // U+2206, the increment, is a symbol and no letter.
  return header.find("\u2206") != std::string_view::npos;
}

const Cell* header_cell(const Table& table, const Layout& layout, std::size_t row,
                        std::size_t column) {
  const auto group = layout.group_names.find({row, column});
  return table.at(row, group == layout.group_names.end() ? column : group->second);
}

std::vector<Label> header_path(const Table& table, const Layout& layout, std::size_t column) {
  std::vector<Label> path;
  const Cell* last = nullptr;
  for (const HeaderRow& header : layout.header_rows) {
    if (header.role != LineRole::kName) continue;
    const Cell* cell = header_cell(table, layout, header.row, column);
    if (cell == nullptr || cell == last || cell->text.text.empty()) continue;
    last = cell;
    path.push_back(clean_label(cell->text.text, cell->marks));
  }
  return path;
}

}  // namespace benchledger
