#pragma once
// Makes HTML safe to hand to the parser, in one linear pass and without
// moving a byte: too deep nesting, too many attributes and numeric character
// references out of range are blanked in place. Limits from measurements of
// gumbo 0.10.1, which is quadratic in depth and overflows on "&#4294967361;".

#include <cstddef>
#include <string>
#include <vector>

#include "extractors/diagnostic.h"

namespace benchledger {

inline constexpr std::size_t kMaxDepth = 400;
inline constexpr std::size_t kMaxAttributes = 400;

// Same length in and out.
void guard_html(std::string& html, std::vector<Diagnostic>& diagnostics);

}  // namespace benchledger
