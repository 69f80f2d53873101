#pragma once
// What a check is: a function over one document's records, over those of all
// documents of a run, or over a page and what it used to say, that adds
// findings. One file each in pipeline/checks/, named as its
// rules/checks/<id>.yaml, which holds severity, thresholds and the message.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "extractors/extract.h"
#include "extractors/record.h"
#include "extractors/rules.h"
#include "pipeline/page_history.h"

namespace benchledger {

// Collects the findings of one check. An id is made of the rule, the page and
// the subject, never of what the message says: where a figure changes, the
// finding about it changes, and is not another one.
class FindingSink {
 public:
  FindingSink(const CheckRule& rule, const DocumentRecord& document, std::vector<Finding>& findings)
      : rule_(rule), document_(&document), findings_(findings) {}
  // For findings that span documents.
  FindingSink(const CheckRule& rule, std::vector<Finding>& findings)
      : rule_(rule), findings_(findings) {}

  // `values` fill the message's {placeholders}. `subject` tells the findings of
  // one check and page apart; empty: the records do. A finding that spans
  // documents has as many records as evidence, in step: the record says which
  // page its evidence is on.
  void add(const std::map<std::string, std::string>& values, std::vector<std::string> records,
           std::vector<Evidence> evidence, const std::string& subject = {});

 private:
  const CheckRule& rule_;
  const DocumentRecord* document_ = nullptr;
  std::vector<Finding>& findings_;
  std::map<std::string, std::size_t> subjects_;  // how often each was met
};

// A threshold of the rule file; 0 where it has none.
[[nodiscard]] double threshold_of(const CheckRule& rule, std::string_view name);

struct CheckInput {
  const Extraction& extraction;
  const Rules& rules;
  const CheckRule& rule;

  [[nodiscard]] double threshold(std::string_view name) const { return threshold_of(rule, name); }
};

struct RunCheckInput {
  const std::vector<const Extraction*>& run;
  const Rules& rules;
  const CheckRule& rule;

  [[nodiscard]] double threshold(std::string_view name) const { return threshold_of(rule, name); }
};

struct HistoryCheckInput {
  const Extraction& extraction;  // the page now
  const PageHistory& history;    // what it used to say
};

using Check = void (*)(const CheckInput& input, FindingSink& sink);
using RunCheck = void (*)(const RunCheckInput& input, FindingSink& sink);
using HistoryCheck = void (*)(const HistoryCheckInput& input, FindingSink& sink);

// The page rather than its bytes: URL, path, or the document's id.
[[nodiscard]] std::string page_of(const DocumentRecord& document);

// "3 points", "1 point", "0.25 points": the distance of two figures.
[[nodiscard]] std::string points(double difference);

// "A, B, C and 4 more": at most `shown` of `names`, in their order, each once.
[[nodiscard]] std::string name_list(const std::vector<std::string>& names, std::size_t shown = 4);

// "89.5%" or "42.8": the figure as printed.
[[nodiscard]] std::string figure(const Score& score);

// "Muse Spark on GPQA Diamond".
[[nodiscard]] std::string place_of(const Score& score);

// The first `limit` of them, for findings that stand for many cells.
[[nodiscard]] std::vector<Evidence> evidence_of(const std::vector<const Score*>& scores,
                                                std::size_t limit = 4);
[[nodiscard]] std::vector<std::string> ids_of(const std::vector<const Score*>& scores);

// The rule set's entry for a score's benchmark, by id; null where unknown.
[[nodiscard]] const Benchmark* benchmark_of(const Score& score, const Rules& rules);

// The checks, one per file.
void check_ambiguous_flattened_row(const CheckInput& input, FindingSink& sink);
void check_apples_to_oranges(const CheckInput& input, FindingSink& sink);
void check_competitor_reported(const CheckInput& input, FindingSink& sink);
void check_dropped_digit(const CheckInput& input, FindingSink& sink);
void check_impossible_granularity(const CheckInput& input, FindingSink& sink);
void check_low_margin(const CheckInput& input, FindingSink& sink);
void check_missing_rival_cells(const CheckInput& input, FindingSink& sink);
void check_not_extractable(const CheckInput& input, FindingSink& sink);
void check_out_of_range(const CheckInput& input, FindingSink& sink);
void check_output_above_context(const CheckInput& input, FindingSink& sink);
void check_prose_contradicts_table(const CheckInput& input, FindingSink& sink);
void check_same_value_stated_twice_differently(const CheckInput& input, FindingSink& sink);
void check_sentences_at_odds(const CheckInput& input, FindingSink& sink);
void check_spec_conflict(const CheckInput& input, FindingSink& sink);
void check_stale_verification(const CheckInput& input, FindingSink& sink);
void check_unattributed(const CheckInput& input, FindingSink& sink);
void check_unit_mismatch(const CheckInput& input, FindingSink& sink);
void check_unknown_benchmark(const CheckInput& input, FindingSink& sink);
void check_unknown_model(const CheckInput& input, FindingSink& sink);
void check_unsupported_claim(const CheckInput& input, FindingSink& sink);
void check_vacuous_superlative(const CheckInput& input, FindingSink& sink);
void check_vendor_independent_gap(const CheckInput& input, FindingSink& sink);
void check_vendor_only(const CheckInput& input, FindingSink& sink);

// Over a run.
void check_contradiction_across_pages(const RunCheckInput& input, FindingSink& sink);
void check_same_origin_relay(const RunCheckInput& input, FindingSink& sink);
void check_spec_conflict_across_pages(const RunCheckInput& input, FindingSink& sink);
void check_vendor_independent_gap_across_pages(const RunCheckInput& input, FindingSink& sink);

// Over what a page used to say.
void check_silent_change(const HistoryCheckInput& input, FindingSink& sink);
void check_withdrawn_score(const HistoryCheckInput& input, FindingSink& sink);

}  // namespace benchledger
