// benchledger pairs: what vendors state against what others measured.

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/command.h"
#include "pipeline/exit_code.h"
#include "pipeline/pair_formats.h"
#include "pipeline/record_set.h"
#include "pipeline/terminal.h"

namespace benchledger {
namespace {

constexpr const char* kExample =
    "A pair is one model on one benchmark by two measurers: its developer, and somebody named who\n"
    "is not. Copies count once. Settings that differ make no pair; settings that only one side\n"
    "states are said to be open. Without PATH: the records of the ledger's newest run.\n"
    "Examples:\n"
    "  benchledger pairs\n"
    "  benchledger pairs model-card.md review.html --stated\n"
    "  benchledger extract --publisher aider board.yml > records/board.ndjson\n"
    "  benchledger pairs records/ --format csv > pairs.csv";

struct PairsOptions {
  std::vector<std::string> paths;
  LocationOptions locations;
  std::string format = "text";
  bool independent = false;
  bool stated = false;
};

// Before the pairs are made, so that what is not asked for makes nothing
// ambiguous.
void keep_independent(std::vector<PagedScore>& scores) {
  std::erase_if(scores, [](const PagedScore& paged) {
    return paged.score->evaluator.relationship == "competitor";
  });
}

void keep_stated(PairReport& report) {
  std::erase_if(report.pairs, [](const Pair& pair) {
    return pair.match.comparability != Comparability::kComparable;
  });
  std::erase_if(report.vendors, [](const GapDistribution& gaps) {
    return gaps.comparability != Comparability::kComparable;
  });
}

int list_pairs(const Context& context, const PairsOptions& options) {
  Result<Rules> rules = open_rules(context);
  if (!rules) return report(context, rules.error());
  const Extractor extractor(std::move(*rules));
  Result<RecordSet> set = read_record_set(extractor, options.paths, options.locations);
  if (!set) return report(context, set.error());
  int exit_code = kExitFine;
  for (const Error& error : set->unreadable) exit_code = report(context, error);

  if (options.independent) keep_independent(set->scores);
  PairReport pairs = match_pairs(set->scores, extractor.rules());
  if (options.stated) keep_stated(pairs);
  if (options.format == "csv") {
    (void)print(pairs_csv(pairs));
  } else if (options.format == "json" || context.json) {
    (void)print(pairs_json(pairs));
  } else {
    (void)print(pairs_text(pairs, extractor.rules()));
  }
  return exit_code;
}

}  // namespace

void add_pairs(CLI::App& app, Context& context) {
  auto options = std::make_shared<PairsOptions>();
  CLI::App* command =
      app.add_subcommand("pairs", "Set vendors' own figures against those others measured");
  command->footer(kExample);
  command
      ->add_option("path", options->paths,
                   "Pages, .ndjson files of records, or folders of such files")
      ->type_name("PATH");
  command->add_option("--format", options->format, "How to print them")
      ->check(CLI::IsMember({"text", "json", "csv"}));
  command->add_flag("--independent", options->independent,
                    "Without what rivals say they measured themselves");
  command->add_flag("--stated", options->stated, "Only under settings both sides state, equally");
  add_location_options(*command, options->locations);
  command->callback([options, &context] {
    context.action = [options, &context] { return list_pairs(context, *options); };
  });
}

}  // namespace benchledger
