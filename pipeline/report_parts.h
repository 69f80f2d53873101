#pragma once
// The parts of report.html, top to bottom; export_report.cc puts them together.

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/export_input.h"
#include "pipeline/html_writer.h"

namespace benchledger {

// Scores past this many are counted but not laid out: a browser has to stay
// quick, and the other files hold everything.
inline constexpr std::size_t kMaxReportScores = 20000;

// How a relationship is shown: never by colour alone.
struct RelationshipLook {
  const char* relationship;  // of the record contract
  const char* style;         // CSS class
  const char* mark;          // in a cell
  const char* meaning;       // one line
};
[[nodiscard]] const std::vector<RelationshipLook>& relationship_looks();
[[nodiscard]] const RelationshipLook& look_of(std::string_view relationship);

// "4 May 2026, 03:00 UTC"; the text itself where it is no ISO time.
[[nodiscard]] std::string readable_date(std::string_view iso);
// "1,234"
[[nodiscard]] std::string grouped(std::size_t number);
// "1 score", "2 scores"
[[nodiscard]] std::string counted(std::size_t number, std::string_view noun);
// Title of a page for people: its title, else its key.
[[nodiscard]] std::string page_title(const ExportPage& page);
// Anchor of the n-th page.
[[nodiscard]] std::string page_anchor(std::size_t index);
// "bytes 10-15"
[[nodiscard]] std::string bytes_text(Span span);

// `text` as printed, with where it stands.
void write_quote(HtmlWriter& html, const Evidence& evidence);
// A small label unless nobody has decided.
void write_decision(HtmlWriter& html, DecisionState state);

void write_summary(HtmlWriter& html, const ExportInput& input);
void write_change_list(HtmlWriter& html, const ExportInput& input);
void write_finding_list(HtmlWriter& html, const ExportInput& input);

// Writes one page; `left` is how many scores may still be laid out.
// `flagged` holds the ids of records that a finding is about.
void write_page(HtmlWriter& html, const ExportInput& input, std::size_t index,
                const std::set<std::string>& flagged, std::size_t& left);

}  // namespace benchledger
