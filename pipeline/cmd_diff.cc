// benchledger diff: what changed between two runs, or since the last review.

#include <CLI/CLI.hpp>
#include <charconv>
#include <memory>
#include <string>

#include "pipeline/change_text.h"
#include "pipeline/clock.h"
#include "pipeline/command.h"
#include "pipeline/diff.h"
#include "pipeline/exit_code.h"
#include "pipeline/ledger.h"
#include "pipeline/locations.h"
#include "pipeline/review_queue.h"
#include "pipeline/terminal.h"

namespace benchledger {
namespace {

constexpr const char* kExample =
    "Without --from and --to: what waits for review; exit 4 where something does.\n"
    "Examples:\n"
    "  benchledger diff\n"
    "  benchledger diff --from previous --to latest --json | jq .summary";

struct DiffOptions {
  LocationOptions locations;
  std::string from;
  std::string to;
  std::string as_of;
  bool moved = false;
};

// "latest", "previous" or a run's number.
Result<RunId> run_named(const std::string& word, const std::vector<RunInfo>& runs) {
  const auto count = static_cast<RunId>(runs.size());
  if (word == "latest" && count >= 1) return runs.back().id;
  if (word == "previous" && count >= 2) return runs[runs.size() - 2].id;
  RunId id = 0;
  const auto parsed = std::from_chars(word.data(), word.data() + word.size(), id);
  const bool number = parsed.ec == std::errc() && parsed.ptr == word.data() + word.size();
  if (number && !runs.empty() && id >= runs.front().id && id <= runs.back().id) return id;
  return fail(ErrorKind::kUsage, "run '" + word + "'", "the ledger has no such run",
              runs.empty() ? "do a `benchledger run` first"
                           : "runs " + std::to_string(runs.front().id) + " to " +
                                 std::to_string(runs.back().id) + ", latest or previous");
}

Result<std::vector<Change>> changes_between(Ledger& ledger, const DiffOptions& options) {
  Result<std::vector<RunInfo>> runs = ledger.runs();
  if (!runs) return tl::unexpected<Error>(runs.error());
  std::erase_if(*runs, [&](const RunInfo& run) {
    return !options.as_of.empty() && run.ended_at > options.as_of;
  });
  const Result<RunId> from = run_named(options.from.empty() ? "previous" : options.from, *runs);
  if (!from) return tl::unexpected<Error>(from.error());
  const Result<RunId> to = run_named(options.to.empty() ? "latest" : options.to, *runs);
  if (!to) return tl::unexpected<Error>(to.error());
  return ledger.compare(*from, *to).map([](const Comparison& states) {
    return diff(states.before, states.after);
  });
}

Result<std::vector<Change>> changes_to_review(Ledger& ledger, const DiffOptions& options) {
  const Result<Moment> moment = ledger.moment(options.as_of);
  if (!moment) return tl::unexpected<Error>(moment.error());
  Result<ReviewQueue> queue = review_queue(
      ledger, *moment, options.as_of.empty() ? iso_time(system_clock().now()) : options.as_of);
  if (!queue) return tl::unexpected<Error>(queue.error());
  for (const Change& change : queue->changes) {
    if (options.moved && is_cosmetic(change)) queue->waiting.push_back(change);
  }
  return std::move(queue->waiting);
}

void print_changes(const Context& context, const DiffOptions& options,
                   const std::vector<Change>& changes) {
  for (const Change& change : changes) {
    if (is_cosmetic(change) && !options.moved) continue;
    if (!print(context.json ? to_json(change) + "\n" : change_text(change, context.color))) return;
  }
  if (!context.json && !context.quiet) (void)print(count_changes(changes) + "\n");
}

int show_diff(const Context& context, const DiffOptions& options) {
  const Locations at = locate(options.locations);
  const Result<std::unique_ptr<Ledger>> ledger = open_existing_ledger(at.ledger);
  if (!ledger) return report(context, ledger.error());
  const bool between_runs = !options.from.empty() || !options.to.empty();
  const Result<std::vector<Change>> changes =
      between_runs ? changes_between(**ledger, options) : changes_to_review(**ledger, options);
  if (!changes) return report(context, changes.error());
  print_changes(context, options, *changes);
  if (between_runs) return kExitFine;
  for (const Change& change : *changes) {
    if (!is_cosmetic(change)) return kExitReview;
  }
  return kExitFine;
}

}  // namespace

void add_diff(CLI::App& app, Context& context) {
  auto options = std::make_shared<DiffOptions>();
  CLI::App* command =
      app.add_subcommand("diff", "Show what changed since the last review, or between two runs");
  command->footer(kExample);
  command->add_option("--from", options->from, "Earlier run: a number, previous or latest")
      ->type_name("RUN");
  command->add_option("--to", options->to, "Later run (default: latest)")->type_name("RUN");
  command->add_flag("--moved", options->moved, "Also records of which only the place changed");
  add_as_of_option(*command, options->as_of);
  add_location_options(*command, options->locations);
  command->callback([options, &context] {
    context.action = [options, &context] { return show_diff(context, *options); };
  });
}

}  // namespace benchledger
