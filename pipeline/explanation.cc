#include "pipeline/explanation.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "extractors/number.h"
#include "pipeline/finding_formats.h"
#include "pipeline/score_grid.h"
#include "pipeline/source_place.h"
#include "pipeline/source_view.h"

namespace benchledger {
namespace {

constexpr std::size_t kMinIdLength = 4;

// The record asked for: exactly one pointer is set.
struct Found {
  const ReadPage* page = nullptr;
  std::string id;
  const Score* score = nullptr;
  const Spec* spec = nullptr;
  const Claim* claim = nullptr;
  const Finding* finding = nullptr;
};

template <typename Record>
void collect(std::vector<Found>& found, const ReadPage& page, const std::vector<Record>& records,
             const Record* Found::*slot, std::string_view id) {
  for (const Record& record : records) {
    if (record.id.compare(0, id.size(), id) != 0) continue;
    Found one;
    one.page = &page;
    one.id = record.id;
    one.*slot = &record;
    found.push_back(one);
  }
}

Result<Found> find_record(const std::vector<ReadPage>& pages, std::string_view id) {
  const std::string where = "id '" + std::string(id) + "'";
  if (id.size() < kMinIdLength) {
    return fail(ErrorKind::kUsage, where, "is too short", "give four characters or more");
  }
  std::vector<Found> found;
  for (const ReadPage& page : pages) {
    const Extraction& extraction = page.extraction;
    collect(found, page, extraction.scores, &Found::score, id);
    collect(found, page, extraction.specs, &Found::spec, id);
    collect(found, page, extraction.claims, &Found::claim, id);
    collect(found, page, extraction.findings, &Found::finding, id);
  }
  const auto exact =
      std::find_if(found.begin(), found.end(), [&](const Found& one) { return one.id == id; });
  if (exact != found.end()) return *exact;
  if (found.size() == 1) return found.front();
  if (found.empty()) {
    return fail(ErrorKind::kUsage, where, "no record on these pages has it",
                "ids depend on the page's name: list them with `benchledger extract FILE`");
  }
  std::string ids;
  for (const Found& one : found) ids += (ids.empty() ? "" : ", ") + one.id;
  return fail(ErrorKind::kUsage, where, "fits more than one record: " + ids, "give more of it");
}

// Text under construction: a title, indented rows, drawings.
class Story {
 public:
  Story(const ReadPage& page, const ExplainLook& look) : page_(page), look_(look) {}

  void title(std::string_view text) {
    if (!text_.empty()) text_ += '\n';
    text_ += fmt::format("{}{}{}\n", look_.color ? "\x1b[1m" : "", printable(text),
                         look_.color ? "\x1b[0m" : "");
  }
  // "  name   text"; nothing where text is empty.
  void row(std::string_view name, std::string_view text) {
    if (!text.empty()) text_ += fmt::format("  {:<11} {}\n", name, printable(text));
  }
  void known(std::string_view name, const std::optional<std::string>& text) {
    if (text) row(name, *text);
  }
  void source(std::string_view name, Span span) {
    title(std::string(name) + "  " + place_line(page_.name, page_.bytes, span));
    text_ += source_view(page_.bytes, span, look_.context_lines, look_.color);
  }
  void table(const Evidence& evidence) {
    if (!evidence.table || !evidence.row || !evidence.column) return;
    for (const TableView& table : page_.extraction.tables) {
      if (table.index != *evidence.table) continue;
      title(fmt::format("Table {}, row {}, column {}  ({}{}{})", table.index, *evidence.row,
                        *evidence.column, table.kind, table.why.empty() ? "" : ": ", table.why));
      text_ += table_view(table, *evidence.row, *evidence.column, look_.color);
    }
  }
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  const ReadPage& page_;
  const ExplainLook& look_;
  std::string text_;
};

std::string quoted(std::string_view text) { return "“" + std::string(text) + "”"; }

// "“raw”  ->  name: x, id: y": the parts that are known.
std::string step(std::string_view raw,
                 std::initializer_list<std::pair<const char*, std::optional<std::string>>> parts) {
  std::string text;
  for (const auto& [name, value] : parts) {
    if (!value || value->empty()) continue;
    text += text.empty() ? "" : ", ";
    text += std::string(name) + " " + *value;
  }
  return quoted(raw) + "  ->  " + (text.empty() ? "nothing the rules know" : text);
}

std::string model_step(const ModelRef& model) {
  return step(model.raw, {{"name", model.name},
                          {"developer", model.developer},
                          {"mode", model.mode},
                          {"effort", model.effort},
                          {"id", model.id ? *model.id : "not known"}});
}

std::string benchmark_step(const BenchmarkRef& benchmark) {
  return step(benchmark.raw, {{"id", benchmark.id ? *benchmark.id : "not known"},
                              {"version", benchmark.version},
                              {"subset", benchmark.subset},
                              {"owner", benchmark.owner}});
}

// What the rule set says of the benchmark: what the value was held against.
std::string instrument(const Benchmark& benchmark) {
  std::string text;
  const auto add = [&text](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
  if (benchmark.metric) add("metric " + *benchmark.metric);
  if (benchmark.unit) add("unit " + *benchmark.unit);
  if (benchmark.min && benchmark.max) {
    add("from " + format_number(*benchmark.min) + " to " + format_number(*benchmark.max));
  }
  if (benchmark.items) add(std::to_string(*benchmark.items) + " questions");
  add(benchmark.lower_is_better ? "lower is better" : "higher is better");
  if (benchmark.central) add("its owner runs it for every model");
  return text;
}

std::string number_step(const ScoreValue& score) {
  std::string text = quoted(score.raw) + "  ->  " + format_number(score.value);
  if (score.plus_minus) text += " ± " + format_number(*score.plus_minus);
  text += score.unit == "unknown" ? ", unit not known" : " " + score.unit;
  return text + (score.lower_is_better ? ", lower is better" : ", higher is better");
}

std::string path_text(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : " › ") + part;
  return text;
}

std::string summary(const Score& score) {
  return fmt::format("{} on {}: {}  ({})", score.model.raw, score.benchmark.raw, score.score.raw,
                     score.evaluator.relationship);
}

// One line for each record named, wherever on the page it is.
void list_records(Story& story, const char* title, const Extraction& extraction,
                  const std::vector<std::string>& ids) {
  if (ids.empty()) return;
  story.title(title);
  for (const std::string& id : ids) {
    for (const Score& score : extraction.scores) {
      if (score.id == id) story.row("score " + id, summary(score));
    }
    for (const Spec& spec : extraction.specs) {
      if (spec.id == id) {
        story.row("spec " + id, spec.model.raw + ", " + spec.attribute + ": " + spec.raw);
      }
    }
    for (const Claim& claim : extraction.claims) {
      if (claim.id == id) story.row("claim " + id, quoted(claim.text) + " " + claim.verdict);
    }
  }
}

void list_findings_about(Story& story, const Extraction& extraction, const std::string& id) {
  bool any = false;
  for (const Finding& finding : extraction.findings) {
    if (std::count(finding.records.begin(), finding.records.end(), id) == 0) continue;
    if (!any) story.title("Findings about it");
    any = true;
    story.row(severity_word(finding.severity), finding.message + "  [" + finding.rule + "]");
  }
}

void tell_who_measured(Story& story, const Score& score) {
  const Evaluator& evaluator = score.evaluator;
  story.title("Who measured: " + evaluator.relationship);
  story.row("basis", evaluator.basis);
  story.row("rule", evaluator.rule);
  story.known("measured by", evaluator.organization);
  story.known("stated by", evaluator.reported_by);
  story.known("page of", evaluator.publisher);
  story.known("model by", score.model.developer);
  story.known("cited from", evaluator.cited_from);
  if (evaluator.evidence) {
    story.row("because of", quoted(evaluator.evidence->text));
    story.source("Decided at", evaluator.evidence->span);
  } else {
    story.row("because", "nothing on the page or in the rules says");
  }
}

void tell(Story& story, const Rules& rules, const Extraction& extraction, const Score& score) {
  story.title("score " + score.id + "  " + summary(score));
  story.source("Source", score.evidence.span);
  story.table(score.evidence);
  story.title("Read as");
  story.row("value", number_step(score.score));
  story.row("model", model_step(score.model));
  story.row("benchmark", benchmark_step(score.benchmark));
  for (const Benchmark& benchmark : rules.benchmarks) {
    if (benchmark.id == score.benchmark.id) story.row("known as", instrument(benchmark));
  }
  story.row("row header", path_text(score.evidence.row_header));
  story.row("column", path_text(score.evidence.column_header));
  story.row("heading", path_text(score.evidence.heading));
  story.known("section", score.setting.section);
  story.row("setting", setting_text(score));
  tell_who_measured(story, score);
  list_findings_about(story, extraction, score.id);
}

std::string spec_value(const Spec& spec) {
  if (spec.absence) return "no value: " + *spec.absence;
  if (const auto* flag = std::get_if<bool>(&spec.value)) return *flag ? "true" : "false";
  if (const auto* number = std::get_if<double>(&spec.value)) return format_number(*number);
  if (const auto* text = std::get_if<std::string>(&spec.value)) return *text;
  if (const auto* items = std::get_if<std::vector<std::string>>(&spec.value)) {
    std::string text;
    for (const std::string& item : *items) text += (text.empty() ? "" : ", ") + item;
    return text;
  }
  return "no value";
}

void tell(Story& story, const Rules& rules, const Extraction& extraction, const Spec& spec) {
  story.title("spec " + spec.id + "  " + spec.model.raw + ", " + spec.attribute + ": " + spec.raw);
  story.source("Source", spec.evidence.span);
  story.table(spec.evidence);
  story.title("Read as");
  story.row("model", model_step(spec.model));
  for (const Attribute& attribute : rules.attributes) {
    if (attribute.id != spec.attribute) continue;
    std::string labels;
    for (const std::string& label : attribute.labels)
      labels += (labels.empty() ? "" : ", ") + label;
    story.row("attribute", spec.attribute + ", printed as one of: " + labels);
  }
  story.row("value", quoted(spec.raw) + "  ->  " + spec_value(spec) +
                         (spec.unit ? " " + *spec.unit : std::string()));
  if (spec.interval) {
    story.row("interval", format_number(spec.interval->first) + " to " +
                              format_number(spec.interval->second) + ", as rounded in print");
  }
  story.row("heading", path_text(spec.evidence.heading));
  list_findings_about(story, extraction, spec.id);
}

void tell(Story& story, const Rules&, const Extraction& extraction, const Claim& claim) {
  story.title("claim " + claim.id + "  " + claim.verdict + ": " + quoted(claim.text));
  story.source("Source", claim.evidence.span);
  story.title("Read as");
  story.row("kind", claim.kind);
  story.row("subject", model_step(claim.subject));
  if (claim.benchmark) story.row("benchmark", benchmark_step(*claim.benchmark));
  if (claim.value) {
    story.row("value", format_number(*claim.value) + " " + claim.unit.value_or(""));
  }
  story.title("Verdict: " + claim.verdict);
  story.row("arithmetic", claim.detail);
  if (claim.coverage) {
    story.row("coverage",
              fmt::format("{} of {} have a value", claim.coverage->present, claim.coverage->of));
  }
  list_records(story, "Held against", extraction, claim.against);
  list_findings_about(story, extraction, claim.id);
}

void tell(Story& story, const Rules& rules, const Extraction& extraction, const Finding& finding) {
  story.title("finding " + finding.id + "  " + severity_word(finding.severity) + ": " +
              finding.message);
  story.row("check", finding.rule);
  if (const CheckRule* rule = rules.check(finding.rule)) {
    story.row("what", rule->what);
    story.row("why", rule->why);
    for (const auto& [name, value] : rule->thresholds) {
      story.row("threshold", name + " " + format_number(value));
    }
  }
  for (const Evidence& evidence : finding.evidence) story.source("Source", evidence.span);
  list_records(story, "About", extraction, finding.records);
}

}  // namespace

Result<std::string> explain(const std::vector<ReadPage>& pages, const Rules& rules,
                            std::string_view id, const ExplainLook& look) {
  const Result<Found> found = find_record(pages, id);
  if (!found) return tl::unexpected<Error>(found.error());
  const Extraction& extraction = found->page->extraction;
  Story story(*found->page, look);
  if (found->score != nullptr) tell(story, rules, extraction, *found->score);
  if (found->spec != nullptr) tell(story, rules, extraction, *found->spec);
  if (found->claim != nullptr) tell(story, rules, extraction, *found->claim);
  if (found->finding != nullptr) tell(story, rules, extraction, *found->finding);
  return story.take();
}

}  // namespace benchledger
