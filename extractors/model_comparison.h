#pragma once
// Whether two names are of one model. Families, versions, sizes and dates are
// read from the names' ids; mode and effort stand beside them.

#include <optional>
#include <string>
#include <vector>

#include "extractors/record.h"
#include "extractors/rules.h"

namespace benchledger {

// A resolved name in its parts; what the name does not say is empty.
struct ModelParts {
  std::string developer;
  std::string family;               // "claude"
  std::string version;              // "4.6", "3.1", "r1", "4o"
  std::string size;                 // "235b a22b"
  std::string date;                 // "20251101", "2024-08-06", "2507"
  std::vector<std::string> lines;   // what makes it another product: "opus", "mini", "coder"
  std::vector<std::string> tails;   // what makes it another build of it: "preview", "instruct"
  std::vector<std::string> others;  // words of its own
};

// Empty where the name has no id. Word lists: tier_words, product_line_words,
// model_variant_words.
[[nodiscard]] ModelParts parts_of(const ModelRef& model, const Rules& rules);

enum class ModelRelation {
  kSame,       // nothing the names say tells them apart
  kVariant,    // one model in another mode, effort, release or build
  kDifferent,  // two models
  kUnknown,    // the names do not say
};

struct ModelComparison {
  ModelRelation relation = ModelRelation::kUnknown;
  std::string reason;
};

// Pure and symmetric but for the order in which the reason names the two.
[[nodiscard]] ModelComparison compare_models(const ModelRef& a, const ModelRef& b,
                                             const Rules& rules);

// "same", "variant", "different", "unknown".
[[nodiscard]] std::string name_of(ModelRelation relation);

}  // namespace benchledger
