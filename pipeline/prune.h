#pragma once
// What of the capture store nothing in the ledger points to.

#include <cstddef>
#include <string>
#include <vector>

#include "extractors/result.h"
#include "pipeline/capture_store.h"
#include "pipeline/ledger.h"

namespace benchledger {

// Files to be removed: descriptions of captures the ledger does not need,
// bytes that no capture it needs has, and what a kill left unfinished.
struct Waste {
  std::vector<CaptureStore::StoredFile> files;
  std::size_t captures = 0;  // descriptions among them
  std::size_t bytes = 0;
};

// Every state of every record, in its whole history, keeps the capture it was
// read from; every page keeps its last good one. Cost: linear in both.
[[nodiscard]] Result<Waste> find_waste(Ledger& ledger, const CaptureStore& store);

// First out of the ledger, then from the disk: after a kill in between the next
// prune finds what is left. No run may write meanwhile. Errors are kStore.
[[nodiscard]] Status remove_waste(Ledger& ledger, const Waste& waste);

}  // namespace benchledger
