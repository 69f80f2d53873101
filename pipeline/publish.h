#pragma once
// From the ledger to the output folder. Every export is made of what the
// ledger holds, so that the ledger as of a past moment gives the bytes that
// were exported then.
//
//   OUT/latest    every record of the newest run, each with its state
//   OUT/accepted  what people stand behind: the records of the first run, which
//                 later ones are held against, moved on by what was accepted.
//                 A change that waits or was rejected leaves the old state there.

#include <functional>
#include <string>
#include <string_view>

#include "extractors/result.h"
#include "pipeline/capture_store.h"
#include "pipeline/export.h"
#include "pipeline/export_input.h"
#include "pipeline/ledger.h"

namespace benchledger {

enum class Selection { kAll, kAccepted };

[[nodiscard]] Result<ExportInput> export_input(Ledger& ledger, const Moment& moment,
                                               Selection selection);

// records.ndjson of the selection kAll, straight from the ledger's rows: the
// same bytes as the export writes, without taking the records apart. Returns
// how many there were.
[[nodiscard]] Result<std::size_t> stream_records(Ledger& ledger, const Moment& moment,
                                                 const Sink& sink);

// What an output is made with beside the ledger.
struct Publishing {
  FormatList formats;                      // empty: the usual ones
  const Rules* rules = nullptr;            // for formats that say what checks mean
  const CaptureStore* captures = nullptr;  // for formats that count lines
};

// Gives the input what formats ask for beyond records; both have to outlive it.
void equip(ExportInput& input, const Rules* rules, const CaptureStore* captures);

// What OUT/latest is written in, as its manifest says; empty where there is
// none, or one that names what this program does not write.
[[nodiscard]] FormatList formats_of_latest(const std::string& out);

struct Published {
  std::string latest;  // the folder written; empty where it said so already
  std::string accepted;
};

// Brings both links up to date. Idempotent. Errors are kStore.
[[nodiscard]] Result<Published> publish(Ledger& ledger, const std::string& out,
                                        const Publishing& with = {});

}  // namespace benchledger
