#pragma once
// Plain text, as a page reads after it was copied or dumped: headings,
// paragraphs and bullets are told apart by the look of their lines, and the
// tables whose cells were run together are handed to the fused-table solver.

#include <string_view>
#include <vector>

#include "extractors/diagnostic.h"
#include "extractors/document.h"
#include "extractors/identity.h"
#include "extractors/offset_map.h"
#include "extractors/rules.h"

namespace benchledger {

// Appends blocks and tables (origin kFused) to `document`, and sets its title
// to the first line where it has none. `text` is UTF-8, `map` its way back to
// the captured bytes. Total, linear in the text.
void read_plain_text(std::string_view text, const OffsetMap& map, const Names& names,
                     const Rules& rules, Document& document, std::vector<Diagnostic>& diagnostics);

}  // namespace benchledger
