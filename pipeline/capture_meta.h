#pragma once
// What is known of a capture besides its bytes, as "name: value" lines: how
// the store keeps it, and archives of the store carry it. Line feeds inside a
// value are escaped. Pure.

#include <string>
#include <string_view>

#include "extractors/result.h"
#include "pipeline/capture.h"

namespace benchledger {

[[nodiscard]] std::string capture_meta(const Capture& capture);

// The capture without its bytes. Error kStore for a line that is none of ours.
[[nodiscard]] Result<Capture> read_capture_meta(std::string_view text);

}  // namespace benchledger
