// findings.sarif: the findings for code hosts and editors (SARIF 2.1.0).

#include "pipeline/export_formats.h"
#include "pipeline/export_loss.h"
#include "pipeline/finding_formats.h"

namespace benchledger {
namespace {

LocatedFinding locate(const Finding& finding, const std::string& page, const SourceLines* lines) {
  LocatedFinding located{finding, page, {}, {}, {}};
  if (lines == nullptr) return located;
  for (const Evidence& evidence : finding.evidence) {
    located.places.push_back({lines->at(evidence.span.start), lines->at(evidence.span.end)});
  }
  return located;
}

FindingReport report_of(const ExportInput& input) {
  FindingReport report;
  report.rules = input.rules;
  for (const ExportPage& page : input.pages) {
    report.pages.push_back(page.page_key);
    if (page.findings.empty()) continue;
    const std::string bytes = input.bytes_of ? input.bytes_of(page) : "";
    const SourceLines lines(bytes);
    for (const Finding& finding : page.findings) {
      report.findings.push_back(locate(finding, page.page_key, bytes.empty() ? nullptr : &lines));
    }
  }
  for (const Finding& finding : input.findings) {
    report.findings.push_back({finding, "", {}, {}, {}});
  }
  return report;
}

}  // namespace

void export_sarif(const ExportInput& input, ExportWriter& out) {
  const FindingReport report = report_of(input);
  out.write("findings.sarif", [&](const Sink& sink) {
    sink(finding_format("sarif")->render(report));
    return report.findings.size();
  });
  lose_other_types(input, {"finding"}, out);
  std::size_t naming = 0;
  std::size_t decided = 0;
  for (const LocatedFinding& located : report.findings) {
    naming += located.finding.records.empty() ? 0U : 1U;
    decided += input.decision(located.finding.id) == DecisionState::kPending ? 0U : 1U;
  }
  out.lose({LossKind::kField, "records", naming, "a result names places, not record ids"});
  out.lose({LossKind::kField, "decision", decided, "not told to code hosts"});
}

}  // namespace benchledger
