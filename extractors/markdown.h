#pragma once
// Markdown (GitHub's dialect, HTML inside) lowered to HTML with the way back,
// so that one tree walk and one grid builder serve both. The only file that
// includes md4c.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "extractors/offset_map.h"

namespace benchledger {

struct Lowered {
  std::string html;
  OffsetMap map;  // html -> markdown
  // "key: value" lines of a YAML front matter, as printed.
  std::vector<std::pair<std::string, std::string>> front_matter;
};

[[nodiscard]] Lowered lower_markdown(std::string_view markdown);

// The inline content of one cell or one sentence, lowered.
[[nodiscard]] std::string lower_markdown_inline(std::string_view markdown);

}  // namespace benchledger
