#include "extractors/table_orientation.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "extractors/label.h"
#include "extractors/pattern.h"
#include "extractors/text.h"

namespace benchledger {
namespace {

// Weights in units of one label that fits its line. Round, and set so that a
// label alone never turns a table.
constexpr double kSpan = 3;  // outweighs a word in the corner
constexpr double kStacked = 2;
constexpr double kGroups = 2;
constexpr double kSection = 1;
constexpr double kMostSections = 2;
constexpr double kLooksLikeName = 0.5;
constexpr double kSomeModels = 0.3;

bool listed(const std::string& text, const char* list, const Rules& rules) {
  const auto& words = rules.word_list(list);
  return std::find(words.begin(), words.end(), text) != words.end();
}

// A grid seen along its rows, or along its columns: `line` counts what would
// be rows of headers and values, `at` the places along it.
class View {
 public:
  View(const Table& table, const CellValues& values, bool by_column)
      : table_(table), values_(values), by_column_(by_column) {}

  std::size_t lines() const { return by_column_ ? table_.columns : table_.rows; }
  std::size_t length() const { return by_column_ ? table_.rows : table_.columns; }
  const Cell* cell(std::size_t line, std::size_t at) const {
    return by_column_ ? table_.at(at, line) : table_.at(line, at);
  }
  const CellValue& value(std::size_t line, std::size_t at) const {
    return by_column_ ? values_.at(at, line) : values_.at(line, at);
  }
  std::string label(std::size_t line, std::size_t at) const {
    const Cell* found = cell(line, at);
    return found == nullptr ? std::string() : clean_label(found->text.text, found->marks).text;
  }
  // One cell over most of the line and nothing else.
  bool is_one_cell(std::size_t line) const {
    const Cell* first = cell(line, 0);
    return holds_only_its_first(line) &&
           2 * (by_column_ ? first->row_span : first->column_span) > length();
  }
  // Its first cell over one place and nothing else.
  bool is_lone(std::size_t line) const {
    const Cell* first = cell(line, 0);
    return holds_only_its_first(line) && (by_column_ ? first->row_span : first->column_span) == 1 &&
           values_.at(first->row, first->column).kind == CellKind::kWords;
  }
  bool is_blank(std::size_t line, std::size_t at) const {
    const Cell* found = cell(line, at);
    return found == nullptr || found->text.text.empty();
  }
  std::size_t first_plain_line() const {
    std::size_t line = 0;
    while (line + 1 < lines() && is_one_cell(line)) ++line;
    return line;
  }

 private:
  bool holds_only_its_first(std::size_t line) const {
    const Cell* first = cell(line, 0);
    if (first == nullptr || first->text.text.empty() || length() < 2) return false;
    for (std::size_t at = 1; at < length(); ++at) {
      if (cell(line, at) != first && !is_blank(line, at)) return false;
    }
    return true;
  }

  const Table& table_;
  const CellValues& values_;
  bool by_column_;
};

// What the cells that follow a label along its line look like.
struct Content {
  std::size_t texts = 0;
  std::size_t scores = 0;
  std::size_t filled = 0;
  double model = 0;
  double benchmark = 0;
  std::size_t measures = 0;
  std::size_t shots = 0;
};

class Witness {
 public:
  // Evidence that header lines run along `view`'s lines.
  Witness(const View& view, const Names& names, const Rules& rules)
      : view_(view), names_(names), rules_(rules) {}

  double evidence() const { return fitting_labels() + spans() + sections() + stacks() + groups(); }

 private:
  // Labels of the first line that say what stands at right angles below them:
  // "Benchmark" over names of tests, "# Shots" over numbers of examples.
  double fitting_labels() const {
    double found = 0;
    const std::size_t line = view_.first_plain_line();
    const Cell* last = nullptr;
    for (std::size_t at = 0; at < view_.length(); ++at) {
      const Cell* cell = view_.cell(line, at);
      if (cell == nullptr || cell == last || cell->text.text.empty()) continue;
      last = cell;
      if (fits(view_.label(line, at), at, line)) ++found;
    }
    return found;
  }

  // Whether the cells after `line` at the place `at` are what the label says.
  bool fits(const std::string& label, std::size_t at, std::size_t line) const {
    static const Pattern kRemark(R"(\s*\([^()]*\)\s*$)");
    std::string plain = label;
    if (const auto remark = kRemark.find(plain)) plain.resize(remark->groups[0].begin);
    const std::string words = folded(plain);
    const LineRole role = role_of_words(label, rules_);
    const bool models = listed(words, "header_model", rules_);
    const bool benchmarks = listed(words, "header_benchmark", rules_);
    const bool scores = listed(words, "generic_scores", rules_);
    if (!models && !benchmarks && !scores && role == LineRole::kName) return false;
    // In the corner the word may be meant for the other side.
    const bool corner = at == 0;
    const Content content = content_below(at, line);
    const auto texts = static_cast<double>(content.texts);
    if (scores) return content.scores * 2 > content.filled;
    if (content.texts == 0) return role == LineRole::kIgnored && counts_up(at, line);
    if (models && content.model >= kSomeModels * texts && content.model > content.benchmark) {
      return true;
    }
    if (benchmarks && content.benchmark >= kLooksLikeName * texts) return true;
    switch (role) {
      case LineRole::kMetric:
        return content.measures * 2 > content.texts;
      case LineRole::kShots:
        return content.shots * 2 > content.texts;
      case LineRole::kRemark:
      case LineRole::kSource:
        if (corner) return false;
        [[fallthrough]];
      case LineRole::kCategory:
        return content.texts * 2 > content.filled && content.model < kLooksLikeName * texts &&
               content.benchmark < kLooksLikeName * texts;
      case LineRole::kIgnored:
        return counts_up(at, line);
      default:
        return false;
    }
  }

  Content content_below(std::size_t at, std::size_t line) const {
    static const Pattern kShots(R"((?:\d{1,2}|zero|few)(?:[- ]?shots?)?.{0,12})");
    Content content;
    const Cell* last = view_.cell(line, at);  // a label that spans is no content of its own
    for (std::size_t below = line + 1; below < view_.lines(); ++below) {
      const Cell* cell = view_.cell(below, at);
      if (cell == nullptr || cell == last || cell->text.text.empty() || view_.is_one_cell(below)) {
        continue;
      }
      last = cell;
      ++content.filled;
      const CellKind kind = view_.value(below, at).kind;
      const std::string text = view_.label(below, at);
      if (kind == CellKind::kScore) ++content.scores;
      if (kShots.matches_all(text)) ++content.shots;
      if (kind == CellKind::kMissing || (kind == CellKind::kScore && !kShots.matches_all(text))) {
        continue;
      }
      ++content.texts;
      content.model += names_.model_likeness(text);
      content.benchmark += names_.benchmark_likeness(text);
      if (is_measure(text, rules_)) ++content.measures;
    }
    return content;
  }

  // 1, 2, 2, 4: ranks, or the numbers of the lines.
  bool counts_up(std::size_t at, std::size_t line) const {
    static const Pattern kRank(R"(\D{0,4}(\d{1,4})\.?)");
    std::size_t previous = 0;
    std::size_t ranks = 0;
    for (std::size_t below = line + 1; below < view_.lines(); ++below) {
      const std::string text = view_.label(below, at);
      const auto rank = kRank.find(text);
      if (!rank || !kRank.matches_all(text)) continue;
      const std::size_t number = std::stoul(std::string(rank->text(text, 1)));
      if (number < previous || (ranks == 0 && number != 1)) return false;
      previous = number;
      ++ranks;
    }
    return ranks > 1 && previous > 1;
  }

  // A title, or a section's name, over all places.
  double spans() const {
    for (std::size_t line = 0; line < view_.lines(); ++line) {
      if (view_.is_one_cell(line)) return kSpan;
    }
    return 0;
  }

  // Names without values between lines of another kind begin sections. An
  // empty line among its like is only empty.
  double sections() const {
    double found = 0;
    std::vector<std::size_t> lone;
    std::vector<std::string> others;
    for (std::size_t line = view_.first_plain_line() + 1; line < view_.lines(); ++line) {
      if (view_.is_lone(line))
        lone.push_back(line);
      else if (!view_.is_one_cell(line))
        others.push_back(view_.label(line, 0));
    }
    if (lone.empty() || lone.back() + 1 == view_.lines()) return 0;
    const bool among_models = looks_like_models(others);
    for (const std::size_t line : lone) {
      const std::string text = view_.label(line, 0);
      if (names_.knows_benchmark(text) && !listed(folded(text), "category_words", rules_)) continue;
      if (!among_models || names_.model_likeness(text) < kSomeModels) found += kSection;
    }
    return std::min(found, kMostSections);
  }

  bool looks_like_models(const std::vector<std::string>& texts) const {
    double sum = 0;
    for (const std::string& text : texts) sum += names_.model_likeness(text);
    return !texts.empty() && sum >= kLooksLikeName * static_cast<double>(texts.size());
  }

  // Every line but the first is stacked: each of its cells holds the same
  // number of lines, those of the first only one.
  double stacks() const {
    for (std::size_t line = 0; line < view_.lines(); ++line) {
      std::size_t depth = 0;
      for (std::size_t at = 0; at < view_.length(); ++at) {
        const Cell* cell = view_.cell(line, at);
        const std::size_t stacked = cell == nullptr ? 0 : cell_lines(*cell).size();
        if (at == 0) depth = stacked;
        if (stacked != depth) return 0;
      }
      if ((depth > 1) != (line > 0)) return 0;
    }
    return view_.lines() > 1 && view_.length() > 1 ? kStacked : 0;
  }

  // Names that come back in the same order, once below each name of a group:
  // "| | Fraud | | | Privacy | |" over "| | A | B | C | A | B |".
  double groups() const {
    const std::size_t line = view_.first_plain_line();
    if (line + 2 > view_.lines() || view_.length() < 5) return 0;
    const std::size_t places = view_.length() - 1;
    for (std::size_t period = 2; period * 2 <= places; ++period) {
      if (places % period == 0 && repeats(line + 1, period) && names_each_block(line, period)) {
        return kGroups;
      }
    }
    return 0;
  }

  bool repeats(std::size_t line, std::size_t period) const {
    for (std::size_t at = 1; at < view_.length(); ++at) {
      if (view_.is_blank(line, at)) return false;
      if (at > period && view_.label(line, at) != view_.label(line, at - period)) return false;
    }
    return true;
  }

  bool names_each_block(std::size_t line, std::size_t period) const {
    for (std::size_t block = 1; block < view_.length(); block += period) {
      std::size_t named = 0;
      for (std::size_t at = block; at < block + period; ++at)
        named += view_.is_blank(line, at) ? 0U : 1U;
      if (named != 1) return false;
    }
    return true;
  }

  const View& view_;
  const Names& names_;
  const Rules& rules_;
};

// Rows for columns.
void turn(Table& table) {
  std::vector<std::size_t> grid(table.grid.size());
  for (std::size_t row = 0; row < table.rows; ++row) {
    for (std::size_t column = 0; column < table.columns; ++column) {
      grid[column * table.rows + row] = table.grid[row * table.columns + column];
    }
  }
  table.grid = std::move(grid);
  std::swap(table.rows, table.columns);
  table.head_rows = 0;
  for (Cell& cell : table.cells) {
    std::swap(cell.row, cell.column);
    std::swap(cell.row_span, cell.column_span);
  }
}

void put_first(Table& table, std::size_t column) {
  for (std::size_t row = 0; row < table.rows; ++row) {
    const auto begin = table.grid.begin() + static_cast<std::ptrdiff_t>(row * table.columns);
    std::rotate(begin, begin + static_cast<std::ptrdiff_t>(column),
                begin + static_cast<std::ptrdiff_t>(column) + 1);
  }
  for (Cell& cell : table.cells) {
    if (cell.column == column && cell.column_span == 1) {
      cell.column = 0;
    } else if (cell.column < column && cell.column + cell.column_span <= column) {
      ++cell.column;
    }
  }
}

// No cell reaches into the column from beside, but those over all columns.
bool stands_alone(const Table& table, std::size_t column) {
  return std::all_of(table.cells.begin(), table.cells.end(), [&](const Cell& cell) {
    const bool covers = cell.column <= column && column < cell.column + cell.column_span;
    return !covers || cell.column_span == 1 ||
           (cell.column == 0 && cell.column_span >= table.columns);
  });
}

struct Counts {
  std::size_t words = 0;
  std::size_t filled = 0;
};

Counts count_column(const Table& table, const CellValues& values, std::size_t column,
                    std::size_t from) {
  Counts counts;
  for (std::size_t row = from; row < table.rows; ++row) {
    const Cell* cell = table.at(row, column);
    if (cell == nullptr || cell->column_span > 1 || fold_words(cell->text.text).empty()) continue;
    ++counts.filled;
    counts.words += values.at(row, column).kind == CellKind::kWords ? 1U : 0U;
  }
  return counts;
}

// The row from which on the first column holds scores and no words, no ranks;
// the number of rows where it does not.
std::size_t first_scores(const Table& table, const CellValues& values) {
  constexpr std::size_t kDeepestHeader = 4;
  std::size_t first = 0;
  for (std::size_t row = 0; row < table.rows; ++row) {
    const Cell* cell = table.at(row, 0);
    const bool words = cell != nullptr && cell->column_span == 1 &&
                       values.at(row, 0).kind == CellKind::kWords &&
                       !fold_words(cell->text.text).empty();
    if (words) first = row + 1;
  }
  double previous = 1;
  std::size_t scores = 0;
  bool counts_up = true;
  for (std::size_t row = first; row < table.rows; ++row) {
    const CellValue& value = values.at(row, 0);
    if (value.kind != CellKind::kScore) continue;
    const CellPart& part = value.parts[0];
    const bool next = part.value >= previous && (scores > 0 || part.value == 1);
    counts_up = counts_up && next && part.decimals == 0 && !part.percent;
    previous = part.value;
    ++scores;
  }
  return scores > 0 && !counts_up && first <= kDeepestHeader ? first : table.rows;
}

std::string header_above(const Table& table, std::size_t column, std::size_t body) {
  std::string text;
  for (std::size_t row = 0; row < body; ++row) {
    const Cell* cell = table.at(row, column);
    if (cell == nullptr || cell->row != row || cell->column_span > 1) continue;
    text += (text.empty() ? "" : " ") + clean_label(cell->text.text, cell->marks).text;
  }
  return text;
}

}  // namespace

double orientation(const Table& table, const CellValues& values, const Names& names,
                   const Rules& rules) {
  const View rows(table, values, false);
  const View columns(table, values, true);
  return Witness(rows, names, rules).evidence() - Witness(columns, names, rules).evidence();
}

std::size_t names_behind_values(const Table& table, const CellValues& values, const Rules& rules) {
  const std::size_t body = first_scores(table, values);
  if (body == table.rows) return 0;
  std::size_t second_best = 0;  // "Quantization" over the names of models
  for (std::size_t column = 1; column < table.columns; ++column) {
    const Counts counts = count_column(table, values, column, body);
    const bool words = counts.words > 0 && counts.words * 5 >= counts.filled * 4;
    if (!words || !stands_alone(table, column)) continue;
    switch (role_of_words(header_above(table, column, body), rules)) {
      case LineRole::kName:
        return body > 0 || counts.words > 1 ? column : 0;
      case LineRole::kCategory:
      case LineRole::kMetric:
      case LineRole::kSetting:
      case LineRole::kSubset:
      case LineRole::kHarness:
        if (second_best == 0) second_best = column;
        break;
      default:
        break;
    }
  }
  return second_best;
}

std::pair<std::size_t, std::size_t> Arrangement::printed(std::size_t row,
                                                         std::size_t column) const {
  if (turned) std::swap(row, column);
  if (column == 0) {
    column = names;
  } else if (column <= names) {
    --column;
  }
  return {row, column};
}

Table arranged(const Table& table, const Arrangement& arrangement) {
  Table out = table;
  if (arrangement.names > 0) put_first(out, arrangement.names);
  if (arrangement.turned) turn(out);
  return out;
}

}  // namespace benchledger
