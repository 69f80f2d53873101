#pragma once
// Hand-made records for the export tests: a small run with one of everything.

#include <string>

#include "pipeline/export.h"

namespace benchledger::testing {

inline Evidence evidence_at(std::size_t start, const std::string& text) {
  Evidence evidence;
  evidence.span = {start, start + text.size()};
  evidence.text = text;
  return evidence;
}

inline ModelRef model_named(const std::string& name, const std::string& developer) {
  ModelRef model;
  model.raw = name;
  model.name = name;
  model.developer = developer;
  return model;
}

inline Score score_of(const std::string& id, const std::string& model, const std::string& benchmark,
                      double value, const std::string& relationship) {
  Score score;
  score.id = id;
  score.document = "sha256:d0";
  score.model = model_named(model, "acme");
  score.benchmark.raw = benchmark;
  score.score = {std::to_string(static_cast<int>(value)) + "%", value, "percent", {}, false};
  score.evaluator.relationship = relationship;
  score.evaluator.basis = relationship == "unknown" ? "none" : "prose";
  score.evaluator.rule = "we-evaluated";
  if (relationship != "unknown") score.evaluator.evidence = evidence_at(40, "We ran every model.");
  score.evidence = evidence_at(100, score.score.raw);
  score.evidence.table = 0;
  score.evidence.row = 1;
  score.evidence.column = 1;
  score.evidence.heading = {"Results"};
  return score;
}

inline Finding finding_of(const std::string& id, Severity severity, const std::string& message) {
  Finding finding;
  finding.id = id;
  finding.document = "sha256:d0";
  finding.rule = "prose-contradicts-table";
  finding.severity = severity;
  finding.message = message;
  finding.records = {"s1"};
  finding.evidence = {evidence_at(10, "triple the result"), evidence_at(100, "42.8%")};
  return finding;
}

inline ExportPage small_page(const std::string& key) {
  ExportPage page;
  page.page_key = key;
  page.source_id = "pages";
  page.document.id = "sha256:d0";
  page.document.url = "https://example.org/" + key;
  page.document.media_type = "text/html";
  page.document.charset = "utf-8";
  page.document.title = "Kestrel 2 is here";
  page.document.bytes = 1000;
  page.document.tables = {{"score", 1}, {"spec", 1}};
  page.scores = {score_of("s1", "Kestrel 2", "GPQA Diamond", 42, "first_party"),
                 score_of("s2", "Heron 9", "GPQA Diamond", 21, "competitor"),
                 score_of("s3", "Kestrel 2", "MMLU", 88, "unknown")};
  Spec spec;
  spec.id = "p1";
  spec.document = "sha256:d0";
  spec.model = model_named("Kestrel 2", "acme");
  spec.attribute = "context_window";
  spec.raw = "262K tokens";
  spec.value = 262000.0;
  spec.unit = "tokens";
  spec.interval = {261500, 262500};
  spec.evidence = evidence_at(300, spec.raw);
  page.specs = {spec};
  Claim claim;
  claim.id = "c1";
  claim.document = "sha256:d0";
  claim.kind = "ratio";
  claim.text = "triple the result";
  claim.subject = model_named("Kestrel 2", "acme");
  claim.verdict = "fails";
  claim.detail = "42 / 21 = 2, not 3";
  claim.evidence = evidence_at(10, claim.text);
  claim.against = {"s1", "s2"};
  page.claims = {claim};
  page.findings = {finding_of("f1", Severity::kError, "the text says triple, the table double")};
  return page;
}

inline ExportInput small_run() {
  ExportInput input;
  input.run = 2;
  input.previous_run = 1;
  input.date = "2026-05-04T03:00:00Z";
  input.rules_digest = std::string(64, 'a');
  input.program = "benchledger 0.1.0";
  input.pages = {small_page("kestrel.html")};
  Change change;
  change.kind = ChangeKind::kValueChanged;
  change.record_id = "s1";
  change.page_key = "kestrel.html";
  change.type = "score";
  change.fields = {"score.value"};
  change.summary = "Kestrel 2 on GPQA Diamond: 40% -> 42%";
  input.changes = {change};
  input.decisions = {{"s2", DecisionState::kAccepted}};
  return input;
}

// What every run writes.
inline FormatList usual_formats() { return *choose_formats({}); }

// What one format writes; more than one file are told apart by name.
inline Rendered rendered(const std::string& format, const ExportInput& input) {
  return render_output(input, *choose_formats({format}));
}

// The bytes of one file of a format.
inline std::string bytes_of(const std::string& format, const std::string& file,
                            const ExportInput& input) {
  for (const RenderedFile& made : rendered(format, input).files) {
    if (made.name == file) return made.bytes;
  }
  return "no file " + file;
}

}  // namespace benchledger::testing
