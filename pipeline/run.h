#pragma once
// A run: sources to captures to records to ledger to output, each stage once,
// in order. The ledger is written in one transaction after everything was
// read, and the output after that, so that a kill at any point leaves the
// state before the run or the state after it.

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "extractors/extract.h"
#include "extractors/result.h"
#include "extractors/wall.h"
#include "pipeline/change.h"
#include "pipeline/clock.h"
#include "pipeline/fetch.h"
#include "pipeline/ledger.h"
#include "pipeline/locations.h"
#include "pipeline/page_outcome.h"
#include "pipeline/polite_client.h"

namespace benchledger {

struct RunOptions {
  Locations at;
  std::size_t threads = 1;
  std::vector<std::string> formats;  // names for choose_formats(); empty: the usual ones
  Pace pace;                         // towards servers
  const Walls* walls = nullptr;      // what stands in the way of a page; nullptr: nothing does
  bool progress = false;
  std::string program;  // "benchledger 0.1.0"
};

// A page or a source that could not be fetched; its last good capture, where
// there is one, was read instead.
struct RunFailure {
  std::string source_id;
  std::string page_key;
  PageOutcome outcome = PageOutcome::kUnreadable;
  std::string message;
};

struct RunReport {
  RunOutcome outcome;           // what the ledger made of it
  std::vector<Change> changes;  // since the run before; empty for the first
  std::vector<RunFailure> failures;
  std::array<std::size_t, kPageOutcomes> outcomes{};  // pages asked for, by PageOutcome
  std::size_t sources = 0;
  std::size_t pages = 0;
  std::size_t new_captures = 0;
  std::size_t specs = 0;
  std::size_t scores = 0;
  std::size_t claims = 0;
  std::array<std::size_t, 3> findings{};  // by Severity
  std::size_t warnings = 0;               // about malformed input that was mended
  std::size_t waiting = 0;                // changes that wait for review
  std::string folder;                     // the output written; empty where nothing changed

  [[nodiscard]] bool first() const { return outcome.previous == 0; }
  [[nodiscard]] bool nothing_changed() const {
    return !first() && outcome.added == 0 && outcome.ended == 0;
  }
};

// Errors: kLocked, kUsage for a broken sources file, kStore where the ledger,
// the captures or the output refuse. A source that fails is no error.
[[nodiscard]] Result<RunReport> run(const RunOptions& options, const Extractor& extractor,
                                    HttpClient& http, const Clock& clock);

}  // namespace benchledger
