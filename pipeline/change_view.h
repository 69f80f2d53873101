#pragma once
// One change as a person sees it before deciding: what it is, then the two
// states side by side, each with its words marked in what stands around them,
// and the fields that differ.

#include <cstddef>
#include <string>

#include "pipeline/change.h"

namespace benchledger {

// The words a record was read from, and what stands around them, as text.
struct Excerpt {
  std::string before;
  std::string text;
  std::string after;
};

struct ViewLook {
  std::size_t width = 80;  // of the terminal, in columns
  bool color = false;
  bool whole = false;  // also the fields that only say where it stands
};

// Ends in a line feed. Nothing from the page can drive the terminal.
[[nodiscard]] std::string change_view(const Change& change, const Excerpt& was, const Excerpt& is,
                                      const ViewLook& look);

}  // namespace benchledger
