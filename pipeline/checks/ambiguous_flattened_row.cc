#include "pipeline/check.h"

namespace benchledger {

void check_ambiguous_flattened_row(const CheckInput& input, FindingSink& sink) {
  for (const Diagnostic& diagnostic : input.extraction.diagnostics) {
    if (diagnostic.code != "ambiguous-flattened-row") continue;
    Evidence evidence;
    evidence.span = diagnostic.span;
    sink.add({{"what", diagnostic.message}}, {}, {evidence}, diagnostic.message);
  }
}

}  // namespace benchledger
