// datapackage.json: the CSV files as a Frictionless Tabular Data Package
// (specs.frictionlessdata.io, version 1): types, keys, hashes.

#include <algorithm>

#include "pipeline/export_formats.h"
#include "pipeline/export_tables.h"
#include "pipeline/json_writer.h"

namespace benchledger {
namespace {

const char* field_type(ColumnType type) {
  switch (type) {
    case ColumnType::kNumber:
      return "number";
    case ColumnType::kInteger:
      return "integer";
    case ColumnType::kBoolean:
      return "boolean";
    case ColumnType::kList:  // joined in the file
    case ColumnType::kText:
      break;
  }
  return "string";
}

void write_constraints(JsonWriter& json, const RecordTable& table, const Column& column) {
  const bool key = std::string_view(column.name) == table.key;
  const std::string_view values = column.values;
  if (!column.required && values.empty()) return;
  json.key("constraints").open_object();
  if (column.required) json.member("required", true);
  if (key) json.member("unique", true);
  if (!values.empty()) {
    json.key("enum").open_array();
    for (std::size_t at = 0; at <= values.size();) {
      const std::size_t end = std::min(values.find('|', at), values.size());
      json.value(values.substr(at, end - at));
      at = end + 1;
    }
    json.close_array();
  }
  json.close_object();
}

void write_schema(JsonWriter& json, const RecordTable& table) {
  json.key("schema").open_object().key("fields").open_array();
  for (const Column& column : table.columns) {
    json.open_object()
        .member("name", column.name)
        .member("type", field_type(column.type))
        .member("description", column.what);
    write_constraints(json, table, column);
    json.close_object();
  }
  json.close_array().key("primaryKey").open_array().value(table.key).close_array();
  json.key("missingValues").open_array().value("").close_array().close_object();
}

void write_resource(JsonWriter& json, const RecordTable& table, const ExportedFile& file) {
  json.open_object()
      .member("name", std::string(table.name) + "s")
      .member("description", table.what)
      .member("path", file.name)
      .member("profile", "tabular-data-resource")
      .member("format", "csv")
      .member("mediatype", "text/csv")
      .member("encoding", "utf-8")
      .member("bytes", file.bytes)
      .member("hash", "sha256:" + file.sha256);
  json.key("dialect")
      .open_object()
      .member("delimiter", ",")
      .member("lineTerminator", "\r\n")
      .member("quoteChar", "\"")
      .member("doubleQuote", true)
      .member("header", true)
      .close_object();
  write_schema(json, table);
  json.close_object();
}

}  // namespace

void export_frictionless(const ExportInput& input, ExportWriter& out) {
  JsonWriter json;
  json.open_object()
      .member("profile", "tabular-data-package")
      .member("name", "benchledger-run-" + std::to_string(input.run))
      .member("title", "What is claimed about AI models, run " + std::to_string(input.run))
      .member("created", input.date);
  json.key("resources").open_array();
  std::size_t records = 0;
  for (const ExportedFile& file : out.files()) {
    for (const char* type : {"score", "spec"}) {
      if (file.name != std::string(type) + "s.csv") continue;
      write_resource(json, record_table(type), file);
      records += file.records;
    }
  }
  json.close_array().close_object();
  out.write("datapackage.json", [&](const Sink& sink) {
    sink(json.text());
    sink("\n");
    return records;
  });
  // What the CSV files leave out is in their own report.
}

}  // namespace benchledger
