#include "extractors/plain_text.h"

#include <algorithm>

namespace benchledger {

Span PlainText::source(std::size_t begin, std::size_t end) const {
  if (runs.empty()) return {begin, end};
  return SourceText{{}, runs}.source(begin, end);
}

void read_plain_text(const PlainText&, const Names&, const Rules&, Document&,
                     std::vector<Diagnostic>&) {}

}  // namespace benchledger
