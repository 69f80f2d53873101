#pragma once
// Scores from wherever they lie: pages, which are read and extracted, files and
// folders of records as `extract` and `run` write them, or the ledger's newest
// run.

#include <memory>
#include <string>
#include <vector>

#include "extractors/extract.h"
#include "extractors/result.h"
#include "pipeline/locations.h"
#include "pipeline/pairs.h"

namespace benchledger {

struct RecordSet {
  std::vector<std::unique_ptr<const Score>> owned;
  std::vector<PagedScore> scores;  // point into `owned`
  std::vector<Error> unreadable;   // what could not be read; the rest came in all the same
};

// A path that ends in .ndjson or .jsonl holds records, a folder such files at
// any depth, every other path is a page. No path: the ledger. Errors: no
// ledger. Lines of other record types are passed over.
[[nodiscard]] Result<RecordSet> read_record_set(const Extractor& extractor,
                                                const std::vector<std::string>& paths,
                                                const LocationOptions& locations);

}  // namespace benchledger
