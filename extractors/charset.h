#pragma once
// Captured bytes to UTF-8, with the way back. Encoding from the byte-order
// mark, then the transport, then the page's own <meta>, then validity as
// UTF-8, then detection (WHATWG's order with detection last).

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extractors/diagnostic.h"
#include "extractors/offset_map.h"

namespace benchledger {

struct Decoded {
  std::string text;     // valid UTF-8; bytes that are not become U+FFFD
  std::string charset;  // lower case: "utf-8", "windows-1252", "utf-16le"
  OffsetMap map;        // identity where the bytes were UTF-8 already
};

[[nodiscard]] Decoded decode(std::string_view bytes, const std::optional<std::string>& declared,
                             std::vector<Diagnostic>& diagnostics);

}  // namespace benchledger
