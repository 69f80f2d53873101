#include "extractors/spec_records.h"

namespace benchledger {
bool is_spec_table(const Table&, const Names&, const Rules&) { return false; }
std::vector<Spec> read_specs(const Document&, const Page&, const std::vector<std::size_t>&,
                             const Names&, const Rules&, std::vector<Diagnostic>&) {
  return {};
}
}  // namespace benchledger
