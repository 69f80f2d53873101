#include "pipeline/record_fields.h"

namespace benchledger {
namespace {

struct Row {
  std::string_view type;  // empty: every type
  std::string_view path;  // this field and everything below it; empty: every field
  FieldMeaning meaning;
};

// The first row that fits decides.
constexpr Row kRows[] = {
    {"", "document", FieldMeaning::kPlace},
    {"", "evidence.text", FieldMeaning::kEvidenceText},
    {"", "evidence.row_header", FieldMeaning::kEvidenceText},
    {"", "evidence.column_header", FieldMeaning::kEvidenceText},
    {"", "evidence", FieldMeaning::kPlace},
    // The id follows the table around the record where that alone tells it from its like.
    {"", "id", FieldMeaning::kPlace},
    // Headings are renamed; a mode or tools they state have fields of their own.
    {"score", "setting.section", FieldMeaning::kPlace},
    {"score", "evaluator.evidence", FieldMeaning::kPlace},
    {"score", "evaluator.rule", FieldMeaning::kPlace},
    {"score", "evaluator", FieldMeaning::kProvenance},
    {"score", "score.value", FieldMeaning::kValue},
    {"score", "score.plus_minus", FieldMeaning::kValue},
    {"score", "score.raw", FieldMeaning::kEvidenceText},
    {"spec", "value", FieldMeaning::kValue},
    {"spec", "absence", FieldMeaning::kValue},
    {"spec", "raw", FieldMeaning::kEvidenceText},
    {"spec", "interval", FieldMeaning::kEvidenceText},
    {"claim", "verdict", FieldMeaning::kValue},
    {"claim", "value", FieldMeaning::kValue},
    {"claim", "detail", FieldMeaning::kPlace},
    // The mode a sentence does not name comes from the tables around it.
    {"claim", "subject.mode", FieldMeaning::kPlace},
    {"claim", "against", FieldMeaning::kPlace},
    {"finding", "severity", FieldMeaning::kValue},
    // Its words make the id: under the same id they only stand in another order.
    {"finding", "message", FieldMeaning::kPlace},
    {"finding", "records", FieldMeaning::kPlace},
    {"document", "publisher", FieldMeaning::kProvenance},
    {"document", "", FieldMeaning::kPlace},
};

bool covers(std::string_view prefix, std::string_view path) {
  return prefix.empty() || path == prefix ||
         (path.size() > prefix.size() && path.substr(0, prefix.size()) == prefix &&
          path[prefix.size()] == '.');
}

}  // namespace

FieldMeaning meaning_of(std::string_view type, std::string_view path) {
  for (const Row& row : kRows) {
    if ((row.type.empty() || row.type == type) && covers(row.path, path)) return row.meaning;
  }
  return FieldMeaning::kSetting;
}

}  // namespace benchledger
