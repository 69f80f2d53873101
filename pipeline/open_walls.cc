#include "pipeline/open_walls.h"

namespace benchledger {

Result<Walls> open_walls(const Context& context) {
  const Result<std::vector<RuleFile>> files = open_rule_files(context);
  if (!files) return tl::unexpected<Error>(files.error());
  const Result<std::vector<WallRule>> rules = load_wall_rules(*files);
  if (!rules) return tl::unexpected<Error>(rules.error());
  return Walls(*rules);
}

}  // namespace benchledger
