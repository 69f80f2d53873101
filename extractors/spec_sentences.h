#pragma once
// Plain sentences to spec records ("132B total parameters of which 36B are
// active"), by the patterns of rules/attributes.yaml. A sentence counts only
// where it is clear whose attribute it states: the nearest model named before
// the words, or the page's where the sentence says "it" or "the model".

#include <vector>

#include "extractors/document.h"
#include "extractors/identity.h"
#include "extractors/record.h"
#include "extractors/rules.h"
#include "extractors/spec_subject.h"

namespace benchledger {

// Adds to `specs`, in document order; what `specs` already states of the same
// model with the same value is not repeated. The evidence of a record is the
// whole sentence, its `raw` the value alone. Cost: patterns x sentences.
void add_spec_sentences(const Document& document, const SpecSubjects& subjects, const Names& names,
                        const Rules& rules, std::vector<Spec>& specs);

}  // namespace benchledger
