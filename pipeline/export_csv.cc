// scores.csv and specs.csv: one record a row, the nested names flattened.

#include "extractors/number.h"
#include "pipeline/csv_writer.h"
#include "pipeline/export_formats.h"

namespace benchledger {
namespace {

void put_header(const Sink& sink, std::initializer_list<const char*> names) {
  CsvWriter row;
  for (const char* name : names) row.cell(name);
  sink(row.end_row().take());
}

void put_origin(CsvWriter& row, const ExportInput& input, const ExportPage& page,
                const std::string& id) {
  row.cell(id)
      .cell(to_string(input.decision(id)))
      .cell(page.source_id)
      .cell(page.page_key)
      .cell(page.document.id);
}

void put_model(CsvWriter& row, const ModelRef& model) {
  row.cell(model.raw)
      .cell(model.id)
      .cell(model.name)
      .cell(model.developer)
      .cell(model.mode)
      .cell(model.effort);
}

void put_evidence(CsvWriter& row, const Evidence& evidence) {
  row.cell(evidence.span.start)
      .cell(evidence.span.end)
      .cell(evidence.text)
      .cell(evidence.table)
      .cell(evidence.row)
      .cell(evidence.column)
      .cell(evidence.heading);
}

void put_score(CsvWriter& row, const Score& score) {
  const BenchmarkRef& benchmark = score.benchmark;
  row.cell(benchmark.raw)
      .cell(benchmark.id)
      .cell(benchmark.version)
      .cell(benchmark.subset)
      .cell(benchmark.owner);
  const Setting& setting = score.setting;
  row.cell(setting.section)
      .cell(setting.metric)
      .cell(setting.shots)
      .cell(setting.attempts)
      .cell(setting.tools)
      .cell(setting.harness)
      .cell(setting.stated);
  const ScoreValue& value = score.score;
  row.cell(value.raw)
      .cell(value.value)
      .cell(value.unit)
      .cell(value.plus_minus)
      .cell(value.lower_is_better);
  const Evaluator& evaluator = score.evaluator;
  row.cell(evaluator.relationship)
      .cell(evaluator.organization)
      .cell(evaluator.reported_by)
      .cell(evaluator.publisher)
      .cell(evaluator.cited_from)
      .cell(evaluator.basis)
      .cell(evaluator.rule)
      .cell(evaluator.evidence ? evaluator.evidence->text : std::string());
}

std::string value_text(const SpecValue& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (const auto* number = std::get_if<double>(&value)) return format_number(*number);
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  std::string joined;
  if (const auto* items = std::get_if<std::vector<std::string>>(&value)) {
    for (const std::string& item : *items) joined += (joined.empty() ? "" : " | ") + item;
  }
  return joined;
}

void put_spec(CsvWriter& row, const Spec& spec) {
  row.cell(spec.attribute).cell(spec.raw).cell(value_text(spec.value)).cell(spec.unit);
  if (spec.interval) {
    row.cell(spec.interval->first).cell(spec.interval->second);
  } else {
    row.cell("").cell("");
  }
  row.cell(spec.absence);
}

}  // namespace

std::size_t write_scores_csv(const ExportInput& input, const Sink& sink) {
  put_header(sink, {"id",           "decision",    "source",      "page",
                    "document",     "model",       "model_id",    "model_name",
                    "developer",    "mode",        "effort",      "benchmark",
                    "benchmark_id", "version",     "subset",      "benchmark_owner",
                    "section",      "metric",      "shots",       "attempts",
                    "tools",        "harness",     "stated",      "raw",
                    "value",        "unit",        "plus_minus",  "lower_is_better",
                    "relationship", "measured_by", "reported_by", "publisher",
                    "cited_from",   "basis",       "rule",        "basis_text",
                    "start",        "end",         "text",        "table",
                    "row",          "column",      "heading"});
  std::size_t count = 0;
  for (const ExportPage& page : input.pages) {
    for (const Score& score : page.scores) {
      CsvWriter row;
      put_origin(row, input, page, score.id);
      put_model(row, score.model);
      put_score(row, score);
      put_evidence(row, score.evidence);
      sink(row.end_row().take());
      ++count;
    }
  }
  return count;
}

std::size_t write_specs_csv(const ExportInput& input, const Sink& sink) {
  put_header(sink,
             {"id",         "decision",  "source", "page",    "document",  "model", "model_id",
              "model_name", "developer", "mode",   "effort",  "attribute", "raw",   "value",
              "unit",       "low",       "high",   "absence", "start",     "end",   "text",
              "table",      "row",       "column", "heading"});
  std::size_t count = 0;
  for (const ExportPage& page : input.pages) {
    for (const Spec& spec : page.specs) {
      CsvWriter row;
      put_origin(row, input, page, spec.id);
      put_model(row, spec.model);
      put_spec(row, spec);
      put_evidence(row, spec.evidence);
      sink(row.end_row().take());
      ++count;
    }
  }
  return count;
}

}  // namespace benchledger
