#pragma once
// How each source has been doing, out of the ledger.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "extractors/result.h"
#include "pipeline/ledger.h"
#include "pipeline/sources.h"

namespace benchledger {

// Runs that are looked back over.
constexpr RunId kRunsLookedAt = 90;
// Runs a fill rate is held against: enough for a median, and a source that
// changed for good is not reported for months.
constexpr RunId kFillRunsBefore = 7;

struct SourceStatus {
  std::string id;
  std::string kind;
  // Of the newest run that asked for it: "ok" where every page came, else what
  // kept most of those away that did not; empty for never.
  std::string outcome;
  std::size_t streak = 0;          // runs in a row that ended so
  std::string last_ok;             // start of that run; empty for none of the last 90
  std::optional<std::string> due;  // rests until then; nullopt: the next run asks
  std::size_t pages = 0;           // asked for by the newest run that did
  std::size_t failed = 0;
  std::size_t records = 0;          // scores and specs that hold
  std::optional<double> fill_rate;  // 0 to 1: of what those could say (model, benchmark, who
                                    // measured, value), what is known
  std::optional<double> drift;      // of it, against the median of the seven runs before
};

struct PageStatus {
  std::string source_id;
  std::string page_key;
  std::string first_seen;  // start of the run that first asked for it
  std::string checked_at;  // of the last one
  std::string outcome;     // of the last one
  std::string detail;
};

// In the order of the sources file; sources no longer named are left out.
// `now` is ISO 8601. Cost: every record that holds, once.
[[nodiscard]] Result<std::vector<SourceStatus>> source_statuses(Ledger& ledger,
                                                                const Sources& sources,
                                                                const std::string& now);

// Every page ever asked for, by source and page key.
[[nodiscard]] Result<std::vector<PageStatus>> page_statuses(Ledger& ledger);

// A table for a terminal; one JSON object a line.
[[nodiscard]] std::string status_text(const std::vector<SourceStatus>& statuses);
[[nodiscard]] std::string status_json(const std::vector<SourceStatus>& statuses);
[[nodiscard]] std::string status_text(const std::vector<PageStatus>& pages);
[[nodiscard]] std::string status_json(const std::vector<PageStatus>& pages);

}  // namespace benchledger
