#pragma once
// Whether a ledger can be believed: its rows fit together, every capture it
// names is there with the bytes it names, and every record of the newest run
// reads back from those bytes.

#include <string>
#include <vector>

#include "extractors/result.h"
#include "pipeline/capture_store.h"
#include "pipeline/ledger.h"

namespace benchledger {

struct AuditReport {
  std::size_t runs = 0;
  std::size_t captures = 0;
  std::size_t records = 0;            // of the newest run
  std::size_t spans = 0;              // read back
  std::vector<std::string> problems;  // for people, a line each
};

// Cost: every row and every capture once.
[[nodiscard]] Result<AuditReport> audit(Ledger& ledger, const CaptureStore& store);

}  // namespace benchledger
