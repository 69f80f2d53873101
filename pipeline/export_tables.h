#pragma once
// The records as flat tables: one list of columns from which CSV, SQLite,
// Singer, Frictionless and Croissant all take names, types and values.

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <variant>
#include <vector>

#include "pipeline/export_input.h"
#include "pipeline/export_writer.h"

namespace benchledger {

// monostate: null.
using Cell =
    std::variant<std::monostate, bool, std::int64_t, double, std::string, std::vector<std::string>>;

enum class ColumnType { kText, kNumber, kInteger, kBoolean, kList };

struct Column {
  const char* name;
  ColumnType type;
  bool required;       // never null or empty
  const char* values;  // the closed list of values, '|' between; "" where open
  const char* what;    // one line
};

using TakeRow = std::function<void(const std::vector<Cell>& row)>;

struct RecordTable {
  const char* name;  // the type of its records: "score"
  const char* what;
  const char* key;  // the column that is unique within a run
  std::vector<Column> columns;
  // Calls `take` for each record of the sorted input; the row has one cell a
  // column and is good during the call only.
  void (*rows)(const ExportInput& input, const TakeRow& take);
};

// document, spec, score, claim, finding
[[nodiscard]] const std::vector<RecordTable>& record_tables();
[[nodiscard]] const RecordTable& record_table(std::string_view name);

// Reports what the tables named leave out of their records.
void lose_flattening(const ExportInput& input, std::initializer_list<std::string_view> tables,
                     ExportWriter& out);

// "a | b", as lists are written where a cell is text.
[[nodiscard]] std::string joined_list(const std::vector<std::string>& items);

}  // namespace benchledger
