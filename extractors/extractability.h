#pragma once
// What a page promises and does not hold in its bytes: templates that were
// never rendered, rows that say "Loading", results drawn as images or fetched
// by scripts. Each becomes a diagnostic, so that nothing is missing silently.

#include <cstddef>
#include <vector>

#include "extractors/diagnostic.h"
#include "extractors/document.h"
#include "extractors/rules.h"

namespace benchledger {

// Codes: "unrendered-template", "loading-placeholder", "image-only",
// "script-only", "empty" and "not-text" (a PDF, say, served as a page). `scores`: how many records
// the document gave.
void note_not_extractable(const Document& document, std::size_t scores, const Rules& rules,
                          std::vector<Diagnostic>& diagnostics);

}  // namespace benchledger
