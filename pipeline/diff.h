#pragma once
// What changed between two states of the ledger, record by record. Pure.

#include <vector>

#include "pipeline/change.h"
#include "pipeline/snapshot.h"

namespace benchledger {

// One change for each record whose line differs, most consequential first,
// then by page and by where the record stands on it. A record of which only
// the place or the wording of the evidence changed gives kMoved.
[[nodiscard]] std::vector<Change> diff(const Snapshot& before, const Snapshot& after);

// kMoved: nothing a person has to decide about.
[[nodiscard]] inline bool is_cosmetic(const Change& change) {
  return change.kind == ChangeKind::kMoved;
}

}  // namespace benchledger
