#include "extractors/rule_lists.h"

#include <algorithm>

namespace benchledger {
namespace {

// Sorted, one to a line (the comma after the last keeps clang-format from packing them).
constexpr std::string_view kWords[] = {
    "aggregates",
    "benchmark_qualifiers",
    "benchmark_suffixes",
    "benchmark_words",
    "built_on_words",
    "category_words",
    "check_values",
    "count_nouns",
    "counted_part",
    "counted_things",
    "counted_whole",
    "derived_values",
    "efforts",
    "elo_words",
    "fused_attempts",
    "fused_missing",
    "generic_scores",
    "group_tails",
    "header_backbone",
    "header_benchmark",
    "header_category",
    "header_date",
    "header_harness",
    "header_ignored",
    "header_license",
    "header_method",
    "header_metric",
    "header_model",
    "header_organization",
    "header_remarks",
    "header_setting",
    "header_shots",
    "header_size",
    "header_source",
    "header_subset",
    "header_tools",
    "heading_openings",
    "heading_tails",
    "hub_datasets",
    "labels_of_cached_input_price",
    "labels_of_input_price",
    "labels_of_output_price",
    "languages",
    "lower_is_better",
    "measure_words",
    "metric_words",
    "missing_values",
    "model_group_tails",
    "model_groups",
    "model_variant_words",
    "not_models",
    "not_names",
    "not_score_units",
    "not_score_words",
    "not_scores",
    "owner_host_suffixes",
    "owner_hosts",
    "owner_path_prefixes",
    "product_line_words",
    "reference_levels",
    "refused_topics",
    "refused_units",
    "results_words",
    "setting_parts",
    "setting_rows",
    "splits",
    "tier_words",
    "title_openings",
    "title_words",
    "tools_with",
    "tools_without",
    "uncertainty_headers",
    "unnamed_model_words",
    "unnamed_models",
};

constexpr std::string_view kClaimTables[] = {
    "abbreviations",
    "also_words",
    "attribute_openers",
    "benchmark_list_words",
    "benchmark_nouns",
    "capability_nouns",
    "change_words",
    "class_words",
    "clause_words",
    "comparatives",
    "comparison_words",
    "condition_words",
    "count_words",
    "crossing_words",
    "difference_units",
    "everyone_nouns",
    "everyone_words",
    "exception_words",
    "figure_followers",
    "figure_words",
    "gap_words",
    "group_words",
    "hedge_above",
    "hedge_below",
    "hedge_scale",
    "hypothetical_words",
    "list_joints",
    "list_words",
    "model_nouns",
    "model_tails",
    "negations",
    "only_fillers",
    "only_words",
    "open_bounds",
    "openers_before_subject",
    "opening_words",
    "others_words",
    "outside_words",
    "parity",
    "parity_words",
    "part_nouns",
    "plural_model_nouns",
    "plural_verbs",
    "praise_words",
    "pronouns",
    "provenance_words",
    "rank_context",
    "rank_verbs",
    "rank_words",
    "ratio_comparatives",
    "ratio_glue",
    "ratio_words",
    "rival_marks",
    "score_nouns",
    "second_only_words",
    "self_words",
    "service_words",
    "share_words",
    "source_marks",
    "state_words",
    "stress_words",
    "superlative_adjectives",
    "superlative_words",
    "topic_words",
    "uncertain_words",
    "variant_words",
};

constexpr std::string_view kCues[] = {
    "about_results",   "above",           "before_a_rival",
    "below",           "benchmark_title", "benchmark_voice",
    "board_name",      "by_somebody",     "card_part",
    "card_title",      "closed_models",   "developer_voice",
    "evaluator_voice", "everything",      "except",
    "figures_from",    "is_something",    "maker",
    "maker_label",     "names_nobody",    "note",
    "open_models",     "opens_something", "organization_word",
    "other_models",    "ours_label",      "ourselves",
    "own_models",      "software",        "takes_submissions",
    "the_developer",   "unmarked",        "whole_page",
};

}  // namespace

std::span<const std::string_view> rule_list_names(RuleListKind kind) {
  switch (kind) {
    case RuleListKind::kClaimTables:
      return kClaimTables;
    case RuleListKind::kCues:
      return kCues;
    case RuleListKind::kWords:
      break;
  }
  return kWords;
}

bool reads_rule_list(RuleListKind kind, std::string_view name) {
  if (kind == RuleListKind::kWords &&
      (name.rfind("mode_", 0) == 0 || name.rfind("split_", 0) == 0 ||
       name.rfind("same_metric_", 0) == 0)) {
    return true;
  }
  const auto names = rule_list_names(kind);
  return std::binary_search(names.begin(), names.end(), name);
}

}  // namespace benchledger
