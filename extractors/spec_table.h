#pragma once
// The shape of a spec table: which axis holds attribute labels, which holds
// models. A table qualifies by enough labels that are attributes and values
// that read as what the attribute needs; anything that looks like a table of
// scores is refused.

#include <cstddef>
#include <vector>

#include "extractors/document.h"
#include "extractors/identity.h"
#include "extractors/rules.h"
#include "extractors/spec_value.h"

namespace benchledger {

struct SpecShape {
  enum class Kind { kNone, kKeyValue, kModelsInColumns, kModelsInRows };
  Kind kind = Kind::kNone;
  std::size_t header_rows = 0;  // rows above the values
  std::size_t name_column = 0;  // kModelsInRows: where the models stand; else the labels' column
};

[[nodiscard]] SpecShape spec_shape(const Table& table, const Names& names, const Rules& rules,
                                   const AttributeIndex& attributes);

}  // namespace benchledger
