#pragma once
// What the claims and findings of a page say, without their place: the second
// opinion on which of them an edit changed. Made from two readings of the page,
// without the ledger.

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "extractors/extract.h"

namespace benchledger {

// How often each thing is said.
using Sayings = std::map<std::string, int>;

inline std::string saying(const Claim& claim) {
  return fmt::format("claim {} \"{}\" {} on {}: {} {} {} {}/{}", claim.kind, claim.text,
                     claim.subject.raw, claim.benchmark ? claim.benchmark->raw : "-",
                     claim.value.value_or(-1), claim.unit.value_or("-"), claim.verdict,
                     claim.coverage ? claim.coverage->present : 0,
                     claim.coverage ? claim.coverage->of : 0);
}

// A message names things in the order of the page.
inline std::string saying(const Finding& finding) {
  std::string text = finding.message;
  std::erase(text, ',');
  std::istringstream message(text);
  std::vector<std::string> words{std::istream_iterator<std::string>(message), {}};
  std::sort(words.begin(), words.end());
  return fmt::format("finding {} {}: {}", finding.rule, static_cast<int>(finding.severity),
                     fmt::join(words, " "));
}

// What is said in one reading and not in the other. A finding is the same as
// long as its id is, whatever figures its message gives, or where the ids of
// its records went with a heading, as long as its words are.
class Differing {
 public:
  Differing(const Extraction& page, const Extraction& other) {
    for (const Claim& claim : page.claims) ++sayings_[saying(claim)];
    for (const Claim& claim : other.claims) take(saying(claim));
    std::set<std::string> ids;
    for (const Finding& finding : other.findings) ids.insert(finding.id);
    std::set<std::string> met;
    for (const Finding& finding : page.findings) {
      met.insert(finding.id);
      if (ids.count(finding.id) == 0) ++sayings_[saying(finding)];
    }
    for (const Finding& finding : other.findings) {
      if (met.count(finding.id) == 0) take(saying(finding));
    }
  }
  [[nodiscard]] const Sayings& sayings() const { return sayings_; }

 private:
  void take(const std::string& what) {
    const auto found = sayings_.find(what);
    if (found != sayings_.end() && --found->second == 0) sayings_.erase(found);
  }

  Sayings sayings_;
};

// What two readings of a page differ in: records, and what those are about.
class Touched {
 public:
  Touched(const Extraction& before, const Extraction& after) {
    add(before, after);
    add(after, before);
  }
  [[nodiscard]] bool concerns(const Claim& claim) const {
    return any(claim.against) || names_.count(claim.subject.raw) > 0 ||
           (claim.benchmark && names_.count(claim.benchmark->raw) > 0);
  }
  // One about a record that is gone can but name it.
  [[nodiscard]] bool concerns(const Finding& finding) const {
    return any(finding.records) ||
           std::any_of(names_.begin(), names_.end(), [&](const std::string& name) {
             return finding.message.find(name) != std::string::npos;
           });
  }
  // What is said on `page`, and not as often on `other`, about none of it.
  [[nodiscard]] std::vector<std::string> unconcerned(const Extraction& page,
                                                     const Sayings& rest) const {
    std::set<std::string> unconcerned;
    for (const auto& [what, times] : rest) unconcerned.insert(what);
    for (const Claim& claim : page.claims) {
      if (concerns(claim)) unconcerned.erase(saying(claim));
    }
    for (const Finding& finding : page.findings) {
      if (concerns(finding)) unconcerned.erase(saying(finding));
    }
    return {unconcerned.begin(), unconcerned.end()};
  }

 private:
  void add(const Extraction& page, const Extraction& other) {
    std::map<std::string, std::string> figures;
    for (const Score& score : other.scores) figures[score.id] = score.score.raw;
    for (const Score& score : page.scores) {
      const auto found = figures.find(score.id);
      if (found != figures.end() && found->second == score.score.raw) continue;
      ids_.insert(score.id);
      names_.insert({score.model.raw, score.benchmark.raw});
    }
  }
  [[nodiscard]] bool any(const std::vector<std::string>& ids) const {
    return std::any_of(ids.begin(), ids.end(),
                       [this](const std::string& id) { return ids_.count(id) > 0; });
  }

  std::set<std::string> ids_;
  std::set<std::string> names_;
};

}  // namespace benchledger
