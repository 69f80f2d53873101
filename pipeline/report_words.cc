// Words and looks that every part of the report shares.

#include <array>

#include "pipeline/report_parts.h"

namespace benchledger {

const std::vector<RelationshipLook>& relationship_looks() {
  static const std::vector<RelationshipLook> looks = {
      {"first_party", "own", "own", "measured by the model’s own developer"},
      {"competitor", "rival", "rival", "stated by a rival developer, no one else named"},
      {"third_party", "third", "3rd", "measured by someone who develops neither side"},
      {"unknown", "none", "?", "the page does not say who measured"},
  };
  return looks;
}

const RelationshipLook& look_of(std::string_view relationship) {
  for (const RelationshipLook& look : relationship_looks()) {
    if (relationship == look.relationship) return look;
  }
  return relationship_looks().back();
}

std::string readable_date(std::string_view iso) {
  static constexpr std::array<const char*, 12> kMonths = {
      "January", "February", "March",     "April",   "May",      "June",
      "July",    "August",   "September", "October", "November", "December"};
  const auto digits = [&](std::size_t at, std::size_t count) {
    std::size_t number = 0;
    for (std::size_t i = at; i < at + count; ++i) {
      if (i >= iso.size() || iso[i] < '0' || iso[i] > '9') return std::size_t{0};
      number = number * 10 + static_cast<std::size_t>(iso[i] - '0');
    }
    return number;
  };
  const std::size_t month = digits(5, 2);
  const std::size_t day = digits(8, 2);
  if (iso.size() < 10 || month < 1 || month > 12 || day < 1) return std::string(iso);
  std::string text = std::to_string(day) + " " + kMonths[month - 1] + " ";
  text += iso.substr(0, 4);
  if (iso.size() >= 16) text += ", " + std::string(iso.substr(11, 5)) + " UTC";
  return text;
}

std::string grouped(std::size_t number) {
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, 1, ',');
  return text;
}

std::string counted(std::size_t number, std::string_view noun) {
  std::string text = grouped(number) + " ";
  text += noun;
  if (number != 1) text += 's';
  return text;
}

std::string page_title(const ExportPage& page) {
  return page.document.title && !page.document.title->empty() ? *page.document.title
                                                              : page.page_key;
}

ReportPlaces::ReportPlaces(const ExportInput& input) : split_(false) {
  std::size_t scores = 0;
  for (std::size_t i = 0; i < input.pages.size(); ++i) {
    const ExportPage& page = input.pages[i];
    scores += page.scores.size();
    pages_.emplace(page.page_key, i);
    const auto note = [&](const auto& records) {
      for (const auto& record : records) {
        records_.emplace(record.id, i);
        starts_.emplace(std::pair(i, record.evidence.span.start), record.id);
      }
    };
    if (page.scores.size() <= kMaxPageScores) note(page.scores);
    note(page.specs);
    note(page.claims);
  }
  split_ = scores > kMaxInlineScores;
}

std::string ReportPlaces::page_file(std::size_t index) {
  return "report/" + page_anchor(index) + ".html";
}

std::string ReportPlaces::page_anchor(std::size_t index) {
  return "page-" + std::to_string(index + 1);
}

std::string ReportPlaces::record_anchor(std::size_t page, std::string_view id) {
  return "r" + std::to_string(page + 1) + "-" + std::string(id);
}

std::string ReportPlaces::page(std::size_t index) const {
  return (split_ ? page_file(index) : "") + "#" + page_anchor(index);
}

std::string ReportPlaces::record(std::string_view id) const {
  const auto found = records_.find(id);
  if (found == records_.end()) return "";
  return (split_ ? page_file(found->second) : "") + "#" + record_anchor(found->second, id);
}

std::string ReportPlaces::page_of_key(std::string_view key) const {
  const auto found = pages_.find(key);
  return found == pages_.end() ? "" : page(found->second);
}

std::string ReportPlaces::read_at(std::size_t page, Span span) const {
  const auto found = starts_.find({page, span.start});
  return found == starts_.end() ? "" : record(found->second);
}

std::string bytes_text(Span span) {
  return "bytes " + std::to_string(span.start) + "–" + std::to_string(span.end);
}

void write_quote(HtmlWriter& html, const Evidence& evidence, const std::string& link) {
  html.open("blockquote");
  if (link.empty()) {
    html.text(evidence.text);
  } else {
    html.element("a", {{"href", link}}, evidence.text);
  }
  std::string where;
  for (const auto* headers : {&evidence.row_header, &evidence.column_header}) {
    for (const std::string& header : *headers) where += header + " · ";
  }
  where += bytes_text(evidence.span);
  for (const std::string& heading : evidence.heading) {
    where += (&heading == &evidence.heading.front() ? " · " : " › ") + heading;
  }
  html.element("span", {{"class", "small"}}, where).close();
}

void write_decision(HtmlWriter& html, DecisionState state) {
  if (state == DecisionState::kPending || state == DecisionState::kBaseline) return;
  html.text(" ").element("span", {{"class", "tag note"}}, to_string(state));
}

}  // namespace benchledger
