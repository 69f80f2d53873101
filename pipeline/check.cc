#include "pipeline/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "extractors/digest.h"
#include "extractors/number.h"
#include "pipeline/lineage.h"

namespace benchledger {
namespace {

std::string filled(std::string_view message, const std::map<std::string, std::string>& values) {
  std::string text;
  std::size_t at = 0;
  while (at < message.size()) {
    const std::size_t open = message.find('{', at);
    const std::size_t close = open == std::string_view::npos ? open : message.find('}', open);
    if (close == std::string_view::npos) break;
    text += message.substr(at, open - at);
    const auto value = values.find(std::string(message.substr(open + 1, close - open - 1)));
    // A placeholder that nothing fills stays, so that a test sees it.
    text +=
        value == values.end() ? std::string(message.substr(open, close - open + 1)) : value->second;
    at = close + 1;
  }
  text += message.substr(at);
  return text;
}

}  // namespace

void FindingSink::add(const std::map<std::string, std::string>& values,
                      std::vector<std::string> records, std::vector<Evidence> evidence,
                      const std::string& subject) {
  Finding finding;
  if (document_ != nullptr) finding.document = document_->id;
  finding.rule = rule_.id;
  finding.severity = rule_.severity;
  finding.message = filled(rule_.message, values);
  // The page rather than its bytes: a finding outlives an edit elsewhere.
  std::string key =
      fmt::format("finding|{}|{}|{}", rule_.id,
                  document_ == nullptr ? std::string{} : page_of(*document_), subject);
  if (subject.empty()) {
    const std::set<std::string> sorted(records.begin(), records.end());
    for (const std::string& record : sorted) key += "|" + record;
  }
  const std::size_t before = subjects_[key]++;
  if (before > 0) key += fmt::format("|#{}", before + 1);
  finding.id = short_id(key);
  finding.records = std::move(records);
  finding.evidence = std::move(evidence);
  findings_.push_back(std::move(finding));
}

std::string page_of(const DocumentRecord& document) {
  if (document.url) return *document.url;
  return document.path ? *document.path : document.id;
}

double threshold_of(const CheckRule& rule, std::string_view name) {
  const auto found = rule.thresholds.find(std::string(name));
  return found == rule.thresholds.end() ? 0 : found->second;
}

std::string points(double difference) {
  const std::string number = format_number(std::round(100 * std::fabs(difference)) / 100);
  return number + (number == "1" ? " point" : " points");
}

std::string name_list(const std::vector<std::string>& names, std::size_t shown) {
  std::vector<std::string> distinct;
  for (const std::string& name : names) {
    if (std::find(distinct.begin(), distinct.end(), name) == distinct.end()) {
      distinct.push_back(name);
    }
  }
  // Of a list that is cut short the same names are shown, however rows and
  // columns stand on the page.
  if (distinct.size() > shown) std::sort(distinct.begin(), distinct.end());
  std::string text;
  const std::size_t count = std::min(shown, distinct.size());
  for (std::size_t i = 0; i < count; ++i) {
    const bool last = i + 1 == distinct.size();
    if (i > 0) text += last ? " and " : ", ";
    text += distinct[i];
  }
  if (distinct.size() > count) text += fmt::format(" and {} more", distinct.size() - count);
  return text;
}

std::string figure(const Score& score) {
  return format_number(score.score.value) + (score.score.unit == "percent" ? "%" : "");
}

std::string place_of(const Score& score) { return score.model.raw + " on " + score.benchmark.raw; }

std::vector<Evidence> evidence_of(const std::vector<const Score*>& scores, std::size_t limit) {
  std::vector<Evidence> evidence;
  for (const Score* score : scores) {
    if (evidence.size() == limit) break;
    evidence.push_back(score->evidence);
  }
  return evidence;
}

std::vector<std::string> ids_of(const std::vector<const Score*>& scores) {
  std::vector<std::string> ids;
  ids.reserve(scores.size());
  for (const Score* score : scores) ids.push_back(score->id);
  return ids;
}

const Benchmark* benchmark_of(const Score& score, const Rules& rules) {
  if (!score.benchmark.id) return nullptr;
  const auto found = std::find_if(rules.benchmarks.begin(), rules.benchmarks.end(),
                                  [&](const Benchmark& b) { return b.id == *score.benchmark.id; });
  return found == rules.benchmarks.end() ? nullptr : &*found;
}

}  // namespace benchledger
