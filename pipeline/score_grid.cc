#include "pipeline/score_grid.h"

#include <algorithm>
#include <optional>
#include <set>

namespace benchledger {
namespace {

// Beyond this many models a table reads better with the models down the side.
constexpr std::size_t kMaxModelsAcross = 12;

using Key = std::pair<std::string, std::string>;  // section, name

// Labels of one axis and where the page had each.
class Axis {
 public:
  void add(const Key& key, const Evidence& evidence) {
    Place& place = places_[key];
    if (place.rows.empty()) place.first_seen = places_.size();
    place.rows.insert(evidence.row.value_or(0));
    place.columns.insert(evidence.column.value_or(0));
  }

  [[nodiscard]] std::size_t size() const { return places_.size(); }

  // Whether the labels stood at the top: each keeps to fewer columns than rows.
  [[nodiscard]] bool across() const {
    std::size_t rows = 0;
    std::size_t columns = 0;
    for (const auto& [key, place] : places_) {
      rows += place.rows.size();
      columns += place.columns.size();
    }
    return columns <= rows;
  }

  [[nodiscard]] std::vector<Key> in_page_order(bool across) const {
    std::vector<std::pair<std::pair<std::size_t, std::size_t>, Key>> order;
    for (const auto& [key, place] : places_) {
      order.push_back({{*(across ? place.columns : place.rows).begin(), place.first_seen}, key});
    }
    std::sort(order.begin(), order.end());
    std::vector<Key> keys;
    for (auto& entry : order) keys.push_back(std::move(entry.second));
    return keys;
  }

 private:
  struct Place {
    std::size_t first_seen = 0;
    std::set<std::size_t> rows;
    std::set<std::size_t> columns;
  };
  std::map<Key, Place> places_;
};

Key model_key(const Score& score) { return {"", score.model.raw}; }
Key benchmark_key(const Score& score) {
  return {score.setting.section.value_or(""), score.benchmark.raw};
}

std::map<Key, std::size_t> positions(const std::vector<Key>& keys) {
  std::map<Key, std::size_t> at;
  for (std::size_t i = 0; i < keys.size(); ++i) at[keys[i]] = i;
  return at;
}

std::vector<ScoreGrid::Label> labels(const std::vector<Key>& keys) {
  std::vector<ScoreGrid::Label> list;
  for (const Key& key : keys) list.push_back({key.first, key.second});
  return list;
}

}  // namespace

ScoreGrid score_grid(const std::vector<const Score*>& scores) {
  Axis models;
  Axis benchmarks;
  for (const Score* score : scores) {
    models.add(model_key(*score), score->evidence);
    benchmarks.add(benchmark_key(*score), score->evidence);
  }
  const bool across_on_page = models.across();
  const std::vector<Key> model_keys = models.in_page_order(across_on_page);
  const std::vector<Key> benchmark_keys = benchmarks.in_page_order(!across_on_page);

  ScoreGrid grid;
  grid.models_across = models.size() <= std::max(kMaxModelsAcross, benchmarks.size());
  grid.rows = labels(grid.models_across ? benchmark_keys : model_keys);
  grid.columns = labels(grid.models_across ? model_keys : benchmark_keys);
  const auto model_at = positions(model_keys);
  const auto benchmark_at = positions(benchmark_keys);
  for (const Score* score : scores) {
    std::pair<std::size_t, std::size_t> at(benchmark_at.at(benchmark_key(*score)),
                                           model_at.at(model_key(*score)));
    if (!grid.models_across) std::swap(at.first, at.second);
    grid.cells[at].push_back(score);
  }
  return grid;
}

std::string setting_text(const Score& score) {
  std::string text;
  const auto add = [&text](const std::string& part) {
    if (part.empty()) return;
    if (!text.empty()) text += ", ";
    text += part;
  };
  const Setting& setting = score.setting;
  add(setting.metric.value_or(""));
  if (setting.shots) add(std::to_string(*setting.shots) + "-shot");
  add(setting.attempts.value_or(""));
  add(setting.tools ? "tools: " + *setting.tools : "");
  add(setting.harness.value_or(""));
  for (const std::string& stated : setting.stated) add(stated);
  return text;
}

}  // namespace benchledger
