#include "extractors/spec_table.h"

#include <algorithm>
#include <array>
#include <string>

#include "extractors/number.h"
#include "extractors/text.h"

namespace benchledger {
namespace {

constexpr double kLooksLikeName = 0.5;

// Attributes that also qualify rows of a score table ("Developer", "Date"):
// they make no spec table by themselves.
bool is_weak(const Attribute& attribute) {
  static constexpr std::array<std::string_view, 6> kWeak = {"provider", "release_date", "license",
                                                            "tools",    "availability", "api"};
  return std::find(kWeak.begin(), kWeak.end(), attribute.id) != kWeak.end();
}

bool looks_like_benchmark(std::string_view text, const Names& names) {
  return names.knows_benchmark(text);
}

bool looks_like_model(std::string_view text, const Names& names) {
  return names.knows_model(text) || names.model_likeness(text) >= kLooksLikeName;
}

// A figure as scores are printed: with a decimal or a percent sign and
// without a magnitude; "64", "16 / 8" and "0.35B" describe an architecture.
bool looks_like_score(std::string_view text) {
  const auto number = number_at(text, 0);
  if (!number || (number->decimals == 0 && !number->percent)) return false;
  return number->end >= text.size() || !is_letter(text[number->end]);
}

// What one line of the table (a row or a column) is, seen from its label.
struct LineVerdict {
  const Attribute* attribute = nullptr;  // the label names one and the values fit
  bool score_like = false;  // a benchmark's name, or figures like scores under another label
  bool figures = false;     // some value holds a digit
};

template <typename ValueAt>
LineVerdict judge(std::string_view label, std::size_t count, ValueAt value_at, const Names& names,
                  const Rules& rules, const AttributeIndex& attributes) {
  LineVerdict verdict;
  const Attribute* attribute = attributes.find(label);
  std::size_t filled = 0;
  std::size_t readable = 0;
  std::size_t scores = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string_view text = value_at(i);
    if (states_nothing(text)) continue;
    ++filled;
    verdict.figures = verdict.figures || std::any_of(text.begin(), text.end(), is_digit);
    const Attribute* here = attributes.find(label, text);
    if (here != nullptr && !read_spec_value(*here, label, text, rules).empty()) {
      ++readable;
      attribute = here;
    }
    if (!read_price_pair(label, text, rules).empty()) ++readable;
    if (looks_like_score(text)) ++scores;
  }
  if (filled == 0) return verdict;
  if (attribute != nullptr && 2 * readable >= filled) {
    verdict.attribute = attribute;
  } else if (verdict.figures && looks_like_benchmark(label, names)) {
    // "GQA: yes" is no score on GQA.
    verdict.score_like = true;
  } else if (attribute == nullptr && 2 * scores > filled) {
    verdict.score_like = true;
  }
  return verdict;
}

struct Tally {
  std::size_t attributes = 0;
  std::size_t strong = 0;
  std::size_t score_like = 0;
  std::size_t benchmarks = 0;
  std::size_t lines = 0;

  void add(const LineVerdict& verdict, bool benchmark) {
    ++lines;
    if (verdict.attribute != nullptr) {
      ++attributes;
      if (!is_weak(*verdict.attribute)) ++strong;
    }
    if (verdict.score_like) ++score_like;
    if (benchmark && verdict.figures && verdict.attribute == nullptr) ++benchmarks;
  }
};

class ShapeReader {
 public:
  ShapeReader(const Table& table, const Names& names, const Rules& rules,
              const AttributeIndex& attributes)
      : table_(table), names_(names), rules_(rules), attributes_(attributes) {}

  SpecShape read() const {
    if (table_.rows == 0 || table_.columns < 2) return {};
    if (auto shape = labels_in_first_column(); shape.kind != SpecShape::Kind::kNone) return shape;
    return labels_in_header();
  }

 private:
  // Key-value tables and models as columns: labels down the first column.
  SpecShape labels_in_first_column() const {
    Tally tally;
    const std::size_t values = table_.columns - 1;
    for (std::size_t row = 0; row < table_.rows; ++row) {
      const std::string_view label = table_.text(row, 0);
      if (fold_space(label).empty()) continue;
      tally.add(judge(
                    label, values, [&](std::size_t i) { return table_.text(row, i + 1); }, names_,
                    rules_, attributes_),
                looks_like_benchmark(label, names_));
    }
    const bool first_is_data = attributes_.find(table_.text(0, 0)) != nullptr;
    SpecShape shape;
    shape.header_rows = first_is_data ? 0 : std::max<std::size_t>(table_.head_rows, 1);
    if (tally.benchmarks > 0 && tally.benchmarks >= tally.attributes) return {};
    if (table_.columns == 2) {
      const bool enough = tally.attributes >= 2 && tally.attributes > tally.score_like &&
                          3 * tally.attributes >= tally.lines && tally.strong >= 1;
      if (enough) shape.kind = SpecShape::Kind::kKeyValue;
      return shape;
    }
    if (tally.attributes < 2 || tally.strong < 2 || tally.attributes < tally.score_like) return {};
    if (3 * tally.attributes < tally.lines) return {};
    std::size_t models = 0;
    for (std::size_t column = 1; column < table_.columns && !first_is_data; ++column) {
      if (looks_like_model(table_.text(shape.header_rows - 1, column), names_)) ++models;
    }
    // Several value columns need models above them; how many labels are
    // attributes vouches for names nobody knows.
    if (models == 0 && (first_is_data || tally.attributes < 3)) return {};
    shape.kind = SpecShape::Kind::kModelsInColumns;
    return shape;
  }

  // Model overviews: labels in the header row, a model in each row below.
  SpecShape labels_in_header() const {
    const std::size_t header = table_.head_rows > 0 ? table_.head_rows - 1 : 0;
    const std::size_t first = header + 1;
    if (first >= table_.rows) return {};
    Tally tally;
    for (std::size_t column = 0; column < table_.columns; ++column) {
      const std::string_view label = table_.text(header, column);
      const auto verdict = judge(
          label, table_.rows - first, [&](std::size_t i) { return table_.text(first + i, column); },
          names_, rules_, attributes_);
      tally.add(verdict, looks_like_benchmark(label, names_));
    }
    if (tally.attributes < 2 || tally.strong < 1 || tally.benchmarks > 0) return {};
    if (tally.attributes <= tally.score_like) return {};
    const auto column = model_column(header, first);
    if (!column) return {};
    SpecShape shape;
    shape.kind = SpecShape::Kind::kModelsInRows;
    shape.header_rows = first;
    shape.name_column = *column;
    return shape;
  }

  // The first column whose cells look like models and that is no attribute.
  std::optional<std::size_t> model_column(std::size_t header, std::size_t first) const {
    for (std::size_t column = 0; column < table_.columns; ++column) {
      std::size_t models = 0;
      std::size_t filled = 0;
      for (std::size_t row = first; row < table_.rows; ++row) {
        const std::string_view text = table_.text(row, column);
        if (states_nothing(text)) continue;
        ++filled;
        if (looks_like_model(text, names_)) ++models;
      }
      const std::string label = name_key(table_.text(header, column));
      const bool called_model = label.rfind("model", 0) == 0;
      const Attribute* attribute = attributes_.find(table_.text(header, column));
      if (filled > 0 && called_model && attribute == nullptr) return column;
      if (filled > 0 && attribute == nullptr && 2 * models >= filled) return column;
    }
    return std::nullopt;
  }

  const Table& table_;
  const Names& names_;
  const Rules& rules_;
  const AttributeIndex& attributes_;
};

}  // namespace

SpecShape spec_shape(const Table& table, const Names& names, const Rules& rules,
                     const AttributeIndex& attributes) {
  return ShapeReader(table, names, rules, attributes).read();
}

}  // namespace benchledger
