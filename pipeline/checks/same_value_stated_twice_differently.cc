#include <fmt/format.h>

#include <map>

#include "extractors/comparability.h"
#include "extractors/comparable.h"
#include "extractors/text.h"
#include "extractors/verdict.h"
#include "pipeline/check.h"

namespace benchledger {

namespace {

std::string identity_of(const Score& score) {
  return fmt::format("{}|{}|{}|{}|{}", name_key(score.model.raw),
                     score.model.mode.value_or(std::string{}),
                     score.model.effort.value_or(std::string{}), name_key(score.benchmark.raw),
                     score.setting.section ? name_key(*score.setting.section) : std::string{});
}

bool same_cell(const Score& a, const Score& b) {
  return a.evidence.table == b.evidence.table && a.evidence.row == b.evidence.row &&
         a.evidence.column == b.evidence.column;
}

bool comparable(const Score& a, const Score& b, const Rules& rules) {
  if (same_cell(a, b) || !same_settings(a.setting, b.setting)) return false;
  if (a.score.unit != b.score.unit) return false;
  // Reproduced and reported figures differ by who measured, not by mistake.
  if (a.evaluator.organization != b.evaluator.organization ||
      a.evaluator.cited_from != b.evaluator.cited_from ||
      a.evaluator.relationship != b.evaluator.relationship) {
    return false;
  }
  if (a.evidence.table == b.evidence.table) return true;
  // "Average" or "STEM" of two tables are two things; of a benchmark, silence on
  // both sides is no agreement.
  return a.benchmark.id &&
         match(key_of(a, rules), key_of(b, rules)).comparability == Comparability::kComparable;
}

}  // namespace

void check_same_value_stated_twice_differently(const CheckInput& input, FindingSink& sink) {
  std::map<std::string, std::vector<const Score*>> groups;
  for (const Score& score : input.extraction.scores) groups[identity_of(score)].push_back(&score);
  for (const auto& [key, scores] : groups) {
    for (std::size_t i = 1; i < scores.size(); ++i) {
      const Score& a = *scores.front();
      const Score& b = *scores[i];
      if (!comparable(a, b, input.rules) || compare(interval_of(a), interval_of(b)) == 0) continue;
      sink.add({{"place", place_of(a)},
                {"first", figure(a)},
                {"second", figure(b)},
                {"gap", points(a.score.value - b.score.value)}},
               {a.id, b.id}, {a.evidence, b.evidence});
      break;
    }
  }
}

}  // namespace benchledger
