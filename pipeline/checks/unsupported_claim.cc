#include <fmt/format.h>

#include <map>

#include "pipeline/check.h"

namespace benchledger {

// One finding for each benchmark that sentences name and no record covers; one
// for the whole page where it has no scores at all.
void check_unsupported_claim(const CheckInput& input, FindingSink& sink) {
  std::map<std::string, std::vector<const Claim*>> groups;
  std::vector<std::string> order;
  for (const Claim& claim : input.extraction.claims) {
    if (claim.verdict != "unsupported") continue;
    const bool whole = input.extraction.scores.empty() || !claim.benchmark;
    const std::string key = whole ? std::string("the benchmarks it names") : claim.benchmark->raw;
    if (groups[key].empty()) order.push_back(key);
    groups[key].push_back(&claim);
  }
  for (const std::string& benchmark : order) {
    std::vector<std::string> records;
    std::vector<Evidence> evidence;
    for (const Claim* claim : groups[benchmark]) {
      records.push_back(claim->id);
      if (evidence.size() < 4) evidence.push_back(claim->evidence);
    }
    const std::string count = fmt::format("{}", records.size());
    const Claim& first = *groups[benchmark].front();
    sink.add({{"benchmark", benchmark},
              {"count", count},
              {"text", first.text},
              {"detail", first.detail}},
             std::move(records), std::move(evidence), benchmark);
  }
}

}  // namespace benchledger
