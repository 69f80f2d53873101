// benchledger findings: what does not hold up, as text or for other tools.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/command.h"
#include "pipeline/exit_code.h"
#include "pipeline/finding_formats.h"
#include "pipeline/page_set.h"
#include "pipeline/terminal.h"
#include "pipeline/validate.h"

namespace benchledger {
namespace {

constexpr const char* kExample =
    "Without FILE: on the pages of the ledger's newest run.\n"
    "Examples:\n"
    "  benchledger findings --rule vendor-only\n"
    "  benchledger findings page.html model-card.md\n"
    "  benchledger findings *.md --rule prose-contradicts-table --fail-on error\n"
    "  benchledger findings *.md --format sarif > findings.sarif";

struct FindingsOptions {
  std::vector<std::string> files;
  LocationOptions locations;
  std::string as_of;
  std::vector<std::string> rules;  // empty: all
  std::string format = "text";
  std::string fail_on;  // empty: never
};

// Gravest first, then in the order of the pages.
void sort_findings(std::vector<LocatedFinding>& findings) {
  std::stable_sort(findings.begin(), findings.end(),
                   [](const LocatedFinding& a, const LocatedFinding& b) {
                     return a.finding.severity > b.finding.severity;
                   });
}

void add_page(FindingReport& report, const ReadPage& page) {
  report.pages.push_back(page.name);
  const SourceLines lines(page.bytes);
  for (const Finding& finding : page.extraction.findings) {
    LocatedFinding located{finding, page.name, {}};
    for (const Evidence& evidence : finding.evidence) {
      located.places.push_back({lines.at(evidence.span.start), lines.at(evidence.span.end)});
    }
    report.findings.push_back(std::move(located));
  }
}

FindingReport findings_of(const PageSet& set, const Rules& rules) {
  FindingReport report;
  report.rules = &rules;
  std::vector<const Extraction*> run;
  for (const ReadPage& page : set.pages) {
    add_page(report, page);
    run.push_back(&page.extraction);
  }
  for (const Finding& finding : set.across ? *set.across : validate_run(run, rules)) {
    report.findings.push_back({finding, "", {}});
  }
  return report;
}

void keep_rules(FindingReport& report, const std::vector<std::string>& rules) {
  if (rules.empty()) return;
  const auto unwanted = [&](const LocatedFinding& located) {
    return std::find(rules.begin(), rules.end(), located.finding.rule) == rules.end();
  };
  auto& findings = report.findings;
  findings.erase(std::remove_if(findings.begin(), findings.end(), unwanted), findings.end());
}

bool reaches(const FindingReport& report, const std::string& fail_on) {
  if (fail_on.empty()) return false;
  const Severity limit = fail_on == "error"     ? Severity::kError
                         : fail_on == "warning" ? Severity::kWarning
                                                : Severity::kNote;
  return std::any_of(
      report.findings.begin(), report.findings.end(),
      [&](const LocatedFinding& located) { return located.finding.severity >= limit; });
}

int list_findings(const Context& context, const FindingsOptions& options) {
  Result<Rules> rules = open_rules(context);
  if (!rules) return report(context, rules.error());
  for (const std::string& id : options.rules) {
    if (rules->check(id) != nullptr) continue;
    return report(context, {ErrorKind::kUsage, "--rule", "no check has the id '" + id + "'",
                            "checks are the files in rules/checks/"});
  }
  const Extractor extractor(std::move(*rules));
  const Result<PageSet> set =
      read_pages(extractor, options.files, options.locations, options.as_of);
  if (!set) return report(context, set.error());
  int exit_code = kExitFine;
  for (const Error& error : set->unreadable) exit_code = report(context, error);

  FindingReport found = findings_of(*set, extractor.rules());
  keep_rules(found, options.rules);
  sort_findings(found.findings);
  found.color = context.color;
  const bool json = context.json && options.format == "text";
  (void)print(finding_format(json ? "json" : options.format)->render(found));
  if (exit_code == kExitFine && reaches(found, options.fail_on)) exit_code = kExitFindings;
  return exit_code;
}

}  // namespace

void add_findings(CLI::App& app, Context& context) {
  auto options = std::make_shared<FindingsOptions>();
  CLI::App* command = app.add_subcommand("findings", "List what does not hold up on pages");
  command->footer(kExample);
  command->add_option("file", options->files, "Pages to read; - for standard input")
      ->type_name("FILE");
  command->add_option("--rule", options->rules, "Only findings of these checks, comma-separated")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("ID");
  std::vector<std::string> formats;
  for (const FindingFormat& format : finding_formats()) formats.emplace_back(format.name);
  command->add_option("--format", options->format, "How to print them")
      ->check(CLI::IsMember(formats));
  command->add_option("--fail-on", options->fail_on, "Exit with 1 where a finding is this grave")
      ->check(CLI::IsMember({"note", "warning", "error"}));
  add_as_of_option(*command, options->as_of);
  add_location_options(*command, options->locations);
  command->callback([options, &context] {
    context.action = [options, &context] { return list_findings(context, *options); };
  });
}

}  // namespace benchledger
