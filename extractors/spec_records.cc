#include "extractors/spec_records.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "extractors/label.h"
#include "extractors/spec_sentences.h"
#include "extractors/spec_subject.h"
#include "extractors/spec_table.h"
#include "extractors/spec_value.h"
#include "extractors/text.h"

namespace benchledger {
namespace {

constexpr double kLooksLikeName = 0.5;
constexpr std::size_t kLongestLabel = 40;

class SpecReader {
 public:
  SpecReader(const Document& document, const SpecSubjects& subjects, const Names& names,
             const Rules& rules, std::vector<Diagnostic>& diagnostics)
      : document_(document),
        subjects_(subjects),
        names_(names),
        rules_(rules),
        attributes_(rules),
        diagnostics_(diagnostics) {}

  void read_table(std::size_t index) {
    const Table& table = document_.tables[index];
    const SpecShape shape = spec_shape(table, names_, rules_, attributes_);
    switch (shape.kind) {
      case SpecShape::Kind::kNone:
        return;
      case SpecShape::Kind::kKeyValue:
        return read_key_value(index, shape);
      case SpecShape::Kind::kModelsInColumns:
        return read_columns(index, shape);
      case SpecShape::Kind::kModelsInRows:
        return read_rows(index, shape);
    }
  }

  // Lists of "label: value" about the page's model; one item alone is a
  // sentence, not a list of specs.
  void read_lists() {
    std::size_t at = 0;
    while (at < document_.blocks.size()) {
      std::size_t end = at;
      while (end < document_.blocks.size() && document_.blocks[end].kind == BlockKind::kListItem) {
        ++end;
      }
      if (end > at) read_list(at, end);
      at = std::max(end, at + 1);
    }
  }

  std::vector<Spec> take() { return std::move(specs_); }

 private:
  struct Place {
    std::size_t table;
    std::size_t row;
    std::size_t column;
    std::string label;
    std::string column_header;
  };

  void read_key_value(std::size_t index, const SpecShape& shape) {
    const Table& table = document_.tables[index];
    auto model = model_of_table(index, shape);
    if (!model) {
      diagnostics_.push_back({Severity::kNote, "spec-table-without-model",
                              "a table of specifications, but nothing says of which model; "
                              "no record is made of it",
                              table.span});
      return;
    }
    const auto twice = attributes_stated_twice(table, shape);
    for (std::size_t row = shape.header_rows; row < table.rows; ++row) {
      const std::string header =
          shape.header_rows > 0 ? std::string(table.text(shape.header_rows - 1, 1)) : "";
      const Attribute* attribute = attributes_.find(table.text(row, 0));
      if (attribute != nullptr && twice.count(attribute->id) > 0) continue;
      add_cell(*model, {index, row, 1, std::string(table.text(row, 0)), header});
    }
  }

  // "Total parameters (text)" and "(vision)" are parts; neither is the whole.
  std::set<std::string> attributes_stated_twice(const Table& table, const SpecShape& shape) {
    std::map<std::string, std::string> values;
    std::set<std::string> twice;
    for (std::size_t row = shape.header_rows; row < table.rows; ++row) {
      const Attribute* attribute = attributes_.find(table.text(row, 0));
      if (attribute == nullptr || states_nothing(table.text(row, 1))) continue;
      const auto [at, added] = values.emplace(attribute->id, std::string(table.text(row, 1)));
      if (added || at->second == table.text(row, 1) || !twice.insert(attribute->id).second)
        continue;
      diagnostics_.push_back(
          {Severity::kNote, "spec-stated-twice",
           "\"" + attribute->id + "\" has two values in one table; neither is taken", table.span});
    }
    return twice;
  }

  void read_columns(std::size_t index, const SpecShape& shape) {
    const Table& table = document_.tables[index];
    for (std::size_t row = shape.header_rows; row < table.rows; ++row) {
      for (std::size_t column = 1; column < table.columns; ++column) {
        const std::string header =
            shape.header_rows > 0 ? std::string(table.text(shape.header_rows - 1, column)) : "";
        if (states_nothing(header)) continue;
        add_cell(model_named(header, index),
                 {index, row, column, std::string(table.text(row, 0)), header});
      }
    }
  }

  void read_rows(std::size_t index, const SpecShape& shape) {
    const Table& table = document_.tables[index];
    const auto sizes = sizes_that_tell_apart(table, shape);
    for (std::size_t row = shape.header_rows; row < table.rows; ++row) {
      std::string name(table.text(row, shape.name_column));
      if (states_nothing(name)) continue;
      if (const auto size = sizes.find(row); size != sizes.end()) name = sized(name, size->second);
      const ModelRef model = model_named(name, index);
      for (std::size_t column = 0; column < table.columns; ++column) {
        if (column == shape.name_column) continue;
        const std::string label(table.text(shape.header_rows - 1, column));
        add_cell(model, {index, row, column, label, label});
      }
    }
  }

  // "Foo 3 (text only)" and "8B (7.6)": Foo 3 8B (text only).
  static std::string sized(const std::string& name, const std::string& size) {
    const std::string bare = fold_space(size.substr(0, size.find('(')));
    const std::size_t open = name.find(" (");
    if (open == std::string::npos) return name + " " + bare;
    return name.substr(0, open) + " " + bare + name.substr(open);
  }

  // One name over several rows ("Llama 3.1" three times): the size column
  // completes it.
  std::map<std::size_t, std::string> sizes_that_tell_apart(const Table& table,
                                                           const SpecShape& shape) const {
    std::map<std::size_t, std::string> sizes;
    std::map<std::string, std::size_t> uses;
    for (std::size_t row = shape.header_rows; row < table.rows; ++row) {
      ++uses[std::string(table.text(row, shape.name_column))];
    }
    for (std::size_t column = 0; column < table.columns; ++column) {
      const Attribute* attribute = attributes_.find(table.text(shape.header_rows - 1, column));
      if (attribute == nullptr || attribute->id != "parameters") continue;
      for (std::size_t row = shape.header_rows; row < table.rows; ++row) {
        if (uses[std::string(table.text(row, shape.name_column))] < 2) continue;
        sizes[row] = std::string(table.text(row, column));
      }
    }
    return sizes;
  }

  ModelRef model_named(const std::string& name, std::size_t table) const {
    const auto path = heading_path(document_, document_.tables[table].block);
    return names_.model(without_emoji(name), path.empty() ? std::string{} : path.back());
  }

  bool looks_like_model(std::string_view text) const {
    return names_.knows_model(text) || names_.model_likeness(text) >= kLooksLikeName;
  }

  // The value column's header, the caption, the nearest heading, the page.
  std::optional<ModelRef> model_of_table(std::size_t index, const SpecShape& shape) const {
    const Table& table = document_.tables[index];
    if (shape.header_rows > 0) {
      const std::string header(table.text(shape.header_rows - 1, 1));
      if (names_.knows_model(header)) return names_.model(header);
    }
    // A pipe table with an empty head keeps its header in the first body row.
    for (std::size_t row = 0; row < std::min<std::size_t>(table.rows, 2); ++row) {
      const std::string header(table.text(row, 1));
      if (states_nothing(table.text(row, 0)) && looks_like_model(header) && !is_prose(header)) {
        return names_.model(header);
      }
    }
    if (auto model = subjects_.named_in(table.caption.text)) return model;
    return subjects_.at(table.block);
  }

  // More words than a name has.
  static bool is_prose(const std::string& text) { return fold_words(text).size() > 5; }

  void add_cell(const ModelRef& model, const Place& place) {
    const Table& table = document_.tables[place.table];
    const Cell* cell = table.at(place.row, place.column);
    if (cell == nullptr || cell->text.text.empty()) return;
    // One text under several labels is a remark on none of them.
    if (cell->column_span > 1 && place.label == place.column_header) return;
    const std::string& text = cell->text.text;
    auto readings = readings_of(place.label, text);
    Evidence evidence;
    evidence.span = cell->text.source();
    evidence.text = text;
    evidence.table = place.table;
    evidence.row = place.row;
    evidence.column = place.column;
    evidence.row_header = {std::string(table.text(place.row, 0))};
    if (!place.column_header.empty()) evidence.column_header = {place.column_header};
    evidence.heading = heading_path(document_, table.block);
    for (SpecReading& reading : readings) add(model, std::move(reading), evidence);
  }

  std::vector<SpecReading> readings_of(const std::string& label, const std::string& text) const {
    if (const Attribute* attribute = attributes_.find(label, text)) {
      return read_spec_value(*attribute, label, text, rules_);
    }
    return read_price_pair(label, text, rules_);
  }

  void add(const ModelRef& model, SpecReading reading, const Evidence& evidence) {
    const bool repeated = std::any_of(specs_.begin(), specs_.end(), [&](const Spec& spec) {
      return spec.model.raw == model.raw && spec.attribute == reading.attribute &&
             spec.evidence.span == evidence.span;
    });
    if (repeated) return;
    Spec spec;
    spec.model = model;
    spec.attribute = std::move(reading.attribute);
    spec.raw = evidence.text;
    spec.value = std::move(reading.value);
    if (!reading.absence) spec.unit = std::move(reading.unit);
    spec.interval = reading.interval;
    spec.absence = std::move(reading.absence);
    spec.evidence = evidence;
    specs_.push_back(std::move(spec));
  }

  struct ListedSpec {
    std::size_t block;
    std::size_t begin;  // of the value in the block's text
    std::vector<SpecReading> readings;
  };

  void read_list(std::size_t begin, std::size_t end) {
    std::vector<ListedSpec> found;
    for (std::size_t at = begin; at < end; ++at) {
      const std::string& text = document_.blocks[at].text.text;
      const std::size_t colon = text.find(':');
      if (colon == std::string::npos || colon == 0 || colon > kLongestLabel) continue;
      std::size_t value = colon + 1;
      while (value < text.size() && text[value] == ' ') ++value;
      auto readings = readings_of(text.substr(0, colon), text.substr(value));
      if (!readings.empty()) found.push_back({at, value, std::move(readings)});
    }
    if (found.size() < 2 || 3 * found.size() < end - begin) return;
    const auto path = heading_path(document_, begin);
    const std::optional<ModelRef> model = subjects_.at(begin);
    if (!model) return;
    for (ListedSpec& item : found) {
      const SourceText& text = document_.blocks[item.block].text;
      Evidence evidence;
      evidence.span = text.source(item.begin, text.text.size());
      evidence.text = text.text.substr(item.begin);
      evidence.heading = path;
      for (SpecReading& reading : item.readings) add(*model, std::move(reading), evidence);
    }
  }

  const Document& document_;
  const SpecSubjects& subjects_;
  const Names& names_;
  const Rules& rules_;
  AttributeIndex attributes_;
  std::vector<Diagnostic>& diagnostics_;
  std::vector<Spec> specs_;
};

}  // namespace

bool is_spec_table(const Table& table, const Names& names, const Rules& rules) {
  return spec_shape(table, names, rules, AttributeIndex(rules)).kind != SpecShape::Kind::kNone;
}

std::vector<Spec> read_specs(const Document& document, const Page& page,
                             const std::vector<std::size_t>& spec_tables,
                             const std::vector<Score>& scores, const Names& names,
                             const Rules& rules, std::vector<Diagnostic>& diagnostics) {
  const SpecSubjects subjects(document, page, scores, names, rules);
  SpecReader reader(document, subjects, names, rules, diagnostics);
  for (const std::size_t index : spec_tables) reader.read_table(index);
  reader.read_lists();
  std::vector<Spec> specs = reader.take();
  add_spec_sentences(document, subjects, names, rules, specs);
  return specs;
}

}  // namespace benchledger
