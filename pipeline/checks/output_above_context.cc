#include <variant>

#include "extractors/text.h"
#include "pipeline/check.h"
#include "pipeline/spec_value_conflict.h"

namespace benchledger {

namespace {

const Spec* spec_of(const Extraction& extraction, const Spec& like, std::string_view attribute) {
  for (const Spec& spec : extraction.specs) {
    if (spec.attribute == attribute && name_key(spec.model.raw) == name_key(like.model.raw)) {
      return &spec;
    }
  }
  return nullptr;
}

}  // namespace

void check_output_above_context(const CheckInput& input, FindingSink& sink) {
  for (const Spec& output : input.extraction.specs) {
    if (output.attribute != "max_output") continue;
    const Spec* context = spec_of(input.extraction, output, "context_window");
    if (context == nullptr || !std::holds_alternative<double>(output.value) ||
        !std::holds_alternative<double>(context->value)) {
      continue;
    }
    // "262K" and 262,144 are one figure: only a gap beyond rounding counts.
    const double low = output.interval ? output.interval->first : std::get<double>(output.value);
    const double high =
        context->interval ? context->interval->second : std::get<double>(context->value);
    if (low <= high) continue;
    sink.add({{"model", output.model.raw},
              {"output", output.raw},
              {"context", context->raw},
              {"gap", distance_of(output, *context)}},
             {output.id, context->id}, {output.evidence, context->evidence});
  }
}

}  // namespace benchledger
