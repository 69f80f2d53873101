// singer.jsonl: the record tables as Singer messages (singer.io, spec 0.3):
// a SCHEMA for each stream, its RECORDs, a STATE at the end.

#include "pipeline/export_formats.h"
#include "pipeline/export_tables.h"
#include "pipeline/json_writer.h"

namespace benchledger {
namespace {

const char* json_type(ColumnType type) {
  switch (type) {
    case ColumnType::kNumber:
      return "number";
    case ColumnType::kInteger:
      return "integer";
    case ColumnType::kBoolean:
      return "boolean";
    case ColumnType::kList:
      return "array";
    case ColumnType::kText:
      break;
  }
  return "string";
}

void write_property(JsonWriter& json, const Column& column) {
  json.key(column.name).open_object().key("type").open_array();
  if (!column.required) json.value("null");
  json.value(json_type(column.type)).close_array();
  if (column.type == ColumnType::kList) {
    json.key("items").open_object().member("type", "string").close_object();
  }
  json.member("description", column.what).close_object();
}

std::string schema_message(const RecordTable& table) {
  JsonWriter json;
  json.open_object().member("type", "SCHEMA").member("stream", table.name);
  json.key("schema").open_object().member("type", "object");
  json.member("additionalProperties", false).key("properties").open_object();
  for (const Column& column : table.columns) write_property(json, column);
  json.close_object().close_object().key("key_properties").open_array();
  return json.value(table.key).close_array().close_object().take() + "\n";
}

void write_cell(JsonWriter& json, const Cell& cell) {
  if (const auto* flag = std::get_if<bool>(&cell)) {
    json.value(*flag);
  } else if (const auto* whole = std::get_if<std::int64_t>(&cell)) {
    json.value(*whole);
  } else if (const auto* number = std::get_if<double>(&cell)) {
    json.value(*number);
  } else if (const auto* text = std::get_if<std::string>(&cell)) {
    json.value(*text);
  } else if (const auto* items = std::get_if<std::vector<std::string>>(&cell)) {
    json.value(*items);
  } else {
    json.null();
  }
}

std::size_t write_stream(const RecordTable& table, const ExportInput& input, const Sink& sink) {
  sink(schema_message(table));
  std::size_t count = 0;
  table.rows(input, [&](const std::vector<Cell>& row) {
    JsonWriter json;
    json.open_object().member("type", "RECORD").member("stream", table.name);
    json.key("record").open_object();
    for (std::size_t i = 0; i < row.size(); ++i) {
      write_cell(json.key(table.columns[i].name), row[i]);
    }
    json.close_object().member("time_extracted", input.date).close_object();
    sink(json.take() + "\n");
    ++count;
  });
  return count;
}

}  // namespace

void export_singer(const ExportInput& input, ExportWriter& out) {
  out.write("singer.jsonl", [&](const Sink& sink) {
    std::size_t count = 0;
    for (const RecordTable& table : record_tables()) count += write_stream(table, input, sink);
    JsonWriter state;
    state.open_object().member("type", "STATE").key("value").open_object();
    sink(state.member("run", input.run).close_object().close_object().take() + "\n");
    return count;
  });
  lose_flattening(input, {"document", "spec", "score", "claim", "finding"}, out);
}

}  // namespace benchledger
