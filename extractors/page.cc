#include "extractors/page.h"

namespace benchledger {
Page describe_page(const Input&, const Document&, const Rules&) { return {}; }
}  // namespace benchledger
