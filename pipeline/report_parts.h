#pragma once
// The parts of report.html, top to bottom; export_report.cc puts them together.

#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pipeline/export_input.h"
#include "pipeline/html_writer.h"

namespace benchledger {

// More scores than this in a run, and each page gets a file of its own:
// report/page-1.html, linked from report.html.
inline constexpr std::size_t kMaxInlineScores = 2000;
// More scores than this on one page are counted but not laid out: a browser
// has to stay quick, and the other files hold everything.
inline constexpr std::size_t kMaxPageScores = 10000;

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

// Where pages and records stand, for links between the parts of the report.
// `input` has to outlive it.
class ReportPlaces {
 public:
  explicit ReportPlaces(const ExportInput& input);

  // Whether pages have files of their own, and how they are named.
  [[nodiscard]] bool split() const { return split_; }
  [[nodiscard]] static std::string page_file(std::size_t index);
  // The id of a page's section, of a record in it.
  [[nodiscard]] static std::string page_anchor(std::size_t index);
  [[nodiscard]] static std::string record_anchor(std::size_t page, std::string_view id);

  // Links from report.html: to a page, to a record; "" where it is not shown.
  [[nodiscard]] std::string page(std::size_t index) const;
  [[nodiscard]] std::string record(std::string_view id) const;
  // To the page of this key; "" where the run has none.
  [[nodiscard]] std::string page_of_key(std::string_view key) const;
  // To the record of a page that was read at `span`; "" where there is none.
  [[nodiscard]] std::string read_at(std::size_t page, Span span) const;

 private:
  bool split_;
  std::map<std::string, std::size_t, std::less<>> pages_;    // by key
  std::map<std::string, std::size_t, std::less<>> records_;  // id -> first page that shows it
  std::map<std::pair<std::size_t, std::size_t>, std::string> starts_;  // page, start -> id
};
// "bytes 10-15"
[[nodiscard]] std::string bytes_text(Span span);

// `text` as printed, with where it stands; `link` leads there where it is not
// empty.
void write_quote(HtmlWriter& html, const Evidence& evidence, const std::string& link = "");
// A small label unless nobody has decided.
void write_decision(HtmlWriter& html, DecisionState state);

void write_figures(HtmlWriter& html, const ExportInput& input);
void write_change_list(HtmlWriter& html, const ExportInput& input, const ReportPlaces& places);
void write_finding_list(HtmlWriter& html, const ExportInput& input, const ReportPlaces& places);
void write_who_measured(HtmlWriter& html, const ExportInput& input);
void write_page_table(HtmlWriter& html, const ExportInput& input, const ReportPlaces& places);

// Writes one page; returns how many of its scores are laid out. `flagged`
// holds the ids of records that a finding is about.
std::size_t write_page(HtmlWriter& html, const ExportInput& input, std::size_t index,
                       const std::set<std::string>& flagged);

}  // namespace benchledger
