#pragma once
// Who measured. Sets evaluator on every draft from what the document says:
// legend of a marker, caption, prose, a source column, the benchmark's owner,
// the publisher; in that order of strength. Never guessed: basis, rule and
// evidence say why, and "unknown" is an answer.

#include <vector>

#include "extractors/document.h"
#include "extractors/identity.h"
#include "extractors/page.h"
#include "extractors/provenance_phrase.h"
#include "extractors/score_draft.h"

namespace benchledger {

void attribute(const Document& document, const Page& page, const Names& names,
               const PhraseBook& book, const Rules& rules, std::vector<ScoreDraft>& drafts,
               std::vector<Diagnostic>& diagnostics);

}  // namespace benchledger
