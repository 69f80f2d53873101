#pragma once
// Export: what one run knows, written for people and other tools as a dated,
// immutable folder of files. Each format is one file of code (export_*.cc) and
// one line of the table in export.cc. Bytes depend on the input alone: no
// clock, no locale, no thread count.

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "extractors/record.h"
#include "extractors/result.h"
#include "pipeline/change.h"

namespace benchledger {

// What people have said about a record so far. A record nobody has looked at
// is pending.
enum class DecisionState { kPending, kAccepted, kRejected, kSnoozed };

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
  std::string date;               // when the run started, ISO 8601 UTC: "2026-05-04T03:00:00Z"
  std::string rules_digest;       // sha256 hex
  std::string program;            // "benchledger 0.1.0"
  std::vector<ExportPage> pages;  // any order
  std::vector<Finding> findings;  // those that span pages
  std::vector<Change> changes;    // since the run before, most consequential first
  std::int64_t previous_run = 0;  // 0: this is the first, so that everything is new
  std::map<std::string, DecisionState> decisions;  // by record id

  [[nodiscard]] DecisionState decision(const std::string& record_id) const;
};

// Takes the bytes of one file in order. Never fails towards the format; the
// first error is kept by whoever owns the sink.
using Sink = std::function<void(std::string_view)>;

struct ExportFormat {
  const char* file;  // name in the folder: "scores.csv"
  // Writes the file; pages come sorted by key. Returns the records written.
  std::size_t (*write)(const ExportInput& input, const Sink& sink);
  const char* omits;  // what this format cannot carry, for the manifest
};

[[nodiscard]] const std::vector<ExportFormat>& export_formats();

// Writes every format and manifest.json to `out`/<date>T<time>-run<N>/ and
// points the relative link `out`/latest at it; returns that folder's path.
// All or nothing: the folder is made under another name and renamed once every
// file is on disk, then `latest` is swapped in one step. The folder of a run is
// never rewritten: writing the same bytes again is fine, others are an error.
// Errors are kStore and name the path.
[[nodiscard]] Result<std::string> write_output(const std::string& out, ExportInput input);

}  // namespace benchledger
