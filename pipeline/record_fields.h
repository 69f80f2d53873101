#pragma once
// What each field of a record's line says, so that a change of it can be
// weighed: one table for diff and review.

#include <string_view>

namespace benchledger {

enum class FieldMeaning {
  kProvenance,    // who measured, who says so
  kValue,         // the number, the date, the verdict
  kSetting,       // unit, setting, what the record is about
  kEvidenceText,  // the words it was read from
  kPlace,         // where it stands; how it was worked out
};

// `path` as json_fields() gives it.
[[nodiscard]] FieldMeaning meaning_of(std::string_view type, std::string_view path);

}  // namespace benchledger
