// The findings of the report, gravest first, each with the places it is about.

#include <algorithm>

#include "pipeline/report_parts.h"

namespace benchledger {
namespace {

constexpr std::size_t kMaxFindingsShown = 500;
constexpr std::size_t kMaxRecordsLinked = 12;
// More than this of one severity start folded, so that what is graver or comes
// after is not out of sight.
constexpr std::size_t kMostOpen[] = {5, 10, 25};  // notes, warnings, errors

struct Shown {
  const Finding* finding;
  const ExportPage* page;  // nullptr where it spans pages
  std::size_t page_index;
};

struct SeverityLook {
  const char* name;
  const char* style;
};

SeverityLook look_of(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return {"error", "bad"};
    case Severity::kWarning:
      return {"warning", "warn"};
    case Severity::kNote:
      break;
  }
  return {"note", "note"};
}

std::vector<Shown> gather(const ExportInput& input, Severity severity) {
  std::vector<Shown> list;
  const auto add = [&](const std::vector<Finding>& findings, const ExportPage* page,
                       std::size_t index) {
    for (const Finding& finding : findings) {
      if (finding.severity == severity) list.push_back({&finding, page, index});
    }
  };
  add(input.findings, nullptr, 0);
  for (std::size_t i = 0; i < input.pages.size(); ++i) {
    add(input.pages[i].findings, &input.pages[i], i);
  }
  std::stable_sort(list.begin(), list.end(), [](const Shown& a, const Shown& b) {
    return a.finding->rule < b.finding->rule;
  });
  return list;
}

std::string link_of(const ReportPlaces& places, const Shown& shown, const Evidence& evidence) {
  return shown.page == nullptr ? "" : places.read_at(shown.page_index, evidence.span);
}

// A finding across pages has no page to quote from; its records lead there.
void write_records(HtmlWriter& html, const Finding& finding, const ReportPlaces& places) {
  std::size_t shown = 0;
  for (const std::string& id : finding.records) {
    const std::string link = places.record(id);
    if (link.empty() || ++shown > kMaxRecordsLinked) continue;
    html.text(shown == 1 ? "Records: " : ", ").element("a", {{"href", link}}, id);
  }
  if (shown > kMaxRecordsLinked) {
    html.text(" and " + grouped(shown - kMaxRecordsLinked) + " more");
  }
  if (shown > 0) html.text(" · ");
}

void write_finding(HtmlWriter& html, const ExportInput& input, const ReportPlaces& places,
                   const Shown& shown) {
  const Finding& finding = *shown.finding;
  const SeverityLook look = look_of(finding.severity);
  html.open("article", {{"class", std::string("finding ") + look.name}});
  html.open("p", {{"class", "says"}});
  html.element("span", {{"class", std::string("tag ") + look.style}}, look.name);
  html.text(" " + finding.message);
  write_decision(html, input.decision(finding.id));
  html.close().line();
  if (!finding.evidence.empty()) {
    html.open("div", {{"class", "pair"}});
    for (const Evidence& evidence : finding.evidence) {
      write_quote(html, evidence, link_of(places, shown, evidence));
    }
    html.close();
  }
  html.open("p", {{"class", "soft small"}});
  if (shown.page != nullptr) {
    html.element("a", {{"href", places.page(shown.page_index)}}, page_title(*shown.page));
    html.text(" · ");
  } else {
    write_records(html, finding, places);
  }
  html.text("rule ").element("code", finding.rule).text(" · ").element("code", finding.id);
  html.close().close().line();
}

}  // namespace

void write_finding_list(HtmlWriter& html, const ExportInput& input, const ReportPlaces& places) {
  html.element("h2", {{"id", "findings"}}, "Findings").line();
  html.open("div", {{"class", "tools"}, {"id", "finding-tools"}}).close().line();
  std::size_t total = 0;
  for (const Severity severity : {Severity::kError, Severity::kWarning, Severity::kNote}) {
    const std::vector<Shown> list = gather(input, severity);
    if (list.empty()) continue;
    total += list.size();
    const std::string title = counted(list.size(), look_of(severity).name);
    const bool folded = list.size() > kMostOpen[static_cast<std::size_t>(severity)];
    if (folded) {
      html.open("details").open("summary").element("b", title).close().line();
    } else {
      html.element("h3", title).line();
    }
    for (std::size_t i = 0; i < std::min(list.size(), kMaxFindingsShown); ++i) {
      write_finding(html, input, places, list[i]);
    }
    if (list.size() > kMaxFindingsShown) {
      html.element("p", {{"class", "soft"}},
                   grouped(list.size() - kMaxFindingsShown) + " more stand in findings.json.");
    }
    if (folded) html.close().line();
  }
  if (total == 0) {
    html.element(
        "p", {{"class", "empty"}},
        input.pages.empty() ? "No page, no finding." : "Nothing was found that does not hold up.");
  }
}

}  // namespace benchledger
