#include <fmt/format.h>

#include <map>
#include <set>
#include <tuple>

#include "extractors/comparability.h"
#include "extractors/page_voice.h"
#include "pipeline/check.h"
#include "pipeline/pairs.h"

namespace benchledger {

namespace {

struct Print {
  const Score* score;
  const DocumentRecord* page;
};

// One measurement: who, which model, which key, which figure.
using Origin = std::tuple<std::string, std::string, ComparabilityKey, double>;

std::map<Origin, std::vector<Print>> by_origin(const RunCheckInput& input) {
  std::map<Origin, std::vector<Print>> origins;
  for (const Extraction* extraction : input.run) {
    for (const Score& score : extraction->scores) {
      const bool named = score.evaluator.relationship == "first_party"
                             ? score.evaluator.organization.has_value()
                             : names_measurer(score);
      if (!named || !score.model.id || !score.benchmark.id) continue;
      origins[{*score.evaluator.organization, *score.model.id, key_of(score, input.rules),
               comparable_value(score)}]
          .push_back({&score, &extraction->document});
    }
  }
  return origins;
}

// Somebody other than the measurer prints it.
bool is_relayed(const std::string& measurer, const std::vector<Print>& prints, const Rules& rules) {
  for (const Print& print : prints) {
    const auto& publisher = print.page->publisher;
    if (!publisher || !same_organization(*publisher, measurer, rules)) return true;
  }
  return false;
}

struct Relay {
  std::vector<const Score*> scores;  // one of each page and figure
  std::vector<std::string> models;
  std::size_t figures = 0;
};

}  // namespace

// One finding for each measurer and set of pages that print the same figures
// of it.
void check_same_origin_relay(const RunCheckInput& input, FindingSink& sink) {
  std::map<std::pair<std::string, std::set<std::string>>, Relay> relays;
  for (const auto& [origin, prints] : by_origin(input)) {
    std::map<std::string, const Score*> pages;
    for (const Print& print : prints) pages.emplace(page_of(*print.page), print.score);
    if (static_cast<double>(pages.size()) < input.threshold("pages")) continue;
    const std::string& measurer = std::get<0>(origin);
    if (!is_relayed(measurer, prints, input.rules)) continue;
    std::set<std::string> names;
    for (const auto& [page, score] : pages) names.insert(page);
    Relay& relay = relays[{measurer, names}];
    ++relay.figures;
    relay.models.push_back(prints.front().score->model.name);
    for (const auto& [page, score] : pages) relay.scores.push_back(score);
  }
  for (const auto& [key, relay] : relays) {
    const auto& [measurer, pages] = key;
    const std::vector<std::string> names(pages.begin(), pages.end());
    std::vector<const Score*> shown(
        relay.scores.begin(), relay.scores.begin() + static_cast<std::ptrdiff_t>(pages.size()));
    const Organization* known = input.rules.organization(measurer);
    std::string subject = measurer;
    for (const std::string& page : names) subject += "|" + page;
    sink.add({{"measurer", known != nullptr ? known->name : measurer},
              {"figures", fmt::format("{}", relay.figures)},
              {"models", name_list(relay.models)},
              {"count", fmt::format("{}", pages.size())},
              {"pages", name_list(names)}},
             ids_of(shown), evidence_of(shown, shown.size()), subject);
  }
}

}  // namespace benchledger
