#include <fmt/format.h>

#include <map>
#include <string>

#include "extractors/comparability.h"
#include "extractors/comparable.h"
#include "extractors/text.h"
#include "pipeline/check.h"

namespace benchledger {

namespace {

std::string mode_of(const Score& score) { return comparable_mode(score.model); }

std::string tools_of(const Score& score) { return score.setting.tools.value_or(std::string{}); }

// A condition that columns of one table may differ in.
struct Condition {
  const char* name;                       // for people, in the plural
  std::string (*of)(const Score& score);  // empty: not stated
};

constexpr Condition kConditions[] = {{"modes", mode_of}, {"tools", tools_of}};

// Where a table stands on its page, whatever stands in it.
std::string table_name(const Score& first) {
  return fmt::format("{}", fmt::join(first.evidence.heading, "|"));
}

// Scores of two models that are there under one condition each, and not the
// same one. A model next to itself in another mode is the point of a table.
std::vector<const Score*> mixed(const LineUp& line_up, const Condition& condition) {
  std::map<std::string, std::map<std::string, const Score*>> models;  // by name, by condition
  for (const Score* score : line_up.scores) {
    const std::string stated = condition.of(*score);
    if (!stated.empty()) models[name_key(score->model.name)].emplace(stated, score);
  }
  std::map<std::string, const Score*> by_condition;
  for (const Score* score : line_up.scores) {
    const std::string stated = condition.of(*score);
    if (stated.empty()) continue;
    if (models[name_key(score->model.name)].size() == 1) by_condition.emplace(stated, score);
  }
  std::vector<const Score*> scores;
  for (const auto& [stated, score] : by_condition) {
    if (by_condition.size() > 1) scores.push_back(score);
  }
  return scores;
}

void report(const Condition& condition, const std::vector<const Score*>& scores,
            FindingSink& sink) {
  std::vector<std::string> models;
  std::vector<std::string> benchmarks;
  for (const Score* score : scores) {
    models.push_back(fmt::format("{} ({})", score->model.name, condition.of(*score)));
    benchmarks.push_back(score->benchmark.raw);
  }
  sink.add({{"conditions", condition.name},
            {"models", name_list(models)},
            {"benchmarks", name_list(benchmarks)}},
           ids_of(scores), evidence_of(scores),
           condition.name + ("|" + table_name(*scores.front())));
}

}  // namespace

// One finding for each table and condition whose rows set models in different
// stated conditions against each other.
void check_apples_to_oranges(const CheckInput& input, FindingSink& sink) {
  // Tools keep scores out of one line-up; here that is what is looked for.
  std::vector<Score> plain = input.extraction.scores;
  for (Score& score : plain) score.setting.tools.reset();
  const std::vector<LineUp> rows = line_ups(plain);
  for (const Condition& condition : kConditions) {
    std::map<std::size_t, std::vector<const Score*>> tables;
    for (const LineUp& row : rows) {
      LineUp stated = row;
      for (const Score*& score : stated.scores) {
        score = &input.extraction.scores[static_cast<std::size_t>(score - plain.data())];
      }
      for (const Score* score : mixed(stated, condition)) {
        tables[score->evidence.table.value_or(0)].push_back(score);
      }
    }
    for (const auto& [table, scores] : tables) report(condition, scores, sink);
  }
}

}  // namespace benchledger
