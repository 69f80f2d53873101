#include "pipeline/export_tables.h"

#include <algorithm>
#include <cassert>

#include "extractors/number.h"

namespace benchledger {
namespace {

constexpr ColumnType kText = ColumnType::kText;
constexpr ColumnType kNumber = ColumnType::kNumber;
constexpr ColumnType kInteger = ColumnType::kInteger;
constexpr ColumnType kBoolean = ColumnType::kBoolean;
constexpr ColumnType kList = ColumnType::kList;

constexpr const char* kDecisions = "pending|accepted|rejected|snoozed|baseline";
constexpr const char* kRelationships = "first_party|competitor|third_party|unknown";
constexpr const char* kVerdicts = "holds|fails|vacuous|unsupported|not_checkable";
constexpr const char* kAbsences =
    "not_disclosed|no_public_api|not_applicable|not_reported|free_product";

// One row, filled from left to right.
class RowBuilder {
 public:
  template <typename T>
  RowBuilder& put(const std::optional<T>& maybe) {
    return maybe ? put(*maybe) : null();
  }
  RowBuilder& put(const std::string& text) { return add(text); }
  RowBuilder& put(const char* text) { return add(std::string(text)); }
  RowBuilder& put(double number) { return add(number); }
  RowBuilder& put(bool flag) { return add(flag); }
  RowBuilder& put(int number) { return add(static_cast<std::int64_t>(number)); }
  RowBuilder& put(std::size_t number) { return add(static_cast<std::int64_t>(number)); }
  RowBuilder& put(const std::vector<std::string>& items) { return add(items); }
  RowBuilder& null() { return add(std::monostate{}); }
  // Text of which "" says nothing.
  RowBuilder& put_text(const std::string& text) { return text.empty() ? null() : put(text); }

  // Hands the row over and begins the next one.
  void end(const TakeRow& take) {
    take(cells_);
    cells_.clear();
  }

 private:
  RowBuilder& add(Cell cell) {
    cells_.push_back(std::move(cell));
    return *this;
  }
  std::vector<Cell> cells_;
};

void put_origin(RowBuilder& row, const ExportInput& input, const ExportPage& page,
                const std::string& id) {
  row.put(id)
      .put(to_string(input.decision(id)))
      .put(page.source_id)
      .put(page.page_key)
      .put(page.document.id);
}

void put_model(RowBuilder& row, const ModelRef& model) {
  row.put(model.raw)
      .put(model.id)
      .put(model.name)
      .put(model.developer)
      .put(model.mode)
      .put(model.effort);
}

void put_benchmark(RowBuilder& row, const BenchmarkRef& benchmark) {
  row.put(benchmark.raw)
      .put(benchmark.id)
      .put(benchmark.version)
      .put(benchmark.subset)
      .put(benchmark.owner);
}

void put_evidence(RowBuilder& row, const Evidence& evidence) {
  row.put(evidence.span.start)
      .put(evidence.span.end)
      .put(evidence.text)
      .put(evidence.table)
      .put(evidence.row)
      .put(evidence.column)
      .put(evidence.heading);
}

void put_headers(RowBuilder& row, const Evidence& evidence) {
  row.put(evidence.row_header).put(evidence.column_header);
}

// ---- columns that several tables have

constexpr Column kId{"id", kText, true, "",
                     "Stable id: of what the record is about, not its value"};
constexpr Column kDecision{"decision", kText, true, kDecisions, "What a reviewer has decided"};
constexpr Column kSource{"source", kText, true, "", "Id of the source in the sources file"};
constexpr Column kPage{"page", kText, true, "", "Key of the page, the same across captures"};
constexpr Column kDocument{"document", kText, true, "", "SHA-256 of the captured bytes"};
constexpr Column kModel{"model", kText, true, "", "Model as printed"};
constexpr Column kModelId{"model_id", kText, false, "", "Model as the rules know it"};
constexpr Column kModelName{"model_name", kText, true, "", "Printed name without mode and effort"};
constexpr Column kDeveloper{"developer", kText, false, "", "Organization that made the model"};
constexpr Column kMode{"mode", kText, false, "", "Mode the model ran in"};
constexpr Column kEffort{"effort", kText, false, "", "Reasoning effort it was set to"};
constexpr Column kStart{"start", kInteger, true, "", "First byte of the evidence in the capture"};
constexpr Column kEnd{"end", kInteger, true, "", "Byte after the evidence"};
constexpr Column kEvidenceText{"text", kText, false, "", "What stands there"};
constexpr Column kTable{"table", kInteger, false, "", "Table of the page, from 0"};
constexpr Column kRow{"row", kInteger, false, "", "Row of the table, from 0"};
constexpr Column kColumn{"column", kInteger, false, "", "Column of the table, from 0"};
constexpr Column kHeading{"heading", kList, false, "", "Headings it stands under, outermost first"};
constexpr Column kRowHeader{"row_header", kList, false, "", "Header cells of its row"};
constexpr Column kColumnHeader{"column_header", kList, false, "", "Header cells of its column"};

// ---- document

void document_rows(const ExportInput& input, const TakeRow& take) {
  RowBuilder row;
  for (const ExportPage& page : input.pages) {
    const DocumentRecord& document = page.document;
    std::size_t dropped = 0;
    for (const auto& [reason, count] : document.dropped) dropped += count;
    row.put(document.id)
        .put(page.source_id)
        .put(page.page_key)
        .put(document.url)
        .put(document.path)
        .put(document.final_url)
        .put(document.fetched_at)
        .put(document.media_type)
        .put(document.charset)
        .put(document.title)
        .put(document.published)
        .put(document.last_verified)
        .put(document.publisher)
        .put(document.bytes)
        .put(dropped)
        .end(take);
  }
}

const RecordTable& document_table() {
  static const RecordTable table{
      "document",
      "Pages that were read, as captured",
      "page",
      {{"id", kText, true, "", "SHA-256 of the captured bytes"},
       kSource,
       kPage,
       {"url", kText, false, "", "Address it was asked for at"},
       {"path", kText, false, "", "File it was read from"},
       {"final_url", kText, false, "", "Address after redirects"},
       {"fetched_at", kText, false, "", "When it was fetched, ISO 8601 UTC"},
       {"media_type", kText, true, "", "What it is"},
       {"charset", kText, true, "", "How its text is encoded"},
       {"title", kText, false, "", "Its title"},
       {"published", kText, false, "", "Date it gives itself, possibly partial"},
       {"last_verified", kText, false, "", "Date it says its figures were checked"},
       {"publisher", kText, false, "", "Organization whose page it is"},
       {"bytes", kInteger, true, "", "Length of the capture"},
       {"dropped", kInteger, true, "", "Table cells that became no record"}},
      document_rows};
  return table;
}

// ---- spec

std::string value_text(const SpecValue& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (const auto* number = std::get_if<double>(&value)) return format_number(*number);
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* items = std::get_if<std::vector<std::string>>(&value)) return joined_list(*items);
  return "";
}

void spec_rows(const ExportInput& input, const TakeRow& take) {
  RowBuilder row;
  for (const ExportPage& page : input.pages) {
    for (const Spec& spec : page.specs) {
      put_origin(row, input, page, spec.id);
      put_model(row, spec.model);
      row.put(spec.attribute).put(spec.raw).put_text(value_text(spec.value)).put(spec.unit);
      if (spec.interval) {
        row.put(spec.interval->first).put(spec.interval->second);
      } else {
        row.null().null();
      }
      row.put(spec.absence);
      put_evidence(row, spec.evidence);
      put_headers(row, spec.evidence);
      const auto* number = std::get_if<double>(&spec.value);
      number == nullptr ? row.null() : row.put(*number);
      row.end(take);
    }
  }
}

const RecordTable& spec_table() {
  static const RecordTable table{
      "spec",
      "What models are said to be: sizes, prices, dates, licenses",
      "id",
      {kId,
       kDecision,
       kSource,
       kPage,
       kDocument,
       kModel,
       kModelId,
       kModelName,
       kDeveloper,
       kMode,
       kEffort,
       {"attribute", kText, true, "", "What is said about the model: context_window"},
       {"raw", kText, true, "", "Value as printed"},
       {"value", kText, false, "", "Value in base units, as text; empty where absence says why"},
       {"unit", kText, false, "", "Unit of the value"},
       {"low", kNumber, false, "", "Least value that prints like this"},
       {"high", kNumber, false, "", "Greatest value that prints like this"},
       {"absence", kText, false, kAbsences, "Why there is no value"},
       kStart,
       kEnd,
       kEvidenceText,
       kTable,
       kRow,
       kColumn,
       kHeading,
       kRowHeader,
       kColumnHeader,
       {"number", kNumber, false, "", "The value where it is a number"}},
      spec_rows};
  return table;
}

// ---- score

void put_setting(RowBuilder& row, const Setting& setting) {
  row.put(setting.section)
      .put(setting.metric)
      .put(setting.shots)
      .put(setting.attempts)
      .put(setting.tools)
      .put(setting.harness)
      .put(setting.stated);
}

void put_score_value(RowBuilder& row, const ScoreValue& value) {
  row.put(value.raw)
      .put(value.value)
      .put(value.unit)
      .put(value.plus_minus)
      .put(value.lower_is_better);
}

void put_evaluator(RowBuilder& row, const Evaluator& evaluator) {
  row.put(evaluator.relationship)
      .put(evaluator.organization)
      .put(evaluator.reported_by)
      .put(evaluator.publisher)
      .put(evaluator.cited_from)
      .put(evaluator.basis)
      .put_text(evaluator.rule);
  evaluator.evidence ? row.put(evaluator.evidence->text) : row.null();
}

void put_basis_place(RowBuilder& row, const Evaluator& evaluator) {
  if (!evaluator.evidence) {
    row.null().null();
    return;
  }
  row.put(evaluator.evidence->span.start).put(evaluator.evidence->span.end);
}

void score_rows(const ExportInput& input, const TakeRow& take) {
  RowBuilder row;
  for (const ExportPage& page : input.pages) {
    each_score(page, [&](const Score& score) {
      put_origin(row, input, page, score.id);
      put_model(row, score.model);
      put_benchmark(row, score.benchmark);
      put_setting(row, score.setting);
      put_score_value(row, score.score);
      put_evaluator(row, score.evaluator);
      put_evidence(row, score.evidence);
      put_headers(row, score.evidence);
      put_basis_place(row, score.evaluator);
      row.end(take);
    });
  }
}

const RecordTable& score_table() {
  static const RecordTable table{
      "score",
      "Benchmark results with who measured them and where that is written",
      "id",
      {kId,
       kDecision,
       kSource,
       kPage,
       kDocument,
       kModel,
       kModelId,
       kModelName,
       kDeveloper,
       kMode,
       kEffort,
       {"benchmark", kText, true, "", "Benchmark as printed"},
       {"benchmark_id", kText, false, "", "Benchmark as the rules know it"},
       {"version", kText, false, "", "Version of the benchmark"},
       {"subset", kText, false, "", "Part of the benchmark"},
       {"benchmark_owner", kText, false, "", "Organization that made the benchmark"},
       {"section", kText, false, "", "Heading or section row above the cell"},
       {"metric", kText, false, "", "Metric"},
       {"shots", kInteger, false, "", "Examples in the prompt"},
       {"attempts", kText, false, "", "Attempts counted: pass@1, avg@64"},
       {"tools", kText, false, "", "Tools the model had"},
       {"harness", kText, false, "", "Program that ran the benchmark"},
       {"stated", kList, false, "", "Further qualifiers as printed"},
       {"raw", kText, true, "", "Number as printed"},
       {"value", kNumber, true, "", "The number, never rescaled"},
       {"unit", kText, true, "", "Unit of the number: percent, fraction, elo"},
       {"plus_minus", kNumber, false, "", "Uncertainty as printed"},
       {"lower_is_better", kBoolean, true, "", "Whether less is better"},
       {"relationship", kText, true, kRelationships, "Who measured, seen from the model"},
       {"measured_by", kText, false, "", "Organization that measured"},
       {"reported_by", kText, false, "", "Organization that states the number"},
       {"publisher", kText, false, "", "Organization whose page it is"},
       {"cited_from", kText, false, "", "Source the page names"},
       {"basis", kText, true, "", "What the relationship was decided by"},
       {"rule", kText, false, "", "Rule that decided"},
       {"basis_text", kText, false, "", "The words that say who measured"},
       kStart,
       kEnd,
       kEvidenceText,
       kTable,
       kRow,
       kColumn,
       kHeading,
       kRowHeader,
       kColumnHeader,
       {"basis_start", kInteger, false, "", "First byte of those words"},
       {"basis_end", kInteger, false, "", "Byte after them"}},
      score_rows};
  return table;
}

// ---- claim

void claim_rows(const ExportInput& input, const TakeRow& take) {
  RowBuilder row;
  for (const ExportPage& page : input.pages) {
    for (const Claim& claim : page.claims) {
      put_origin(row, input, page, claim.id);
      row.put(claim.kind).put(claim.verdict).put(claim.text);
      put_model(row, claim.subject);
      if (claim.benchmark) {
        put_benchmark(row, *claim.benchmark);
      } else {
        row.null().null().null().null().null();
      }
      row.put(claim.value).put(claim.unit);
      if (claim.coverage) {
        row.put(claim.coverage->present).put(claim.coverage->of);
      } else {
        row.null().null();
      }
      row.put_text(claim.detail).put(claim.evidence.span.start).put(claim.evidence.span.end);
      row.put(claim.evidence.heading).put(claim.against).end(take);
    }
  }
}

const RecordTable& claim_table() {
  static const RecordTable table{
      "claim",
      "Sentences that assert something checkable, held against the page's own records",
      "id",
      {kId,
       kDecision,
       kSource,
       kPage,
       kDocument,
       {"kind", kText, true, "", "What is asserted: ratio, superlative, value"},
       {"verdict", kText, true, kVerdicts, "Whether it holds on this page"},
       {"claim", kText, true, "", "The sentence, or the clause of it"},
       {"model", kText, false, "", "Model it is about, as printed"},
       kModelId,
       {"model_name", kText, false, "", "Printed name without mode and effort"},
       kDeveloper,
       kMode,
       kEffort,
       {"benchmark", kText, false, "", "Benchmark it is about, as printed"},
       {"benchmark_id", kText, false, "", "Benchmark as the rules know it"},
       {"version", kText, false, "", "Version of the benchmark"},
       {"subset", kText, false, "", "Part of the benchmark"},
       {"benchmark_owner", kText, false, "", "Organization that made the benchmark"},
       {"value", kNumber, false, "", "Figure it states"},
       {"unit", kText, false, "", "Unit of the figure"},
       {"present", kInteger, false, "", "Cells there were to compare"},
       {"of", kInteger, false, "", "Cells there could have been"},
       {"detail", kText, false, "", "The arithmetic"},
       kStart,
       kEnd,
       kHeading,
       {"against", kList, false, "", "Ids of the records it was held against"}},
      claim_rows};
  return table;
}

// ---- finding

const char* severity_word(Severity severity) {
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

void put_finding(RowBuilder& row, const ExportInput& input, const Finding& finding,
                 const ExportPage* page) {
  row.put(finding.id).put(to_string(input.decision(finding.id)));
  if (page == nullptr) {
    row.null().null().null();
  } else {
    row.put(page->source_id).put(page->page_key).put(page->document.id);
  }
  row.put(finding.rule).put(severity_word(finding.severity)).put(finding.message);
  row.put(finding.records);
  if (finding.evidence.empty()) {
    row.null().null().null();
    return;
  }
  const Evidence& first = finding.evidence.front();
  row.put(first.span.start).put(first.span.end).put(first.text);
}

void finding_rows(const ExportInput& input, const TakeRow& take) {
  RowBuilder row;
  for (const ExportPage& page : input.pages) {
    for (const Finding& finding : page.findings) {
      put_finding(row, input, finding, &page);
      row.end(take);
    }
  }
  for (const Finding& finding : input.findings) {
    put_finding(row, input, finding, nullptr);
    row.end(take);
  }
}

const RecordTable& finding_table() {
  static const RecordTable table{
      "finding",
      "What does not hold up, or a person should know",
      "id",
      {kId,
       kDecision,
       {"source", kText, false, "", "Id of the source; null where it spans pages"},
       {"page", kText, false, "", "Key of the page; null where it spans pages"},
       {"document", kText, false, "", "SHA-256 of the capture; null where it spans pages"},
       {"rule", kText, true, "", "Check that found it"},
       {"severity", kText, true, "error|warning|note", "How grave it is"},
       {"message", kText, true, "", "What was found"},
       {"records", kList, false, "", "Ids of the records it is about"},
       {"start", kInteger, false, "", "First byte of its first evidence"},
       {"end", kInteger, false, "", "Byte after it"},
       {"text", kText, false, "", "What stands there"}},
      finding_rows};
  return table;
}

}  // namespace

const std::vector<RecordTable>& record_tables() {
  static const std::vector<RecordTable> tables = {document_table(), spec_table(), score_table(),
                                                  claim_table(), finding_table()};
  return tables;
}

const RecordTable& record_table(std::string_view name) {
  for (const RecordTable& table : record_tables()) {
    if (table.name == name) return table;
  }
  assert(false && "no such table");
  return record_tables().front();
}

void lose_flattening(const ExportInput& input, std::initializer_list<std::string_view> tables,
                     ExportWriter& out) {
  const auto has = [&](std::string_view name) {
    return std::find(tables.begin(), tables.end(), name) != tables.end();
  };
  std::size_t typed = 0;
  std::size_t counts = 0;
  std::size_t claim_headers = 0;
  std::size_t later_evidence = 0;
  const auto count_finding = [&](const Finding& finding) {
    later_evidence += finding.evidence.empty() ? 0 : finding.evidence.size() - 1;
  };
  for (const ExportPage& page : input.pages) {
    counts += page.document.dropped.size() + page.document.tables.size();
    for (const Spec& spec : page.specs) {
      typed += std::holds_alternative<bool>(spec.value) ||
               std::holds_alternative<std::vector<std::string>>(spec.value);
    }
    for (const Claim& claim : page.claims) {
      claim_headers += claim.evidence.table || !claim.evidence.row_header.empty() ? 1U : 0U;
    }
    for (const Finding& finding : page.findings) count_finding(finding);
  }
  for (const Finding& finding : input.findings) count_finding(finding);
  if (has("document")) {
    out.lose({LossKind::kField, "document counts", counts, "summed up as one number of cells"});
  }
  if (has("spec")) {
    out.lose({LossKind::kAltered, "spec value", typed, "yes, no and lists are text"});
  }
  if (has("claim")) {
    out.lose({LossKind::kField, "claim evidence", claim_headers, "no table or headers"});
  }
  if (has("finding")) {
    out.lose({LossKind::kField, "finding evidence", later_evidence, "the first place alone"});
  }
}

std::string joined_list(const std::vector<std::string>& items) {
  std::string joined;
  for (const std::string& item : items) {
    if (!joined.empty()) joined += " | ";
    joined += item;
  }
  return joined;
}

}  // namespace benchledger
