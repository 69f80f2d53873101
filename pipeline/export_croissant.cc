// croissant.json: the CSV files as a Croissant dataset (MLCommons, 1.0), so
// that machine-learning tools load them by name.

#include "pipeline/export_formats.h"
#include "pipeline/export_tables.h"
#include "pipeline/json_writer.h"

namespace benchledger {
namespace {

// As the specification gives it; tools compare it with theirs.
constexpr const char* kContext =
    R"({"@language":"en","@vocab":"https://schema.org/","citeAs":"cr:citeAs",)"
    R"("column":"cr:column","conformsTo":"dct:conformsTo","cr":"http://mlcommons.org/croissant/",)"
    R"("rai":"http://mlcommons.org/croissant/RAI/","data":{"@id":"cr:data","@type":"@json"},)"
    R"("dataType":{"@id":"cr:dataType","@type":"@vocab"},"dct":"http://purl.org/dc/terms/",)"
    R"("equivalentProperty":"cr:equivalentProperty",)"
    R"("examples":{"@id":"cr:examples","@type":"@json"},"extract":"cr:extract",)"
    R"("field":"cr:field","fileProperty":"cr:fileProperty","fileObject":"cr:fileObject",)"
    R"("fileSet":"cr:fileSet","format":"cr:format","includes":"cr:includes",)"
    R"("isLiveDataset":"cr:isLiveDataset","jsonPath":"cr:jsonPath","key":"cr:key",)"
    R"("md5":"cr:md5","parentField":"cr:parentField","path":"cr:path",)"
    R"("recordSet":"cr:recordSet","references":"cr:references","regex":"cr:regex",)"
    R"("repeated":"cr:repeated","replace":"cr:replace","samplingRate":"cr:samplingRate","sc":"https://schema.org/",)"
    R"("separator":"cr:separator","source":"cr:source","subField":"cr:subField",)"
    R"("transform":"cr:transform"})";

const char* data_type(ColumnType type) {
  switch (type) {
    case ColumnType::kNumber:
      return "sc:Float";
    case ColumnType::kInteger:
      return "sc:Integer";
    case ColumnType::kBoolean:
      return "sc:Boolean";
    case ColumnType::kList:  // joined in the file
    case ColumnType::kText:
      break;
  }
  return "sc:Text";
}

void write_reference(JsonWriter& json, const char* key, const std::string& id) {
  json.key(key).open_object().member("@id", id).close_object();
}

void write_file(JsonWriter& json, const ExportedFile& file) {
  json.open_object()
      .member("@type", "cr:FileObject")
      .member("@id", file.name)
      .member("name", file.name)
      .member("contentUrl", file.name)
      .member("contentSize", std::to_string(file.bytes) + " B")
      .member("encodingFormat", "text/csv")
      .member("sha256", file.sha256)
      .close_object();
}

void write_record_set(JsonWriter& json, const RecordTable& table, const ExportedFile& file) {
  const std::string set = std::string(table.name) + "s";
  json.open_object()
      .member("@type", "cr:RecordSet")
      .member("@id", set)
      .member("name", set)
      .member("description", table.what);
  write_reference(json, "key", set + "/" + table.key);
  json.key("field").open_array();
  for (const Column& column : table.columns) {
    json.open_object()
        .member("@type", "cr:Field")
        .member("@id", set + "/" + column.name)
        .member("name", set + "/" + column.name)
        .member("description", column.what)
        .member("dataType", data_type(column.type));
    json.key("source").open_object();
    write_reference(json, "fileObject", file.name);
    json.key("extract").open_object().member("column", column.name).close_object();
    json.close_object().close_object();
  }
  json.close_array().close_object();
}

}  // namespace

void export_croissant(const ExportInput& input, ExportWriter& out) {
  std::vector<std::pair<const RecordTable*, const ExportedFile*>> sets;
  std::size_t records = 0;
  for (const ExportedFile& file : out.files()) {
    for (const char* type : {"score", "spec"}) {
      if (file.name != std::string(type) + "s.csv") continue;
      sets.emplace_back(&record_table(type), &file);
      records += file.records;
    }
  }
  JsonWriter json;
  json.open_object();
  json.key("@context").raw(kContext);
  json.member("@type", "sc:Dataset")
      .member("conformsTo", "http://mlcommons.org/croissant/1.0")
      .member("name", "benchledger-run-" + std::to_string(input.run))
      .member("description",
              "Benchmark scores and specifications of AI models as write-ups state them, each with "
              "who measured it and the place it was read from.")
      .member("datePublished", input.date.substr(0, 10))
      .member("version", std::to_string(input.run) + ".0.0");
  json.key("distribution").open_array();
  for (const auto& [table, file] : sets) write_file(json, *file);
  json.close_array().key("recordSet").open_array();
  for (const auto& [table, file] : sets) write_record_set(json, *table, *file);
  json.close_array().close_object();
  out.write("croissant.json", [&](const Sink& sink) {
    sink(json.text());
    sink("\n");
    return records;
  });
  std::size_t lists = 0;
  for (const auto& [table, file] : sets) {
    for (const Column& column : table->columns) lists += column.type == ColumnType::kList ? 1U : 0U;
  }
  out.lose({LossKind::kField, "closed lists of values, required columns", sets.size(),
            "Croissant has no constraints; datapackage.json states them"});
  out.lose({LossKind::kAltered, "list columns", lists, "text with ' | ' between"});
}

}  // namespace benchledger
