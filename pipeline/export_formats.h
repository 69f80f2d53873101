#pragma once
// The formats of an export, one function each in a file of its own; export.cc
// lists them. Every function expects sorted input, writes its files and ends
// by reporting what they leave out.

#include <string>
#include <string_view>

#include "pipeline/export_input.h"
#include "pipeline/export_writer.h"

namespace benchledger {

void export_ndjson(const ExportInput& input, ExportWriter& out);
void export_json(const ExportInput& input, ExportWriter& out);
void export_csv(const ExportInput& input, ExportWriter& out);
void export_frictionless(const ExportInput& input, ExportWriter& out);
void export_croissant(const ExportInput& input, ExportWriter& out);
void export_every_eval_ever(const ExportInput& input, ExportWriter& out);
void export_eval_results(const ExportInput& input, ExportWriter& out);
void export_model_index(const ExportInput& input, ExportWriter& out);
void export_models_dev(const ExportInput& input, ExportWriter& out);
void export_sqlite(const ExportInput& input, ExportWriter& out);
void export_singer(const ExportInput& input, ExportWriter& out);
void export_findings(const ExportInput& input, ExportWriter& out);
void export_sarif(const ExportInput& input, ExportWriter& out);
void export_changes(const ExportInput& input, ExportWriter& out);
void export_pull_request(const ExportInput& input, ExportWriter& out);
void export_atom(const ExportInput& input, ExportWriter& out);
void export_report(const ExportInput& input, ExportWriter& out);

// A record's JSON with page, source and decision appended, without a line
// feed. `page` is null for a finding across pages.
[[nodiscard]] std::string exported_record(std::string_view record, const std::string* page,
                                          std::string_view source, DecisionState state);

// Heading of a group of changes for people: "Values changed".
[[nodiscard]] const char* change_title(ChangeKind kind);

// Text from a page as Markdown that renders as that text: no mark-up, link,
// mention or line break comes of it.
[[nodiscard]] std::string markdown_text(std::string_view text);

}  // namespace benchledger
