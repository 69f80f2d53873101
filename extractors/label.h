#pragma once
// Header text as a name: footnote markers, emoji, arrows and mark-up off, what
// was taken off kept. Rule: record contract, "model.raw, benchmark.raw".

#include <string>
#include <string_view>
#include <vector>

#include "extractors/document.h"

namespace benchledger {

enum class Direction { kUnknown, kHigherIsBetter, kLowerIsBetter };

struct Label {
  std::string text;                  // as printed, without markers, emoji and arrows
  std::vector<std::string> markers;  // "*", "†", "^8", "1"
  Direction direction = Direction::kUnknown;
};

// `marks` tell a superscript "1" from a name that ends in a digit.
[[nodiscard]] Label clean_label(std::string_view text, const std::vector<Mark>& marks = {});

// Emoji and pictographs out; everything else as it is.
[[nodiscard]] std::string without_emoji(std::string_view text);

}  // namespace benchledger
