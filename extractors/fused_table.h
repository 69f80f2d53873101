#pragma once
// Tables whose cells were run together when a page was flattened to text:
// "AA Intelligence Index52575753". Every split is enumerated and constrained;
// a row is emitted only when one split is left.

#include <string>
#include <string_view>
#include <vector>

#include "extractors/diagnostic.h"
#include "extractors/document.h"
#include "extractors/identity.h"
#include "extractors/rules.h"

namespace benchledger {

// One line of flattened text with where it stands.
struct Line {
  SourceText text;  // white space folded, without the bullet
  bool bullet = false;
};

// The tables found among `lines`; `first`/`last` say which lines each covers.
struct FusedTable {
  Table table;  // origin kFused; cells carry their spans
  std::size_t first_line = 0;
  std::size_t last_line = 0;  // inclusive
};

[[nodiscard]] std::vector<FusedTable> solve_fused_tables(const std::vector<Line>& lines,
                                                         const Names& names, const Rules& rules,
                                                         std::vector<Diagnostic>& diagnostics);

}  // namespace benchledger
