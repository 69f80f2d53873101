// Two formats of the Hugging Face Hub, a folder for each model:
//   huggingface/<developer>/<model>/.eval_results/<dataset>.yaml
//     for benchmarks whose dataset on the Hub takes results; the list of those
//     is the word list "hub_datasets" of the rules
//   huggingface/<developer>/<model>/README.md
//     the older model-index, in the front matter of a model card
// Values are double-quoted strings and numbers, which every YAML reader takes.

#include <map>
#include <optional>

#include "extractors/number.h"
#include "pipeline/export_formats.h"
#include "pipeline/export_loss.h"
#include "pipeline/export_names.h"
#include "pipeline/html_writer.h"

namespace benchledger {
namespace {

struct Placed {
  const ExportPage* page;
  const Score* score;
};
using ByModel = std::map<std::string, std::vector<Placed>>;  // by "developer/model"

ByModel by_model(const ExportInput& input, std::size_t& homeless) {
  ByModel models;
  for (const ExportPage& page : input.pages) {
    each_score(page, [&](const Score& score) {
      std::string path = model_path(score.model);
      if (path.empty()) {
        ++homeless;
      } else {
        models[std::move(path)].push_back({&page, &score});
      }
    });
  }
  return models;
}

std::string address_of(const ExportPage& page) {
  std::string address = page.document.final_url.value_or(page.document.url.value_or(""));
  return is_web_link(address) ? address : "";
}

// What the number was measured under and who measured, by name.
std::vector<std::pair<const char*, std::string>> circumstances(const Score& score) {
  std::vector<std::pair<const char*, std::string>> list;
  const auto add = [&list](const char* name, const std::optional<std::string>& text) {
    if (text && !text->empty()) list.emplace_back(name, *text);
  };
  const Setting& setting = score.setting;
  add("mode", score.model.mode);
  add("effort", score.model.effort);
  add("section", setting.section);
  add("metric", setting.metric);
  if (setting.shots) add("shots", std::to_string(*setting.shots));
  add("attempts", setting.attempts);
  add("tools", setting.tools);
  add("harness", setting.harness);
  for (const std::string& stated : setting.stated) add("stated", stated);
  add("measured_by", score.evaluator.organization);
  add("relationship", score.evaluator.relationship);
  return list;
}

void lose_fields(const ByModel& models, std::initializer_list<std::string_view> carried,
                 ExportWriter& out) {
  FieldLoss<Score> lost(score_fields(), carried);
  for (const auto& [path, scores] : models) {
    for (const Placed& placed : scores) lost.add(*placed.score);
  }
  lost.report(out, "no place for it");
}

// ---- .eval_results

struct HubDataset {
  std::string id;    // "Idavidrein/gpqa"
  std::string task;  // "diamond", as its eval.yaml names it
};

// A line of the list: our benchmark id, the dataset, the task.
std::map<std::string, HubDataset> hub_datasets(const Rules* rules) {
  std::map<std::string, HubDataset> datasets;
  if (rules == nullptr) return datasets;
  for (const std::string& line : rules->word_list("hub_datasets")) {
    const std::size_t first = line.find(' ');
    const std::size_t second = line.find(' ', first + 1);
    if (first == std::string::npos || second == std::string::npos) continue;
    datasets[line.substr(0, first)] = {line.substr(first + 1, second - first - 1),
                                       line.substr(second + 1)};
  }
  return datasets;
}

std::string result_entry(const Placed& placed, const HubDataset& dataset) {
  std::string text = "- dataset:\n    id: " + quoted(dataset.id) +
                     "\n    task_id: " + quoted(dataset.task) +
                     "\n  value: " + format_number(placed.score->score.value) + "\n";
  if (const std::string address = address_of(*placed.page); !address.empty()) {
    text += "  source:\n    url: " + quoted(address) +
            "\n    name: " + quoted(placed.page->document.title.value_or(placed.page->page_key)) +
            "\n";
  }
  std::string notes;
  for (const auto& [name, value] : circumstances(*placed.score)) {
    notes += (notes.empty() ? "" : "; ") + std::string(name) + ": " + value;
  }
  if (!notes.empty()) text += "  notes: " + quoted(notes) + "\n";
  return text;
}

// "Idavidrein/gpqa" to "gpqa".
std::string file_of(const HubDataset& dataset) {
  return portable_name(dataset.id.substr(dataset.id.find('/') + 1));
}

}  // namespace

void export_eval_results(const ExportInput& input, ExportWriter& out) {
  const std::map<std::string, HubDataset> datasets = hub_datasets(input.rules);
  std::size_t homeless = 0;
  std::size_t elsewhere = 0;
  ByModel carried;
  for (const auto& [path, scores] : by_model(input, homeless)) {
    std::map<std::string, std::pair<std::string, std::size_t>> files;
    for (const Placed& placed : scores) {
      const auto dataset = datasets.find(placed.score->benchmark.id.value_or(""));
      if (dataset == datasets.end()) {
        ++elsewhere;
        continue;
      }
      auto& [text, count] = files[file_of(dataset->second)];
      text += result_entry(placed, dataset->second);
      ++count;
      carried[path].push_back(placed);
    }
    for (const auto& [name, file] : files) {
      out.write("huggingface/" + path + "/.eval_results/" + name + ".yaml", [&](const Sink& sink) {
        sink(file.first);
        return file.second;
      });
    }
  }
  lose_other_types(input, {"score"}, out);
  out.lose({LossKind::kRecords, "score", homeless, "the model's developer is not known"});
  out.lose({LossKind::kRecords, "score", elsewhere, "no dataset on the Hub takes results of it"});
  lose_fields(carried,
              {"model", "benchmark.id", "setting", "score.value", "evaluator.relationship",
               "evaluator.organization"},
              out);
}

namespace {

// ---- model-index

std::string index_result(const Placed& placed) {
  const Score& score = *placed.score;
  const std::string benchmark = score.benchmark.id.value_or(portable_name(score.benchmark.raw));
  std::string text =
      "  - task:\n      type: \"text-generation\"\n    dataset:\n      type: " + quoted(benchmark) +
      "\n      name: " + quoted(score.benchmark.raw) + "\n";
  if (score.benchmark.subset) text += "      config: " + quoted(*score.benchmark.subset) + "\n";
  if (score.benchmark.version) text += "      revision: " + quoted(*score.benchmark.version) + "\n";
  text += "    metrics:\n    - type: " + quoted(metric_name(score)) +
          "\n      value: " + format_number(score.score.value) +
          "\n      name: " + quoted(score.setting.metric.value_or(metric_name(score))) +
          "\n      args:\n";
  text += "        unit: " + quoted(score.score.unit) +
          "\n        lower_is_better: " + (score.score.lower_is_better ? "true" : "false") + "\n";
  std::string stated;
  for (const auto& [name, value] : circumstances(score)) {
    if (std::string_view(name) == "stated") {
      stated += (stated.empty() ? "" : " | ") + value;
    } else {
      text += "        " + std::string(name) + ": " + quoted(value) + "\n";
    }
  }
  if (!stated.empty()) text += "        stated: " + quoted(stated) + "\n";
  if (const std::string address = address_of(*placed.page); !address.empty()) {
    text += "    source:\n      name: " +
            quoted(placed.page->document.title.value_or(placed.page->page_key)) +
            "\n      url: " + quoted(address) + "\n";
  }
  return text;
}

}  // namespace

void export_model_index(const ExportInput& input, ExportWriter& out) {
  std::size_t homeless = 0;
  const ByModel models = by_model(input, homeless);
  for (const auto& [path, scores] : models) {
    const ModelRef& model = scores.front().score->model;
    out.write("huggingface/" + path + "/README.md", [&, list = &scores](const Sink& sink) {
      sink("---\nmodel-index:\n- name: " + quoted(model.name.empty() ? model.raw : model.name) +
           "\n  results:\n");
      for (const Placed& placed : *list) sink(index_result(placed));
      sink("---\n");
      return list->size();
    });
  }
  lose_other_types(input, {"score"}, out);
  out.lose({LossKind::kRecords, "score", homeless, "the model's developer is not known"});
  lose_fields(models,
              {"model", "benchmark.raw", "benchmark.id", "benchmark.subset", "benchmark.version",
               "setting", "score.value", "score.unit", "score.lower_is_better",
               "evaluator.relationship", "evaluator.organization"},
              out);
}

}  // namespace benchledger
