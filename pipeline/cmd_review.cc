// benchledger review: decide about the changes that wait.

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/change_text.h"
#include "pipeline/clock.h"
#include "pipeline/command.h"
#include "pipeline/diff.h"
#include "pipeline/exit_code.h"
#include "pipeline/keyboard.h"
#include "pipeline/ledger.h"
#include "pipeline/locations.h"
#include "pipeline/review.h"
#include "pipeline/review_session.h"
#include "pipeline/terminal.h"

namespace benchledger {
namespace {

constexpr const char* kExample =
    "Without a subcommand: asks about each change, one key an answer.\n"
    "Examples:\n"
    "  benchledger review\n"
    "  benchledger review accept 3f2a9c01 --note 'confirmed on the model card'\n"
    "  benchledger review list --json | jq -r .record";

constexpr std::int64_t kSecondsInDay = 86'400;

struct ReviewOptions {
  LocationOptions locations;
  std::vector<std::string> ids;
  std::string note;
  std::string reviewer;
  int days = 7;
};

struct Waiting {
  std::unique_ptr<Ledger> ledger;
  Comparison states;
  std::vector<Change> changes;
};

Result<Waiting> open_waiting(const ReviewOptions& options) {
  Waiting waiting;
  Result<std::unique_ptr<Ledger>> ledger = open_existing_ledger(locate(options.locations).ledger);
  if (!ledger) return tl::unexpected<Error>(ledger.error());
  waiting.ledger = std::move(*ledger);
  Result<Comparison> states = waiting.ledger->compare_with_reviewed();
  if (!states) return tl::unexpected<Error>(states.error());
  waiting.states = std::move(*states);
  const Result<std::vector<Decision>> decisions = waiting.ledger->decisions();
  if (!decisions) return tl::unexpected<Error>(decisions.error());
  waiting.changes = pending(diff(waiting.states.before, waiting.states.after), *decisions,
                            iso_time(system_clock().now()));
  return waiting;
}

std::string reviewer_name(const ReviewOptions& options) {
  if (!options.reviewer.empty()) return options.reviewer;
  const char* user = std::getenv("USER");
  return user == nullptr ? "" : user;
}

// The one waiting change whose record id starts with `id`.
Result<const Change*> change_named(const std::vector<Change>& changes, const std::string& id) {
  const Change* found = nullptr;
  for (const Change& change : changes) {
    if (change.record_id.compare(0, id.size(), id) != 0) continue;
    if (found != nullptr) {
      return fail(ErrorKind::kUsage, id, "begins the ids of several waiting changes",
                  "give more of the id");
    }
    found = &change;
  }
  if (found == nullptr) {
    return fail(ErrorKind::kUsage, id, "no change of a record with this id waits",
                "`benchledger review list` shows what does");
  }
  return found;
}

// All or none: every id is looked up before the first decision is stored.
int decide_by_id(const Context& context, const ReviewOptions& options, Verdict verdict) {
  const Result<Waiting> waiting = open_waiting(options);
  if (!waiting) return report(context, waiting.error());
  std::vector<Decision> decisions;
  for (const std::string& id : options.ids) {
    const Result<const Change*> change = change_named(waiting->changes, id);
    if (!change) return report(context, change.error());
    Decision decision = decide_about(**change, waiting->states, verdict);
    decision.note = options.note;
    decision.reviewer = reviewer_name(options);
    decision.decided_at = iso_time(system_clock().now());
    if (verdict == Verdict::kSnooze) {
      decision.until = iso_time(system_clock().now() + options.days * kSecondsInDay);
    }
    decisions.push_back(std::move(decision));
  }
  for (const Decision& decision : decisions) {
    const Result<std::int64_t> stored = waiting->ledger->decide(decision);
    if (!stored) return report(context, stored.error());
  }
  return kExitFine;
}

int list_waiting(const Context& context, const ReviewOptions& options) {
  const Result<Waiting> waiting = open_waiting(options);
  if (!waiting) return report(context, waiting.error());
  for (const Change& change : waiting->changes) {
    if (!print(context.json ? to_json(change) + "\n" : change_text(change, context.color))) break;
  }
  if (!context.json && !context.quiet) (void)print(count_changes(waiting->changes) + "\n");
  return waiting->changes.empty() ? kExitFine : kExitReview;
}

int review_by_key(const Context& context, const ReviewOptions& options) {
  const Result<std::unique_ptr<Ledger>> ledger =
      open_existing_ledger(locate(options.locations).ledger);
  if (!ledger) return report(context, ledger.error());
  // A prompt must be seen before its answer is waited for.
  const auto show = [](std::string_view text) { (void)(print(text) && flush_output()); };
  ReviewSession session(**ledger, standard_keyboard(), system_clock(), show,
                        {reviewer_name(options), context.color});
  const Result<std::size_t> left = session.run();
  if (!left) return report(context, left.error());
  if (*left > 0) (void)print(std::to_string(*left) + " left for another time.\n");
  return *left == 0 ? kExitFine : kExitReview;
}

void add_decision(CLI::App& review, Context& context, const std::shared_ptr<ReviewOptions>& options,
                  Verdict verdict, const char* what) {
  CLI::App* command = review.add_subcommand(to_string(verdict), what);
  command->add_option("id", options->ids, "Record ids, or how they begin")
      ->required()
      ->type_name("ID");
  command->add_option("--note", options->note, "Why, kept with the decision")->type_name("TEXT");
  if (verdict == Verdict::kSnooze) {
    command->add_option("--days", options->days, "How long")->check(CLI::Range(1, 3650));
  }
  command->callback([options, &context, verdict] {
    context.action = [options, &context, verdict] {
      return decide_by_id(context, *options, verdict);
    };
  });
}

}  // namespace

void add_review(CLI::App& app, Context& context) {
  auto options = std::make_shared<ReviewOptions>();
  CLI::App* command = app.add_subcommand("review", "Accept or reject the changes that wait");
  command->footer(kExample);
  command->add_option("--as", options->reviewer, "Reviewer's name (default: $USER)")
      ->type_name("NAME");
  add_location_options(*command, options->locations);
  CLI::App* list = command->add_subcommand("list", "Show what waits");
  list->callback([options, &context] {
    context.action = [options, &context] { return list_waiting(context, *options); };
  });
  add_decision(*command, context, options, Verdict::kAccept, "Take the new state as right");
  add_decision(*command, context, options, Verdict::kReject, "Keep the old state as the right one");
  add_decision(*command, context, options, Verdict::kSnooze, "Hide the change for some days");
  command->callback([options, &context, command] {
    if (!command->get_subcommands().empty()) return;
    context.action = [options, &context] { return review_by_key(context, *options); };
  });
}

}  // namespace benchledger
