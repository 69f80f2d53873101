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

std::string page_anchor(std::size_t index) { return "page-" + std::to_string(index + 1); }

std::string bytes_text(Span span) {
  return "bytes " + std::to_string(span.start) + "–" + std::to_string(span.end);
}

void write_quote(HtmlWriter& html, const Evidence& evidence) {
  html.open("blockquote").text(evidence.text);
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
