#include "extractors/fused_table.h"

namespace benchledger {
std::vector<FusedTable> solve_fused_tables(const std::vector<Line>&, const Names&, const Rules&,
                                           std::vector<Diagnostic>&) {
  return {};
}
}  // namespace benchledger
