#pragma once
// What an export is made of: one run as plain values, every record with the
// page it stands on and what people have decided about it.

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "extractors/record.h"
#include "pipeline/change.h"

namespace benchledger {

// What people have said about a record so far. Baseline: it is as the ledger's
// first run found it, which later runs are held against. A change nobody has
// decided about is pending.
enum class DecisionState { kPending, kAccepted, kRejected, kSnoozed, kBaseline };

// "pending", "accepted", ...
[[nodiscard]] const char* to_string(DecisionState state);

// One page of the run with its records in document order.
struct ExportPage {
  std::string page_key;   // names the page across captures
  std::string source_id;  // id in the sources file
  DocumentRecord document;
  std::vector<Spec> specs;
  std::vector<Score> scores;
  std::vector<Claim> claims;
  std::vector<Finding> findings;
};

struct ExportInput {
  std::int64_t run = 0;
  std::int64_t decision_count = 0;  // decisions made or taken back so far
  std::string date;                 // when the run started, ISO 8601 UTC: "2026-05-04T03:00:00Z"
  std::string rules_digest;         // sha256 hex
  std::string program;              // "benchledger 0.1.0"
  std::vector<ExportPage> pages;    // any order
  std::vector<Finding> findings;    // those that span pages
  std::vector<Change> changes;      // since the run before, most consequential first
  std::int64_t previous_run = 0;    // 0: this is the first, so that everything is new
  std::map<std::string, DecisionState> decisions;  // by record id

  [[nodiscard]] DecisionState decision(const std::string& record_id) const;
};

// Takes the bytes of one file in order. Never fails towards the format; the
// first error is kept by whoever owns the sink.
using Sink = std::function<void(std::string_view)>;

}  // namespace benchledger
