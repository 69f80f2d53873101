#pragma once
// The formats of an export, one function each in a file of its own; export.cc
// lists them with what each omits. Every function returns how many records it
// wrote and expects pages sorted by key.

#include <string>
#include <string_view>

#include "pipeline/export_input.h"

namespace benchledger {

std::size_t write_records_ndjson(const ExportInput& input, const Sink& sink);
std::size_t write_scores_csv(const ExportInput& input, const Sink& sink);
std::size_t write_specs_csv(const ExportInput& input, const Sink& sink);
std::size_t write_findings_json(const ExportInput& input, const Sink& sink);
std::size_t write_changes_md(const ExportInput& input, const Sink& sink);
std::size_t write_report_html(const ExportInput& input, const Sink& sink);

// One line of records.ndjson: the record with page, source and decision
// appended. `page` is null for a finding across pages.
void put_record_line(const Sink& sink, std::string_view record, const std::string* page,
                     std::string_view source, DecisionState state);

// Heading of a group of changes for people: "Values changed".
[[nodiscard]] const char* change_title(ChangeKind kind);

}  // namespace benchledger
