#pragma once
// HTML to blocks and grids. The only file that includes gumbo.

#include <string>
#include <vector>

#include "extractors/diagnostic.h"
#include "extractors/document.h"
#include "extractors/offset_map.h"

namespace benchledger {

// Appends to `document`. `map` leads from `html` back to the captured bytes.
// Memory is bounded by a budget linear in the input; past it the document
// stays empty and a diagnostic says so.
void read_html(std::string html, const OffsetMap& map, Document& document,
               std::vector<Diagnostic>& diagnostics);

// The folded text of an HTML fragment.
[[nodiscard]] std::string html_text(std::string html);

}  // namespace benchledger
