#pragma once
// Counts what a format has no place for, so that its report cannot forget a
// field: the format says which fields it carries, everything else is counted.

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "extractors/record.h"
#include "pipeline/export_input.h"
#include "pipeline/export_writer.h"
#include "pipeline/json_writer.h"

namespace benchledger {

// A field of a record by its path in the JSON line, and whether it says
// anything there: null and the empty list do not.
template <typename Record>
struct RecordField {
  const char* path;
  bool (*present)(const Record& record);
};
[[nodiscard]] const std::vector<RecordField<Score>>& score_fields();
[[nodiscard]] const std::vector<RecordField<Spec>>& spec_fields();

// O(fields) a record.
template <typename Record>
class FieldLoss {
 public:
  // A carried path stands for itself and everything below it: "evidence".
  FieldLoss(const std::vector<RecordField<Record>>& fields,
            std::initializer_list<std::string_view> carried);

  void add(const Record& record);
  void report(ExportWriter& out, const std::string& why) const;

 private:
  struct Counted {
    const RecordField<Record>* field;
    std::size_t count;
  };
  std::vector<Counted> lost_;
};

// As the array of a JSON report: kind, name, count and why of each.
void write_losses(JsonWriter& json, const std::vector<Loss>& losses);

// Reports the records of the types not named as left out.
void lose_other_types(const ExportInput& input, std::initializer_list<std::string_view> carried,
                      ExportWriter& out);

}  // namespace benchledger
