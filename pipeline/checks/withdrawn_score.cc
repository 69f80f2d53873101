#include <fmt/format.h>

#include <map>
#include <set>

#include "extractors/text.h"
#include "pipeline/check.h"

namespace benchledger {

namespace {

// A score under another heading or setting is moved, not withdrawn.
std::string subject_of(const Score& score) {
  return score.model.id.value_or(name_key(score.model.raw)) + "|" +
         score.benchmark.id.value_or(name_key(score.benchmark.raw));
}

}  // namespace

// One finding for each model: the benchmarks on which the page used to state a
// figure of it and states none now.
void check_withdrawn_score(const HistoryCheckInput& input, FindingSink& sink) {
  std::set<std::string> stated;
  for (const Score& score : input.extraction.scores) stated.insert(subject_of(score));
  struct Gone {
    std::vector<std::string> figures;
    std::vector<std::string> records;
    std::string model;
    std::string seen;
  };
  std::map<std::string, Gone> models;
  std::map<std::string, const PastScore*> newest;  // by subject
  for (const PastScore& past : input.history.scores) newest[subject_of(past.score)] = &past;
  for (const auto& [subject, past] : newest) {
    if (stated.count(subject) > 0) continue;
    const Score& score = past->score;
    Gone& gone = models[score.model.id.value_or(name_key(score.model.raw))];
    gone.model = score.model.raw;
    gone.figures.push_back(score.benchmark.raw + " " + figure(score));
    gone.records.push_back(score.id);
    gone.seen = std::max(gone.seen, past->last_seen);
  }
  for (auto& [model, gone] : models) {
    const std::string count = fmt::format("{}", gone.records.size());
    sink.add({{"model", gone.model},
              {"count", count},
              {"figures", name_list(gone.figures)},
              {"seen", gone.seen.substr(0, 10)}},
             std::move(gone.records), {}, model);
  }
}

}  // namespace benchledger
