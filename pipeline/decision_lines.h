#pragma once
// Decisions as NDJSON lines, so that they can live in version control and go
// from one ledger to another. A line names what was decided about by series
// and hashes, never by a row of one ledger.

#include <string>
#include <string_view>
#include <vector>

#include "extractors/result.h"
#include "pipeline/decision.h"
#include "pipeline/ledger.h"

namespace benchledger {

// One object, no line feed; packaging/schemas/decision.schema.json.
[[nodiscard]] std::string to_json(const Decision& decision);

// Strict: an unknown or missing key or word is an error that names the line.
[[nodiscard]] Result<std::vector<Decision>> decisions_from_lines(std::string_view file,
                                                                 std::string_view text);

struct ImportCount {
  std::size_t taken = 0;
  std::size_t known = 0;     // were here already
  std::size_t undone = 0;    // were here, and have been taken back since
  std::size_t homeless = 0;  // about states this ledger never held; they wait for such a state
};

// Adds the decisions that are not in the ledger yet, all or none. Idempotent.
[[nodiscard]] Result<ImportCount> import_decisions(Ledger& ledger, std::vector<Decision> decisions,
                                                   const std::string& now);

}  // namespace benchledger
