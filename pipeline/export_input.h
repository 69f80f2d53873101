#pragma once
// What an export is made of: one run as plain values, every record with the
// page it stands on and what people have decided about it.

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "extractors/record.h"
#include "extractors/rules.h"
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
  std::vector<Score> prose_scores;  // see include_prose_figures(); else empty
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
  const Rules* rules = nullptr;                    // what checks mean; nullptr: not at hand
  // The captured bytes of a page, for formats that count lines; "" or no
  // function where they are not at hand.
  std::function<std::string(const ExportPage& page)> bytes_of;

  [[nodiscard]] DecisionState decision(const std::string& record_id) const;
};

// Pages by key, as every format expects them; records stay in their order.
void sort_pages(ExportInput& input);

// Fills prose_scores: a figure that a page states in a sentence only, as a
// score marked by kProseMark in setting.stated and measured by nobody known.
// Claims of kind "value" without a benchmark or a model stay claims.
void include_prose_figures(ExportInput& input);
inline constexpr std::string_view kProseMark = "stated in prose";

// Calls `take` for the scores of a page, those from prose last.
template <typename Take>
void each_score(const ExportPage& page, Take take) {
  for (const Score& score : page.scores) take(score);
  for (const Score& score : page.prose_scores) take(score);
}

// Records by type, in the contract's order: document, spec, score, claim,
// finding. Scores from prose are counted as claims.
[[nodiscard]] std::vector<std::pair<std::string_view, std::size_t>> record_counts(
    const ExportInput& input);

}  // namespace benchledger
