#pragma once
// Which format bytes are in, told by content alone.

#include <string_view>

#include "extractors/extract.h"

namespace benchledger {

// Never kAuto. `text` is UTF-8. Cost: linear in the first 64 KiB.
[[nodiscard]] Format detect_format(std::string_view text);

}  // namespace benchledger
