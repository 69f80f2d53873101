#pragma once
// The records the program emits, field for field as the record contract
// (schemas/, "benchledger/1") names them. Plain values: no behaviour, no I/O.
// std::nullopt is written as null.

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "extractors/diagnostic.h"
#include "extractors/span.h"

namespace benchledger {

inline constexpr std::string_view kSchema = "benchledger/1";

struct ModelRef {
  std::string raw;                       // header text as printed
  std::optional<std::string> id;         // "meta/muse-spark"; null where not known
  std::string name;                      // raw without mode, effort and qualifiers
  std::optional<std::string> developer;  // organization id
  std::optional<std::string> mode;       // "thinking", "non-thinking", "contemplating", ...
  std::optional<std::string> effort;     // "low", "medium", "high", ...
};

struct BenchmarkRef {
  std::string raw;
  std::optional<std::string> id;
  std::optional<std::string> version;
  std::optional<std::string> subset;
  std::optional<std::string> owner;  // organization id
};

// What the number was measured under, as far as the document says.
struct Setting {
  std::optional<std::string> section;   // heading or section row above the cell
  std::optional<std::string> metric;    // "Pass@1", "EM", "Acc"
  std::optional<int> shots;             // 0, 5, ...
  std::optional<std::string> attempts;  // "pass@1", "avg@64"
  std::optional<std::string> tools;     // "none", "python", "with tools"
  std::optional<std::string> harness;   // "OpenHands", "Agentless"
  std::vector<std::string> stated;      // further qualifiers as printed, in reading order
};

// Where a record was read. text is what the span reads as in the document's
// own format (tags dropped, entities decoded, white space folded).
struct Evidence {
  Span span;
  std::string text;
  std::optional<std::size_t> table;   // index as `benchledger tables` counts, from 0
  std::optional<std::size_t> row;     // grid row from 0, header rows included
  std::optional<std::size_t> column;  // grid column from 0
  std::vector<std::string> row_header;
  std::vector<std::string> column_header;
  std::vector<std::string> heading;  // outermost first
};

struct ScoreValue {
  std::string raw;
  double value = 0;  // as printed, never rescaled
  std::string unit;  // percent fraction elo points percentile count ... or "unknown"
  std::optional<double> plus_minus;
  bool lower_is_better = false;
};

// The four roles kept apart; developer is on the model, owner on the benchmark.
struct Evaluator {
  std::string relationship = "unknown";     // first_party competitor third_party unknown
  std::optional<std::string> organization;  // who measured
  std::optional<std::string> reported_by;   // who states the number
  std::optional<std::string> publisher;     // whose page this is
  std::optional<std::string> cited_from;    // the source the document names
  std::string basis = "none";        // footnote caption prose column benchmark-owner publisher none
  std::string rule;                  // id of the rule that decided
  std::optional<Evidence> evidence;  // only span and text are written
};

struct Score {
  std::string id;
  std::string document;
  ModelRef model;
  BenchmarkRef benchmark;
  Setting setting;
  ScoreValue score;
  Evaluator evaluator;
  Evidence evidence;
};

using SpecValue = std::variant<std::monostate, bool, double, std::string, std::vector<std::string>>;

struct Spec {
  std::string id;
  std::string document;
  ModelRef model;
  std::string attribute;
  std::string raw;
  SpecValue value;                  // monostate where absence is set
  std::optional<std::string> unit;  // tokens parameters usd_per_million_tokens ...
  std::optional<std::pair<double, double>> interval;
  std::optional<std::string> absence;  // not_disclosed no_public_api not_applicable
                                       // not_reported free_product
  Evidence evidence;
};

struct Coverage {
  std::size_t present = 0;
  std::size_t of = 0;
};

struct Claim {
  std::string id;
  std::string document;
  std::string kind;  // ratio rank superlative comparison value difference count provenance
  std::string text;
  ModelRef subject;
  std::optional<BenchmarkRef> benchmark;
  std::optional<double> value;
  std::optional<std::string> unit;
  std::string verdict;  // holds fails vacuous unsupported not_checkable
  std::optional<Coverage> coverage;
  std::string detail;  // the arithmetic: "42.8 / 20.6 = 2.08, not 3"
  Evidence evidence;
  std::vector<std::string> against;  // record ids
};

struct Finding {
  std::string id;
  std::string document;  // empty where a finding spans documents
  std::string rule;
  Severity severity = Severity::kNote;
  std::string message;
  std::vector<std::string> records;
  std::vector<Evidence> evidence;
};

// The document record; `dropped` accounts for every cell that became nothing.
struct DocumentRecord {
  std::string id;  // "sha256:<hex>" of the captured bytes
  std::optional<std::string> url;
  std::optional<std::string> path;
  std::optional<std::string> final_url;
  std::optional<std::string> fetched_at;
  std::string media_type;
  std::string charset;
  std::optional<std::string> title;
  std::optional<std::string> published;      // ISO date, possibly partial
  std::optional<std::string> last_verified;  // ISO date
  std::optional<std::string> publisher;      // organization id
  std::size_t bytes = 0;
  std::map<std::string, std::size_t> tables;   // score spec other
  std::map<std::string, std::size_t> records;  // score spec claim
  std::map<std::string, std::size_t> dropped;  // reason -> cells
};

}  // namespace benchledger
