#pragma once
// The span of dates a benchmark's questions come from: "Aug 24 - May 25",
// "10/01/2024-02/01/2025", "2407-2409", "24/8~25/5". Two windows that mean the
// same read alike. Linear, total.

#include <optional>
#include <string>
#include <string_view>

namespace benchledger {

// As an ISO 8601 interval of months or days ("2024-08/2025-05"); as printed
// where the dates could be read in more than one way; null where the text is no
// window.
[[nodiscard]] std::optional<std::string> question_window(std::string_view text);

}  // namespace benchledger
