#include "pipeline/json.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "pipeline/json_writer.h"

namespace benchledger {
namespace {

using Json = nlohmann::ordered_json;

// ---- records to text

void open_record(JsonWriter& out, std::string_view type) {
  out.open_object().member("type", type).member("schema", kSchema);
}

void write(JsonWriter& out, const ModelRef& model) {
  out.open_object()
      .member("raw", model.raw)
      .member("id", model.id)
      .member("name", model.name)
      .member("developer", model.developer)
      .member("mode", model.mode)
      .member("effort", model.effort)
      .close_object();
}

void write(JsonWriter& out, const BenchmarkRef& benchmark) {
  out.open_object()
      .member("raw", benchmark.raw)
      .member("id", benchmark.id)
      .member("version", benchmark.version)
      .member("subset", benchmark.subset)
      .member("owner", benchmark.owner)
      .close_object();
}

void write(JsonWriter& out, const Setting& setting) {
  out.open_object()
      .member("section", setting.section)
      .member("metric", setting.metric)
      .member("shots", setting.shots)
      .member("attempts", setting.attempts)
      .member("tools", setting.tools)
      .member("harness", setting.harness)
      .member("stated", setting.stated)
      .close_object();
}

void write(JsonWriter& out, const ScoreValue& score) {
  out.open_object()
      .member("raw", score.raw)
      .member("value", score.value)
      .member("unit", score.unit)
      .member("plus_minus", score.plus_minus)
      .member("lower_is_better", score.lower_is_better)
      .close_object();
}

void open_evidence(JsonWriter& out, const Evidence& evidence) {
  out.open_object()
      .member("start", evidence.span.start)
      .member("end", evidence.span.end)
      .member("text", evidence.text);
}

void write(JsonWriter& out, const Evidence& evidence) {
  open_evidence(out, evidence);
  out.member("table", evidence.table)
      .member("row", evidence.row)
      .member("column", evidence.column)
      .member("row_header", evidence.row_header)
      .member("column_header", evidence.column_header)
      .member("heading", evidence.heading)
      .close_object();
}

void write(JsonWriter& out, const Evaluator& evaluator) {
  out.open_object()
      .member("relationship", evaluator.relationship)
      .member("organization", evaluator.organization)
      .member("reported_by", evaluator.reported_by)
      .member("publisher", evaluator.publisher)
      .member("cited_from", evaluator.cited_from)
      .member("basis", evaluator.basis)
      .member("rule", evaluator.rule)
      .key("evidence");
  if (evaluator.evidence) {
    open_evidence(out, *evaluator.evidence);
    out.close_object();
  } else {
    out.null();
  }
  out.close_object();
}

void write(JsonWriter& out, const SpecValue& value) {
  if (const auto* flag = std::get_if<bool>(&value)) {
    out.value(*flag);
  } else if (const auto* number = std::get_if<double>(&value)) {
    out.value(*number);
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    out.value(*text);
  } else if (const auto* items = std::get_if<std::vector<std::string>>(&value)) {
    out.value(*items);
  } else {
    out.null();
  }
}

void write(JsonWriter& out, const std::map<std::string, std::size_t>& counts) {
  out.open_object();
  for (const auto& [name, count] : counts) out.member(name, count);
  out.close_object();
}

// Counts whose keys the contract names, in its order and present even at 0;
// whatever else was counted follows.
void write(JsonWriter& out, const std::map<std::string, std::size_t>& counts,
           const std::vector<std::string>& names) {
  out.open_object();
  for (const std::string& name : names) {
    const auto found = counts.find(name);
    out.member(name, found == counts.end() ? std::size_t{0} : found->second);
  }
  for (const auto& [name, count] : counts) {
    if (std::find(names.begin(), names.end(), name) == names.end()) out.member(name, count);
  }
  out.close_object();
}

const char* severity_name(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "error";
    case Severity::kWarning:
      return "warning";
    case Severity::kNote:
      break;
  }
  return "note";
}

// ---- text to records. at() and get() of the library throw; parse() turns
// that into an Error once for every reader.

// Declared before the template that reads them where they are optional.
void read(const Json& json, BenchmarkRef& benchmark);
void read(const Json& json, Evidence& evidence);
void read(const Json& json, Coverage& coverage);

template <typename T>
void read(const Json& json, T& out) {
  json.get_to(out);
}

template <typename T>
void read(const Json& json, std::optional<T>& out) {
  if (json.is_null()) {
    out.reset();
  } else {
    out.emplace();
    read(json, *out);
  }
}

void read(const Json& json, ModelRef& model) {
  read(json.at("raw"), model.raw);
  read(json.at("id"), model.id);
  read(json.at("name"), model.name);
  read(json.at("developer"), model.developer);
  read(json.at("mode"), model.mode);
  read(json.at("effort"), model.effort);
}

void read(const Json& json, BenchmarkRef& benchmark) {
  read(json.at("raw"), benchmark.raw);
  read(json.at("id"), benchmark.id);
  read(json.at("version"), benchmark.version);
  read(json.at("subset"), benchmark.subset);
  read(json.at("owner"), benchmark.owner);
}

void read(const Json& json, Setting& setting) {
  read(json.at("section"), setting.section);
  read(json.at("metric"), setting.metric);
  read(json.at("shots"), setting.shots);
  read(json.at("attempts"), setting.attempts);
  read(json.at("tools"), setting.tools);
  read(json.at("harness"), setting.harness);
  read(json.at("stated"), setting.stated);
}

void read(const Json& json, ScoreValue& score) {
  read(json.at("raw"), score.raw);
  read(json.at("value"), score.value);
  read(json.at("unit"), score.unit);
  read(json.at("plus_minus"), score.plus_minus);
  read(json.at("lower_is_better"), score.lower_is_better);
}

void read(const Json& json, Evidence& evidence) {
  read(json.at("start"), evidence.span.start);
  read(json.at("end"), evidence.span.end);
  read(json.at("text"), evidence.text);
  if (!json.contains("table")) return;  // an evaluator's: span and text only
  read(json.at("table"), evidence.table);
  read(json.at("row"), evidence.row);
  read(json.at("column"), evidence.column);
  read(json.at("row_header"), evidence.row_header);
  read(json.at("column_header"), evidence.column_header);
  read(json.at("heading"), evidence.heading);
}

void read(const Json& json, Evaluator& evaluator) {
  read(json.at("relationship"), evaluator.relationship);
  read(json.at("organization"), evaluator.organization);
  read(json.at("reported_by"), evaluator.reported_by);
  read(json.at("publisher"), evaluator.publisher);
  read(json.at("cited_from"), evaluator.cited_from);
  read(json.at("basis"), evaluator.basis);
  read(json.at("rule"), evaluator.rule);
  read(json.at("evidence"), evaluator.evidence);
}

void read(const Json& json, SpecValue& value) {
  if (json.is_boolean()) {
    value = json.get<bool>();
  } else if (json.is_number()) {
    value = json.get<double>();
  } else if (json.is_string()) {
    value = json.get<std::string>();
  } else if (json.is_array()) {
    value = json.get<std::vector<std::string>>();
  } else {
    value = std::monostate{};
  }
}

void read(const Json& json, Coverage& coverage) {
  read(json.at("present"), coverage.present);
  read(json.at("of"), coverage.of);
}

void read(const Json& json, std::vector<Evidence>& list) {
  for (const Json& item : json) read(item, list.emplace_back());
}

void read(const Json& json, Severity& severity) {
  const auto name = json.get<std::string>();
  severity = name == "error"     ? Severity::kError
             : name == "warning" ? Severity::kWarning
                                 : Severity::kNote;
}

// Reads one line of the given type with `fill`, which may throw.
template <typename Record, typename Fill>
Result<Record> parse(std::string_view line, std::string_view type, Fill fill) {
  const auto broken = [&](const std::string& why) {
    std::string shown = valid_utf8(line.substr(0, 80));
    return fail(ErrorKind::kInput, "",
                "not a " + std::string(type) + " record: " + why + ": " + shown,
                "records are lines of schema " + std::string(kSchema));
  };
  try {
    const Json json = Json::parse(line);
    if (json.at("type") != type) return broken("type is " + json.at("type").dump());
    if (json.at("schema") != kSchema) return broken("schema is " + json.at("schema").dump());
    Record record;
    fill(json, record);
    return record;
  } catch (const Json::exception& error) {
    return broken(error.what());
  }
}

void take_apart(const Json& json, const std::string& path, std::vector<JsonField>& fields) {
  if (!json.is_object() || json.empty()) {
    fields.push_back({path, json.dump(-1, ' ', false, Json::error_handler_t::replace)});
    return;
  }
  for (const auto& [name, item] : json.items()) {
    take_apart(item, path.empty() ? name : path + "." + name, fields);
  }
}

}  // namespace

std::string JsonField::plain() const {
  if (json == "null") return "";
  if (json.size() < 2 || json.front() != '"') return json;
  return Json::parse(json).get<std::string>();
}

Result<std::vector<JsonField>> json_fields(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) {
    return fail(ErrorKind::kInput, "", "not JSON: " + valid_utf8(text.substr(0, 80)));
  }
  std::vector<JsonField> fields;
  take_apart(json, "", fields);
  return fields;
}

std::vector<JsonField> json_items(std::string_view array) {
  const Json json = Json::parse(array, nullptr, false);
  std::vector<JsonField> items;
  if (!json.is_array()) return items;
  for (const Json& item : json) {
    items.push_back({"", item.dump(-1, ' ', false, Json::error_handler_t::replace)});
  }
  return items;
}

std::string to_json(const DocumentRecord& record) {
  JsonWriter out;
  open_record(out, "document");
  out.member("id", record.id)
      .member("url", record.url)
      .member("path", record.path)
      .member("final_url", record.final_url)
      .member("fetched_at", record.fetched_at)
      .member("media_type", record.media_type)
      .member("charset", record.charset)
      .member("title", record.title)
      .member("published", record.published)
      .member("last_verified", record.last_verified)
      .member("publisher", record.publisher)
      .member("bytes", record.bytes);
  write(out.key("tables"), record.tables, {"score", "spec", "other"});
  write(out.key("records"), record.records, {"score", "spec", "claim"});
  write(out.key("dropped"), record.dropped);
  return out.close_object().take();
}

std::string to_json(const Score& record) {
  JsonWriter out;
  open_record(out, "score");
  out.member("id", record.id).member("document", record.document);
  write(out.key("model"), record.model);
  write(out.key("benchmark"), record.benchmark);
  write(out.key("setting"), record.setting);
  write(out.key("score"), record.score);
  write(out.key("evaluator"), record.evaluator);
  write(out.key("evidence"), record.evidence);
  return out.close_object().take();
}

std::string to_json(const Spec& record) {
  JsonWriter out;
  open_record(out, "spec");
  out.member("id", record.id).member("document", record.document);
  write(out.key("model"), record.model);
  out.member("attribute", record.attribute).member("raw", record.raw);
  write(out.key("value"), record.value);
  out.member("unit", record.unit).key("interval");
  if (record.interval) {
    out.open_array().value(record.interval->first).value(record.interval->second).close_array();
  } else {
    out.null();
  }
  out.member("absence", record.absence);
  write(out.key("evidence"), record.evidence);
  return out.close_object().take();
}

std::string to_json(const Claim& record) {
  JsonWriter out;
  open_record(out, "claim");
  out.member("id", record.id)
      .member("document", record.document)
      .member("kind", record.kind)
      .member("text", record.text);
  write(out.key("subject"), record.subject);
  out.key("benchmark");
  if (record.benchmark) {
    write(out, *record.benchmark);
  } else {
    out.null();
  }
  out.member("value", record.value)
      .member("unit", record.unit)
      .member("verdict", record.verdict)
      .key("coverage");
  if (record.coverage) {
    out.open_object()
        .member("present", record.coverage->present)
        .member("of", record.coverage->of)
        .close_object();
  } else {
    out.null();
  }
  out.member("detail", record.detail);
  write(out.key("evidence"), record.evidence);
  return out.member("against", record.against).close_object().take();
}

std::string to_json(const Finding& record) {
  JsonWriter out;
  open_record(out, "finding");
  out.member("id", record.id).key("document");
  record.document.empty() ? out.null() : out.value(record.document);
  out.member("rule", record.rule)
      .member("severity", severity_name(record.severity))
      .member("message", record.message)
      .member("records", record.records)
      .key("evidence")
      .open_array();
  for (const Evidence& evidence : record.evidence) write(out, evidence);
  return out.close_array().close_object().take();
}

std::string to_json(const TableView& table, std::string_view document) {
  JsonWriter out;
  open_record(out, "table");
  out.member("document", document)
      .member("index", table.index)
      .member("kind", table.kind)
      .member("why", table.why)
      .member("caption", table.caption)
      .member("heading", table.heading)
      .member("header_rows", table.header_rows)
      .member("header_columns", table.header_columns)
      .member("rows", table.rows)
      .key("evidence")
      .open_object()
      .member("start", table.span.start)
      .member("end", table.span.end)
      .close_object();
  return out.close_object().take();
}

Result<Score> score_from_json(std::string_view line) {
  return parse<Score>(line, "score", [](const Json& json, Score& record) {
    read(json.at("id"), record.id);
    read(json.at("document"), record.document);
    read(json.at("model"), record.model);
    read(json.at("benchmark"), record.benchmark);
    read(json.at("setting"), record.setting);
    read(json.at("score"), record.score);
    read(json.at("evaluator"), record.evaluator);
    read(json.at("evidence"), record.evidence);
  });
}

Result<Spec> spec_from_json(std::string_view line) {
  return parse<Spec>(line, "spec", [](const Json& json, Spec& record) {
    read(json.at("id"), record.id);
    read(json.at("document"), record.document);
    read(json.at("model"), record.model);
    read(json.at("attribute"), record.attribute);
    read(json.at("raw"), record.raw);
    read(json.at("value"), record.value);
    read(json.at("unit"), record.unit);
    read(json.at("interval"), record.interval);
    read(json.at("absence"), record.absence);
    read(json.at("evidence"), record.evidence);
  });
}

Result<Claim> claim_from_json(std::string_view line) {
  return parse<Claim>(line, "claim", [](const Json& json, Claim& record) {
    read(json.at("id"), record.id);
    read(json.at("document"), record.document);
    read(json.at("kind"), record.kind);
    read(json.at("text"), record.text);
    read(json.at("subject"), record.subject);
    read(json.at("benchmark"), record.benchmark);
    read(json.at("value"), record.value);
    read(json.at("unit"), record.unit);
    read(json.at("verdict"), record.verdict);
    read(json.at("coverage"), record.coverage);
    read(json.at("detail"), record.detail);
    read(json.at("evidence"), record.evidence);
    read(json.at("against"), record.against);
  });
}

Result<Finding> finding_from_json(std::string_view line) {
  return parse<Finding>(line, "finding", [](const Json& json, Finding& record) {
    std::optional<std::string> document;
    read(json.at("id"), record.id);
    read(json.at("document"), document);
    record.document = document.value_or("");
    read(json.at("rule"), record.rule);
    read(json.at("severity"), record.severity);
    read(json.at("message"), record.message);
    read(json.at("records"), record.records);
    read(json.at("evidence"), record.evidence);
  });
}

Result<DocumentRecord> document_from_json(std::string_view line) {
  return parse<DocumentRecord>(line, "document", [](const Json& json, DocumentRecord& record) {
    read(json.at("id"), record.id);
    read(json.at("url"), record.url);
    read(json.at("path"), record.path);
    read(json.at("final_url"), record.final_url);
    read(json.at("fetched_at"), record.fetched_at);
    read(json.at("media_type"), record.media_type);
    read(json.at("charset"), record.charset);
    read(json.at("title"), record.title);
    read(json.at("published"), record.published);
    read(json.at("last_verified"), record.last_verified);
    read(json.at("publisher"), record.publisher);
    read(json.at("bytes"), record.bytes);
    read(json.at("tables"), record.tables);
    read(json.at("records"), record.records);
    read(json.at("dropped"), record.dropped);
  });
}

}  // namespace benchledger
