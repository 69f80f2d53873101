#include "pipeline/lineage.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "extractors/text.h"
#include "pipeline/json.h"

namespace benchledger {
namespace {

constexpr std::size_t kMostPairs = 10'000;

using Records = std::vector<const StoredRecord*>;

// A table of one state, or a section of it: what records stand in together.
using Unit = std::string;

struct Fact {
  std::string about;  // what the id is made of, without what tells equals apart
  std::string says;
  Unit unit;
  std::string heading;
};

// As record_ids.h makes ids of scores and specs.
constexpr std::array<std::string_view, 10> kSubject = {
    "model.mode",    "model.effort",    "setting.metric", "setting.shots", "setting.attempts",
    "setting.tools", "setting.harness", "setting.stated", "attribute",     "rule",
};

Fact fact_of(const StoredRecord& record) {
  Fact fact;
  std::map<std::string, JsonField> fields;
  for (JsonField& field : json_fields(record.json).value_or(std::vector<JsonField>{})) {
    std::string path = field.path;
    fields.emplace(std::move(path), std::move(field));
  }
  const auto json = [&](std::string_view path) {
    const auto found = fields.find(std::string(path));
    return found == fields.end() ? std::string() : found->second.json;
  };
  const auto name = [&](std::string_view path) {
    const auto found = fields.find(std::string(path));
    return found == fields.end() ? std::string() : name_key(found->second.plain());
  };
  fact.about = record.type + '\x1f' + name("model.raw") + '\x1f' + name("benchmark.raw");
  for (const std::string_view path : kSubject) fact.about += '\x1f' + json(path);
  fact.says = json("score.raw") + json("raw");
  if (const auto message = fields.find("message"); message != fields.end()) {
    fact.says += sorted_words(message->second.plain());
  }
  // A finding's id is made of its message and of ids that may have changed.
  if (record.type == "finding") fact.about += '\x1f' + fact.says;
  fact.unit = json("evidence.table") + '\x1f' + json("setting.section");
  fact.heading = json("evidence.heading");
  return fact;
}

bool can_change_id(const StoredRecord& record) {
  return record.type == "score" || record.type == "spec" || record.type == "finding";
}

// Records about one thing, where either state has several or the id moved.
struct Group {
  std::vector<std::size_t> before;
  std::vector<std::size_t> after;
};

class Trace {
 public:
  Trace(const Records& before, const Records& after) : before_(before), after_(after) {}

  Lineage go() {
    lineage_.from.resize(after_.size());
    taken_.resize(before_.size());
    if (!follow_ids()) {
      read_facts();
      pair_units();
      for (auto& [about, group] : groups_) follow_units(group);
    }
    for (std::size_t i = 0; i < before_.size(); ++i) {
      if (!taken_[i]) lineage_.gone.push_back(i);
    }
    return std::move(lineage_);
  }

 private:
  void link(std::size_t from, std::size_t to) {
    lineage_.from[to] = from;
    taken_[from] = true;
  }

  // True where ids alone decide: none that could have moved is left over, and
  // no two records with several of their kind say something else than before.
  bool follow_ids() {
    std::map<std::string_view, std::size_t> ids;
    for (std::size_t i = 0; i < before_.size(); ++i) ids.emplace(before_[i]->id, i);
    bool settled = true;
    for (std::size_t i = 0; i < after_.size(); ++i) {
      const auto found = ids.find(after_[i]->id);
      if (found == ids.end()) {
        settled = settled && !can_change_id(*after_[i]);
        continue;
      }
      const StoredRecord& old = *before_[found->second];
      settled = settled && (old.json == after_[i]->json || !can_change_id(old));
      link(found->second, i);
    }
    return settled;
  }

  // Groups of records about one thing; those that ids told apart start anew.
  void read_facts() {
    for (const StoredRecord* record : before_) old_facts_.push_back(fact_of(*record));
    for (const StoredRecord* record : after_) new_facts_.push_back(fact_of(*record));
    std::map<std::string, Group> groups;
    for (std::size_t i = 0; i < before_.size(); ++i) {
      if (can_change_id(*before_[i])) groups[old_facts_[i].about].before.push_back(i);
    }
    for (std::size_t i = 0; i < after_.size(); ++i) {
      if (can_change_id(*after_[i])) groups[new_facts_[i].about].after.push_back(i);
    }
    for (auto& [about, group] : groups) {
      if (group.before.size() * group.after.size() <= kMostPairs) count_likeness(group);
      if (group.before.size() < 2 && group.after.size() < 2 && !moved(group)) continue;
      // What is said of one thing hundreds of times is told apart by id alone.
      if (group.before.size() * group.after.size() > kMostPairs) continue;
      for (const std::size_t i : group.after) unlink(i);
      groups_.emplace(about, std::move(group));
    }
  }

  [[nodiscard]] bool moved(const Group& group) const {
    return group.before.size() == 1 && group.after.size() == 1 &&
           before_[group.before[0]]->id != after_[group.after[0]]->id;
  }

  void unlink(std::size_t to) {
    if (lineage_.from[to]) taken_[*lineage_.from[to]] = false;
    lineage_.from[to].reset();
  }

  // What two tables have in common, over everything they are about.
  void count_likeness(const Group& group) {
    std::set<std::pair<Unit, Unit>> met;
    for (const std::size_t i : group.before) {
      for (const std::size_t j : group.after) {
        const Fact& old_fact = old_facts_[i];
        const Fact& new_fact = new_facts_[j];
        const bool first = met.emplace(old_fact.unit, new_fact.unit).second;
        std::size_t& likeness = likeness_[{old_fact.unit, new_fact.unit}];
        if (first) likeness += 4;
        if (old_fact.says == new_fact.says) likeness += 12;
        if (old_fact.heading == new_fact.heading) likeness += 1;
      }
    }
  }

  // The most alike first; a table is one table.
  void pair_units() {
    std::vector<std::tuple<std::size_t, Unit, Unit>> pairs;
    for (const auto& [units, likeness] : likeness_) {
      pairs.emplace_back(likeness, units.first, units.second);
    }
    std::stable_sort(pairs.begin(), pairs.end(), [](const auto& a, const auto& b) {
      if (std::get<0>(a) != std::get<0>(b)) return std::get<0>(a) > std::get<0>(b);
      // Between equals, a table stays where it is.
      return (std::get<1>(a) == std::get<2>(a)) > (std::get<1>(b) == std::get<2>(b));
    });
    std::set<Unit> paired;
    for (const auto& [likeness, old_unit, new_unit] : pairs) {
      if (paired.count(new_unit) > 0 || unit_of_.count(old_unit) > 0) continue;
      unit_of_[old_unit] = new_unit;
      paired.insert(new_unit);
    }
  }

  // In the paired table first and there what says the same; then what says the
  // same anywhere; then what keeps its id.
  void follow_units(const Group& group) {
    const auto in_table = [&](std::size_t i, std::size_t j) {
      const auto found = unit_of_.find(old_facts_[i].unit);
      return found != unit_of_.end() && found->second == new_facts_[j].unit;
    };
    const auto says_same = [&](std::size_t i, std::size_t j) {
      return old_facts_[i].says == new_facts_[j].says;
    };
    const auto same_id = [&](std::size_t i, std::size_t j) {
      return before_[i]->id == after_[j]->id;
    };
    join(group, [&](std::size_t i, std::size_t j) {
      return in_table(i, j) && says_same(i, j) && same_id(i, j);
    });
    join(group, [&](std::size_t i, std::size_t j) { return in_table(i, j) && says_same(i, j); });
    join(group, [&](std::size_t i, std::size_t j) { return in_table(i, j) && same_id(i, j); });
    join(group, in_table);
    join(group, says_same);
    join(group, same_id);
  }

  template <typename Fits>
  void join(const Group& group, Fits fits) {
    for (const std::size_t i : group.before) {
      if (taken_[i]) continue;
      for (const std::size_t j : group.after) {
        if (lineage_.from[j] || !fits(i, j)) continue;
        link(i, j);
        break;
      }
    }
  }

  const Records& before_;
  const Records& after_;
  Lineage lineage_;
  std::vector<bool> taken_;
  std::vector<Fact> old_facts_;
  std::vector<Fact> new_facts_;
  std::map<std::string, Group> groups_;
  std::map<std::pair<Unit, Unit>, std::size_t> likeness_;
  std::map<Unit, Unit> unit_of_;
};

}  // namespace

std::string sorted_words(std::string_view message) {
  std::vector<std::string_view> words;
  while (!message.empty()) {
    const std::size_t end = std::min(message.find_first_of(" ,"), message.size());
    if (end > 0) words.push_back(message.substr(0, end));
    message.remove_prefix(std::min(end + 1, message.size()));
  }
  std::sort(words.begin(), words.end());
  return fmt::format("{}", fmt::join(words, " "));
}

Lineage trace(const Records& before, const Records& after) { return Trace(before, after).go(); }

std::vector<std::optional<std::size_t>> trace_returned(const Records& withdrawn,
                                                       const Records& fresh) {
  std::vector<std::optional<std::size_t>> from(fresh.size());
  std::vector<bool> taken(withdrawn.size(), false);
  const auto join = [&](auto fits) {
    for (std::size_t j = 0; j < fresh.size(); ++j) {
      for (std::size_t i = 0; i < withdrawn.size() && !from[j]; ++i) {
        if (taken[i] || !fits(i, j)) continue;
        from[j] = i;
        taken[i] = true;
      }
    }
  };
  std::vector<Fact> old_facts;
  std::vector<Fact> new_facts;
  for (const StoredRecord* record : withdrawn) old_facts.push_back(fact_of(*record));
  for (const StoredRecord* record : fresh) new_facts.push_back(fact_of(*record));
  const auto same_heading = [&](std::size_t i, std::size_t j) {
    return can_change_id(*fresh[j]) && old_facts[i].about == new_facts[j].about &&
           old_facts[i].heading == new_facts[j].heading;
  };
  const auto same_id = [&](std::size_t i, std::size_t j) {
    return withdrawn[i]->id == fresh[j]->id;
  };
  join([&](std::size_t i, std::size_t j) { return same_heading(i, j) && same_id(i, j); });
  join(same_heading);
  join(same_id);
  return from;
}

}  // namespace benchledger
