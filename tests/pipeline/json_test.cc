#include "pipeline/json.h"

#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "pipeline/json_writer.h"

namespace benchledger {
namespace {

Evidence cell_evidence() {
  Evidence evidence;
  evidence.span = {10231, 10236};
  evidence.text = "89.5%";
  evidence.table = 1;
  evidence.row = 2;
  evidence.column = 1;
  evidence.row_header = {"GPQA Diamond"};
  evidence.column_header = {"Muse Spark"};
  evidence.heading = {"Benchmark Performance", "Thinking Mode"};
  return evidence;
}

Score contract_score() {
  Score score;
  score.id = "0011223344556677";
  score.document = "sha256:ab";
  score.model = {"Muse Spark", "meta/muse-spark", "Muse Spark", "meta", "thinking", std::nullopt};
  score.benchmark = {"GPQA Diamond", "gpqa-diamond", std::nullopt, "diamond", std::nullopt};
  score.setting.section = "Thinking Mode";
  score.score = {"89.5%", 89.5, "percent", std::nullopt, false};
  score.evaluator.relationship = "first_party";
  score.evaluator.organization = "meta";
  score.evaluator.reported_by = "meta";
  score.evaluator.publisher = "awesome-agents";
  score.evaluator.basis = "prose";
  score.evaluator.rule = "self-reported";
  score.evaluator.evidence = Evidence{};
  score.evaluator.evidence->span = {5, 9};
  score.evaluator.evidence->text = "own";
  score.evidence = cell_evidence();
  return score;
}

// The example of the record contract, key for key.
TEST(Json, ScoreIsTheLineOfTheContract) {
  EXPECT_EQ(
      to_json(contract_score()),
      R"({"type":"score","schema":"benchledger/1","id":"0011223344556677","document":"sha256:ab",)"
      R"("model":{"raw":"Muse Spark","id":"meta/muse-spark","name":"Muse Spark","developer":"meta","mode":"thinking","effort":null},)"
      R"("benchmark":{"raw":"GPQA Diamond","id":"gpqa-diamond","version":null,"subset":"diamond","owner":null},)"
      R"("setting":{"section":"Thinking Mode","metric":null,"shots":null,"attempts":null,"tools":null,"harness":null,"stated":[]},)"
      R"("score":{"raw":"89.5%","value":89.5,"unit":"percent","plus_minus":null,"lower_is_better":false},)"
      R"("evaluator":{"relationship":"first_party","organization":"meta","reported_by":"meta","publisher":"awesome-agents","cited_from":null,"basis":"prose","rule":"self-reported","evidence":{"start":5,"end":9,"text":"own"}},)"
      R"("evidence":{"start":10231,"end":10236,"text":"89.5%","table":1,"row":2,"column":1,"row_header":["GPQA Diamond"],"column_header":["Muse Spark"],"heading":["Benchmark Performance","Thinking Mode"]}})");
}

TEST(Json, DocumentNamesTheContractsCountsEvenAtZero) {
  DocumentRecord document;
  document.id = "sha256:ab";
  document.path = "page.html";
  document.tables = {{"other", 3}};
  document.dropped = {{"missing", 2}};
  EXPECT_EQ(
      to_json(document),
      R"({"type":"document","schema":"benchledger/1","id":"sha256:ab","url":null,"path":"page.html","final_url":null,"fetched_at":null,"media_type":"","charset":"","title":null,"published":null,"last_verified":null,"publisher":null,"bytes":0,)"
      R"("tables":{"score":0,"spec":0,"other":3},"records":{"score":0,"spec":0,"claim":0},"dropped":{"missing":2}})");
}

Spec spec_with(SpecValue value) {
  Spec spec;
  spec.id = "1";
  spec.model.raw = "A";
  spec.attribute = "context_window";
  spec.raw = "262,000 tokens";
  spec.value = std::move(value);
  return spec;
}

TEST(Json, SpecValuesKeepTheirType) {
  const std::pair<SpecValue, std::string> cases[] = {
      {std::monostate{}, R"("value":null)"},
      {true, R"("value":true)"},
      {262000.0, R"("value":262000)"},
      {std::string("Apache-2.0"), R"("value":"Apache-2.0")"},
      {std::vector<std::string>{"text", "image"}, R"("value":["text","image"])"},
  };
  for (const auto& [value, expected] : cases) {
    const std::string line = to_json(spec_with(value));
    EXPECT_NE(line.find(expected), std::string::npos) << line;
    const Result<Spec> back = spec_from_json(line);
    ASSERT_TRUE(back) << describe(back.error());
    EXPECT_EQ(to_json(*back), line);
  }
}

TEST(Json, EveryTypeReadsBackToTheSameLine) {
  Spec spec = spec_with(262000.0);
  spec.unit = "tokens";
  spec.interval = {{261500, 262500}};
  Claim claim;
  claim.id = "2";
  claim.kind = "ratio";
  claim.text = "triple the result";
  claim.subject.raw = "A";
  claim.benchmark = contract_score().benchmark;
  claim.value = 50.2;
  claim.coverage = {{3, 4}};
  claim.against = {"1", "2"};
  claim.evidence = cell_evidence();
  Finding finding;
  finding.id = "3";
  finding.rule = "out-of-range";
  finding.severity = Severity::kWarning;
  finding.records = {"1"};
  finding.evidence = {cell_evidence(), Evidence{}};
  DocumentRecord document;
  document.id = "sha256:ab";
  document.tables = {{"score", 2}, {"spec", 1}, {"other", 3}};
  document.records = {{"score", 34}, {"spec", 11}, {"claim", 15}};

  EXPECT_EQ(to_json(score_from_json(to_json(contract_score())).value()), to_json(contract_score()));
  EXPECT_EQ(to_json(spec_from_json(to_json(spec)).value()), to_json(spec));
  EXPECT_EQ(to_json(claim_from_json(to_json(claim)).value()), to_json(claim));
  EXPECT_EQ(to_json(finding_from_json(to_json(finding)).value()), to_json(finding));
  EXPECT_EQ(to_json(document_from_json(to_json(document)).value()), to_json(document));
}

TEST(Json, RefusesWhatIsNoRecordOfTheType) {
  const std::string line = to_json(contract_score());
  for (const std::string& text :
       {std::string(), std::string("{"), std::string("[]"), std::string("{}"),
        line.substr(0, line.size() - 1), std::string(R"({"type":"score","schema":"other/1"})"),
        std::string(R"({"type":"score","schema":"benchledger/1","id":7})")}) {
    EXPECT_FALSE(score_from_json(text)) << text;
  }
  EXPECT_FALSE(spec_from_json(line));
}

TEST(JsonWriter, NumbersAreTheShortestThatReadBack) {
  const std::pair<double, const char*> cases[] = {
      {0, "0"},
      {-0.0, "0"},
      {52, "52"},
      {89.5, "89.5"},
      {0.1, "0.1"},
      {0.97, "0.97"},
      {1e21, "1e+21"},
      {671e9, "671000000000"},
      {-12.25, "-12.25"},
      {std::numeric_limits<double>::infinity(), "null"},
      {std::numeric_limits<double>::quiet_NaN(), "null"},
  };
  for (const auto& [number, expected] : cases) {
    EXPECT_EQ(JsonWriter().value(number).text(), expected);
  }
}

TEST(JsonWriter, StringsAreAlwaysValidJson) {
  // Broken UTF-8 of every kind: stray and missing continuations, overlong
  // forms, surrogates, above U+10FFFF, cut short.
  const std::pair<std::string, std::string> cases[] = {
      {"plain", R"("plain")"},
      {"\"\\/", R"("\"\\/")"},
      {std::string("\0\x1f\n\r\t\b\f", 7), R"("\u0000\u001f\n\r\t\b\f")"},
      {"\x7f τ² 👍", "\"\x7f τ² 👍\""},
      {"a\x80z", "\"a\uFFFDz\""},
      {"\xC0\xAF", "\"\uFFFD\uFFFD\""},
      {"\xED\xA0\x80", "\"\uFFFD\uFFFD\uFFFD\""},
      {"\xF4\x90\x80\x80", "\"\uFFFD\uFFFD\uFFFD\uFFFD\""},
      {"caf\xC3", "\"caf\uFFFD\""},
      {"\xE2\x82", "\"\uFFFD\uFFFD\""},
  };
  for (const auto& [text, expected] : cases) {
    const std::string json = JsonWriter().value(text).take();
    EXPECT_EQ(json, expected);
    EXPECT_TRUE(nlohmann::json::accept(json)) << json;
  }
}

TEST(JsonFields, TakesObjectsApartAndLeavesArraysWhole) {
  const auto fields = json_fields(R"({"a":{"b":1,"c":"x\"y"},"d":[1,{"e":2}],"f":null})").value();
  ASSERT_EQ(fields.size(), 4U);
  EXPECT_EQ(fields[0].path, "a.b");
  EXPECT_EQ(fields[0].plain(), "1");
  EXPECT_EQ(fields[1].path, "a.c");
  EXPECT_EQ(fields[1].plain(), "x\"y");
  EXPECT_EQ(fields[2].json, R"([1,{"e":2}])");
  EXPECT_EQ(fields[3].plain(), "");
  EXPECT_FALSE(json_fields("{"));
}

}  // namespace
}  // namespace benchledger
