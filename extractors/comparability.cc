#include "extractors/comparability.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "extractors/text.h"

namespace benchledger {
namespace {

constexpr std::size_t kInstrument = 0;
constexpr std::size_t kSubset = 1;
constexpr std::size_t kScale = 2;
constexpr std::size_t kVersion = 3;
constexpr std::size_t kMetric = 4;
constexpr std::size_t kMode = 5;
constexpr std::size_t kEffort = 6;
constexpr std::size_t kTools = 7;
constexpr std::size_t kHarness = 8;
constexpr std::size_t kAttempts = 9;
constexpr std::size_t kShots = 10;
constexpr std::size_t kQualifiers = 11;

std::string folded(const std::optional<std::string>& text) {
  return text ? lower_ascii(fold_space(*text)) : std::string{};
}

// "pass@1", "avg@64", "maj@8": how many attempts count, and how.
bool names_attempts(std::string_view metric) {
  const std::size_t at = metric.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < metric.size() &&
         (is_digit(metric[at + 1]) || metric[at + 1] == 'k');
}

// The spellings of one metric, by the word list that holds them.
std::string metric_of(std::string metric, const Rules& rules) {
  constexpr const char* kPrefix = "same_metric_";
  for (auto list = rules.words.lower_bound(kPrefix);
       list != rules.words.end() && list->first.starts_with(kPrefix); ++list) {
    const std::vector<std::string>& spellings = list->second;
    if (std::find(spellings.begin(), spellings.end(), metric) != spellings.end()) {
      return spellings.front();
    }
  }
  return metric;
}

// A board that prints no unit means that of the benchmark, unless its figures
// say otherwise.
std::string scale_of(const Score& score, const Rules& rules) {
  const std::string& unit = score.score.unit;
  if (unit == "fraction") return "percent";
  if (unit != "unknown") return unit;
  const auto known = std::find_if(rules.benchmarks.begin(), rules.benchmarks.end(),
                                  [&](const Benchmark& b) { return score.benchmark.id == b.id; });
  const bool percent = known != rules.benchmarks.end() && known->unit == "percent";
  return percent && score.score.value > 1 && score.score.value <= 100 ? "percent" : std::string{};
}

std::string joined(std::vector<std::string> texts) {
  std::sort(texts.begin(), texts.end());
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : ", ") + text;
  return all;
}

std::vector<std::string> split(std::string_view text, std::string_view separators) {
  std::vector<std::string> pieces;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(separators), text.size());
    std::string piece = fold_space(text.substr(0, end));
    if (!piece.empty()) pieces.push_back(std::move(piece));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return pieces;
}

// "5-shot", "5shot", "zero-shot" -> "5", "0".
std::optional<std::string> shots_in(std::string_view word) {
  if (word.ends_with("s")) word.remove_suffix(1);
  if (!word.ends_with("shot")) return std::nullopt;
  word.remove_suffix(4);
  if (word.ends_with("-")) word.remove_suffix(1);
  if (word == "zero") return "0";
  const bool number = !word.empty() && std::all_of(word.begin(), word.end(), is_digit);
  return number ? std::optional<std::string>(word) : std::nullopt;
}

// What a benchmark's printed name says of the run, in parentheses or after it:
// "MMLU (5-shot, CoT)", "HumanEval 0-shot". It stands in `raw`, not in the
// setting, because it is part of the printed name.
class PrintedConditions {
 public:
  PrintedConditions(const Score& score, const Rules& rules) : score_(score), rules_(rules) {
    const std::string raw = lower_ascii(score.benchmark.raw);
    const std::size_t open = raw.find('(');
    read_words(raw.substr(0, open), false);
    for (std::size_t at = open; at != std::string::npos; at = raw.find('(', at + 1)) {
      const std::size_t end = std::min(raw.find(')', at), raw.size());
      for (const std::string& part :
           split(std::string_view(raw).substr(at + 1, end - at - 1), ",;")) {
        read_words(part, true);
      }
    }
  }

  std::string shots;
  std::string attempts;
  std::string metric;
  std::vector<std::string> qualifiers;

 private:
  // Of a part in parentheses everything counts; of the name itself only what
  // can be nothing else.
  void read_words(std::string_view part, bool in_parentheses) {
    std::string rest;
    for (const std::string& word : split(part, " ")) {
      if (const auto count = shots_in(word)) {
        shots = *count;
      } else if (names_attempts(word)) {
        attempts = word;
      } else {
        rest += (rest.empty() ? "" : " ") + word;
      }
    }
    if (!in_parentheses || rest.empty()) return;
    if (rest == folded(score_.benchmark.version) || rest == folded(score_.benchmark.subset)) return;
    if (is_metric(rest)) {
      metric = rest;
    } else if (!score_.setting.tools) {  // else it is what was read as tools
      qualifiers.push_back(rest);
    }
  }

  [[nodiscard]] bool is_metric(const std::string& text) const {
    const std::vector<std::string>& words = rules_.word_list("metric_words");
    return metric_of(text, rules_) != text ||
           std::find(words.begin(), words.end(), text) != words.end();
  }

  const Score& score_;
  const Rules& rules_;
};

}  // namespace

const char* to_string(Comparability comparability) {
  switch (comparability) {
    case Comparability::kComparable:
      return "comparable";
    case Comparability::kConditionUnstated:
      return "condition_unstated";
    case Comparability::kNotComparable:
      break;
  }
  return "not_comparable";
}

const std::string& ComparabilityKey::part(std::string_view name) const {
  const auto at = std::find(kKeyParts.begin(), kKeyParts.end(), name);
  return parts.at(static_cast<std::size_t>(at - kKeyParts.begin()));
}

std::string ComparabilityKey::conditions() const {
  std::string text;
  for (std::size_t i = kVersion; i < parts.size(); ++i) {
    if (parts[i].empty()) continue;
    if (!text.empty()) text += ", ";
    text += std::string(kKeyParts[i]) + " " + parts[i];
  }
  return text;
}

ComparabilityKey key_of(const Score& score, const Rules& rules) {
  const Setting& setting = score.setting;
  PrintedConditions printed(score, rules);
  ComparabilityKey key;
  auto& parts = key.parts;
  parts[kInstrument] =
      score.benchmark.id ? *score.benchmark.id : "\"" + name_key(score.benchmark.raw) + "\"";
  parts[kSubset] = folded(score.benchmark.subset);
  parts[kScale] = scale_of(score, rules);
  parts[kVersion] = folded(score.benchmark.version);
  parts[kMode] = comparable_mode(score.model);
  parts[kEffort] = folded(score.model.effort);
  parts[kTools] = folded(setting.tools);
  parts[kHarness] = folded(setting.harness);
  parts[kAttempts] = folded(setting.attempts);
  parts[kShots] = setting.shots ? std::to_string(*setting.shots) : printed.shots;
  if (parts[kAttempts].empty()) parts[kAttempts] = printed.attempts;
  for (const std::string& text : setting.stated) {
    // Which of the two numbers of one cell it is says nothing of the run.
    if (text == "parenthesized" || shots_in(lower_ascii(text))) continue;
    printed.qualifiers.push_back(lower_ascii(fold_space(text)));
  }
  parts[kQualifiers] = joined(std::move(printed.qualifiers));
  std::string metric = setting.metric ? folded(setting.metric) : printed.metric;
  if (names_attempts(metric) && parts[kAttempts].empty()) std::swap(metric, parts[kAttempts]);
  if (metric != parts[kAttempts]) parts[kMetric] = metric_of(metric, rules);
  return key;
}

KeyMatch match(const ComparabilityKey& a, const ComparabilityKey& b) {
  KeyMatch match;
  bool stated = false;
  for (std::size_t i = 0; i < kKeyParts.size(); ++i) {
    const std::string& left = a.parts[i];
    const std::string& right = b.parts[i];
    if (left == right) {
      stated = stated || (!left.empty() && (i == kMetric || (i >= kTools && i <= kShots)));
    } else if (i <= kScale || (!left.empty() && !right.empty())) {
      match.differing.push_back(kKeyParts[i]);
    } else {
      match.open.push_back(kKeyParts[i]);
    }
  }
  match.comparability = !match.differing.empty()         ? Comparability::kNotComparable
                        : !match.open.empty() || !stated ? Comparability::kConditionUnstated
                                                         : Comparability::kComparable;
  return match;
}

std::string comparable_mode(const ModelRef& model) {
  const std::string mode = folded(model.mode);
  if (mode == "reasoning") return "thinking";
  return mode == "non-reasoning" ? "non-thinking" : mode;
}

Interval comparable_interval(const Score& score) {
  const Interval interval = interval_of(score);
  const double factor = score.score.unit == "fraction" ? 100 : 1;
  return {interval.low * factor, interval.high * factor};
}

double comparable_value(const Score& score) {
  return score.score.value * (score.score.unit == "fraction" ? 100 : 1);
}

}  // namespace benchledger
