#include "extractors/comparable.h"

#include <fmt/format.h>

#include <map>
#include <set>
#include <utility>

#include "extractors/text.h"

namespace benchledger {
namespace {

std::string folded(const std::optional<std::string>& text) {
  return text ? lower_ascii(fold_space(*text)) : std::string{};
}

std::size_t table_of(const Score& score) {
  return score.evidence.table.value_or(static_cast<std::size_t>(-1));
}

// One column can print percents with and without the sign; "unknown" is then
// no other unit.
std::string unit_class(const std::string& unit) {
  return unit == "percent" || unit == "unknown" || unit == "points" ? std::string{} : unit;
}

}  // namespace

std::string comparability_key(const Score& score) {
  const Setting& setting = score.setting;
  return fmt::format(
      "{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}", table_of(score), name_key(score.benchmark.raw),
      folded(score.benchmark.version), folded(score.benchmark.subset), folded(setting.section),
      folded(setting.metric), setting.shots ? *setting.shots : -1, folded(setting.attempts),
      folded(setting.tools), folded(setting.harness), unit_class(score.score.unit));
}

bool same_settings(const Setting& a, const Setting& b) {
  return folded(a.metric) == folded(b.metric) && a.shots == b.shots &&
         folded(a.attempts) == folded(b.attempts) && folded(a.tools) == folded(b.tools) &&
         folded(a.harness) == folded(b.harness) && a.stated == b.stated;
}

std::vector<LineUp> line_ups(const std::vector<Score>& scores) {
  std::map<std::string, std::size_t> places;
  std::map<std::size_t, std::set<std::string>> models;
  std::vector<LineUp> groups;
  for (const Score& score : scores) {
    const auto [place, added] = places.try_emplace(comparability_key(score), groups.size());
    if (added) groups.push_back({name_key(score.benchmark.raw), {}, 0});
    groups[place->second].scores.push_back(&score);
    models[table_of(score)].insert(name_key(score.model.raw));
  }
  for (LineUp& group : groups) group.models = models[table_of(*group.scores.front())].size();
  return groups;
}

}  // namespace benchledger
