#pragma once
// Spec tables (key-value, models as columns or rows), bullet lists and plain
// sentences to spec records.

#include <vector>

#include "extractors/document.h"
#include "extractors/identity.h"
#include "extractors/page.h"
#include "extractors/record.h"

namespace benchledger {

// True where the table is about attributes of models rather than scores; the
// table-kind stage asks this before it looks for scores.
[[nodiscard]] bool is_spec_table(const Table& table, const Names& names, const Rules& rules);

// `spec_tables`: indexes into document.tables that the kind stage calls spec.
// `scores`: the page's own, for the names its sentences may use.
[[nodiscard]] std::vector<Spec> read_specs(const Document& document, const Page& page,
                                           const std::vector<std::size_t>& spec_tables,
                                           const std::vector<Score>& scores, const Names& names,
                                           const Rules& rules,
                                           std::vector<Diagnostic>& diagnostics);

}  // namespace benchledger
