#include "pipeline/export_loss.h"

#include <algorithm>
#include <variant>

namespace benchledger {
namespace {

bool covers(std::string_view prefix, std::string_view path) {
  return path == prefix ||
         (path.size() > prefix.size() && path.starts_with(prefix) && path[prefix.size()] == '.');
}

template <typename Record>
constexpr bool always(const Record&) {
  return true;
}

}  // namespace

const char* to_string(LossKind kind) {
  switch (kind) {
    case LossKind::kField:
      return "field";
    case LossKind::kAltered:
      return "altered";
    case LossKind::kRecords:
      break;
  }
  return "records";
}

void write_losses(JsonWriter& json, const std::vector<Loss>& losses) {
  json.open_array();
  for (const Loss& loss : losses) {
    json.open_object()
        .member("kind", to_string(loss.kind))
        .member("name", loss.name)
        .member("count", loss.count)
        .member("why", loss.why)
        .close_object();
  }
  json.close_array();
}

// In the order of the JSON line; a test holds them to it.
const std::vector<RecordField<Score>>& score_fields() {
  using S = Score;
  static const std::vector<RecordField<Score>> fields = {
      {"document", always<S>},
      {"model.raw", always<S>},
      {"model.id", [](const S& s) { return s.model.id.has_value(); }},
      {"model.name", always<S>},
      {"model.developer", [](const S& s) { return s.model.developer.has_value(); }},
      {"model.mode", [](const S& s) { return s.model.mode.has_value(); }},
      {"model.effort", [](const S& s) { return s.model.effort.has_value(); }},
      {"benchmark.raw", always<S>},
      {"benchmark.id", [](const S& s) { return s.benchmark.id.has_value(); }},
      {"benchmark.version", [](const S& s) { return s.benchmark.version.has_value(); }},
      {"benchmark.subset", [](const S& s) { return s.benchmark.subset.has_value(); }},
      {"benchmark.owner", [](const S& s) { return s.benchmark.owner.has_value(); }},
      {"setting.section", [](const S& s) { return s.setting.section.has_value(); }},
      {"setting.metric", [](const S& s) { return s.setting.metric.has_value(); }},
      {"setting.shots", [](const S& s) { return s.setting.shots.has_value(); }},
      {"setting.attempts", [](const S& s) { return s.setting.attempts.has_value(); }},
      {"setting.tools", [](const S& s) { return s.setting.tools.has_value(); }},
      {"setting.harness", [](const S& s) { return s.setting.harness.has_value(); }},
      {"setting.stated", [](const S& s) { return !s.setting.stated.empty(); }},
      {"score.raw", always<S>},
      {"score.value", always<S>},
      {"score.unit", always<S>},
      {"score.plus_minus", [](const S& s) { return s.score.plus_minus.has_value(); }},
      {"score.lower_is_better", always<S>},
      {"evaluator.relationship", always<S>},
      {"evaluator.organization", [](const S& s) { return s.evaluator.organization.has_value(); }},
      {"evaluator.reported_by", [](const S& s) { return s.evaluator.reported_by.has_value(); }},
      {"evaluator.publisher", [](const S& s) { return s.evaluator.publisher.has_value(); }},
      {"evaluator.cited_from", [](const S& s) { return s.evaluator.cited_from.has_value(); }},
      {"evaluator.basis", always<S>},
      {"evaluator.rule", [](const S& s) { return !s.evaluator.rule.empty(); }},
      {"evaluator.evidence", [](const S& s) { return s.evaluator.evidence.has_value(); }},
      {"evidence.start", always<S>},
      {"evidence.end", always<S>},
      {"evidence.text", always<S>},
      {"evidence.table", [](const S& s) { return s.evidence.table.has_value(); }},
      {"evidence.row", [](const S& s) { return s.evidence.row.has_value(); }},
      {"evidence.column", [](const S& s) { return s.evidence.column.has_value(); }},
      {"evidence.row_header", [](const S& s) { return !s.evidence.row_header.empty(); }},
      {"evidence.column_header", [](const S& s) { return !s.evidence.column_header.empty(); }},
      {"evidence.heading", [](const S& s) { return !s.evidence.heading.empty(); }},
  };
  return fields;
}

const std::vector<RecordField<Spec>>& spec_fields() {
  using S = Spec;
  static const std::vector<RecordField<Spec>> fields = {
      {"document", always<S>},
      {"model.raw", always<S>},
      {"model.id", [](const S& s) { return s.model.id.has_value(); }},
      {"model.name", always<S>},
      {"model.developer", [](const S& s) { return s.model.developer.has_value(); }},
      {"model.mode", [](const S& s) { return s.model.mode.has_value(); }},
      {"model.effort", [](const S& s) { return s.model.effort.has_value(); }},
      {"attribute", always<S>},
      {"raw", always<S>},
      {"value", [](const S& s) { return !std::holds_alternative<std::monostate>(s.value); }},
      {"unit", [](const S& s) { return s.unit.has_value(); }},
      {"interval", [](const S& s) { return s.interval.has_value(); }},
      {"absence", [](const S& s) { return s.absence.has_value(); }},
      {"evidence.start", always<S>},
      {"evidence.end", always<S>},
      {"evidence.text", always<S>},
      {"evidence.table", [](const S& s) { return s.evidence.table.has_value(); }},
      {"evidence.row", [](const S& s) { return s.evidence.row.has_value(); }},
      {"evidence.column", [](const S& s) { return s.evidence.column.has_value(); }},
      {"evidence.row_header", [](const S& s) { return !s.evidence.row_header.empty(); }},
      {"evidence.column_header", [](const S& s) { return !s.evidence.column_header.empty(); }},
      {"evidence.heading", [](const S& s) { return !s.evidence.heading.empty(); }},
  };
  return fields;
}

template <typename Record>
FieldLoss<Record>::FieldLoss(const std::vector<RecordField<Record>>& fields,
                             std::initializer_list<std::string_view> carried) {
  for (const RecordField<Record>& field : fields) {
    const bool kept = std::any_of(carried.begin(), carried.end(), [&](std::string_view prefix) {
      return covers(prefix, field.path);
    });
    if (!kept) lost_.push_back({&field, 0});
  }
}

template <typename Record>
void FieldLoss<Record>::add(const Record& record) {
  for (Counted& counted : lost_) counted.count += counted.field->present(record) ? 1U : 0U;
}

template <typename Record>
void FieldLoss<Record>::report(ExportWriter& out, const std::string& why) const {
  for (const Counted& counted : lost_) {
    out.lose({LossKind::kField, counted.field->path, counted.count, why});
  }
}

template class FieldLoss<Score>;
template class FieldLoss<Spec>;

void lose_other_types(const ExportInput& input, std::initializer_list<std::string_view> carried,
                      ExportWriter& out) {
  for (const auto& [type, count] : record_counts(input)) {
    if (std::find(carried.begin(), carried.end(), type) == carried.end()) {
      out.lose({LossKind::kRecords, std::string(type), count, "the format has no place for them"});
    }
  }
}

}  // namespace benchledger
