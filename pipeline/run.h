#pragma once
// A run: sources to captures to records to ledger to output, each stage once,
// in order. The ledger is written in one transaction after everything was
// read, and the output after that, so that a kill at any point leaves the
// state before the run or the state after it.

#include <array>
#include <cstddef>
#include <optional>
#include <set>
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
#include "pipeline/page_reading.h"
#include "pipeline/polite_client.h"

namespace benchledger {

struct RunOptions {
  Locations at;
  std::size_t threads = 1;
  std::vector<std::string> formats;  // names for choose_formats(); empty: the usual ones
  Pace pace;                         // towards servers
  const Walls* walls = nullptr;      // what stands in the way of a page; nullptr: nothing does
  bool progress = false;
  // Ids of the sources to fetch; empty: all. Pages of the others are read from
  // their captures.
  std::set<std::string> only;
  // Nothing is fetched: every page of the newest run is read again.
  bool offline = false;
  // Also a page of which nothing changed is read again, the rules included.
  bool anew = false;
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

// A page that no run before met, of a source that finds pages.
struct NewPage {
  std::string source_id;
  std::string page_key;
  std::string title;       // may be empty
  std::string first_seen;  // start of the run that first asked for it: it may have failed then
  std::size_t scores = 0;
  std::size_t specs = 0;
};

struct RunReport {
  std::int64_t started_at = 0;  // seconds since 1970
  std::int64_t ended_at = 0;
  RunOutcome outcome;  // what the ledger made of it
  // Where the rules had changed, all pages were first read again in a run of
  // its own, so that no change has two causes.
  std::optional<RunOutcome> replay;
  RunId since = 0;              // the run before both
  std::vector<Change> changes;  // since then; empty for the first run
  std::vector<RunFailure> failures;
  std::array<std::size_t, kPageOutcomes> outcomes{};  // pages asked for, by PageOutcome
  std::vector<NewPage> new_pages;
  std::size_t pages_left_out = 0;  // found, but above their source's max_pages
  std::size_t sources = 0;
  std::size_t pages = 0;
  std::size_t new_captures = 0;
  std::size_t specs = 0;
  std::size_t scores = 0;
  std::size_t claims = 0;
  std::array<std::size_t, 3> findings{};  // by Severity
  std::size_t warnings = 0;               // about malformed input that was mended, in what was read
  std::size_t waiting = 0;                // changes that wait for review
  std::string folder;                     // the output written; empty where nothing changed

  [[nodiscard]] bool first() const { return since == 0; }
  [[nodiscard]] bool nothing_changed() const {
    const auto still = [](const RunOutcome& run) { return run.added == 0 && run.ended == 0; };
    return !first() && still(outcome) && (!replay || still(*replay));
  }
};

// Errors: kLocked, kUsage for a broken sources file or an unknown id in `only`, kStore where the
// ledger, the captures or the output refuse. A source that fails is no error.
[[nodiscard]] Result<RunReport> run(const RunOptions& options, const Extractor& extractor,
                                    HttpClient& http, const Clock& clock);

}  // namespace benchledger
