#include "extractors/axes.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <unordered_set>
#include <utility>

#include "extractors/pattern.h"
#include "extractors/text.h"

namespace benchledger {
namespace {

// Weights of the evidence, in units of one unanimous vote by what the names
// look like. Set by hand on our own fixtures and kept round.
constexpr double kHeaderWord = 0.35;
constexpr double kBold = 0.25;
constexpr double kScale = 0.25;
constexpr double kSubject = 0.4;
// A reading must name models at least this clearly, and beat the next best by
// this much.
constexpr double kMinModels = 0.3;
constexpr double kMinMargin = 0.08;
constexpr double kClearly = 0.5;
// Names nobody knows are models where the other axis clearly names benchmarks
// and they have at least a version each.
constexpr double kFaintly = 0.1;

struct Likeness {
  double model = 0;
  double benchmark = 0;
  std::size_t names = 0;
};

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    if (end > at) words.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

bool lists(const Rules& rules, const char* list, std::string_view word) {
  const auto& words = rules.word_list(list);
  return std::find(words.begin(), words.end(), lower_ascii(word)) != words.end();
}

// "Osprey-3B-Instruct", "Vireo 2 Pro": what a heading begins with, as far as
// it has the shape of a model's name. A number is part of every such name.
std::string model_in_heading(std::string_view heading, const Names& names, const Rules& rules) {
  static const Pattern kNumber(R"([vr]?\d{1,2}(?:\.\d{1,2})?[a-z]?|\d+(?:\.\d+)?[bm]|\d+b-a\d+b)");
  static const Pattern kCapital(R"([A-Z][\w.+-]*)", Pattern::Case::kMatter);
  const std::vector<std::string> words = words_of(clean_label(heading).text);
  std::size_t first = 0;
  while (first < words.size() && lists(rules, "title_openings", words[first])) ++first;
  if (first == words.size() || lists(rules, "counted_things", words[first])) return {};
  std::string name;
  std::size_t next = first;
  for (bool ends = false; next < words.size() && !ends; ++next) {
    std::string word = words[next];
    while (!word.empty() && std::string_view(":,;|").find(word.back()) != std::string_view::npos) {
      word.pop_back();
      ends = true;
    }
    const bool part =
        next == first ? kCapital.matches_all(word) || static_cast<unsigned char>(word[0]) >= 0x80
                      : kNumber.matches_all(word) || lists(rules, "model_variant_words", word);
    if (word.empty() || !part) break;
    name += (name.empty() ? "" : " ") + word;
  }
  const bool numbered = std::any_of(name.begin(), name.end(), is_digit);
  if (!numbered || names.knows_benchmark(name) || names.benchmark_likeness(name) >= kMinModels) {
    return {};
  }
  const bool shaped = names.model_likeness(name) >= kClearly || next > first + 1;
  for (; next < words.size(); ++next) {
    if (names.knows_model(words[next])) return {};  // "Vireo 2 against Claude Sonnet 4"
  }
  return shaped ? name : std::string();
}

class AxisFinder {
 public:
  AxisFinder(const Table& table, const Layout& layout, const Page& page,
             const std::vector<std::string>& heading, const Names& names, const Rules& rules)
      : table_(table),
        layout_(layout),
        page_(page),
        heading_(heading),
        names_(names),
        rules_(rules) {}

  Axes find() {
    Axes axes;
    if (layout_.value_columns.empty() || layout_.body.empty()) {
      axes.why = "no-scores";
      return axes;
    }
    measure();
    choose(axes);
    if (axes.reading != Reading::kNone) assign_roles(axes);
    return axes;
  }

 private:
  // -- evidence --

  std::string column_name(std::size_t level, std::size_t column) const {
    const Cell* cell = header_cell(table_, layout_, levels_[level], column);
    return cell == nullptr ? std::string() : clean_label(cell->text.text, cell->marks).text;
  }

  std::vector<std::string> level_names(std::size_t level) const {
    std::vector<std::string> found;
    std::unordered_set<std::string> seen;
    for (const std::size_t column : layout_.value_columns) {
      std::string name = column_name(level, column);
      if (!name.empty() && seen.insert(name).second) found.push_back(std::move(name));
    }
    return found;
  }

  std::vector<std::string> row_names(std::size_t column) const {
    std::vector<std::string> found;
    std::unordered_set<std::string> seen;
    for (const BodyRow& row : layout_.body) {
      const Cell* cell = table_.at(row.row, column);
      if (cell == nullptr) continue;
      std::string name = clean_label(cell->text.text, cell->marks).text;
      if (row.line != BodyRow::kWhole) {
        const auto lines = cell_lines(*cell);
        if (row.line < lines.size())
          name = clean_label(lines[row.line].text, lines[row.line].marks).text;
      }
      if (name.empty() || is_not_a_score(name, rules_)) continue;
      if (seen.insert(name).second) found.push_back(std::move(name));
    }
    return found;
  }

  bool of_subject(std::string_view name) const {
    if (!page_.subject) return false;
    const auto subject = fold_words(page_.subject->name);
    const auto words = fold_words(name);
    if (subject.empty() || words.empty()) return false;
    if (subject.front().size() > 2 && words.front() == subject.front()) return true;
    // "K2" on the page about Kimi K2: its version alone.
    const bool numbered = std::any_of(name.begin(), name.end(), is_digit) &&
                          std::any_of(name.begin(), name.end(), is_letter);
    return numbered &&
           std::search(subject.begin(), subject.end(), words.begin(), words.end()) != subject.end();
  }

  // "7B" under a family's name.
  static bool is_bare_size(std::string_view name) {
    static const Pattern kSize(R"(\d+(?:\.\d+)?\s*[bm](?:-a\d+(?:\.\d+)?b)?)");
    return kSize.matches_all(name);
  }

  bool is_size_level(std::size_t level) const {
    const auto found = level_names(level);
    return !found.empty() && std::all_of(found.begin(), found.end(), [](const std::string& name) {
      return is_bare_size(name);
    });
  }

  // A size, a maker or a licence stands beside models.
  bool beside_model_attributes() const {
    return std::any_of(layout_.header_columns.begin(), layout_.header_columns.end(),
                       [](const HeaderColumn& column) {
                         return column.role == LineRole::kSize ||
                                column.role == LineRole::kLicense ||
                                column.role == LineRole::kOrganization;
                       });
  }

  // "Level 1", "Stage 2".
  bool counts_something(std::string_view name) const {
    return lists(rules_, "counted_things", words_of(name).empty() ? "" : words_of(name).front());
  }

  Likeness like(const std::vector<std::string>& found) const {
    Likeness sum;
    for (const std::string& name : found) {
      const bool no_name = counts_something(name) || in_list(name, "setting_rows");
      double model = no_name ? 0 : names_.model_likeness(name);
      if (is_bare_size(name)) model = std::max(model, kClearly);
      const double benchmark = names_.benchmark_likeness(name);
      if (of_subject(name)) model = std::max(model, std::min(1.0, model + kSubject));
      sum.model += model;
      sum.benchmark += benchmark;
    }
    sum.names = found.size();
    if (sum.names > 0) {
      sum.model /= static_cast<double>(sum.names);
      sum.benchmark /= static_cast<double>(sum.names);
    }
    return sum;
  }

  void measure() {
    for (const HeaderRow& row : layout_.header_rows) {
      if (row.role == LineRole::kName) levels_.push_back(row.row);
    }
    for (const HeaderColumn& column : layout_.header_columns) {
      if (column.role == LineRole::kName) columns_.push_back(&column);
    }
    for (std::size_t i = 0; i < levels_.size(); ++i) level_like_.push_back(like(level_names(i)));
    for (const HeaderColumn* column : columns_)
      column_like_.push_back(like(row_names(column->column)));
    best(level_like_, model_level_, top_);
    best(column_like_, model_column_, side_);
    prefer_named_model_column();
    hear_sections();
  }

  // Two section rows at least, each of which names a model: what stands below
  // them are its variants, whatever they are called ("Base", "+ ours").
  void hear_sections() {
    std::set<std::string> sections;
    for (const BodyRow& row : layout_.body) sections.insert(row.section);
    const bool models = sections.size() > 1 &&
                        std::all_of(sections.begin(), sections.end(), [&](const std::string& text) {
                          return names_.model_likeness(text) >= kClearly;
                        });
    if (models && side_.names > 0 && side_.benchmark < kMinModels) {
      side_.model = std::max(side_.model, kClearly);
    }
  }

  // Of several columns of names the one whose header says "Model" holds them;
  // of two such the one that does not say what the other is made of ("MLLM").
  void prefer_named_model_column() {
    if (columns_.size() < 2) return;
    std::vector<std::size_t> named;
    std::vector<std::size_t> whole;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (!in_list(columns_[i]->header.text, "header_model")) continue;
      named.push_back(i);
      if (!in_list(columns_[i]->header.text, "header_backbone")) whole.push_back(i);
    }
    const bool several = named.size() > 1;
    if (several) named = std::move(whole);
    if (named.size() != 1 || column_like_[named.front()].names == 0) return;
    const std::size_t index = named.front();
    const Likeness best = side_;
    side_ = column_like_[index];
    side_.benchmark = std::min(best.benchmark, side_.benchmark);
    // Beside backbones that are known, names nobody knows are models.
    if (several) side_.model = std::max(best.model, side_.model);
    model_column_ = index;
  }

  bool in_list(std::string_view text, const char* list) const {
    const auto& words = rules_.word_list(list);
    return std::find(words.begin(), words.end(), folded(text)) != words.end();
  }

  // The line that names models best, and what the whole axis looks like.
  static void best(const std::vector<Likeness>& lines, std::size_t& index, Likeness& axis) {
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (lines[i].names == 0) continue;
      if (axis.names == 0 || lines[i].model - lines[i].benchmark > axis.model - axis.benchmark) {
        axis = lines[i];
        index = i;
      }
    }
    for (const Likeness& line : lines) axis.benchmark = std::max(axis.benchmark, line.benchmark);
    axis.benchmark = lines.empty() ? 0 : axis.benchmark;
  }

  bool header_says(const char* list) const {
    const auto& words = rules_.word_list(list);
    for (const HeaderColumn* column : columns_) {
      if (in_list(column->header.text, list)) return true;
      const auto first = fold_words(column->header.text);
      if (!first.empty() && std::find(words.begin(), words.end(), first.front()) != words.end()) {
        return true;
      }
    }
    return false;
  }

  // In most tables the best score of each benchmark is bold: lines with just
  // one bold cell are benchmarks. Positive: rows are benchmarks.
  double bold_evidence() const {
    std::size_t rows_with_one = 0;
    for (const BodyRow& row : layout_.body) rows_with_one += bold_in_row(row.row) == 1 ? 1U : 0U;
    std::size_t columns_with_one = 0;
    for (const std::size_t column : layout_.value_columns) {
      columns_with_one += bold_in_column(column) == 1 ? 1U : 0U;
    }
    const double rows =
        layout_.value_columns.size() < 2
            ? 0
            : static_cast<double>(rows_with_one) / static_cast<double>(layout_.body.size());
    const double columns = layout_.body.size() < 2
                               ? 0
                               : static_cast<double>(columns_with_one) /
                                     static_cast<double>(layout_.value_columns.size());
    return rows - columns;
  }

  std::size_t bold_in_row(std::size_t row) const {
    return static_cast<std::size_t>(
        std::count_if(layout_.value_columns.begin(), layout_.value_columns.end(),
                      [&](std::size_t column) { return is_bold_score(row, column); }));
  }
  std::size_t bold_in_column(std::size_t column) const {
    return static_cast<std::size_t>(
        std::count_if(layout_.body.begin(), layout_.body.end(),
                      [&](const BodyRow& row) { return is_bold_score(row.row, column); }));
  }
  bool is_bold_score(std::size_t row, std::size_t column) const {
    const CellValue& cell = layout_.values.at(row, column);
    return cell.kind == CellKind::kScore && cell.bold;
  }

  // Numbers of one benchmark are alike, numbers of one model are not.
  // Positive: rows are benchmarks. In [-1, 1].
  double scale_evidence() const {
    const double rows = spread(true);
    const double columns = spread(false);
    if (rows <= 0 || columns <= 0) return 0;
    return std::clamp(std::log2(columns / rows), -1.0, 1.0);
  }

  double spread(bool by_row) const {
    double total = 0;
    std::size_t lines = 0;
    const std::size_t outer = by_row ? layout_.body.size() : layout_.value_columns.size();
    const std::size_t inner = by_row ? layout_.value_columns.size() : layout_.body.size();
    for (std::size_t i = 0; i < outer; ++i) {
      std::vector<double> numbers;
      for (std::size_t j = 0; j < inner; ++j) {
        const std::size_t row = layout_.body[by_row ? i : j].row;
        const std::size_t column = layout_.value_columns[by_row ? j : i];
        const CellValue& cell = layout_.values.at(row, column);
        if (cell.kind == CellKind::kScore) numbers.push_back(cell.parts[0].value);
      }
      if (numbers.size() < 2) continue;
      total += relative_deviation(numbers);
      ++lines;
    }
    return lines < 2 ? 0 : total / static_cast<double>(lines);
  }

  static double relative_deviation(const std::vector<double>& numbers) {
    double mean = 0;
    for (const double number : numbers) mean += std::fabs(number);
    mean /= static_cast<double>(numbers.size());
    if (mean == 0) return 0;
    double sum = 0;
    for (const double number : numbers) sum += std::fabs(std::fabs(number) - mean);
    return sum / static_cast<double>(numbers.size()) / mean;
  }

  // -- choice --

  void choose(Axes& axes) {
    const double structure = kBold * bold_evidence() + kScale * scale_evidence();
    // "Model" in the corner is meant for the side whose names look like models.
    const bool says_model = header_says("header_model");
    const bool says_above = says_model && top_.model > side_.model + kFaintly;
    const bool says_beside = says_model && !says_above;
    const bool says_benchmark = header_says("header_benchmark");
    double columns = top_.model - top_.benchmark * 0.5 + side_.benchmark - side_.model + structure;
    double rows = side_.model - side_.benchmark * 0.5 + top_.benchmark - top_.model - structure;
    if (says_beside) rows += kHeaderWord;
    if (says_above) columns += kHeaderWord;
    if (says_benchmark) columns += kHeaderWord;
    const bool columns_named =
        top_.names > 0 && (top_.model >= kMinModels || faint_models(top_, side_) ||
                           (says_above && no_benchmarks(top_, side_)));
    const bool rows_named =
        side_.names > 0 &&
        (side_.model >= kMinModels || faint_models(side_, top_, beside_model_attributes()) ||
         (says_beside && no_benchmarks(side_, top_)));
    if (columns_named && (!rows_named || columns >= rows)) {
      accept(axes, Reading::kModelsInColumns, rows_named ? columns - rows : columns, "names above");
    } else if (rows_named) {
      accept(axes, Reading::kModelsInRows, columns_named ? rows - columns : rows, "names beside");
    } else if (one_model()) {
      axes.reading = Reading::kOneModel;
      axes.margin = 1;
      axes.why = "one model, named by the page";
    } else {
      axes.why = "no-axis-names-models";
    }
    if (axes.reading != Reading::kNone && models_against_models()) {
      axes.reading = Reading::kNone;
      axes.why = "models-against-models";
    }
  }

  // Below "Model" names of no known shape ("ResNet-50") are models, unless they
  // look like benchmarks or the other side names the models.
  static bool no_benchmarks(const Likeness& models, const Likeness& others) {
    return models.model >= models.benchmark ||
           (models.benchmark < kMinModels && others.model < kFaintly);
  }

  static bool faint_models(const Likeness& models, const Likeness& benchmarks,
                           bool with_attributes = false) {
    return (with_attributes || models.model >= kFaintly) && models.model >= models.benchmark &&
           benchmarks.benchmark >= kClearly && benchmarks.model < kFaintly;
  }

  void accept(Axes& axes, Reading reading, double margin, const char* why) const {
    if (margin < kMinMargin) {
      axes.why = "low-margin";
      axes.margin = margin;
      return;
    }
    axes.reading = reading;
    axes.margin = margin;
    axes.why = why;
  }

  // Win rates of every model against every other.
  bool models_against_models() const {
    if (top_.names < 3 || side_.names < 3) return false;
    std::set<std::string> above;
    for (const std::string& name : level_names(model_level_)) above.insert(name_key(name));
    std::size_t both = 0;
    for (const std::string& name : row_names(columns_[model_column_]->column)) {
      both += above.count(name_key(name));
    }
    return both * 2 > side_.names;
  }

  // Benchmarks on one side and nothing but "Score" on the other.
  bool one_model() const {
    if (sole_model(page_, heading_, names_, rules_).empty()) return false;
    const bool rows_are_benchmarks = side_.names > 0 && side_.benchmark >= kClearly;
    const bool columns_are_benchmarks = top_.names > 0 && top_.benchmark >= kClearly;
    return (rows_are_benchmarks && measuring_columns()) ||
           (columns_are_benchmarks && (layout_.body.size() == 1 || rows_are_modes()));
  }

  // "Thinking" and "Non-thinking" beside the values of one model.
  bool rows_are_modes() const {
    if (columns_.empty()) return false;
    const auto rows = row_names(columns_.front()->column);
    return !rows.empty() && std::all_of(rows.begin(), rows.end(), [&](const std::string& row) {
      return in_list(row, "setting_rows");
    });
  }

  // The columns say how ("Score", "WER (%)") or under which condition
  // ("Thinking"), not what is measured.
  bool measuring_columns() const {
    return std::all_of(layout_.value_columns.begin(), layout_.value_columns.end(),
                       [&](std::size_t column) {
                         std::string header;
                         bool each = true;
                         for (const Label& label : header_path(table_, layout_, column)) {
                           header += " " + label.text;
                           each = each && only_measures(label.text);
                         }
                         return each || only_measures(header);
                       });
  }

  bool only_measures(std::string_view header) const {
    return folded(header).empty() || in_list(header, "generic_scores") ||
           in_list(header, "setting_rows") || is_measure(header, rules_);
  }

  // -- roles of the levels --

  void assign_roles(Axes& axes) const {
    const bool models_above = axes.reading == Reading::kModelsInColumns;
    const bool models_beside = axes.reading == Reading::kModelsInRows;
    for (std::size_t i = 0; i < levels_.size(); ++i) {
      axes.levels.push_back(level_role(i, models_above));
    }
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      axes.name_columns.push_back(column_role(i, models_beside));
    }
  }

  AxisRole column_role(std::size_t i, bool models_beside) const {
    if (!models_beside) return AxisRole::kBenchmark;
    if (i == model_column_) return AxisRole::kModel;
    // One score a row: "Model | Benchmark | Score"; or the parts of each
    // benchmark above: "Dataset | Model | Easy | Hard".
    if (in_list(columns_[i]->header.text, "header_benchmark") &&
        (measuring_columns() || column_like_[i].benchmark > top_.benchmark)) {
      return AxisRole::kBenchmark;
    }
    if (in_list(columns_[model_column_]->header.text, "header_model")) return AxisRole::kGroup;
    return model_part(column_like_[i]) ? AxisRole::kModel : AxisRole::kGroup;
  }

  static bool model_part(const Likeness& line) {
    return line.model >= kClearly && line.model > line.benchmark;
  }

  AxisRole level_role(std::size_t level, bool models_above) const {
    if (is_grouping(level)) return AxisRole::kGroup;
    if (!models_above) return AxisRole::kBenchmark;
    if (level == model_level_) return AxisRole::kModel;
    const Likeness& line = level_like_[level];
    if (line.benchmark > line.model || line.benchmark >= kClearly) return AxisRole::kBenchmark;
    if (line.model >= kMinModels) return AxisRole::kModel;
    if (level < model_level_ && is_size_level(model_level_)) return AxisRole::kModel;
    return level < model_level_ ? AxisRole::kBenchmark : AxisRole::kModel;
  }

  // "Open models", "English Benchmarks", "Math" over tests by their names: groups
  // of columns, no part of a name.
  bool is_grouping(std::size_t level) const {
    const auto found = level_names(level);
    if (found.empty() || levels_.size() < 2) return false;
    const bool over_tests =
        level + 1 < levels_.size() && level_like_[level + 1].benchmark >= kClearly;
    const auto groups = static_cast<std::size_t>(
        std::count_if(found.begin(), found.end(), [&](const std::string& name) {
          const auto words = fold_words(name);
          return in_list(name, "model_groups") || (over_tests && in_list(name, "category_words")) ||
                 (words.size() > 1 && (in_list(words.back(), "group_tails") ||
                                       in_list(words.back(), "model_group_tails")));
        }));
    return groups * 2 > found.size();
  }

  const Table& table_;
  const Layout& layout_;
  const Page& page_;
  const std::vector<std::string>& heading_;
  const Names& names_;
  const Rules& rules_;
  std::vector<std::size_t> levels_;  // grid rows
  std::vector<const HeaderColumn*> columns_;
  std::vector<Likeness> level_like_;
  std::vector<Likeness> column_like_;
  std::size_t model_level_ = 0;
  std::size_t model_column_ = 0;
  Likeness top_;
  Likeness side_;
};

}  // namespace

std::string sole_model(const Page& page, const std::vector<std::string>& heading,
                       const Names& names, const Rules& rules) {
  for (std::size_t i = heading.size(); i-- > 1;) {
    std::string name = model_in_heading(heading[i], names, rules);
    if (!name.empty()) return name;
  }
  if (page.subject) return page.subject->raw;
  std::string title =
      heading.empty() ? std::string() : model_in_heading(heading.front(), names, rules);
  return title.empty() && page.announced ? *page.announced : title;
}

Axes find_axes(const Table& table, const Layout& layout, const Page& page,
               const std::vector<std::string>& heading, const Names& names, const Rules& rules) {
  return AxisFinder(table, layout, page, heading, names, rules).find();
}

}  // namespace benchledger
