#pragma once
// Accuracy of records against gold files. Pure.
//
// A score matches a gold record when the name keys of model and benchmark and
// the value agree; each gold record is matched once. "Near": same value, and
// of the two models as of the two benchmarks one begins or ends with the other
// or has the same words in another order (a heading more or less). A record
// near an optional gold record, or with its value and one of its two names, is
// neither right nor wrong.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extractors/extract.h"
#include "extractors/result.h"

namespace benchledger {

struct GoldRecord {
  bool is_spec = false;
  std::string model;
  std::string benchmark;  // or the attribute of a spec
  double value = 0;       // of a score
  SpecValue spec_value;
  std::optional<std::string> relationship;
  bool optional = false;
};

// One JSON object a line; `where` names the file in errors.
[[nodiscard]] Result<std::vector<GoldRecord>> read_gold(std::string_view lines,
                                                        std::string_view where);

struct Rates {
  double precision = 1;
  double recall = 1;
  double f1 = 1;
};

struct Tally {
  std::size_t right = 0;
  std::size_t near = 0;  // right but for a name; not in `right`
  std::size_t wrong = 0;
  std::size_t missed = 0;
  std::size_t relationship_right = 0;
  std::size_t relationship_of = 0;
  std::size_t specs_right = 0;
  std::size_t specs_of = 0;
  std::vector<std::string> missed_records;  // "model | benchmark | value"
  std::vector<std::string> wrong_records;

  // `near` counted as wrong and missed, or as right.
  [[nodiscard]] Rates strict() const;
  [[nodiscard]] Rates lenient() const;
  [[nodiscard]] double relationship() const;  // 1 where none is asked for
  void add(const Tally& other);               // counts only
};

[[nodiscard]] Tally compare_with_gold(const Extraction& extraction,
                                      const std::vector<GoldRecord>& gold);

}  // namespace benchledger
