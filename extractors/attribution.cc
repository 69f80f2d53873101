#include "extractors/attribution.h"

namespace benchledger {
void attribute(const Document&, const Page&, const Names&, const Rules&, std::vector<ScoreDraft>&,
               std::vector<Diagnostic>&) {}
}  // namespace benchledger
