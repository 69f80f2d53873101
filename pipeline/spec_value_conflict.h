#pragma once
// Whether two statements of one attribute can both be true, and how far apart
// they are. Shared by the checks within a page and across pages.

#include <string>

#include "extractors/record.h"

namespace benchledger {

// Numbers whose intervals do not meet, opposite flags, dates of which neither
// is the other left partial. Words may differ and mean the same, and another
// unit is another matter: no conflict.
[[nodiscard]] bool exclude_each_other(const Spec& a, const Spec& b);

// " (1.5 times)" for two positive numbers, else empty.
[[nodiscard]] std::string distance_of(const Spec& a, const Spec& b);

}  // namespace benchledger
