#pragma once
// Score tables to drafts: which axis names models, which benchmarks, which
// cells are scores. See axes.h for how the reading is chosen.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "extractors/document.h"
#include "extractors/extract.h"
#include "extractors/identity.h"
#include "extractors/page.h"
#include "extractors/score_draft.h"

namespace benchledger {

struct TableReading {
  std::string kind = "other";  // score spec other
  std::string why;
  std::size_t header_rows = 0;
  std::size_t header_columns = 0;
};

// One reading per table of the document, in order; drafts in document order.
// `dropped` counts every cell that became no record, by reason.
struct ScoreReading {
  std::vector<TableReading> tables;
  std::vector<ScoreDraft> drafts;
  std::map<std::string, std::size_t> dropped;
};

// `mapping` is for tables of data documents; a table without its fields is
// refused with a diagnostic "mapping-does-not-fit".
[[nodiscard]] ScoreReading read_scores(const Document& document, const Page& page,
                                       const Names& names, const Rules& rules,
                                       const std::optional<FieldMapping>& mapping,
                                       std::vector<Diagnostic>& diagnostics);

}  // namespace benchledger
