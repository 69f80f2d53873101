// every_eval_ever/data/benchledger/<developer>/<model>/<uuid>.json: the scores
// as Every Eval Ever aggregate logs, schema 0.3.0. What we hold is documents,
// so source_type is always "documentation". Who measured stands once a log:
// one log for each page, model as printed and measurer.

#include <map>
#include <optional>
#include <tuple>

#include "extractors/number.h"
#include "pipeline/export_formats.h"
#include "pipeline/export_loss.h"
#include "pipeline/export_names.h"
#include "pipeline/html_writer.h"
#include "pipeline/json_writer.h"

namespace benchledger {
namespace {

constexpr const char* kCollection = "benchledger";

struct Log {
  const ExportPage* page;
  std::string path;  // "developer/model"
  std::vector<const Score*> scores;
};

// Model as printed with how it ran, relationship, measurer: what one log has
// one of.
using LogKey = std::tuple<std::string, std::string, std::string, std::string, std::string>;

LogKey key_of(const Score& score) {
  return {score.model.raw, score.model.mode.value_or(""), score.model.effort.value_or(""),
          score.evaluator.relationship, score.evaluator.organization.value_or("")};
}

std::string joined_key(const ExportPage& page, const LogKey& key) {
  const auto& [raw, mode, effort, relationship, organization] = key;
  return page.page_key + "\n" + raw + "\n" + mode + "\n" + effort + "\n" + relationship + "\n" +
         organization;
}

// The format has no word for a stated rival's number or for not knowing.
const char* relationship_word(std::string_view relationship) {
  if (relationship == "first_party") return "first_party";
  if (relationship == "third_party") return "third_party";
  return "other";
}

// Every value in additional_details is text.
class Details {
 public:
  explicit Details(JsonWriter& json, const char* key) : json_(json) {
    json_.key(key).open_object();
  }
  ~Details() { json_.close_object(); }
  Details(const Details&) = delete;
  Details& operator=(const Details&) = delete;

  void put(const char* name, const std::string& text) {
    if (!text.empty()) json_.member(name, text);
  }
  void put(const char* name, const std::optional<std::string>& text) {
    if (text) put(name, *text);
  }
  template <typename Number>
  void put_number(const char* name, const std::optional<Number>& number) {
    if (number) put(name, format_number(static_cast<double>(*number)));
  }
  void put_list(const char* name, const std::vector<std::string>& items) {
    if (!items.empty()) put(name, JsonWriter().value(items).take());
  }

 private:
  JsonWriter& json_;
};

std::string organization_name(const ExportInput& input, const std::string& id) {
  const Organization* known = input.rules == nullptr ? nullptr : input.rules->organization(id);
  return known == nullptr ? id : known->name;
}

// ---- one log

void write_source(JsonWriter& json, const ExportInput& input, const Log& log) {
  const Score& first = *log.scores.front();
  const DocumentRecord& document = log.page->document;
  const std::string measurer = first.evaluator.organization.value_or(
      first.evaluator.reported_by.value_or(document.publisher.value_or("unknown")));
  json.key("source_metadata").open_object();
  json.member("source_name", document.title.value_or(log.page->page_key))
      .member("source_type", "documentation")
      .member("source_organization_name", organization_name(input, measurer))
      .member("evaluator_relationship", relationship_word(first.evaluator.relationship));
  Details details(json, "additional_details");
  details.put("relationship", first.evaluator.relationship);
  details.put("page", log.page->page_key);
  details.put("source", log.page->source_id);
  details.put("document", document.id);
  details.put("publisher", document.publisher);
  details.put("published", document.published);
}

// What the page itself says about the weights.
const char* availability(const Log& log) {
  const ModelRef& model = log.scores.front()->model;
  for (const Spec& spec : log.page->specs) {
    const bool same = model.id ? spec.model.id == model.id : spec.model.name == model.name;
    const auto* open = std::get_if<bool>(&spec.value);
    if (same && open != nullptr && spec.attribute == "open_weights") {
      return *open ? "open_weights" : "closed_weights";
    }
  }
  return "unknown";
}

void write_model(JsonWriter& json, const Log& log) {
  const ModelRef& model = log.scores.front()->model;
  json.key("model_info").open_object();
  json.member("name", model.name.empty() ? model.raw : model.name).member("id", log.path);
  json.member("developer", log.path.substr(0, log.path.find('/')));
  {
    Details details(json, "additional_details");
    details.put("deployment_type", std::string("unknown"));
    details.put("model_availability", std::string(availability(log)));
    details.put("printed_name", model.raw);
    details.put("model_id", model.id);
    details.put("mode", model.mode);
    details.put("effort", model.effort);
  }
  json.close_object();
}

const Benchmark* known_benchmark(const ExportInput& input, const Score& score) {
  if (input.rules == nullptr || !score.benchmark.id) return nullptr;
  for (const Benchmark& benchmark : input.rules->benchmarks) {
    if (benchmark.id == *score.benchmark.id) return &benchmark;
  }
  return nullptr;
}

// Least and greatest possible score as the unit or the rules give them. None
// where a score says otherwise: then we do not know the scale.
std::optional<std::pair<double, double>> bounds_of(const ExportInput& input, const Score& score) {
  std::optional<std::pair<double, double>> bounds;
  const Benchmark* known = known_benchmark(input, score);
  if (known != nullptr && known->min && known->max && known->unit == score.score.unit) {
    bounds = {*known->min, *known->max};
  } else if (score.score.unit == "percent") {
    bounds = {0, 100};
  } else if (score.score.unit == "fraction") {
    bounds = {0, 1};
  }
  const double value = score.score.value;
  if (bounds && (value < bounds->first || value > bounds->second)) return std::nullopt;
  return bounds;
}

void write_metric(JsonWriter& json, const ExportInput& input, const Score& score) {
  const std::string benchmark = score.benchmark.id.value_or(portable_name(score.benchmark.raw));
  json.key("metric_config").open_object();
  json.member("metric_id", benchmark + "." + metric_name(score));
  if (score.setting.metric) json.member("metric_name", *score.setting.metric);
  if (score.score.unit != "unknown") json.member("metric_unit", score.score.unit);
  json.member("lower_is_better", score.score.lower_is_better);
  if (const auto bounds = bounds_of(input, score)) {
    json.member("score_type", "continuous")
        .member("min_score", bounds->first)
        .member("max_score", bounds->second);
  }
  json.close_object();
}

void write_source_data(JsonWriter& json, const ExportPage& page, const Score& score) {
  const DocumentRecord& document = page.document;
  const std::string address = document.final_url.value_or(document.url.value_or(""));
  json.key("source_data").open_object().member("dataset_name", score.benchmark.raw);
  json.member("source_type", is_web_link(address) ? "url" : "other");
  if (is_web_link(address)) json.key("url").open_array().value(address).close_array();
  {
    Details details(json, "additional_details");
    details.put("benchmark_id", score.benchmark.id);
    details.put("version", score.benchmark.version);
    details.put("subset", score.benchmark.subset);
    details.put("owner", score.benchmark.owner);
  }
  json.close_object();
}

void write_details(JsonWriter& json, const ExportInput& input, const Score& score) {
  const Evidence& evidence = score.evidence;
  Details details(json, "details");
  details.put("printed", score.score.raw);
  details.put_number("plus_minus", score.score.plus_minus);
  details.put("decision", std::string(to_string(input.decision(score.id))));
  details.put("reported_by", score.evaluator.reported_by);
  details.put("publisher", score.evaluator.publisher);
  details.put("cited_from", score.evaluator.cited_from);
  details.put("basis", score.evaluator.basis);
  details.put("rule", score.evaluator.rule);
  if (score.evaluator.evidence) {
    const Evidence& basis = *score.evaluator.evidence;
    details.put("basis_text", basis.text);
    details.put("basis_bytes",
                std::to_string(basis.span.start) + "-" + std::to_string(basis.span.end));
  }
  details.put("bytes",
              std::to_string(evidence.span.start) + "-" + std::to_string(evidence.span.end));
  details.put("text", evidence.text);
  details.put_number("table", evidence.table);
  details.put_number("row", evidence.row);
  details.put_number("column", evidence.column);
  details.put_list("row_header", evidence.row_header);
  details.put_list("column_header", evidence.column_header);
  details.put_list("heading", evidence.heading);
}

void write_setting(JsonWriter& json, const Setting& setting) {
  json.key("generation_config").open_object();
  {
    Details details(json, "additional_details");
    details.put("section", setting.section);
    details.put("metric", setting.metric);
    details.put_number("shots", setting.shots);
    details.put("attempts", setting.attempts);
    details.put("tools", setting.tools);
    details.put("harness", setting.harness);
    details.put_list("stated", setting.stated);
  }
  json.close_object();
}

void write_result(JsonWriter& json, const ExportInput& input, const Log& log, const Score& score) {
  json.open_object()
      .member("evaluation_result_id", score.id)
      .member("evaluation_name", score.benchmark.raw);
  write_source_data(json, *log.page, score);
  write_metric(json, input, score);
  json.key("score_details").open_object().member("score", score.score.value);
  write_details(json, input, score);
  json.close_object();
  write_setting(json, score.setting);
  json.close_object();
}

std::string log_text(const ExportInput& input, const Log& log, const std::string& uuid) {
  const std::string retrieved = log.page->document.fetched_at.value_or(input.date);
  JsonWriter json;
  json.open_object()
      .member("schema_version", "0.3.0")
      .member("evaluation_id", std::string(kCollection) + "/" + uuid)
      .member("retrieved_timestamp", std::to_string(unix_time(retrieved).value_or(0)));
  write_source(json, input, log);
  json.close_object();
  json.key("eval_library")
      .open_object()
      .member("name", "unknown")
      .member("version", "unknown")
      .close_object();
  write_model(json, log);
  json.key("evaluation_results").open_array();
  for (const Score* score : log.scores) write_result(json, input, log, *score);
  return json.close_array().close_object().take() + "\n";
}

}  // namespace

void export_every_eval_ever(const ExportInput& input, ExportWriter& out) {
  std::size_t homeless = 0;
  std::size_t other = 0;
  std::size_t unscaled = 0;
  for (const ExportPage& page : input.pages) {
    std::map<LogKey, Log> logs;
    each_score(page, [&](const Score& score) {
      std::string path = model_path(score.model);
      if (path.empty()) {
        ++homeless;
        return;
      }
      other +=
          std::string_view(relationship_word(score.evaluator.relationship)) == "other" ? 1U : 0U;
      unscaled += bounds_of(input, score) ? 0U : 1U;
      Log& log = logs.try_emplace(key_of(score), Log{&page, std::move(path), {}}).first->second;
      log.scores.push_back(&score);
    });
    for (const auto& [key, log] : logs) {
      const std::string uuid = uuid_of(joined_key(page, key));
      out.write("every_eval_ever/data/" + std::string(kCollection) + "/" + log.path + "/" + uuid +
                    ".json",
                [&](const Sink& sink) {
                  sink(log_text(input, log, uuid));
                  return log.scores.size();
                });
    }
  }
  lose_other_types(input, {"score"}, out);
  out.lose({LossKind::kRecords, "score", homeless,
            "the datastore files by developer, and the model's is not known"});
  out.lose({LossKind::kAltered, "evaluator.relationship", other,
            "competitor and unknown are \"other\"; additional_details has the word"});
  out.lose({LossKind::kField, "min_score and max_score", unscaled, "the scale is not known"});
  // Everything else of a score stands in additional_details, as text.
}

}  // namespace benchledger
