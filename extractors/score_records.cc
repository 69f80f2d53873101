#include "extractors/score_records.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "extractors/axes.h"
#include "extractors/field_mapping.h"
#include "extractors/label.h"
#include "extractors/pattern.h"
#include "extractors/sentence.h"
#include "extractors/spec_records.h"
#include "extractors/table_layout.h"
#include "extractors/table_orientation.h"
#include "extractors/text.h"
#include "extractors/title_benchmark.h"

namespace benchledger {
namespace {

void join(std::string& name, std::string_view part) {
  if (part.empty()) return;
  if (!name.empty()) name += ' ';
  name += part;
}

// Names and conditions gathered for one line (a row or a column).
struct LineNames {
  std::string model;
  std::string benchmark;
  std::string group;
  std::string innermost;           // of the parts of the benchmark's name
  std::vector<std::string> texts;  // header cells as printed, outermost first
  std::vector<Marker> markers;
  Setting setting;
  std::vector<std::string> sources;
  std::vector<std::string> remarks;
  Direction direction = Direction::kUnknown;
};

class TableScores {
  static constexpr double kNamesABenchmark = 0.5;  // likeness from which a name stands alone
  static constexpr double kNamesAModel = 0.5;
  static constexpr double kSomeModels = 0.3;

 public:
  TableScores(const Document& document, std::size_t index, const Arrangement& arrangement,
              const Page& page, const Names& names, const Rules& rules, const FieldMapping* mapping,
              ScoreReading& reading)
      : document_(document),
        original_(document.tables[index]),
        arrangement_(arrangement),
        arranged_(arrangement.as_given() ? std::nullopt
                                         : std::optional(arranged(original_, arrangement))),
        table_(arranged_ ? *arranged_ : original_),
        index_(index),
        page_(page),
        names_(names),
        rules_(rules),
        mapping_(mapping),
        reading_(reading),
        heading_(heading_path(document, table_.block)),
        layout_(lay_out(table_, rules)) {}

  double orientation() const {
    return benchledger::orientation(table_, layout_.values, names_, rules_);
  }

  // 0 where the names are where they are looked for.
  std::size_t names_behind_values() const {
    return benchledger::names_behind_values(table_, layout_.values, rules_);
  }

  // What the axes name, and whether there is a reason not to read the table.
  void understand() {
    promote_model_column();
    promote_named_groups();
    axes_ = find_axes(table_, layout_, page_, heading_, names_, rules_);
    only_known_benchmarks_ = is_spec_table(original_, names_, rules_);
    if (!only_known_benchmarks_) refused_ = refusal();
  }
  bool is_readable() const { return axes_.reading != Reading::kNone && refused_.empty(); }

  TableReading read() {
    TableReading result = anatomy();
    if (only_known_benchmarks_) {
      result.kind = "spec";
      result.why = "labels are attributes";
      if (axes_.reading != Reading::kNone) emit();
      return result;
    }
    result.why = refused_;
    if (!refused_.empty()) {
      count_refused(refused_);
      return result;
    }
    const std::size_t before = reading_.drafts.size();
    emit();
    settle_fractions(before);
    result.why = axes_.why;
    if (reading_.drafts.size() > before) result.kind = "score";
    return result;
  }

  TableReading read_mapped() {
    TableReading result = anatomy();
    if (const auto missing = apply_mapping(*mapping_, table_, layout_, axes_)) {
      result.why = "mapping-does-not-fit: no field \"" + *missing + "\"";
      return result;
    }
    result.header_rows = 1;
    result.header_columns = layout_.header_columns.size();
    result.why = axes_.why;
    const std::size_t before = reading_.drafts.size();
    emit();
    if (reading_.drafts.size() > before) result.kind = "score";
    return result;
  }

 private:
  // 0.63 beside 3.11 on one test is no fraction of one.
  void settle_fractions(std::size_t first) {
    std::map<std::string, std::string> units;
    const auto& drafts = reading_.drafts;
    for (std::size_t i = first; i < drafts.size(); ++i) {
      const Score& score = drafts[i].score;
      if (score.score.unit != "fraction") units[score.benchmark.raw] = score.score.unit;
    }
    for (std::size_t i = first; i < drafts.size(); ++i) {
      Score& score = reading_.drafts[i].score;
      const auto unit = units.find(score.benchmark.raw);
      if (score.score.unit == "fraction" && unit != units.end()) score.score.unit = unit->second;
    }
  }

  TableReading anatomy() {
    TableReading result;
    result.header_rows = layout_.header_rows.size() + titles_in_header();
    result.header_columns = header_width();
    if (arrangement_.turned) std::swap(result.header_rows, result.header_columns);
    if (table_.left_out > 0) reading_.dropped["header-in-doubt"] += table_.left_out;
    return result;
  }

  std::size_t titles_in_header() const {
    return static_cast<std::size_t>(std::count_if(
        layout_.segments.begin(), layout_.segments.end(), [&](const Segment& segment) {
          return !segment.title.empty() &&
                 (layout_.body.empty() || segment.title_row < layout_.body.front().row);
        }));
  }

  std::size_t header_width() const {
    if (layout_.value_columns.empty()) return 0;
    return static_cast<std::size_t>(std::count_if(
        layout_.header_columns.begin(), layout_.header_columns.end(),
        [&](const HeaderColumn& c) { return c.column < layout_.value_columns.front(); }));
  }

  // "Method | Backbone | GSM8K" with the models under "Backbone": a column whose
  // header claims to be something else names them where no other does.
  void promote_model_column() {
    HeaderColumn* found = nullptr;
    HeaderColumn* method = nullptr;
    std::size_t most_names = 0;
    for (HeaderColumn& column : layout_.header_columns) {
      const std::set<std::string> texts = texts_of(column.column);
      const double likeness = model_likeness_of(texts);
      if (column.role == LineRole::kName) {
        if (likeness >= kSomeModels) return;
        most_names = std::max(most_names, texts.size());
      } else if (column.column >= first_value_column()) {
        continue;
      } else if (column.role != LineRole::kSource && likeness >= kNamesAModel && found == nullptr) {
        found = &column;
      } else if (method == nullptr && listed(column.header.text, "header_method")) {
        method = &column;
      }
    }
    if (names_models_above()) return;
    if (found != nullptr) {
      found->role = LineRole::kName;
    } else if (method != nullptr && texts_of(method->column).size() > most_names) {
      // Names nobody knows stand under "Method"; fewer texts beside them ("Input")
      // say how it was used.
      for (HeaderColumn& column : layout_.header_columns) {
        if (column.role == LineRole::kName) column.role = LineRole::kSetting;
      }
      method->role = LineRole::kName;
    }
  }

  // "C-Eval | Average", "| Hard": what looked like a category beside names that
  // are no tests of their own is the test they are parts of.
  void promote_named_groups() {
    auto& columns = layout_.header_columns;
    const auto group = std::find_if(columns.begin(), columns.end(), [&](const HeaderColumn& c) {
      return c.role == LineRole::kName ||
             (c.role == LineRole::kCategory &&
              role_of_words(c.header.text, rules_) != LineRole::kCategory);
    });
    const auto name = std::find_if(columns.begin(), columns.end(),
                                   [](const HeaderColumn& c) { return c.role == LineRole::kName; });
    if (group >= name || name == columns.end()) return;
    if (share_of_tests(group->column, {}) < 0.5 ||
        share_of_tests(name->column, group->column) > 0.5) {
      return;
    }
    for (auto column = group; column != columns.end(); ++column) {
      if (column->role == LineRole::kCategory) column->role = LineRole::kName;
    }
  }

  // How many of the different texts of a column are tests, 0..1; fields ("Math")
  // are none, and cells that reach here from another column do not count.
  double share_of_tests(std::size_t column, std::optional<std::size_t> beside) const {
    std::set<std::string> texts;
    for (const BodyRow& row : layout_.body) {
      const Cell* cell = table_.at(row.row, column);
      if (cell == nullptr || (beside && cell == table_.at(row.row, *beside))) continue;
      const std::string text = clean_label(cell->text.text, cell->marks).text;
      if (!text.empty()) texts.insert(text);
    }
    const auto tests = static_cast<std::size_t>(
        std::count_if(texts.begin(), texts.end(), [&](const std::string& text) {
          return !is_category(text) && !is_metric(text) &&
                 names_.benchmark_likeness(text) >= kNamesABenchmark;
        }));
    return texts.empty() ? 0 : static_cast<double>(tests) / static_cast<double>(texts.size());
  }

  std::size_t first_value_column() const {
    return layout_.value_columns.empty() ? 0 : layout_.value_columns.front();
  }

  std::set<std::string> texts_of(std::size_t column) const {
    std::set<std::string> texts;
    for (const BodyRow& row : layout_.body) {
      std::string text = clean_label(table_.text(row.row, column)).text;
      if (!text.empty()) texts.insert(std::move(text));
    }
    return texts;
  }

  double model_likeness_of(const std::set<std::string>& texts) const {
    double sum = 0;
    for (const std::string& text : texts) sum += names_.model_likeness(text);
    return texts.empty() ? 0 : sum / static_cast<double>(texts.size());
  }

  bool names_models_above() const {
    double sum = 0;
    for (const std::size_t column : layout_.value_columns) {
      double best = 0;
      for (const Label& label : header_path(table_, layout_, column)) {
        best = std::max(best, names_.model_likeness(label.text));
      }
      sum += best;
    }
    return sum >= kSomeModels * static_cast<double>(layout_.value_columns.size());
  }

  // -- refusal --

  std::string refusal() const {
    if (axes_.reading == Reading::kNone) return axes_.why;
    const std::string topic = heading_.empty() ? std::string() : folded(heading_.back());
    if (contains_word(topic, "refused_topics") ||
        contains_word(folded(table_.caption.text), "refused_topics")) {
      return "not-about-quality";
    }
    if (mostly_no_scores()) return "rows-are-not-scores";
    if (!names_a_benchmark()) {
      if (unit_beside()) return "text-beside-names-another-unit";
      if (parts_of_a_whole()) return "parts-of-a-whole";
    }
    if (lines_are_not_models()) return "rows-are-not-models";
    return {};
  }

  // "Repository", "Stage" over the names; over the models only where the rules
  // know few of them.
  bool lines_are_not_models() const {
    const bool named = std::any_of(
        layout_.header_columns.begin(), layout_.header_columns.end(), [&](const HeaderColumn& c) {
          return c.role == LineRole::kName && listed(c.header.text, "not_models");
        });
    if (!named || axes_.reading == Reading::kModelsInRows) return named;
    std::size_t known = 0;
    for (const std::size_t column : layout_.value_columns) {
      known += names_.knows_model(column_names(column).model) ? 1U : 0U;
    }
    return axes_.reading == Reading::kModelsInColumns && known * 2 < layout_.value_columns.size();
  }

  // Hyper-parameters and sizes under model names: a table with more such rows
  // than others is about them, and the others are too.
  bool mostly_no_scores() const {
    if (axes_.reading == Reading::kModelsInRows || layout_.body.empty()) return false;
    std::size_t attributes = 0;
    std::size_t scores = 0;
    for (const BodyRow& row : layout_.body) {
      bool attribute = false;
      for (const HeaderColumn& column : layout_.header_columns) {
        const Cell* cell = table_.at(row.row, column.column);
        if (column.role != LineRole::kName || cell == nullptr) continue;
        attribute =
            attribute || is_not_a_score(clean_label(cell->text.text, cell->marks).text, rules_);
      }
      attribute = attribute || is_no_score_section(row);
      ++(attribute ? attributes : scores);
    }
    return attributes > scores;
  }

  // "Number of tests" over rows that say "F2P", "P2P". In flattened text a line
  // of attributes may pass for a section's name.
  bool is_no_score_section(const BodyRow& row) const {
    return table_.origin != TableOrigin::kFused && is_not_a_score(row.section, rules_);
  }

  // Whether any header or row label beside the models is a known benchmark.
  bool names_a_benchmark() const {
    std::vector<std::string> labels;
    for (const std::size_t column : layout_.value_columns) {
      for (const Label& label : header_path(table_, layout_, column)) labels.push_back(label.text);
    }
    for (const BodyRow& row : layout_.body) {
      for (const HeaderColumn& column : layout_.header_columns) {
        labels.push_back(clean_label(table_.text(row.row, column.column)).text);
      }
    }
    return std::any_of(labels.begin(), labels.end(), [&](const std::string& label) {
      return names_.benchmark_likeness(label) >= 0.5;
    });
  }

  // A short text right before or after the table that gives the unit of its
  // figures: "Numbers are tokens per second."
  bool unit_beside() const {
    constexpr std::size_t kShort = 160;
    for (const std::size_t at : {table_.block - 1, table_.block + 1}) {
      if (at >= document_.blocks.size()) continue;
      const Block& block = document_.blocks[at];
      if (block.kind != BlockKind::kParagraph && block.kind != BlockKind::kCaption) continue;
      if (block.text.text.size() > kShort) continue;
      if (contains_word(folded(block.text.text), "refused_units")) return true;
    }
    return false;
  }

  // Shares of one whole (a data mixture, a market) add up to 100 for every
  // model; scores do not.
  bool parts_of_a_whole() const {
    constexpr std::size_t kEnough = 4;
    constexpr double kRounding = 0.6;
    const bool down = axes_.reading != Reading::kModelsInRows;
    const std::size_t outer = down ? layout_.value_columns.size() : layout_.body.size();
    const std::size_t inner = down ? layout_.body.size() : layout_.value_columns.size();
    for (std::size_t i = 0; i < outer; ++i) {
      double sum = 0;
      std::size_t parts = 0;
      for (std::size_t j = 0; j < inner; ++j) {
        const std::size_t row = layout_.body[down ? j : i].row;
        const CellValue& value = layout_.values.at(row, layout_.value_columns[down ? i : j]);
        if (value.kind != CellKind::kScore) continue;
        sum += value.parts[0].value;
        ++parts;
      }
      if (parts < kEnough || std::fabs(sum - 100) > kRounding) return false;
    }
    return outer > 0;
  }

  // The whole text, folded.
  bool listed(std::string_view text, const char* list) const {
    const auto& words = rules_.word_list(list);
    return std::find(words.begin(), words.end(), folded(text)) != words.end();
  }

  bool contains_word(const std::string& text, const char* list) const {
    const std::string padded = " " + text + " ";
    const auto& words = rules_.word_list(list);
    return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
      return padded.find(" " + word + " ") != std::string::npos;
    });
  }

  void count_refused(const std::string& why) {
    for (std::size_t i = 0; i < table_.cells.size(); ++i) {
      const Cell& cell = table_.cells[i];
      if (layout_.values.at(cell.row, cell.column).kind == CellKind::kScore) {
        ++reading_.dropped["table-refused-" + why];
      }
    }
  }

  // -- names of lines --

  static void add_markers(LineNames& line, const Label& label, Marker::Place place, Span span) {
    for (const std::string& symbol : label.markers) line.markers.push_back({symbol, place, span});
    if (label.direction != Direction::kUnknown) line.direction = label.direction;
  }

  LineNames column_names(std::size_t column) const {
    LineNames line;
    std::size_t level = 0;
    const Cell* last = nullptr;
    for (const HeaderRow& header : layout_.header_rows) {
      const Cell* cell = header_cell(table_, layout_, header.row, column);
      const bool name_level = header.role == LineRole::kName;
      const AxisRole role = name_level ? axes_.levels[level++] : AxisRole::kGroup;
      if (cell == nullptr || cell == last || cell->text.text.empty()) continue;
      last = cell;
      const Label label = clean_label(cell->text.text, cell->marks);
      line.texts.push_back(cell->text.text);
      if (!name_level) {
        set_condition(line.setting, header.role, label.text);
        continue;
      }
      if (role == AxisRole::kModel) {
        join(line.model, label.text);
        add_markers(line, label, Marker::Place::kModelHeader, cell->text.source());
      } else if (role == AxisRole::kBenchmark && !listed(label.text, "header_backbone")) {
        join(line.benchmark, label.text);
        line.innermost = label.text;
        add_markers(line, label, Marker::Place::kBenchmarkHeader, cell->text.source());
      } else {
        line.group = label.text;
      }
    }
    return line;
  }

  LineNames row_names(const BodyRow& row) {
    LineNames line;
    std::size_t name_index = 0;
    const Cell* last = nullptr;  // drawn over several header columns, it names once
    for (const HeaderColumn& column : layout_.header_columns) {
      const bool named = column.role == LineRole::kName;
      const AxisRole role = named ? axes_.name_columns[name_index++] : AxisRole::kGroup;
      const Cell* cell = table_.at(row.row, column.column);
      if (named && cell != nullptr && cell == last) continue;
      if (named) last = cell;
      std::string text;
      Label label;
      if (cell != nullptr) {
        text = cell->text.text;
        label = row_label(*cell, row, text);
      }
      const bool before_names = column.column < first_name_column();
      if ((named || before_names) && label.text.empty()) label = carried(column.column, row, text);
      if (label.text.empty() && text.empty()) continue;
      if (!named) {
        if (is_condition(column, label.text)) {
          if (column.role == LineRole::kSource) keep_text(line, line.sources, text, label);
          if (column.role == LineRole::kRemark) keep_text(line, line.remarks, text, label);
        }
        if (says_nothing(label.text)) continue;
        set_condition(line.setting, column.role, with_unit_of(column, label.text));
        if (column.role == LineRole::kSubset && names_a_part(label.text))
          pending_subset_ = label.text;
        continue;
      }
      line.texts.push_back(text);
      const Span span = cell == nullptr ? Span{} : cell->text.source();
      if (role == AxisRole::kModel) {
        join(line.model, label.text);
        add_markers(line, label, Marker::Place::kModelHeader, span);
      } else if (role == AxisRole::kBenchmark) {
        join(line.benchmark, label.text);
        line.innermost = label.text;
        add_markers(line, label, Marker::Place::kBenchmarkHeader, span);
      } else if (is_condition(column, label.text) && !is_identifier(column.column)) {
        set_condition(line.setting, LineRole::kSetting, label.text);
      }
    }
    if (!pending_subset_.empty()) {
      if (!line.benchmark.empty())
        join(line.benchmark, pending_subset_);
      else
        line.setting.stated.push_back(pending_subset_);
      pending_subset_.clear();
    }
    return line;
  }

  void keep_text(LineNames& line, std::vector<std::string>& texts, const std::string& text,
                 const Label& label) const {
    if (text.empty()) return;
    texts.push_back(text);
    set_condition(line.setting, LineRole::kSetting, label.text);
  }

  // A text of its own in every row (a run's name, a commit) identifies the row
  // and is no condition that another could share.
  bool is_identifier(std::size_t column) {
    constexpr std::size_t kEnough = 8;
    const auto [found, fresh] = identifiers_.try_emplace(column, false);
    if (!fresh || layout_.body.size() < kEnough) return found->second;
    std::set<std::string_view> texts;
    for (const BodyRow& row : layout_.body) texts.insert(table_.text(row.row, column));
    found->second = texts.size() == layout_.body.size();
    return found->second;
  }

  bool says_nothing(const std::string& text) const {
    const CellKind kind = parse_cell(text, {}, false, rules_).kind;
    return kind == CellKind::kMissing || kind == CellKind::kEmpty;
  }

  // "Hindi" names a part of a test; "de, fr, it" says what the whole is made
  // of, "all" that it is the whole, and a length is a setting.
  bool names_a_part(const std::string& text) const {
    return !is_length(text) && text.find(", ") == std::string::npos &&
           !contains_word(folded(text), "aggregates");
  }

  // Nothing ("-"), a resource ("9.8 GB" under "RAM") or figures the grammar
  // does not read ("MATH-500 91.6" under a benchmark) are no condition.
  bool is_condition(const HeaderColumn& column, const std::string& text) const {
    if (says_nothing(text)) return false;
    const CellKind kind = parse_cell(text, {}, false, rules_).kind;
    if (kind == CellKind::kQuantity && is_not_a_score(column.header.text, rules_)) return false;
    const bool digits = std::any_of(text.begin(), text.end(), is_digit);
    return !digits || names_.benchmark_likeness(column.header.text) < kNamesABenchmark;
  }

  Label row_label(const Cell& cell, const BodyRow& row, std::string& text) const {
    if (row.line == BodyRow::kWhole) return clean_label(cell.text.text, cell.marks);
    const auto lines = cell_lines(cell);
    if (row.line >= lines.size()) return clean_label(cell.text.text, cell.marks);
    text = lines[row.line].text;
    return clean_label(text, lines[row.line].marks);
  }

  // A blank name carries down from the row above where another column still
  // tells the rows apart.
  // A blank before the names repeats what stands above it, as do blank names; one
  // behind them says nothing.
  std::size_t first_name_column() const {
    for (const HeaderColumn& column : layout_.header_columns) {
      if (column.role == LineRole::kName) return column.column;
    }
    return 0;
  }

  Label carried(std::size_t column, const BodyRow& row, std::string& text) {
    if (layout_.header_columns.size() < 2) return {};
    const std::size_t above = name_above(column)[row.row];
    if (above == Table::kNone) return {};
    const Cell* cell = table_.at(above, column);
    text = cell->text.text;
    return clean_label(cell->text.text, cell->marks);
  }

  // For each row the nearest one above with a text in the column, kNone where
  // that is none of the body. Cost: one pass down the column, once.
  const std::vector<std::size_t>& name_above(std::size_t column) {
    const auto [found, fresh] = names_above_.try_emplace(column);
    if (!fresh) return found->second;
    std::vector<bool> in_body(table_.rows, false);
    for (const BodyRow& row : layout_.body) in_body[row.row] = true;
    std::size_t above = Table::kNone;
    for (std::size_t row = 0; row < table_.rows; ++row) {
      found->second.push_back(above);
      if (table_.text(row, column).empty()) continue;
      above = in_body[row] ? row : Table::kNone;
    }
    return found->second;
  }

  // "0.67" under "Model Size (GB)" is 0.67 GB.
  static std::string with_unit_of(const HeaderColumn& column, const std::string& text) {
    static const Pattern kNumber(R"(~?\d+(?:\.\d+)?)");
    static const Pattern kUnit(R"(\(([^()\d]{1,8})\)\s*$)");
    if (column.role != LineRole::kSize || !kNumber.matches_all(text)) return text;
    const auto unit = kUnit.find(column.header.text);
    return unit ? text + " " + std::string(unit->text(column.header.text, 1)) : text;
  }

  static bool is_length(std::string_view text) {
    static const Pattern kLength(R"(\d+(?:\.\d+)?\s*[km]|\d{3,}|/|-|\d+-shot.*)");
    return kLength.matches_all(text);
  }

  void set_condition(Setting& setting, LineRole role, const std::string& text) const {
    if (parse_cell(text, {}, false, rules_).kind == CellKind::kMissing || text.empty()) return;
    switch (role) {
      case LineRole::kMetric:
        setting.metric = text;
        break;
      case LineRole::kShots:
        set_shots(setting, text);
        break;
      case LineRole::kHarness:
        setting.harness = text;
        break;
      case LineRole::kTools:
        setting.tools = text;
        break;
      case LineRole::kCategory:
      case LineRole::kSource:
      case LineRole::kRemark:
      case LineRole::kIgnored:
        break;
      default:
        setting.stated.push_back(text);
        break;
    }
  }

  static void set_shots(Setting& setting, const std::string& text) {
    static const Pattern kWhole(R"((\d{1,2})(?:[- ]?shots?)?(?:\s*[,(].*)?)");
    static const Pattern kLead(R"(^(\d{1,2})(?:[- ]?shots?)?\b(?!\s*[-+]\s*\d))");
    const auto match = kLead.find(text);
    if (match && kWhole.matches_all(text))
      setting.shots = std::stoi(std::string(match->text(text, 1)));
    else
      setting.stated.push_back(text);
  }

  // -- emission --

  void emit() {
    std::vector<LineNames> columns;
    for (const std::size_t column : layout_.value_columns) columns.push_back(column_names(column));
    benchmark_labels_ = labels_of_benchmarks(columns);
    titled_ = titled_benchmark({document_, table_, heading_}, benchmark_labels_, names_, rules_);
    if (axes_.reading == Reading::kOneModel) {
      sole_model_ = sole_model(page_, heading_, names_, rules_);
    }
    if (axes_.reading == Reading::kModelsInRows) {
      find_sized_names();
      find_variants();
      additions_ = additions_in_rows();
    } else {
      complete_additions(columns);
    }
    std::string added_to;  // the model a row that begins with "+" adds to
    for (const BodyRow& row : layout_.body) {
      LineNames beside = row_names(row);
      if (const char* why = row_refusal(row, beside); why != nullptr) {
        count_row(row, why);
        continue;
      }
      if (sized_names_.count(beside.model) > 0) {
        join(beside.model, clean_label(table_.text(row.row, size_column_)).text);
      }
      if (is_variant_of_section(row, beside.model)) {
        beside.model = row.section + " " + beside.model;
      } else if (additions_.count(beside.model) > 0) {
        beside.model = added_to + " " + beside.model;
      } else {
        added_to = beside.model;
      }
      for (std::size_t i = 0; i < columns.size(); ++i) {
        if (i > 0 && is_same_cell(row, columns, i)) continue;
        emit_cell(row, layout_.value_columns[i], beside, columns[i]);
      }
    }
    for (const auto& [column, why] : layout_.ignored_columns) count_column(column, why);
  }

  // Rows that hold figures and no scores; null where they do.
  const char* row_refusal(const BodyRow& row, const LineNames& beside) const {
    if (layout_.derived_rows.count(row.row) > 0) return "derived-row";
    if (axes_.reading != Reading::kModelsInRows &&
        listed(beside.benchmark, "uncertainty_headers")) {
      return "uncertainty-row";
    }
    const auto words = fold_words(beside.benchmark);
    const auto& counts = rules_.word_list("count_nouns");
    const bool counting = axes_.reading != Reading::kModelsInRows && !words.empty() &&
                          std::find(counts.begin(), counts.end(), words.back()) != counts.end();
    const bool share = axes_.reading != Reading::kModelsInRows && is_share_row(beside.benchmark);
    return (counting || share) && only_whole_numbers(row) ? "not-a-score-row" : nullptr;
  }

  bool is_share_row(const std::string& name) const {
    return std::any_of(
        benchmark_labels_.begin(), benchmark_labels_.end(),
        [&](const std::string& other) { return so_many_of_so_many(name, other, rules_); });
  }

  bool only_whole_numbers(const BodyRow& row) const {
    return std::all_of(layout_.value_columns.begin(), layout_.value_columns.end(),
                       [&](std::size_t column) {
                         const CellValue& value = layout_.values.at(row.row, column);
                         return value.kind != CellKind::kScore ||
                                (value.parts[0].decimals == 0 && !value.parts[0].percent);
                       });
  }

  void count_row(const BodyRow& row, const char* why) {
    for (const std::size_t column : layout_.value_columns) {
      if (layout_.values.at(row.row, column).kind == CellKind::kScore) ++reading_.dropped[why];
    }
  }

  // One value below one header, both drawn over two columns of the grid.
  bool is_same_cell(const BodyRow& row, const std::vector<LineNames>& columns,
                    std::size_t i) const {
    const Cell* cell = table_.at(row.row, layout_.value_columns[i]);
    return cell != nullptr && cell == table_.at(row.row, layout_.value_columns[i - 1]) &&
           columns[i].texts == columns[i - 1].texts;
  }

  // "Falcon | 7B" over "Falcon | 40B": the size is part of the name where
  // nothing else tells the rows apart.
  void find_sized_names() {
    const HeaderColumn* size = nullptr;
    for (const HeaderColumn& column : layout_.header_columns) {
      if (column.role == LineRole::kSize && size == nullptr) size = &column;
    }
    if (size == nullptr) return;
    std::map<std::string, std::set<std::string>> sizes;
    std::map<std::string, std::size_t> rows;
    for (const BodyRow& row : layout_.body) {
      const std::string text(table_.text(row.row, size->column));
      const std::string name = row_names(row).model;
      ++rows[name];
      // "0.3M / 21.7B" is what was trained of it.
      const bool plain = text.find('/') == std::string::npos;
      if (plain && parse_cell(text, {}, false, rules_).kind == CellKind::kQuantity) {
        sizes[name].insert(text);
      }
    }
    for (const auto& [name, different] : sizes) {
      if (different.size() > 1 && different.size() == rows[name]) sized_names_.insert(name);
    }
    size_column_ = size->column;
  }

  // "Base Model", "+ DPO" under section rows that name models: where a label
  // comes back under another of them, the section is the first part of each name.
  void find_variants() {
    std::map<std::string, std::set<std::string>> sections;
    for (const BodyRow& row : layout_.body) {
      if (row.section.empty() || names_.model_likeness(row.section) < kNamesAModel) continue;
      sections[row_names(row).model].insert(row.section);
    }
    variants_of_sections_ = std::any_of(sections.begin(), sections.end(), [](const auto& entry) {
      return !entry.first.empty() && entry.second.size() > 1;
    });
  }

  // "+ with tool" after every model: a label that begins with "+" and comes back
  // belongs to the line before. One that stands once may be a stage of its own.
  static std::set<std::string> additions_in(const std::vector<std::string>& models) {
    std::set<std::string> additions;
    std::map<std::string, std::size_t> times;
    for (const std::string& name : models) {
      if (!name.empty() && name.front() == '+' && ++times[name] > 1) additions.insert(name);
    }
    const bool nothing_before = models.empty() || additions.count(models.front()) > 0;
    return nothing_before ? std::set<std::string>() : additions;
  }

  std::set<std::string> additions_in_rows() {
    std::vector<std::string> models;
    for (const BodyRow& row : layout_.body) models.push_back(row_names(row).model);
    return additions_in(models);
  }

  static void complete_additions(std::vector<LineNames>& columns) {
    std::vector<std::string> models;
    for (const LineNames& column : columns) models.push_back(column.model);
    const std::set<std::string> additions = additions_in(models);
    std::string added_to;
    for (LineNames& column : columns) {
      if (additions.count(column.model) > 0)
        column.model = added_to + " " + column.model;
      else
        added_to = column.model;
    }
  }

  bool is_variant_of_section(const BodyRow& row, const std::string& name) const {
    if (!variants_of_sections_ || row.section.empty() || name.empty()) return false;
    if (names_.model_likeness(row.section) < kNamesAModel || names_.knows_model(name)) return false;
    return folded(name).find(folded(row.section)) == std::string::npos;
  }

  void count_column(std::size_t column, const std::string& why) {
    for (const BodyRow& row : layout_.body) {
      if (layout_.values.at(row.row, column).kind == CellKind::kScore) ++reading_.dropped[why];
    }
  }

  void emit_cell(const BodyRow& row, std::size_t column, const LineNames& beside,
                 const LineNames& above) {
    const Cell* cell = table_.at(row.row, column);
    if (cell == nullptr) {
      ++reading_.dropped["empty-cell"];
      return;
    }
    if (cell->row != row.row && row.line == BodyRow::kWhole) {
      ++reading_.dropped["spanned-value"];
      return;
    }
    if (layout_.values.at(row.row, column).kind == CellKind::kDelta) {
      ++reading_.dropped[reason(CellKind::kDelta)];
      return;
    }
    const auto lines = cell_lines(*cell);
    if (row.line != BodyRow::kWhole) {
      emit_line(row, column, beside, above, *cell,
                row.line < lines.size() ? lines[row.line] : CellLine{}, {});
      return;
    }
    const CellLine whole{cell->text.text, cell->marks, 0, cell->text.text.size()};
    const bool one =
        parse_cell(whole.text, whole.marks, cell->image, rules_, layout_.numbers).kind ==
        CellKind::kScore;
    if (one || lines.size() < 2 || layout_.values.at(row.row, column).kind != CellKind::kScore) {
      emit_line(row, column, beside, above, *cell, whole, {});
      return;
    }
    emit_named_lines(row, column, beside, above, *cell, lines);
  }

  // "Retail<br>81.4%<br>Airline<br>59.6%": words name the value below them.
  void emit_named_lines(const BodyRow& row, std::size_t column, const LineNames& beside,
                        const LineNames& above, const Cell& cell,
                        const std::vector<CellLine>& lines) {
    std::string name;
    for (const CellLine& line : lines) {
      if (parse_cell(line.text, line.marks, false, rules_, layout_.numbers).kind ==
          CellKind::kWords) {
        name = clean_label(line.text, line.marks).text;
      } else {
        emit_line(row, column, beside, above, cell, line, name);
      }
    }
  }

  void emit_line(const BodyRow& row, std::size_t column, const LineNames& beside,
                 const LineNames& above, const Cell& cell, const CellLine& line,
                 const std::string& name) {
    const std::vector<std::string> parts = parts_named(above.benchmark + " " + beside.benchmark);
    const std::vector<CellLine> pieces = pieces_of(line);
    if (pieces.size() > 1 && pieces.size() == parts.size()) {
      for (std::size_t i = 0; i < pieces.size(); ++i) {
        emit_line(row, column, beside, above, cell, pieces[i], parts[i]);
      }
      return;
    }
    CellValue value = parse_cell(line.text, line.marks, cell.image, rules_, layout_.numbers);
    if (value.kind != CellKind::kScore) {
      ++reading_.dropped[reason(value.kind)];
      return;
    }
    if (!name.empty()) value.stated.insert(value.stated.begin(), name);
    if (value.parts.size() == 2 && !value.out_of) value.out_of = most_of(row, column);
    add_records(row, column, beside, above, cell, line, value);
  }

  // "LibriSpeech dev | test", "FLEURS (zh | en)": what a test's name lists
  // between bars; empty where it lists nothing.
  static std::vector<std::string> parts_named(const std::string& label) {
    std::vector<std::string> names;
    std::size_t at = 0;
    while (true) {
      const std::size_t bar = std::min(label.find('|', at), label.size());
      std::string name = fold_space(std::string_view(label).substr(at, bar - at));
      if (names.empty()) name.erase(0, name.find_last_of(" (") + 1);
      if (bar == label.size() && !name.empty() && name.back() == ')') name.pop_back();
      if (!name.empty()) names.push_back(std::move(name));
      if (bar == label.size()) break;
      at = bar + 1;
    }
    if (names.size() < 2) names.clear();
    return names;
  }

  // "2.1 | 5.5 | -": what stands between bars, each with its own bytes.
  static std::vector<CellLine> pieces_of(const CellLine& line) {
    std::vector<CellLine> pieces;
    for (std::size_t at = 0; at <= line.text.size();) {
      const std::size_t bar = std::min(line.text.find('|', at), line.text.size());
      std::size_t begin = at;
      std::size_t end = bar;
      while (begin < end && line.text[begin] == ' ') ++begin;
      while (end > begin && line.text[end - 1] == ' ') --end;
      CellLine piece{
          line.text.substr(begin, end - begin), {}, line.begin + begin, line.begin + end};
      for (Mark mark : line.marks) {
        if (mark.begin >= end || mark.end <= begin) continue;
        mark.begin = std::max(mark.begin, begin) - begin;
        mark.end = std::min(mark.end, end) - begin;
        piece.marks.push_back(std::move(mark));
      }
      pieces.push_back(std::move(piece));
      at = bar + 1;
    }
    return pieces;
  }

  // "13.2/16" over or beside "14.7/16": marks out of one whole number along a
  // line, where one cell alone may as well hold two scores.
  static std::optional<double> common_most(const std::vector<const CellValue*>& line) {
    constexpr std::size_t kEnough = 3;
    std::size_t pairs = 0;
    std::optional<double> most;
    for (const CellValue* value : line) {
      if (value->kind != CellKind::kScore) continue;
      if (value->parts.size() != 2 || value->parts[0].qualifier != "first") return std::nullopt;
      const CellPart& second = value->parts[1];
      if (second.decimals > 0 || second.percent || value->parts[0].value > second.value ||
          (most && *most != second.value)) {
        return std::nullopt;
      }
      most = second.value;
      ++pairs;
    }
    return pairs >= kEnough ? most : std::nullopt;
  }

  std::optional<double> most_of(const BodyRow& row, std::size_t column) const {
    std::vector<const CellValue*> line;
    for (const BodyRow& other : layout_.body) line.push_back(&layout_.values.at(other.row, column));
    if (const auto most = common_most(line)) return most;
    line.clear();
    for (const std::size_t other : layout_.value_columns) {
      line.push_back(&layout_.values.at(row.row, other));
    }
    return common_most(line);
  }

  void add_records(const BodyRow& row, std::size_t column, const LineNames& beside,
                   const LineNames& above, const Cell& cell, const CellLine& line,
                   const CellValue& value) {
    ScoreDraft draft;
    draft.table = index_;
    if (!name_record(row, beside, above, draft)) return;
    draft.markers = beside.markers;
    draft.markers.insert(draft.markers.end(), above.markers.begin(), above.markers.end());
    for (const std::string& symbol : value.markers) {
      draft.markers.push_back(
          {symbol, Marker::Place::kCell, cell.text.source(line.begin, line.end)});
    }
    draft.source_cells = beside.sources;
    draft.remark_cells = beside.remarks;
    Score& score = draft.score;
    fill_evidence(score.evidence, row, column, beside, above, cell, line);
    const Setting setting = merged_setting(row, beside, above, value);
    const std::size_t parts = value.out_of ? 1 : value.parts.size();
    for (std::size_t part = 0; part < parts; ++part) {
      draft.part = part;
      draft.parts = parts;
      score.setting = setting;
      if (!value.parts[part].qualifier.empty() && parts > 1) {
        score.setting.stated.push_back(value.parts[part].qualifier);
      }
      if (value.out_of)
        score.setting.stated.push_back("of " + line.text.substr(line.text.find('/') + 1));
      fill_value(score, value, part, line.text, above, beside);
      if (!score.score.plus_minus) score.score.plus_minus = uncertainty_beside(row.row, column);
      reading_.drafts.push_back(draft);
    }
  }

  bool is_mode(const std::string& text) const {
    const auto& words = rules_.word_list("setting_rows");
    return std::find(words.begin(), words.end(), folded(text)) != words.end();
  }

  // One model in two modes: "Thinking", "Non-thinking" over the columns or
  // beside the rows. Empty where neither says one.
  std::string mode_of_line(const LineNames& beside, const LineNames& above) const {
    if (axes_.reading != Reading::kOneModel) return {};
    if (is_mode(above.benchmark)) return above.benchmark;
    return is_mode(beside.benchmark) ? beside.benchmark : std::string();
  }

  // False (and counted) where a name is missing.
  bool name_record(const BodyRow& row, const LineNames& beside, const LineNames& above,
                   ScoreDraft& draft) {
    std::string model = axes_.reading == Reading::kModelsInColumns ? above.model : beside.model;
    std::string benchmark = above.benchmark;
    if (axes_.reading == Reading::kModelsInColumns) {
      join(benchmark, beside.benchmark);
    } else if (axes_.reading == Reading::kModelsInRows && !beside.benchmark.empty()) {
      benchmark = beside.benchmark;
      join(benchmark, measure_of(above.benchmark));
    } else if (axes_.reading == Reading::kOneModel) {
      model = sole_model_;
      if (!beside.benchmark.empty() && !is_mode(beside.benchmark) &&
          (above.benchmark.empty() || !listed(beside.benchmark, "generic_scores"))) {
        benchmark = beside.benchmark;
        join(benchmark, measure_of(above.benchmark));
      }
    }
    if (axes_.reading != Reading::kModelsInRows &&
        (is_not_a_score(beside.benchmark, rules_) || is_not_a_score(beside.innermost, rules_) ||
         is_no_score_section(row))) {
      ++reading_.dropped["not-a-score-row"];
      return false;
    }
    if (is_derived(beside.model, rules_) || is_derived(beside.benchmark, rules_) ||
        is_derived(beside.innermost, rules_)) {
      ++reading_.dropped["derived-row"];
      return false;
    }
    if (only_known_benchmarks_ && !names_.knows_benchmark(benchmark)) return false;
    benchmark = with_title(without_container(benchmark), row.segment);
    if (model.empty()) {
      ++reading_.dropped["no-model-name"];
      return false;
    }
    if (!is_name(model)) {
      ++reading_.dropped["model-is-no-name"];
      return false;
    }
    if (!has_letters(benchmark)) {
      ++reading_.dropped["no-benchmark-name"];
      return false;
    }
    std::string mode_words = heading_.empty() ? std::string() : heading_.back();
    if (const std::string mode = mode_of_line(beside, above); !mode.empty()) mode_words = mode;
    draft.score.model = names_.model(model, mode_words);
    draft.score.model.raw = model;
    draft.score.benchmark = names_.benchmark(benchmark);
    draft.score.benchmark.raw = benchmark;
    return true;
  }

  // "WER (%)" over a column beside the benchmark's name; "Score" adds nothing,
  // and "Thinking" is a condition.
  std::string measure_of(const std::string& header) const {
    const auto words = fold_words(header);
    const bool generic = std::all_of(words.begin(), words.end(), [&](const std::string& word) {
      return listed(word, "generic_scores");
    });
    const bool nothing =
        generic || listed(header, "generic_scores") || listed(header, "setting_rows");
    return nothing ? "" : header;
  }

  static bool has_letters(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
      return is_letter(c) || static_cast<unsigned char>(c) >= 0x80;
    });
  }

  // Numbers, dates, sizes and sums name no model.
  bool is_name(const std::string& text) const {
    const CellKind kind = parse_cell(text, {}, false, rules_).kind;
    return has_letters(text) && kind == CellKind::kWords && !listed(text, "aggregates") &&
           !listed(text, "setting_rows") && !listed(text, "unnamed_models") &&
           !listed(text, "splits") && !stands_for_others(text);
  }

  // "Other best open-source LVLM": whichever that was.
  bool stands_for_others(const std::string& text) const {
    const auto words = fold_words(text.substr(0, text.find('(')));
    return words.size() > 1 &&
           std::all_of(words.begin(), words.end(), [&](const std::string& word) {
             return listed(word, "unnamed_model_words");
           });
  }

  // The title row, else a heading or caption that names a benchmark, where the
  // columns themselves only say "Accuracy" or "Overall".
  std::string with_title(const std::string& benchmark, std::size_t segment) const {
    if (mapping_ != nullptr) {
      return mapping_->board.empty() ? benchmark : mapping_->board + " " + benchmark;
    }
    const std::string& title = layout_.segments[segment].title;
    if (!title.empty() && !names_.knows_model(title) &&
        !contains_word(folded(title), "model_groups")) {
      return names_.knows_benchmark(benchmark) ? benchmark : title + " " + benchmark;
    }
    if (!titled_.parts_of_one && !is_metric(benchmark) &&
        names_.benchmark_likeness(benchmark) >= kNamesABenchmark) {
      return benchmark;
    }
    const std::string& named = titled_.name;
    if (named.empty() || folded(benchmark).find(folded(named)) != std::string::npos) {
      return benchmark;
    }
    std::string joined = named;
    join(joined, benchmark);
    return joined;
  }

  // What stands on the benchmark axis, in order.
  std::vector<std::string> labels_of_benchmarks(const std::vector<LineNames>& columns) {
    std::vector<std::string> labels;
    if (axes_.reading == Reading::kModelsInRows) {
      for (const LineNames& column : columns) labels.push_back(column.benchmark);
    } else if (axes_.reading == Reading::kModelsInColumns) {
      for (const BodyRow& row : layout_.body) {
        const std::string label = row_names(row).benchmark;
        if (!is_not_a_score(label, rules_)) labels.push_back(label);
      }
    }
    return labels;
  }

  // {"scores": {"simple": …}}: the key around the figures names nothing.
  std::string without_container(const std::string& benchmark) const {
    const std::size_t space = benchmark.find(' ');
    if (table_.origin != TableOrigin::kData || space == std::string::npos) return benchmark;
    const auto& words = rules_.word_list("results_words");
    const bool container =
        std::find(words.begin(), words.end(), folded(benchmark.substr(0, space))) != words.end();
    return container ? benchmark.substr(space + 1) : benchmark;
  }

  bool is_metric(const std::string& text) const { return is_measure(text, rules_); }

  // "Math", "Coding": a field, though a benchmark may share its name.
  bool is_category(const std::string& text) const { return listed(text, "category_words"); }

  void fill_evidence(Evidence& evidence, const BodyRow& row, std::size_t column,
                     const LineNames& beside, const LineNames& above, const Cell& cell,
                     const CellLine& line) const {
    const bool whole = line.begin == 0 && line.end == cell.text.text.size();
    evidence.span = whole ? cell.span : cell.text.source(line.begin, line.end);
    evidence.text = line.text;
    evidence.table = index_;
    std::tie(evidence.row, evidence.column) = arrangement_.printed(row.row, column);
    evidence.row_header = beside.texts;
    evidence.column_header = above.texts;
    evidence.heading = heading_;
    if (arrangement_.turned) std::swap(evidence.row_header, evidence.column_header);
  }

  // "HLE (w/ tools)": a condition printed inside the name.
  std::optional<std::string> tools_in_name(const LineNames& above, const LineNames& beside) const {
    const std::string names =
        " " +
        folded(above.benchmark + " " + above.model + " " + beside.benchmark + " " + beside.model) +
        " ";
    for (const char* list : {"tools_without", "tools_with"}) {
      for (const std::string& words : rules_.word_list(list)) {
        if (names.find(" " + words + " ") == std::string::npos) continue;
        return std::string_view(list) == "tools_with" ? "with tools" : "none";
      }
    }
    return std::nullopt;
  }

  Setting merged_setting(const BodyRow& row, const LineNames& beside, const LineNames& above,
                         const CellValue& value) const {
    Setting setting = beside.setting;
    if (above.setting.metric) setting.metric = above.setting.metric;
    if (above.setting.shots) setting.shots = above.setting.shots;
    setting.stated.insert(setting.stated.end(), above.setting.stated.begin(),
                          above.setting.stated.end());
    if (std::string mode = mode_of_line(beside, above); !mode.empty()) {
      setting.stated.push_back(std::move(mode));
    }
    setting.stated.insert(setting.stated.end(), value.stated.begin(), value.stated.end());
    if (!row.section.empty() && !says_nothing(row.section))
      setting.section = row.section;
    else if (!above.group.empty())
      setting.section = above.group;
    else if (!heading_.empty())
      setting.section = clean_label(heading_.back()).text;
    if (!setting.tools) setting.tools = tools_in_name(above, beside);
    if (!setting.metric && !titled_.metric.empty()) setting.metric = titled_.metric;
    return setting;
  }

  void fill_value(Score& score, const CellValue& value, std::size_t part, const std::string& text,
                  const LineNames& above, const LineNames& beside) const {
    const CellPart& read = value.parts[part];
    score.score.raw = value.parts.size() > 1 && !value.out_of ? read.raw : text;
    score.score.value = read.value;
    score.score.plus_minus = read.plus_minus;
    score.score.unit = value.out_of ? "count" : unit_of(score, read);
    const Benchmark* benchmark =
        score.benchmark.id ? names_.find_benchmark(*score.benchmark.id) : nullptr;
    score.score.lower_is_better = benchmark != nullptr && benchmark->lower_is_better;
    const std::string words = folded(score.benchmark.raw + " " + score.setting.metric.value_or(""));
    if (contains_word(words, "lower_is_better")) score.score.lower_is_better = true;
    const Direction arrow =
        above.direction != Direction::kUnknown ? above.direction : beside.direction;
    if (arrow != Direction::kUnknown)
      score.score.lower_is_better = arrow == Direction::kLowerIsBetter;
  }

  // A "Stderr" column to the right of the values.
  std::optional<double> uncertainty_beside(std::size_t row, std::size_t column) const {
    const auto found = layout_.uncertainties.find(column);
    if (found == layout_.uncertainties.end()) return std::nullopt;
    const CellValue& cell = layout_.values.at(row, found->second);
    if (cell.kind != CellKind::kScore || cell.parts.size() != 1) return std::nullopt;
    return cell.parts[0].value;
  }

  std::string unit_of(const Score& score, const CellPart& part) const {
    if (part.percent) return "percent";
    const std::string header = score.benchmark.raw + " " + score.setting.metric.value_or("");
    if (header.find('%') != std::string::npos) return "percent";
    if (contains_word(folded(header), "elo_words")) return "elo";
    const Benchmark* benchmark =
        score.benchmark.id ? names_.find_benchmark(*score.benchmark.id) : nullptr;
    const std::string known = benchmark != nullptr && benchmark->unit ? *benchmark->unit : "";
    // A percent benchmark printed as 0.904 is a fraction there.
    if ((known.empty() || known == "percent") && part.value > 0 && part.value <= 1 &&
        part.decimals >= 2) {
      return "fraction";
    }
    if (!known.empty()) return known;
    return "unknown";
  }

  const Document& document_;
  const Table& original_;
  const Arrangement arrangement_;
  const std::optional<Table> arranged_;  // where that is not as given
  const Table& table_;                   // as it is read
  std::size_t index_;
  const Page& page_;
  const Names& names_;
  const Rules& rules_;
  const FieldMapping* mapping_;  // null where the source states none
  ScoreReading& reading_;
  std::vector<std::string> heading_;
  Layout layout_;
  Axes axes_;
  std::string refused_;  // the reason not to read the table, or empty
  std::string pending_subset_;
  std::vector<std::string> benchmark_labels_;
  TitledBenchmark titled_;
  std::string sole_model_;                                       // under kOneModel
  std::map<std::size_t, std::vector<std::size_t>> names_above_;  // by column
  std::set<std::string> sized_names_;
  std::size_t size_column_ = 0;
  bool variants_of_sections_ = false;
  std::set<std::string> additions_;
  std::map<std::size_t, bool> identifiers_;  // by column
  bool only_known_benchmarks_ = false;       // in a table of attributes
};

// As the grid is given, unless it shows that it lies on its side; where it only
// leans that way, turned if nothing can be read as given.
TableReading read_table(const Document& document, std::size_t index, const Page& page,
                        const Names& names, const Rules& rules, const FieldMapping* mapping,
                        ScoreReading& reading) {
  Arrangement arrangement;
  const auto set_up = [&] {
    return std::make_unique<TableScores>(document, index, arrangement, page, names, rules, mapping,
                                         reading);
  };
  auto given = set_up();
  if (mapping != nullptr) return given->read_mapped();
  arrangement.names = given->names_behind_values();
  if (arrangement.names > 0) given = set_up();
  const double lean = given->orientation();
  if (lean > kLiesOnItsSide) {
    given->understand();
    if (lean >= 0 || given->is_readable()) return given->read();
  }
  arrangement.turned = true;
  const auto on_its_side = set_up();
  on_its_side->understand();
  const bool keep = lean <= kLiesOnItsSide || on_its_side->is_readable();
  return keep ? on_its_side->read() : given->read();
}

}  // namespace

ScoreReading read_scores(const Document& document, const Page& page, const Names& names,
                         const Rules& rules, const std::optional<FieldMapping>& mapping,
                         std::vector<Diagnostic>& diagnostics) {
  ScoreReading reading;
  for (std::size_t index = 0; index < document.tables.size(); ++index) {
    const bool data = document.tables[index].origin == TableOrigin::kData;
    const FieldMapping* fields = data && mapping ? &*mapping : nullptr;
    TableReading table = read_table(document, index, page, names, rules, fields, reading);
    if (table.why.rfind("mapping-does-not-fit", 0) == 0) {
      diagnostics.push_back(
          {Severity::kWarning, "mapping-does-not-fit", table.why, document.tables[index].span});
    }
    if (table.why == "low-margin") {
      diagnostics.push_back({Severity::kNote, "low-margin",
                             "the table can be read in more than one way; no record was made",
                             document.tables[index].span});
    }
    reading.tables.push_back(std::move(table));
  }
  return reading;
}

}  // namespace benchledger
