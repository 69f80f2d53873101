#include "extractors/field_mapping.h"

#include <algorithm>

#include "extractors/text.h"

namespace benchledger {
namespace {

// "pass_rate_2" and "pass rate 2" are the same field.
std::string field_key(std::string_view name) {
  std::string text(name);
  std::replace(text.begin(), text.end(), '_', ' ');
  return lower_ascii(fold_space(text));
}

std::optional<std::size_t> find_column(const Table& table, std::string_view name) {
  const std::string wanted = field_key(name);
  for (std::size_t column = 0; column < table.columns; ++column) {
    if (field_key(table.text(0, column)) == wanted) return column;
  }
  return std::nullopt;
}

HeaderColumn name_column(const Table& table, std::size_t column) {
  return {column, LineRole::kName, clean_label(table.text(0, column))};
}

}  // namespace

std::optional<std::string> apply_mapping(const FieldMapping& mapping, const Table& table,
                                         Layout& layout, Axes& axes) {
  const auto model = find_column(table, mapping.model);
  if (!model) return mapping.model;
  std::vector<HeaderColumn> names = {name_column(table, *model)};
  std::vector<AxisRole> roles = {AxisRole::kModel};
  if (!mapping.benchmark.empty()) {
    const auto benchmark = find_column(table, mapping.benchmark);
    if (!benchmark) return mapping.benchmark;
    names.push_back(name_column(table, *benchmark));
    roles.push_back(AxisRole::kBenchmark);
  }
  std::vector<std::size_t> values;
  for (const std::string& field : mapping.values) {
    const auto column = find_column(table, field);
    if (!column) return field;
    values.push_back(*column);
  }
  layout.header_columns = std::move(names);
  layout.value_columns = std::move(values);
  layout.ignored_columns.clear();
  layout.header_rows = {{0, LineRole::kName}};
  axes.reading = Reading::kModelsInRows;
  axes.margin = 1;
  axes.why = "fields named by the source";
  axes.levels = {AxisRole::kBenchmark};
  axes.name_columns = std::move(roles);
  return std::nullopt;
}

}  // namespace benchledger
