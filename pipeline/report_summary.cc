// The top of the report: how much there is, who measured it, which page has
// what, what changed.

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "pipeline/export_formats.h"
#include "pipeline/report_parts.h"

namespace benchledger {
namespace {

constexpr std::size_t kMaxChangesShown = 100;  // of one kind

struct Totals {
  std::size_t scores = 0;
  std::size_t specs = 0;
  std::size_t claims = 0;
  std::size_t failed_claims = 0;
  std::size_t findings = 0;
  std::map<Severity, std::size_t> by_severity;
  std::map<std::string, std::size_t> by_relationship;
};

void count(Totals& totals, const std::vector<Finding>& findings) {
  totals.findings += findings.size();
  for (const Finding& finding : findings) ++totals.by_severity[finding.severity];
}

void count(Totals& totals, const ExportPage& page) {
  totals.scores += page.scores.size();
  totals.specs += page.specs.size();
  totals.claims += page.claims.size();
  for (const Claim& claim : page.claims) totals.failed_claims += claim.verdict == "fails";
  for (const Score& score : page.scores) {
    ++totals.by_relationship[look_of(score.evaluator.relationship).relationship];
  }
  count(totals, page.findings);
}

void write_figure(HtmlWriter& html, std::size_t number, std::string_view what) {
  html.open("li").element("b", grouped(number)).element("span", what).close();
}

std::string severity_line(const Totals& totals) {
  const auto of = [&](Severity severity) {
    const auto found = totals.by_severity.find(severity);
    return found == totals.by_severity.end() ? std::size_t{0} : found->second;
  };
  return "findings: " + counted(of(Severity::kError), "error") + ", " +
         counted(of(Severity::kWarning), "warning") + ", " + counted(of(Severity::kNote), "note");
}

Totals totals_of(const ExportInput& input) {
  Totals totals;
  for (const ExportPage& page : input.pages) count(totals, page);
  count(totals, input.findings);
  return totals;
}

std::size_t moved_only(const ExportInput& input) {
  return static_cast<std::size_t>(
      std::count_if(input.changes.begin(), input.changes.end(),
                    [](const Change& change) { return change.kind == ChangeKind::kMoved; }));
}

void write_change_figure(HtmlWriter& html, const ExportInput& input) {
  const std::size_t moved = moved_only(input);
  const std::size_t real = input.changes.size() - moved;
  std::string what = real == 1 ? "change" : "changes";
  if (input.previous_run == 0) {
    what = "changes: the first run";
  } else if (moved > 0) {
    what += ", and " + grouped(moved) + " only moved";
  }
  write_figure(html, real, what);
}

// A stacked bar; the list below it says the same in words.
void write_relationship_bar(HtmlWriter& html, const Totals& totals) {
  html.open("svg", {{"class", "bar"},
                    {"aria-hidden", "true"},
                    {"preserveAspectRatio", "none"},
                    {"viewBox", "0 0 1000 10"}});
  std::size_t from = 0;
  for (const RelationshipLook& look : relationship_looks()) {
    const auto found = totals.by_relationship.find(look.relationship);
    if (found == totals.by_relationship.end()) continue;
    const auto at = [&](std::size_t part) {
      return std::to_string(part * 1000 / std::max<std::size_t>(totals.scores, 1));
    };
    const std::size_t to = from + found->second;
    const std::string width = std::to_string((to * 1000 - from * 1000) / totals.scores);
    html.open("rect", {{"class", look.style},
                       {"x", at(from)},
                       {"y", "0"},
                       {"height", "10"},
                       {"width", width}})
        .close();
    from = to;
  }
  html.close().line();
}

void write_count_cell(HtmlWriter& html, std::size_t number) {
  html.element("td", {{"class", "num"}}, std::to_string(number));
}

void write_page_row(HtmlWriter& html, const ExportPage& page, const std::string& link) {
  Totals totals;
  count(totals, page);
  html.open("tr").open("th", {{"scope", "row"}});
  html.element("a", {{"href", link}}, page_title(page)).close();
  html.element("td", page.document.publisher.value_or("not known"));
  write_count_cell(html, totals.scores);
  for (const RelationshipLook& look : relationship_looks()) {
    write_count_cell(html, totals.by_relationship[look.relationship]);
  }
  write_count_cell(html, totals.specs);
  write_count_cell(html, totals.claims);
  write_count_cell(html, totals.failed_claims);
  write_count_cell(html, totals.findings);
  html.close().line();
}

// Leads to the record, else to its page, where one of them is shown.
void write_change(HtmlWriter& html, const ExportInput& input, const ReportPlaces& places,
                  const Change& change) {
  std::string link = places.record(change.record_id);
  if (link.empty()) link = places.page_of_key(change.page_key);
  html.open("li");
  if (link.empty()) {
    html.text(change.summary);
  } else {
    html.element("a", {{"href", link}}, change.summary);
  }
  if (change.cause == ChangeCause::kRules) {
    html.text(" ").element("span", {{"class", "tag note"}}, "our rules changed");
  }
  write_decision(html, input.decision(change.record_id));
  if (!change.page_key.empty()) {
    html.text(" ").element("span", {{"class", "soft small"}}, change.page_key);
  }
  html.close().line();
}

}  // namespace

void write_figures(HtmlWriter& html, const ExportInput& input) {
  const Totals totals = totals_of(input);
  html.open("ul", {{"class", "figures"}});
  write_change_figure(html, input);
  write_figure(html, totals.findings, severity_line(totals));
  write_figure(html, input.pages.size(), input.pages.size() == 1 ? "page read" : "pages read");
  write_figure(html, totals.scores, totals.scores == 1 ? "score" : "scores");
  write_figure(html, totals.specs, totals.specs == 1 ? "spec" : "specs");
  write_figure(html, totals.claims,
               "claims checked, " + grouped(totals.failed_claims) + " do not hold");
  html.close().line();
}

void write_who_measured(HtmlWriter& html, const ExportInput& input) {
  const Totals totals = totals_of(input);
  if (totals.scores == 0) return;
  html.element("h2", {{"id", "who"}}, "Who measured").line();
  if (totals.scores > 0) write_relationship_bar(html, totals);
  html.open("ul", {{"class", "legend"}});
  for (const RelationshipLook& look : relationship_looks()) {
    const auto found = totals.by_relationship.find(look.relationship);
    const std::size_t number = found == totals.by_relationship.end() ? 0 : found->second;
    html.open("li");
    html.element("span", {{"class", std::string("tag ") + look.style}}, look.mark);
    html.text(" ").element("b", grouped(number));
    if (totals.scores > 0) {
      html.text(fmt::format(
          " ({:.0f} %)", 100.0 * static_cast<double>(number) / static_cast<double>(totals.scores)));
    }
    html.text(std::string(" ") + look.meaning).close();
  }
  html.close().line();
}

void write_page_table(HtmlWriter& html, const ExportInput& input, const ReportPlaces& places) {
  html.element("h2", {{"id", "pages"}}, "Pages").line();
  if (input.pages.empty()) {
    html.element("p", {{"class", "empty"}},
                 "This run read no page. Sources are listed in the sources file; "
                 "“benchledger run --help” shows how to name one.");
    return;
  }
  html.open("div",
            {{"class", "scroll"}, {"tabindex", "0"}, {"role", "region"}, {"aria-label", "Pages"}});
  html.open("table", {{"class", "sortable"}}).open("thead").open("tr");
  html.element("th", {{"scope", "col"}}, "Page").element("th", {{"scope", "col"}}, "Publisher");
  html.element("th", {{"scope", "col"}, {"class", "num"}}, "Scores");
  for (const RelationshipLook& look : relationship_looks()) {
    html.element("th", {{"scope", "col"}, {"class", "num"}, {"title", look.meaning}}, look.mark);
  }
  for (const char* name : {"Specs", "Claims", "Fail", "Findings"}) {
    html.element("th", {{"scope", "col"}, {"class", "num"}}, name);
  }
  html.close().close().open("tbody").line();
  for (std::size_t i = 0; i < input.pages.size(); ++i) {
    write_page_row(html, input.pages[i], places.page(i));
  }
  html.close().close().close().line();
}

void write_change_list(HtmlWriter& html, const ExportInput& input, const ReportPlaces& places) {
  html.element("h2", {{"id", "changes"}}, "What changed").line();
  if (input.previous_run == 0) {
    html.element("p", {{"class", "soft"}}, "This is the first run: everything in it is new.");
    return;
  }
  const std::string since = "run " + std::to_string(input.previous_run);
  if (input.changes.empty()) {
    html.element("p", {{"class", "soft"}}, "Nothing changed since " + since + ".");
    return;
  }
  html.element("p", {{"class", "soft"}}, "Since " + since + ", most consequential first.").line();
  std::map<ChangeKind, std::vector<const Change*>> by_kind;
  for (const Change& change : input.changes) by_kind[change.kind].push_back(&change);
  for (const auto& [kind, changes] : by_kind) {
    const std::string title =
        std::string(change_title(kind)) + " (" + grouped(changes.size()) + ")";
    const bool folded = kind == ChangeKind::kMoved;
    if (folded) {
      html.open("details").open("summary").element("b", title).close().line();
    } else {
      html.element("h3", title).line();
    }
    html.open("ul", {{"class", "changes"}});
    for (std::size_t i = 0; i < std::min(changes.size(), kMaxChangesShown); ++i) {
      write_change(html, input, places, *changes[i]);
    }
    html.close().line();
    if (changes.size() > kMaxChangesShown) {
      html.element("p", {{"class", "soft small"}},
                   grouped(changes.size() - kMaxChangesShown) + " more stand in changes.md.");
    }
    if (folded) html.close().line();
  }
}

}  // namespace benchledger
