// models_dev/models/<lab>/<model>.toml: scores and specs as models.dev keeps
// facts about a model. A fact on which the pages disagree is left out.

#include <map>
#include <optional>
#include <set>

#include "extractors/number.h"
#include "pipeline/export_formats.h"
#include "pipeline/export_loss.h"
#include "pipeline/export_names.h"
#include "pipeline/html_writer.h"

namespace benchledger {
namespace {

struct ModelFacts {
  std::string name;
  std::map<std::string, std::set<std::string>> facts;  // attribute -> TOML values stated
  std::vector<std::pair<const ExportPage*, const Score*>> scores;
};

// How an attribute is written. Those of one table stand together; a table is
// complete or left out.
struct Place {
  const char* attribute;
  const char* table;  // "" at the top
  const char* key;
};
constexpr Place kPlaces[] = {
    {"release_date", "", "release_date"},        {"knowledge_cutoff", "", "knowledge"},
    {"open_weights", "", "open_weights"},        {"license", "", "license"},
    {"context_window", "limit", "context"},      {"max_output", "limit", "output"},
    {"input_modalities", "modalities", "input"}, {"output_modalities", "modalities", "output"},
};

const Place* place_of(std::string_view attribute) {
  for (const Place& place : kPlaces) {
    if (attribute == place.attribute) return &place;
  }
  return nullptr;
}

bool is_month_or_day(std::string_view date) {
  if (date.size() != 7 && date.size() != 10) return false;
  for (std::size_t i = 0; i < date.size(); ++i) {
    const bool dash = i == 4 || i == 7;
    if (dash != (date[i] == '-') || (!dash && (date[i] < '0' || date[i] > '9'))) return false;
  }
  return true;
}

// nullopt where the format does not take the value: a year alone, a text where
// a number belongs.
std::optional<std::string> toml_value(const Spec& spec) {
  if (const auto* flag = std::get_if<bool>(&spec.value)) return *flag ? "true" : "false";
  if (const auto* number = std::get_if<double>(&spec.value)) {
    const std::string text = format_number(*number);
    const bool whole = text.find_first_not_of("0123456789") == std::string::npos;
    return whole ? std::optional(text) : std::nullopt;
  }
  if (const auto* text = std::get_if<std::string>(&spec.value)) {
    const bool dated = spec.attribute == "release_date" || spec.attribute == "knowledge_cutoff";
    const bool worded = spec.attribute == "license";
    return worded || (dated && is_month_or_day(*text)) ? std::optional(quoted(*text))
                                                       : std::nullopt;
  }
  const auto* items = std::get_if<std::vector<std::string>>(&spec.value);
  if (items == nullptr || items->empty()) return std::nullopt;
  std::string list;
  for (const std::string& item : *items) list += (list.empty() ? "[" : ", ") + quoted(item);
  return list + "]";
}

// The one value the pages state, or none.
const std::string* agreed(const ModelFacts& model, const char* attribute) {
  const auto found = model.facts.find(attribute);
  return found != model.facts.end() && found->second.size() == 1 ? &*found->second.begin()
                                                                 : nullptr;
}

std::string benchmark_table(const ExportPage& page, const Score& score) {
  std::string text = "\n[[benchmarks]]\nname = " + quoted(score.benchmark.raw) +
                     "\nscore = " + format_number(score.score.value) + "\n";
  const auto put = [&text](const char* key, const std::optional<std::string>& value) {
    if (value && !value->empty()) text += std::string(key) + " = " + quoted(*value) + "\n";
  };
  put("metric", score.setting.metric);
  put("harness", score.setting.harness);
  std::string variant;
  for (const auto& part :
       {score.model.mode, score.model.effort, score.setting.attempts, score.setting.tools}) {
    if (part) variant += (variant.empty() ? "" : ", ") + *part;
  }
  put("variant", variant);
  put("dataset", score.benchmark.subset);
  put("version", score.benchmark.version);
  const std::string address = page.document.final_url.value_or(page.document.url.value_or(""));
  if (is_web_link(address)) put("source", address);
  if (page.document.published && is_month_or_day(*page.document.published)) {
    put("date", page.document.published);
  }
  return text;
}

std::size_t write_model(const ModelFacts& model, const Sink& sink,
                        std::map<std::string, std::size_t>& carried) {
  std::string text = "name = " + quoted(model.name) + "\n";
  std::size_t records = model.scores.size();
  const auto put = [&](const Place& place) {
    text += std::string(place.key) + " = " + *agreed(model, place.attribute) + "\n";
    ++carried[place.attribute];
    ++records;
  };
  for (const char* table : {"", "limit", "modalities"}) {
    bool complete = true;
    for (const Place& place : kPlaces) {
      const bool here = std::string_view(place.table) == table;
      complete = complete && (!here || *table == '\0' || agreed(model, place.attribute) != nullptr);
    }
    if (!complete) continue;
    if (*table != '\0') text += "\n[" + std::string(table) + "]\n";
    for (const Place& place : kPlaces) {
      if (std::string_view(place.table) == table && agreed(model, place.attribute)) put(place);
    }
  }
  for (const auto& [page, score] : model.scores) text += benchmark_table(*page, *score);
  sink(text);
  return records;
}

struct Gathered {
  std::map<std::string, ModelFacts> models;  // by "lab/model"
  std::size_t homeless_scores = 0;
  std::map<std::string, std::size_t> specs;  // attribute -> records that could have a place
  std::size_t homeless_specs = 0;
};

Gathered gather(const ExportInput& input) {
  Gathered all;
  const auto model_of = [&](const ModelRef& model) -> ModelFacts* {
    const std::string path = model_path(model);
    if (path.empty()) return nullptr;
    ModelFacts& facts = all.models[path];
    if (facts.name.empty()) facts.name = model.name.empty() ? model.raw : model.name;
    return &facts;
  };
  for (const ExportPage& page : input.pages) {
    each_score(page, [&](const Score& score) {
      ModelFacts* model = model_of(score.model);
      model == nullptr ? void(++all.homeless_scores) : model->scores.push_back({&page, &score});
    });
    for (const Spec& spec : page.specs) {
      ++all.specs[spec.attribute];
      const auto value = toml_value(spec);
      if (place_of(spec.attribute) == nullptr || !value) continue;
      ModelFacts* model = model_of(spec.model);
      if (model == nullptr) continue;
      model->facts[spec.attribute].insert(*value);
    }
  }
  return all;
}

}  // namespace

void export_models_dev(const ExportInput& input, ExportWriter& out) {
  const Gathered all = gather(input);
  std::map<std::string, std::size_t> carried;
  for (const auto& [path, model] : all.models) {
    out.write("models_dev/models/" + path + ".toml",
              [&, facts = &model](const Sink& sink) { return write_model(*facts, sink, carried); });
  }
  lose_other_types(input, {"score", "spec"}, out);
  out.lose({LossKind::kRecords, "score", all.homeless_scores, "the model's lab is not known"});
  for (const auto& [attribute, count] : all.specs) {
    const bool placed = place_of(attribute) != nullptr;
    out.lose({LossKind::kRecords, "spec " + attribute, count - carried[attribute],
              placed ? "no lab, no value the format takes, pages disagree, or stated again"
                     : "no place for it"});
  }
  FieldLoss<Score> lost(
      score_fields(),
      {"model.raw", "model.name", "model.id", "model.developer", "model.mode", "model.effort",
       "benchmark.raw", "benchmark.version", "benchmark.subset", "setting.metric",
       "setting.attempts", "setting.tools", "setting.harness", "score.value"});
  for (const auto& [path, model] : all.models) {
    for (const auto& [page, score] : model.scores) lost.add(*score);
  }
  lost.report(out, "no place for it");
}

}  // namespace benchledger
