#pragma once
// Matched pairs as a table for people, NDJSON and CSV. Bytes depend on the
// input alone.

#include <string>

#include "extractors/rules.h"
#include "pipeline/pairs.h"

namespace benchledger {

// The pairs, then the gaps of each vendor, then what was left out and why.
[[nodiscard]] std::string pairs_text(const PairReport& report, const Rules& rules);

// A line a pair (type "pair"), then a line a distribution (type "gap").
[[nodiscard]] std::string pairs_json(const PairReport& report);

// The pairs alone, RFC 4180 with a header row.
[[nodiscard]] std::string pairs_csv(const PairReport& report);

}  // namespace benchledger
