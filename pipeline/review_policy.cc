#include "pipeline/review_policy.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "extractors/yaml_reader.h"
#include "pipeline/json.h"

namespace benchledger {
namespace {

constexpr std::array kKinds = {
    ChangeKind::kFindingOpened, ChangeKind::kProvenanceChanged,
    ChangeKind::kValueChanged,  ChangeKind::kSettingChanged,
    ChangeKind::kWithdrawn,     ChangeKind::kReturned,
    ChangeKind::kNew,           ChangeKind::kFindingClosed,
};

using Words = std::vector<std::string_view>;

// A list of which every word is one of `choices`; the indexes of them.
std::vector<std::size_t> chosen(YamlFields& fields, std::string_view key, const Words& choices,
                                YamlProblems& problems) {
  std::vector<std::size_t> found;
  const YamlNode* list = fields.node(key);
  if (list == nullptr) return found;
  for (const YamlNode& item : yaml_items(*list, problems)) {
    const std::string word = yaml_text(item, problems);
    const auto at = std::find(choices.begin(), choices.end(), word);
    if (at == choices.end()) {
      std::string all;
      for (const std::string_view choice : choices) {
        all += (all.empty() ? "" : ", ") + std::string(choice);
      }
      problems.add(item, "unknown word '" + word + "' in " + std::string(key), "one of: " + all);
    } else {
      found.push_back(static_cast<std::size_t>(at - choices.begin()));
    }
  }
  // An empty list would read as "none" and act as "any".
  if (list->items.empty()) {
    problems.add(*list, std::string(key) + " is empty", "name some, or leave the key out");
  }
  return found;
}

std::vector<std::string> words(YamlFields& fields, std::string_view key, const Words& choices,
                               YamlProblems& problems) {
  std::vector<std::string> found;
  for (const std::size_t at : chosen(fields, key, choices, problems)) {
    found.emplace_back(choices[at]);
  }
  return found;
}

void read_conditions(YamlFields& fields, PolicyRule& rule, YamlProblems& problems) {
  Words kinds;
  for (const ChangeKind kind : kKinds) kinds.emplace_back(to_string(kind));
  for (const std::size_t at : chosen(fields, "kinds", kinds, problems)) {
    rule.kinds.push_back(kKinds[at]);
  }
  for (const std::size_t at : chosen(fields, "causes", {"source", "rules"}, problems)) {
    rule.causes.push_back(at == 0 ? ChangeCause::kSource : ChangeCause::kRules);
  }
  rule.types = words(fields, "types", {"score", "spec", "claim", "finding", "document"}, problems);
  rule.relationships = words(fields, "relationships",
                             {"first_party", "competitor", "third_party", "unknown"}, problems);
  rule.severities = words(fields, "severities", {"error", "warning", "note"}, problems);
  rule.sources = fields.texts("sources");
  rule.pages = fields.texts("pages");
  rule.at_most = fields.optional_number("at_most");
}

PolicyRule read_rule(const YamlNode& node, YamlProblems& problems) {
  PolicyRule rule;
  YamlFields fields(node, problems);
  rule.id = fields.text("id");
  rule.verdict = static_cast<Verdict>(fields.choice("decision", {"accept", "reject", "snooze"}));
  read_conditions(fields, rule, problems);
  rule.note = fields.optional_text("note").value_or("");
  if (const std::optional<int> days = fields.optional_integer("days")) {
    if (rule.verdict != Verdict::kSnooze || *days < 1 || *days > 3650) {
      problems.add(node, "days is for a snooze, 1 to 3650");
    }
    rule.days = *days;
  }
  fields.finish();
  const bool any = rule.kinds.empty() && rule.causes.empty() && rule.types.empty() &&
                   rule.relationships.empty() && rule.severities.empty() && rule.sources.empty() &&
                   rule.pages.empty() && !rule.at_most;
  if (any) {
    problems.add(node, "rule '" + rule.id + "' has no condition and would decide about everything",
                 "say about what: kinds, types, sources, ...");
  }
  return rule;
}

template <typename T, typename U>
bool holds(const std::vector<T>& wanted, const U& value) {
  return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
}

std::string field_of(const std::optional<std::string>& json, std::string_view path) {
  if (!json) return {};
  for (const JsonField& field : json_fields(*json).value_or(std::vector<JsonField>{})) {
    if (field.path == path) return field.plain();
  }
  return {};
}

std::optional<double> figure_of(const std::optional<std::string>& json, std::string_view type) {
  const std::string text = field_of(json, type == "score" ? "score.value" : "value");
  double value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

// Both states have a figure, and they are no further apart.
bool moved_at_most(const Change& change, double limit) {
  const std::optional<double> before = figure_of(change.before, change.type);
  const std::optional<double> after = figure_of(change.after, change.type);
  // The width of a rounding error in "0.3 - 0.1".
  return before && after && std::abs(*after - *before) <= limit + 1e-9;
}

bool fits(const PolicyRule& rule, const Change& change, std::string_view source) {
  const auto begins = [&](const std::string& page) {
    return change.page_key.compare(0, page.size(), page) == 0;
  };
  if (!holds(rule.kinds, change.kind) || !holds(rule.causes, change.cause) ||
      !holds(rule.types, change.type) || !holds(rule.sources, source)) {
    return false;
  }
  if (!rule.pages.empty() && std::none_of(rule.pages.begin(), rule.pages.end(), begins)) {
    return false;
  }
  const std::optional<std::string>& now = change.after ? change.after : change.before;
  if (!rule.relationships.empty() &&
      !holds(rule.relationships, field_of(now, "evaluator.relationship"))) {
    return false;
  }
  if (!rule.severities.empty() && !holds(rule.severities, field_of(now, "severity"))) return false;
  return !rule.at_most || moved_at_most(change, *rule.at_most);
}

}  // namespace

Result<Policy> load_policy(std::string_view file, std::string_view text) {
  const Result<YamlNode> root = read_yaml(file, text);
  if (!root) return tl::unexpected<Error>(root.error());
  YamlProblems problems(file);
  Policy policy;
  YamlFields fields(*root, problems);
  std::vector<std::string> ids;
  if (const YamlNode* rules = fields.required("rules")) {
    for (const YamlNode& node : yaml_items(*rules, problems)) {
      PolicyRule rule = read_rule(node, problems);
      if (std::find(ids.begin(), ids.end(), rule.id) != ids.end()) {
        problems.add(node, "id '" + rule.id + "' is used twice", "decisions name the rule by it");
      }
      ids.push_back(rule.id);
      policy.rules.push_back(std::move(rule));
    }
  }
  fields.finish();
  if (problems.any()) return tl::unexpected<Error>(problems.first());
  return policy;
}

const PolicyRule* rule_for(const Policy& policy, const Change& change, std::string_view source) {
  for (const PolicyRule& rule : policy.rules) {
    if (fits(rule, change, source)) return &rule;
  }
  return nullptr;
}

}  // namespace benchledger
