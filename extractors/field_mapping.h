#pragma once
// A data document whose source says which field is which: no reading has to be
// found, it is given.

#include <optional>
#include <string>

#include "extractors/axes.h"
#include "extractors/document.h"
#include "extractors/extract.h"
#include "extractors/table_layout.h"

namespace benchledger {

// Rewrites layout and axes to what the mapping says. The name of the first
// field the table lacks, or nullopt where all were found.
[[nodiscard]] std::optional<std::string> apply_mapping(const FieldMapping& mapping,
                                                       const Table& table, Layout& layout,
                                                       Axes& axes);

}  // namespace benchledger
