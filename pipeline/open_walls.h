#pragma once
// For commands that fetch: what stands in the way of a page.

#include "extractors/wall.h"
#include "pipeline/command.h"

namespace benchledger {

// Of the rule set the context asks for.
[[nodiscard]] Result<Walls> open_walls(const Context& context);

}  // namespace benchledger
