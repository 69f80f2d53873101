// benchledger findings: what does not hold up, as text or for other tools.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/clock.h"
#include "pipeline/command.h"
#include "pipeline/exit_code.h"
#include "pipeline/finding_formats.h"
#include "pipeline/page_set.h"
#include "pipeline/silences.h"
#include "pipeline/terminal.h"
#include "pipeline/validate.h"

namespace benchledger {
namespace {

constexpr const char* kExample =
    "Without FILE: on the pages of the ledger's newest run, with what they used to say.\n"
    "\n"
    "A silences file keeps findings away until a day, each with a reason; it is looked for as\n"
    "silences.yaml beside the sources file, too:\n"
    "  silences:\n"
    "    - rule: vendor-only        # a check, or finding: ID, or both\n"
    "      page: \"cards/**\"         # glob on the page; default: every page\n"
    "      reason: nobody else has the weights yet\n"
    "      until: 2026-12-31        # the last day on which it holds\n"
    "Entries that have ended or silence nothing are named on standard error. SARIF keeps silenced\n"
    "findings as suppressed; --fail-on passes them over.\n"
    "\n"
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
  std::string silences;            // empty: the one beside the sources, if there is one
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
    LocatedFinding located{finding, page.name, {}, {}, {}};
    for (const Evidence& evidence : finding.evidence) {
      located.places.push_back({lines.at(evidence.span.start), lines.at(evidence.span.end)});
    }
    report.findings.push_back(std::move(located));
  }
}

// The page a record stands on; null where no page has it.
const ReadPage* page_with(const PageSet& set, const std::string& record) {
  const auto holds = [&](const auto& records) {
    return std::any_of(records.begin(), records.end(),
                       [&](const auto& candidate) { return candidate.id == record; });
  };
  for (const ReadPage& page : set.pages) {
    if (holds(page.extraction.scores) || holds(page.extraction.specs)) return &page;
  }
  return nullptr;
}

// A finding across pages has its evidence in step with its records.
LocatedFinding located_across(Finding finding, const PageSet& set) {
  LocatedFinding located{std::move(finding), {}, {}, {}, {}};
  for (std::size_t i = 0; i < located.finding.evidence.size(); ++i) {
    const ReadPage* page = page_with(set, located.finding.records[i]);
    if (page == nullptr) return located;
    const SourceLines lines(page->bytes);
    const Span span = located.finding.evidence[i].span;
    located.pages.push_back(page->name);
    located.places.push_back({lines.at(span.start), lines.at(span.end)});
  }
  return located;
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
    report.findings.push_back(located_across(finding, set));
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

// The silences to apply; none where there is no file.
Result<std::vector<Silence>> open_silences(const FindingsOptions& options) {
  if (!options.silences.empty()) return load_silences(options.silences);
  if (!options.files.empty()) return std::vector<Silence>{};
  const std::filesystem::path beside =
      std::filesystem::path(locate(options.locations).sources).parent_path() / "silences.yaml";
  std::error_code error;
  if (!std::filesystem::exists(beside, error)) return std::vector<Silence>{};
  return load_silences(beside.string());
}

// Marks what is silenced, says which entries are stale, and keeps the marked
// findings only where the format can say so.
void silence(const Context& context, FindingReport& report, std::vector<Silence> silences,
             bool keep) {
  Silencing silencing(std::move(silences), iso_time(system_clock().now()).substr(0, 10));
  for (LocatedFinding& located : report.findings) {
    const Silence* found = silencing.covers(located.finding, located.page_at(0));
    if (found != nullptr) located.silenced = found->reason;
  }
  for (const Error& stale : silencing.stale()) {
    print_error("benchledger: " + describe(stale) + "\n");
  }
  if (keep) return;
  const std::size_t silenced = std::erase_if(
      report.findings, [](const LocatedFinding& located) { return !located.silenced.empty(); });
  if (silenced > 0 && !context.quiet) {
    print_error(
        fmt::format("benchledger: {} finding{} silenced\n", silenced, silenced == 1 ? "" : "s"));
  }
}

bool reaches(const FindingReport& report, const std::string& fail_on) {
  if (fail_on.empty()) return false;
  const Severity limit = fail_on == "error"     ? Severity::kError
                         : fail_on == "warning" ? Severity::kWarning
                                                : Severity::kNote;
  return std::any_of(report.findings.begin(), report.findings.end(),
                     [&](const LocatedFinding& located) {
                       return located.silenced.empty() && located.finding.severity >= limit;
                     });
}

int list_findings(const Context& context, const FindingsOptions& options) {
  Result<Rules> rules = open_rules(context);
  if (!rules) return report(context, rules.error());
  for (const std::string& id : options.rules) {
    if (rules->check(id) != nullptr) continue;
    return report(context, {ErrorKind::kUsage, "--rule", "no check has the id '" + id + "'",
                            "checks are the files in rules/checks/"});
  }
  Result<std::vector<Silence>> silences = open_silences(options);
  if (!silences) return report(context, silences.error());
  const Extractor extractor(std::move(*rules));
  const Result<PageSet> set =
      read_pages(extractor, options.files, options.locations, options.as_of);
  if (!set) return report(context, set.error());
  int exit_code = kExitFine;
  for (const Error& error : set->unreadable) exit_code = report(context, error);

  FindingReport found = findings_of(*set, extractor.rules());
  silence(context, found, std::move(*silences), options.format == "sarif");
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
  command->add_option("--silences", options->silences, "File of findings not to be told of")
      ->type_name("FILE");
  command->add_option("--fail-on", options->fail_on, "Exit with 1 where a finding is this grave")
      ->check(CLI::IsMember({"note", "warning", "error"}));
  add_as_of_option(*command, options->as_of);
  add_location_options(*command, options->locations);
  command->callback([options, &context] {
    context.action = [options, &context] { return list_findings(context, *options); };
  });
}

}  // namespace benchledger
