#pragma once
// Matched pairs: what a model's own developer states against what somebody
// else measured, on the same instrument under settings that do not differ.
// Pure; the order of the input does not matter.
//
// A measurement is one however many pages print it: figures are joined by who
// measured, not by who printed. Both sides of a pair name their measurer, and
// the two are different organizations.

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "extractors/comparability.h"
#include "extractors/record.h"
#include "extractors/rules.h"

namespace benchledger {

struct PagedScore {
  const Score* score = nullptr;
  std::string page;  // for people: path or key
};

// One figure by one measurer, wherever it is printed.
struct Measurement {
  std::string measurer;      // organization id, else its printed name
  std::string relationship;  // to the model: first_party third_party competitor
  const Score* score = nullptr;
  ComparabilityKey key;
  std::vector<std::string> records;  // ids of the scores that print it
  std::vector<std::string> pages;    // each once
};

struct Pair {
  Measurement vendor;
  Measurement other;
  KeyMatch match;
  double gap = 0;       // points by which the vendor's figure is the better one
  bool agrees = false;  // the rounding intervals meet
};

// The gaps of one vendor's pairs on a scale of percents, by how the other
// measurer stands to the models and by whether the settings are stated.
struct GapDistribution {
  std::string vendor;
  std::string relationship;
  Comparability comparability = Comparability::kComparable;
  std::size_t pairs = 0;
  std::size_t agreeing = 0;
  double least = 0;
  double lower_quartile = 0;  // quartiles interpolate between neighbours
  double median = 0;
  double upper_quartile = 0;
  double greatest = 0;
};

struct PairReport {
  std::vector<Pair> pairs;  // by vendor, model, benchmark, comparable ones first
  std::vector<GapDistribution> vendors;
  // Candidates that make no pair, by reason: "another subset or scale",
  // "differing settings", "ambiguous".
  std::map<std::string, std::size_t> left_out;
};

// Cost: n log n plus, for each model and benchmark, the product of the two
// sides' measurements.
[[nodiscard]] PairReport match_pairs(const std::vector<PagedScore>& scores, const Rules& rules);

// Whether the score's measurer is named as such: not merely whoever printed it.
[[nodiscard]] bool names_measurer(const Score& score);

}  // namespace benchledger
