#pragma once
// Plain text, as a page reads after it was copied or dumped: headings,
// paragraphs and bullets are told apart by the look of their lines, and the
// tables whose cells were run together are handed to the fused-table solver.

#include <string>
#include <string_view>
#include <vector>

#include "extractors/diagnostic.h"
#include "extractors/document.h"
#include "extractors/identity.h"
#include "extractors/rules.h"

namespace benchledger {

// UTF-8 text and where its bytes were captured. `runs` is ascending in
// text_begin and covers the text; none: the text is the capture itself (an
// offset in one is the offset in the other).
struct PlainText {
  std::string_view text;
  std::vector<SourceText::Run> runs;

  // The captured bytes text[begin, end) was read from. O(log runs).
  [[nodiscard]] Span source(std::size_t begin, std::size_t end) const;
};

// Appends blocks and tables (origin kFused) to `document`, and sets its title
// to the first line where it has none. Total, linear in the text.
void read_plain_text(const PlainText& text, const Names& names, const Rules& rules,
                     Document& document, std::vector<Diagnostic>& diagnostics);

}  // namespace benchledger
