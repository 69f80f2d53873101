#include "pipeline/validate.h"

#include <array>

#include "pipeline/check.h"

namespace benchledger {
namespace {

template <typename Function>
struct Entry {
  std::string_view id;
  Function check;
};

// Order of output; ids are the names of the files in rules/checks/.
constexpr std::array<Entry<Check>, 23> kChecks = {{
    {"prose-contradicts-table", check_prose_contradicts_table},
    {"unsupported-claim", check_unsupported_claim},
    {"vacuous-superlative", check_vacuous_superlative},
    {"same-value-stated-twice-differently", check_same_value_stated_twice_differently},
    {"out-of-range", check_out_of_range},
    {"unit-mismatch", check_unit_mismatch},
    {"dropped-digit", check_dropped_digit},
    {"impossible-granularity", check_impossible_granularity},
    {"output-above-context", check_output_above_context},
    {"sentences-at-odds", check_sentences_at_odds},
    {"spec-conflict", check_spec_conflict},
    {"vendor-independent-gap", check_vendor_independent_gap},
    {"low-margin", check_low_margin},
    {"apples-to-oranges", check_apples_to_oranges},
    {"vendor-only", check_vendor_only},
    {"competitor-reported", check_competitor_reported},
    {"unattributed", check_unattributed},
    {"missing-rival-cells", check_missing_rival_cells},
    {"ambiguous-flattened-row", check_ambiguous_flattened_row},
    {"not-extractable", check_not_extractable},
    {"stale-verification", check_stale_verification},
    {"unknown-benchmark", check_unknown_benchmark},
    {"unknown-model", check_unknown_model},
}};

constexpr std::array<Entry<RunCheck>, 4> kRunChecks = {{
    {"contradiction-across-pages", check_contradiction_across_pages},
    {"spec-conflict-across-pages", check_spec_conflict_across_pages},
    {"vendor-independent-gap", check_vendor_independent_gap_across_pages},
    {"same-origin-relay", check_same_origin_relay},
}};

constexpr std::array<Entry<HistoryCheck>, 2> kHistoryChecks = {{
    {"silent-change", check_silent_change},
    {"withdrawn-score", check_withdrawn_score},
}};

// Calls run(entry, rule) for every check that has a rule file. A rule directory
// may leave one out: that is how a check is turned off.
template <typename Table, typename Run>
void for_each_check(const Table& table, const Rules& rules, Run run) {
  for (const auto& entry : table) {
    const CheckRule* rule = rules.check(entry.id);
    if (rule != nullptr) run(entry, *rule);
  }
}

}  // namespace

std::vector<Finding> validate_document(const Extraction& extraction, const Rules& rules) {
  std::vector<Finding> findings;
  for_each_check(kChecks, rules, [&](const auto& entry, const CheckRule& rule) {
    FindingSink sink(rule, extraction.document, findings);
    entry.check({extraction, rules, rule}, sink);
  });
  return findings;
}

std::vector<Finding> validate_run(const std::vector<const Extraction*>& run, const Rules& rules) {
  std::vector<Finding> findings;
  for_each_check(kRunChecks, rules, [&](const auto& entry, const CheckRule& rule) {
    FindingSink sink(rule, findings);
    entry.check({run, rules, rule}, sink);
  });
  return findings;
}

std::vector<Finding> validate_history(const Extraction& extraction, const PageHistory& history,
                                      const Rules& rules) {
  std::vector<Finding> findings;
  for_each_check(kHistoryChecks, rules, [&](const auto& entry, const CheckRule& rule) {
    FindingSink sink(rule, extraction.document, findings);
    entry.check({extraction, history}, sink);
  });
  return findings;
}

std::vector<std::string> check_ids() {
  std::vector<std::string> ids;
  for (const auto& entry : kChecks) ids.emplace_back(entry.id);
  for (const auto& entry : kRunChecks) ids.emplace_back(entry.id);
  for (const auto& entry : kHistoryChecks) ids.emplace_back(entry.id);
  return ids;
}

}  // namespace benchledger
