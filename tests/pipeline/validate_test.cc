// Every file of tests/data/checks is named after a check and holds cases that
// must and must not flag: records in, parts of the expected messages out.

#include "pipeline/validate.h"

#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "extractors/embedded_rules.h"
#include "extractors/number.h"
#include "extractors/rules_load.h"

namespace benchledger {
namespace {

constexpr const char* kFolder = BENCHLEDGER_SOURCE_DIR "/tests/data/checks";

const Rules& rules() {
  static const Rules loaded = [] {
    auto result = load_rules(embedded_rules());
    EXPECT_TRUE(result) << (result ? "" : describe(result.error()));
    return result ? *result : Rules{};
  }();
  return loaded;
}

std::string text(const YAML::Node& node, const char* key, const std::string& otherwise = {}) {
  return node[key] ? node[key].as<std::string>() : otherwise;
}

std::optional<std::string> maybe(const YAML::Node& node, const char* key) {
  if (!node[key]) return std::nullopt;
  return node[key].as<std::string>();
}

std::optional<std::size_t> place(const YAML::Node& node, const char* key) {
  if (!node[key]) return std::nullopt;
  return node[key].as<std::size_t>();
}

Score score_of(const YAML::Node& node, std::size_t index) {
  Score score;
  score.id = text(node, "id", "s" + std::to_string(index));
  score.model.raw = score.model.name = text(node, "model", "Aster 2");
  score.model.id = maybe(node, "model_id");
  score.model.developer = maybe(node, "developer");
  score.model.mode = maybe(node, "mode");
  score.benchmark.raw = text(node, "benchmark", "Quiz");
  score.benchmark.id = maybe(node, "benchmark_id");
  score.setting.section = maybe(node, "section");
  score.setting.metric = maybe(node, "metric");
  score.setting.tools = maybe(node, "tools");
  score.setting.attempts = maybe(node, "attempts");
  const std::string raw = text(node, "score", "50");
  const auto number = number_at(raw, 0);
  score.score.raw = raw;
  score.score.value = number ? number->value : 0;
  score.score.unit = text(node, "unit", number && number->percent ? "percent" : "unknown");
  if (node["plus_minus"]) score.score.plus_minus = node["plus_minus"].as<double>();
  score.evaluator.relationship = text(node, "relationship", "unknown");
  score.evaluator.organization = maybe(node, "organization");
  score.evaluator.reported_by = maybe(node, "reported_by");
  score.evaluator.basis = text(node, "basis", "prose");
  score.evaluator.cited_from = maybe(node, "cited_from");
  score.evidence.table = place(node, "table").value_or(0);
  score.evidence.row = place(node, "row").value_or(index);
  score.evidence.column = place(node, "column").value_or(1);
  score.evidence.text = raw;
  return score;
}

Spec spec_of(const YAML::Node& node, std::size_t index) {
  Spec spec;
  spec.id = "p" + std::to_string(index);
  spec.model.raw = spec.model.name = text(node, "model", "Aster 2");
  spec.model.id = maybe(node, "model_id");
  spec.attribute = text(node, "attribute");
  spec.raw = text(node, "raw");
  if (node["value"]) spec.value = node["value"].as<double>();
  if (node["text"]) spec.value = text(node, "text");
  if (node["low"]) {
    spec.interval = std::pair(node["low"].as<double>(), node["high"].as<double>());
  }
  return spec;
}

Claim claim_of(const YAML::Node& node, std::size_t index) {
  Claim claim;
  claim.id = "c" + std::to_string(index);
  claim.kind = text(node, "kind", "superlative");
  claim.text = claim.evidence.text = text(node, "text");
  claim.subject.raw = text(node, "model", "Aster 2");
  if (node["benchmark"]) {
    claim.benchmark.emplace();
    claim.benchmark->raw = text(node, "benchmark");
  }
  if (node["value"]) claim.value = node["value"].as<double>();
  claim.verdict = text(node, "verdict");
  claim.detail = text(node, "detail");
  for (const YAML::Node& id : node["against"]) claim.against.push_back(id.as<std::string>());
  return claim;
}

Extraction extraction_of(const YAML::Node& node) {
  Extraction extraction;
  extraction.document.url = text(node, "url", "https://example.test/page");
  extraction.document.id = "sha256:" + *extraction.document.url;
  extraction.document.publisher = maybe(node, "publisher");
  extraction.document.last_verified = maybe(node, "last_verified");
  extraction.document.fetched_at = maybe(node, "fetched_at");
  for (const YAML::Node& score : node["scores"]) {
    extraction.scores.push_back(score_of(score, extraction.scores.size()));
    extraction.scores.back().document = extraction.document.id;
  }
  for (const YAML::Node& spec : node["specs"]) {
    extraction.specs.push_back(spec_of(spec, extraction.specs.size()));
  }
  for (const YAML::Node& claim : node["claims"]) {
    extraction.claims.push_back(claim_of(claim, extraction.claims.size()));
  }
  for (const YAML::Node& entry : node["diagnostics"]) {
    extraction.diagnostics.push_back(
        {Severity::kWarning, text(entry, "code"), text(entry, "message"), {}});
  }
  return extraction;
}

std::vector<std::filesystem::path> case_files() {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

// `pages`: a run of several pages, each with records of its own.
std::vector<Finding> findings_of_run(const YAML::Node& pages, const Rules& from) {
  std::vector<Extraction> extractions;
  for (const YAML::Node& page : pages) {
    extractions.push_back(extraction_of(page));
    const std::string& url = *extractions.back().document.url;
    for (Score& score : extractions.back().scores) score.id = url + score.id;
    for (Spec& spec : extractions.back().specs) spec.id = url + spec.id;
  }
  std::vector<const Extraction*> run;
  for (const Extraction& extraction : extractions) run.push_back(&extraction);
  return validate_run(run, from);
}

// `was`: what the page used to state, oldest first.
std::vector<Finding> findings_of_history(const YAML::Node& node, const Rules& from) {
  PageHistory history;
  for (const YAML::Node& past : node["was"]) {
    history.scores.push_back({score_of(past, history.scores.size()), "2026-05-04T03:00:00Z",
                              extraction_of(past).document});
  }
  return validate_history(extraction_of(node), history, from);
}

std::vector<Finding> all_findings_of(const YAML::Node& node, const Rules& from) {
  if (node["pages"]) return findings_of_run(node["pages"], from);
  if (node["was"]) return findings_of_history(node, from);
  return validate_document(extraction_of(node), from);
}

std::vector<Finding> findings_of(const std::string& rule, const YAML::Node& node,
                                 const Rules& from) {
  std::vector<Finding> mine;
  for (Finding& finding : all_findings_of(node, from)) {
    if (finding.rule == rule) mine.push_back(std::move(finding));
  }
  return mine;
}

// Whether the findings are the case's, in order, each message holding its part.
bool as_expected(const YAML::Node& node, const std::vector<Finding>& findings) {
  if (findings.size() != node["findings"].size()) return false;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const auto part = node["findings"][i].as<std::string>();
    if (findings[i].message.find(part) == std::string::npos) return false;
  }
  return true;
}

TEST(Validate, CasesInFolder) {
  for (const auto& path : case_files()) {
    const std::string rule = path.stem().string();
    SCOPED_TRACE(rule);
    ASSERT_NE(rules().check(rule), nullptr);
    bool flags = false;
    bool stays_silent = false;
    for (const YAML::Node& node : YAML::LoadFile(path.string())["cases"]) {
      const auto findings = findings_of(rule, node, rules());
      std::string messages;
      for (const Finding& finding : findings) {
        messages += "\n    " + finding.message;
        EXPECT_EQ(finding.message.find('{'), std::string::npos) << finding.message;
        EXPECT_EQ(finding.id.size(), 16U);
        if (node["pages"]) {
          EXPECT_EQ(finding.evidence.size(), finding.records.size());
        }
      }
      EXPECT_TRUE(as_expected(node, findings)) << text(node, "name") << messages;
      (findings.empty() ? stays_silent : flags) = true;
    }
    EXPECT_TRUE(flags) << "no case that must flag";
    EXPECT_TRUE(stays_silent) << "no case that must not flag";
  }
}

TEST(Validate, EveryCheckHasCases) {
  std::set<std::string> covered;
  for (const auto& path : case_files()) covered.insert(path.stem().string());
  for (const CheckRule& check : rules().checks) {
    EXPECT_EQ(covered.count(check.id), 1U) << "no tests/data/checks/" << check.id << ".yaml";
  }
}

// What the reference shows is a message some case gives, to the letter.
TEST(Validate, EveryExampleIsAMessageOfACase) {
  for (const RuleFile& file : embedded_rules()) {
    if (file.name.rfind("checks/", 0) != 0) continue;
    const YAML::Node rule = YAML::Load(std::string(file.text));
    const auto id = rule["id"].as<std::string>();
    std::string messages;
    bool met = false;
    const auto cases = YAML::LoadFile(std::string(kFolder) + "/" + id + ".yaml");
    for (const YAML::Node& node : cases["cases"]) {
      for (const Finding& finding : findings_of(id, node, rules())) {
        met = met || finding.message == rule["example"].as<std::string>();
        messages += "\n  " + finding.message;
      }
    }
    EXPECT_TRUE(met) << id << ": the example is none of" << messages;
  }
}

// A threshold nobody would miss is no threshold.
TEST(Validate, EveryThresholdIsHeldByACase) {
  for (const CheckRule& check : rules().checks) {
    for (const auto& [name, value] : check.thresholds) {
      for (const double factor : {0.5, 2.0}) {
        Rules changed = rules();
        for (CheckRule& rule : changed.checks) {
          if (rule.id == check.id) rule.thresholds[name] = value * factor;
        }
        bool noticed = false;
        const auto file = YAML::LoadFile(std::string(kFolder) + "/" + check.id + ".yaml");
        for (const YAML::Node& node : file["cases"]) {
          noticed = noticed || !as_expected(node, findings_of(check.id, node, changed));
        }
        EXPECT_TRUE(noticed) << check.id << ": " << name << " times " << factor;
      }
    }
  }
}

TEST(Validate, FindingIdsOutliveAnEditElsewhere) {
  const YAML::Node node = YAML::Load(
      "{claims: [{text: Aster 2 leads on Quiz., verdict: fails, detail: 50 against 60}]}");
  Extraction extraction = extraction_of(node);
  const auto before = validate_document(extraction, rules());
  extraction.document.id = "sha256:other-bytes";
  const auto after = validate_document(extraction, rules());
  ASSERT_EQ(before.size(), 1U);
  ASSERT_EQ(after.size(), 1U);
  EXPECT_EQ(before[0].id, after[0].id);
}

TEST(Validate, AFindingWhoseFigureChangesIsStillTheSame) {
  const YAML::Node node = YAML::Load(
      "{claims: [{text: Aster 2 leads on Quiz., verdict: fails, detail: 50 against 60}]}");
  Extraction extraction = extraction_of(node);
  const auto before = validate_document(extraction, rules());
  extraction.claims[0].detail = "50 against 70";
  const auto after = validate_document(extraction, rules());
  EXPECT_EQ(before[0].id, after[0].id);
  EXPECT_NE(before[0].message, after[0].message);
}

TEST(Validate, IdsTellTheFindingsOfACaseApart) {
  for (const auto& path : case_files()) {
    for (const YAML::Node& node : YAML::LoadFile(path.string())["cases"]) {
      std::set<std::string> ids;
      for (const Finding& finding : all_findings_of(node, rules())) {
        EXPECT_TRUE(ids.insert(finding.id).second) << path << finding.message;
      }
    }
  }
}

}  // namespace
}  // namespace benchledger
