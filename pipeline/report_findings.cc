// The findings of the report, gravest first, each with the places it is about.

#include <algorithm>

#include "pipeline/report_parts.h"

namespace benchledger {
namespace {

constexpr std::size_t kMaxFindingsShown = 500;
constexpr std::size_t kOpenNotes = 5;  // more notes than this start folded

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

void write_finding(HtmlWriter& html, const ExportInput& input, const Shown& shown) {
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
    for (const Evidence& evidence : finding.evidence) write_quote(html, evidence);
    html.close();
  }
  html.open("p", {{"class", "soft small"}});
  if (shown.page != nullptr) {
    html.element("a", {{"href", "#" + page_anchor(shown.page_index)}}, page_title(*shown.page));
    html.text(" · ");
  }
  html.text("rule ").element("code", finding.rule).text(" · ").element("code", finding.id);
  html.close().close().line();
}

}  // namespace

void write_finding_list(HtmlWriter& html, const ExportInput& input) {
  html.element("h2", {{"id", "findings"}}, "Findings").line();
  html.open("div", {{"class", "tools"}, {"id", "finding-tools"}}).close().line();
  std::size_t total = 0;
  for (const Severity severity : {Severity::kError, Severity::kWarning, Severity::kNote}) {
    const std::vector<Shown> list = gather(input, severity);
    if (list.empty()) continue;
    total += list.size();
    const std::string title = counted(list.size(), look_of(severity).name);
    const bool folded = severity == Severity::kNote && list.size() > kOpenNotes;
    if (folded) {
      html.open("details").open("summary").element("b", title).close().line();
    } else {
      html.element("h3", title).line();
    }
    for (std::size_t i = 0; i < std::min(list.size(), kMaxFindingsShown); ++i) {
      write_finding(html, input, list[i]);
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
