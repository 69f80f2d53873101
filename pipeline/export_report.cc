// report.html: the run for a person. One file, no request to anywhere, readable
// without its script; nothing that comes from a page can act in it.

#include <array>

#include "extractors/digest.h"
#include "pipeline/export_formats.h"
#include "pipeline/report_parts.h"
#include "pipeline/report_style.h"

namespace benchledger {
namespace {

// "sha256-<base64>" as a Content-Security-Policy source of inline code.
std::string source_hash(std::string_view code) {
  static constexpr char kDigits[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const std::string hex = sha256_hex(code);
  std::string text = "'sha256-";
  unsigned bits = 0;
  unsigned held = 0;
  for (const char c : hex) {
    bits = bits << 4 | static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10);
    held += 4;
    if (held < 6) continue;
    held -= 6;
    text += kDigits[bits >> held & 63];
  }
  text += kDigits[bits << (6 - held) & 63];  // 256 bits leave 4 over
  return text + "='";
}

void write_head(HtmlWriter& html, const std::string& title) {
  html.own("<!doctype html>\n").open("html", {{"lang", "en"}}).open("head").line();
  html.single("meta", {{"charset", "utf-8"}}).line();
  html.single("meta", {{"http-equiv", "Content-Security-Policy"},
                       {"content", "default-src 'none'; style-src " + source_hash(kReportStyle) +
                                       "; script-src " + source_hash(kReportScript) +
                                       "; base-uri 'none'; form-action 'none'"}});
  html.line().single("meta", {{"name", "viewport"}, {"content", "width=device-width"}}).line();
  html.single("meta", {{"name", "referrer"}, {"content", "no-referrer"}}).line();
  html.element("title", title).line();
  html.open("style").own(kReportStyle).close().close().line();
}

void write_top(HtmlWriter& html, const ExportInput& input, const std::string& title) {
  html.open("header");
  html.element("a", {{"class", "skip"}, {"href", "#main"}}, "Skip to the content");
  html.element("h1", title);
  html.element("p", {{"class", "soft"}},
               "What AI-model write-ups claim, who measured it, and what does "
               "not hold up. Read " +
                   readable_date(input.date) + ".");
  html.open("nav", {{"aria-label", "Contents"}}).open("ul");
  for (const auto& [anchor, name] :
       {std::pair("#changes", "What changed"), {"#findings", "Findings"}, {"#pages", "Pages"}}) {
    html.open("li").element("a", {{"href", anchor}}, name).close();
  }
  html.close().close().close().line();
}

void write_foot(HtmlWriter& html, const ExportInput& input) {
  html.open("footer").element(
      "p", "Written by " + input.program + " with rule set " + input.rules_digest.substr(0, 12) +
               ". The same run as data: records.ndjson, scores.csv, specs.csv, "
               "findings.json; "
               "manifest.json holds their hashes.");
  html.close().line();
}

std::set<std::string> flagged_records(const ExportInput& input) {
  std::set<std::string> ids;
  const auto add = [&ids](const std::vector<Finding>& findings) {
    for (const Finding& finding : findings) {
      if (finding.severity == Severity::kNote) continue;
      ids.insert(finding.records.begin(), finding.records.end());
    }
  };
  add(input.findings);
  for (const ExportPage& page : input.pages) add(page.findings);
  return ids;
}

std::string report_title(const ExportInput& input) {
  return "Run " + std::to_string(input.run) + ": " + counted(input.pages.size(), "page") +
         " about AI models";
}

void write_end(HtmlWriter& html, const ExportInput& input) {
  html.close();
  write_foot(html, input);
  html.open("script").own(kReportScript).close().close().close().line();
}

// Returns the scores laid out.
std::size_t write_front(const ExportInput& input, const ReportPlaces& places,
                        const std::set<std::string>& flagged, const Sink& sink) {
  HtmlWriter html;
  write_head(html, report_title(input));
  html.open("body").line();
  write_top(html, input, report_title(input));
  html.open("main", {{"id", "main"}}).line();
  write_figures(html, input);
  write_change_list(html, input, places);
  write_finding_list(html, input, places);
  write_who_measured(html, input);
  write_page_table(html, input, places);
  std::size_t shown = 0;
  for (std::size_t i = 0; i < input.pages.size() && !places.split(); ++i) {
    shown += write_page(html, input, i, flagged);
    sink(html.take());
  }
  write_end(html, input);
  sink(html.take());
  return shown;
}

std::size_t write_page_file(const ExportInput& input, std::size_t index,
                            const std::set<std::string>& flagged, const Sink& sink) {
  HtmlWriter html;
  const std::string title = page_title(input.pages[index]) + ", run " + std::to_string(input.run);
  write_head(html, title);
  html.open("body").line().open("header");
  html.element("a", {{"class", "skip"}, {"href", "#main"}}, "Skip to the content");
  html.element("h1", title);
  html.open("nav", {{"aria-label", "Report"}}).open("ul");
  html.open("li").element("a", {{"href", "../report.html"}}, "The whole run").close();
  html.close().close().close().line().open("main", {{"id", "main"}}).line();
  const std::size_t shown = write_page(html, input, index, flagged);
  write_end(html, input);
  sink(html.take());
  return shown;
}

std::size_t write_files(const ExportInput& input, ExportWriter& out) {
  const ReportPlaces places(input);
  const std::set<std::string> flagged = flagged_records(input);
  std::size_t shown = 0;
  const auto write = [&](const std::string& name, const ExportWriter::Fill& fill) {
    out.write(name, [&](const Sink& sink) {
      const std::size_t here = fill(sink);
      shown += here;
      return here;
    });
  };
  write("report.html", [&](const Sink& sink) { return write_front(input, places, flagged, sink); });
  for (std::size_t i = 0; i < input.pages.size() && places.split(); ++i) {
    write(ReportPlaces::page_file(i),
          [&](const Sink& sink) { return write_page_file(input, i, flagged, sink); });
  }
  return shown;
}

}  // namespace

void export_report(const ExportInput& input, ExportWriter& out) {
  const std::size_t shown = write_files(input, out);
  std::size_t scores = 0;
  for (const ExportPage& page : input.pages) scores += page.scores.size();
  out.lose({LossKind::kRecords, "score", scores - shown, "past what a browser lays out quickly"});
}

}  // namespace benchledger
