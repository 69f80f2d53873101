// scores.csv and specs.csv: one record a row (RFC 4180), columns as in
// export_tables.cc.

#include "extractors/number.h"
#include "pipeline/csv_writer.h"
#include "pipeline/export_formats.h"
#include "pipeline/export_loss.h"
#include "pipeline/export_tables.h"

namespace benchledger {
namespace {

// Values that a reader gets otherwise than they are.
struct Altered {
  std::size_t lists = 0;
  std::size_t formulas = 0;
};

std::string cell_text(const Cell& cell, Altered& altered) {
  if (const auto* flag = std::get_if<bool>(&cell)) return *flag ? "true" : "false";
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return std::to_string(*number);
  if (const auto* number = std::get_if<double>(&cell)) return format_number(*number);
  std::string text;
  if (const auto* items = std::get_if<std::vector<std::string>>(&cell)) {
    text = joined_list(*items);
    altered.lists += items->empty() ? 0U : 1U;
  } else if (const auto* plain = std::get_if<std::string>(&cell)) {
    text = *plain;
  }
  altered.formulas += runs_as_formula(text) ? 1U : 0U;
  return text;
}

std::size_t write_table(const RecordTable& table, const ExportInput& input, const Sink& sink,
                        Altered& altered) {
  CsvWriter header;
  for (const Column& column : table.columns) header.cell(column.name);
  sink(header.end_row().take());
  std::size_t count = 0;
  CsvWriter line;
  table.rows(input, [&](const std::vector<Cell>& row) {
    for (const Cell& cell : row) line.cell(cell_text(cell, altered));
    sink(line.end_row().take());
    ++count;
  });
  return count;
}

}  // namespace

void export_csv(const ExportInput& input, ExportWriter& out) {
  Altered altered;
  for (const auto& [file, table] : {std::pair("scores.csv", "score"), {"specs.csv", "spec"}}) {
    out.write(file, [&, name = table](const Sink& sink) {
      return write_table(record_table(name), input, sink, altered);
    });
  }
  lose_other_types(input, {"score", "spec"}, out);
  lose_flattening(input, {"score", "spec"}, out);
  out.lose({LossKind::kAltered, "lists", altered.lists, "joined by ' | '"});
  out.lose({LossKind::kAltered, "text that a spreadsheet would run", altered.formulas,
            "starts with an apostrophe"});
}

}  // namespace benchledger
