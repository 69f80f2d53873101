#include "pipeline/validate.h"

#include <array>

#include "pipeline/check.h"

namespace benchledger {
namespace {

struct Entry {
  std::string_view id;
  Check check;
};

// Order of output; ids are the names of the files in rules/checks/.
constexpr std::array<Entry, 21> kChecks = {{
    {"prose-contradicts-table", check_prose_contradicts_table},
    {"unsupported-claim", check_unsupported_claim},
    {"vacuous-superlative", check_vacuous_superlative},
    {"same-value-stated-twice-differently", check_same_value_stated_twice_differently},
    {"out-of-range", check_out_of_range},
    {"unit-mismatch", check_unit_mismatch},
    {"dropped-digit", check_dropped_digit},
    {"impossible-granularity", check_impossible_granularity},
    {"output-above-context", check_output_above_context},
    {"spec-conflict", check_spec_conflict},
    {"vendor-independent-gap", check_vendor_independent_gap},
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

}  // namespace

std::vector<Finding> validate_document(const Extraction& extraction, const Rules& rules) {
  std::vector<Finding> findings;
  for (const Entry& entry : kChecks) {
    // A rule directory may leave a check out: that is how one is turned off.
    const CheckRule* rule = rules.check(entry.id);
    if (rule == nullptr) continue;
    FindingSink sink(*rule, extraction.document, findings);
    entry.check({extraction, rules, *rule}, sink);
  }
  return findings;
}

std::vector<Finding> validate_run(const std::vector<const Extraction*>&, const Rules&) {
  return {};
}

std::vector<std::string> check_ids() {
  std::vector<std::string> ids;
  for (const Entry& entry : kChecks) ids.emplace_back(entry.id);
  return ids;
}

}  // namespace benchledger
