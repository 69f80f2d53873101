#pragma once
// What a name looks like when nobody has heard of it: "Foo-7B-Chat" has the
// shape of a model, "FooBench v2 (pass@1)" that of a benchmark. Word lists:
// model_variant_words, benchmark_words, benchmark_suffixes, metric_words,
// not_names in words.yaml; no names of models or benchmarks.

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "extractors/rules.h"

namespace benchledger {

struct NameShape {
  double model = 0;      // 0..1
  double benchmark = 0;  // 0..1
};

class ShapeJudge {
 public:
  explicit ShapeJudge(const Rules& rules);

  // Cost: linear in the text; texts longer than a name (120 bytes) are neither.
  [[nodiscard]] NameShape judge(std::string_view text) const;

 private:
  std::unordered_set<std::string> model_words_;
  std::unordered_set<std::string> benchmark_words_;
  std::unordered_set<std::string> metric_words_;
  std::unordered_set<std::string> not_names_;
  std::vector<std::string> benchmark_suffixes_;
};

}  // namespace benchledger
