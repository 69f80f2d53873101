// benchledger review: decide about the changes that wait.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/capture_store.h"
#include "pipeline/change_text.h"
#include "pipeline/clock.h"
#include "pipeline/command.h"
#include "pipeline/decision_lines.h"
#include "pipeline/excerpt.h"
#include "pipeline/exit_code.h"
#include "pipeline/keyboard.h"
#include "pipeline/locations.h"
#include "pipeline/page_input.h"
#include "pipeline/review.h"
#include "pipeline/review_desk.h"
#include "pipeline/review_policy.h"
#include "pipeline/review_session.h"
#include "pipeline/terminal.h"

namespace benchledger {
namespace {

constexpr const char* kExample =
    "Without a subcommand: asks about each change, one key an answer.\n"
    "Examples:\n"
    "  benchledger review\n"
    "  benchledger review accept 3f2a9c01 --note 'confirmed on the model card'\n"
    "  benchledger review accept --all\n"
    "  benchledger review --policy policy.yaml\n"
    "  benchledger review list --json | jq -r .record\n"
    "  benchledger review export > decisions.ndjson";

constexpr std::int64_t kSecondsInDay = 86'400;

struct ReviewOptions {
  LocationOptions locations;
  std::vector<std::string> ids;
  std::string file;
  std::string as_of;
  std::string note;
  std::string reviewer;
  std::string policy;
  int days = 7;
  bool all = false;
  bool dry_run = false;
};

std::string now() { return iso_time(system_clock().now()); }

std::string reviewer_name(const ReviewOptions& options) {
  if (!options.reviewer.empty()) return options.reviewer;
  const char* user = std::getenv("USER");
  return user == nullptr ? "" : user;
}

const char* past(Verdict verdict) {
  return verdict == Verdict::kAccept   ? "Accepted"
         : verdict == Verdict::kReject ? "Rejected"
                                       : "Snoozed";
}

std::string changes_text(std::size_t count) {
  return fmt::format("{} change{}", count, count == 1 ? "" : "s");
}

Decision signed_decision(const ReviewOptions& options, const Change& change, const ReviewDesk& desk,
                         Verdict verdict, int days) {
  Decision decision = decide_about(change, desk.queue.states, verdict);
  decision.reviewer = reviewer_name(options);
  decision.decided_at = now();
  if (verdict == Verdict::kSnooze) {
    decision.until = iso_time(system_clock().now() + days * kSecondsInDay);
  }
  return decision;
}

// Stores decisions, brings the output up to date and says so.
int store(const Context& context, ReviewDesk& desk, const std::vector<Decision>& decisions,
          const std::string& said) {
  if (!decisions.empty()) {
    const Result<std::vector<std::int64_t>> stored = desk.ledger->decide_all(decisions);
    if (!stored) return report(context, stored.error());
  }
  const Result<bool> published =
      publish_decisions(*desk.ledger, desk.at, [&] { return open_rules(context); });
  if (!published) return report(context, published.error());
  if (!context.quiet && !context.json) {
    (void)print(said + (*published ? "\n" : " A run is under way and will update the output.\n"));
  }
  return kExitFine;
}

// All or none: every id is looked up before the first decision is stored.
int decide_by_id(const Context& context, const ReviewOptions& options, Verdict verdict) {
  if (options.all == !options.ids.empty()) {
    return report(context, {ErrorKind::kUsage, "review", "name the changes, or say --all",
                            "`benchledger review list` shows what waits"});
  }
  Result<ReviewDesk> desk = open_desk(locate(options.locations), "", now());
  if (!desk) return report(context, desk.error());
  std::vector<const Change*> changes;
  for (const std::string& id : options.ids) {
    const Result<const Change*> change = change_named(desk->queue.waiting, id);
    if (!change) return report(context, change.error());
    changes.push_back(*change);
  }
  if (options.all) {
    for (const Change& change : desk->queue.waiting) changes.push_back(&change);
  }
  std::vector<Decision> decisions;
  for (const Change* change : changes) {
    decisions.push_back(signed_decision(options, *change, *desk, verdict, options.days));
    decisions.back().note = options.note;
  }
  const std::size_t left = desk->queue.waiting.size() - decisions.size();
  return store(context, *desk, decisions,
               fmt::format("{} {}; {} still wait{}.", past(verdict), changes_text(decisions.size()),
                           left, left == 1 ? "s" : ""));
}

// Every automatic decision is listed, with the rule that made it.
int apply_policy(const Context& context, const ReviewOptions& options) {
  const Result<std::string> text = read_page_file(options.policy);
  if (!text) {
    return report(context, {ErrorKind::kUsage, text.error().where, text.error().message, ""});
  }
  const Result<Policy> policy = load_policy(options.policy, *text);
  if (!policy) return report(context, policy.error());
  Result<ReviewDesk> desk = open_desk(locate(options.locations), "", now());
  if (!desk) return report(context, desk.error());
  const Result<std::vector<PageEntry>> pages = desk->ledger->pages_until(desk->queue.moment.run);
  if (!pages) return report(context, pages.error());
  std::map<std::string, std::string> sources;
  for (const PageEntry& page : *pages) sources[page.page_key] = page.source_id;

  std::vector<Decision> decisions;
  for (const Change& change : desk->queue.waiting) {
    const PolicyRule* rule = rule_for(*policy, change, sources[change.page_key]);
    if (rule == nullptr) continue;
    Decision decision = signed_decision(options, change, *desk, rule->verdict, rule->days);
    decision.rule = rule->id;
    decision.note = rule->note;
    (void)print(context.json ? to_json(decision) + "\n"
                             : fmt::format("{} by rule {}:\n{}", past(rule->verdict), rule->id,
                                           change_text(change, context.color)));
    decisions.push_back(std::move(decision));
  }
  const std::size_t left = desk->queue.waiting.size() - decisions.size();
  const std::string said = fmt::format("{}: {} of {} decided by {}; {} wait{} for a person.",
                                       options.dry_run ? "Would decide" : "Decided",
                                       decisions.size(), changes_text(desk->queue.waiting.size()),
                                       options.policy, left, left == 1 ? "s" : "");
  if (options.dry_run) {
    if (!context.quiet && !context.json) (void)print(said + "\n");
    return left == 0 ? kExitFine : kExitReview;
  }
  const int stored = store(context, *desk, decisions, said);
  return stored == kExitFine && left > 0 ? kExitReview : stored;
}

int list_waiting(const Context& context, const ReviewOptions& options) {
  const Result<ReviewDesk> desk = open_desk(locate(options.locations), options.as_of, now());
  if (!desk) return report(context, desk.error());
  const std::vector<Change>& waiting = desk->queue.waiting;
  for (const Change& change : waiting) {
    if (!print(context.json ? to_json(change) + "\n" : change_text(change, context.color))) break;
  }
  if (!context.json && !context.quiet) (void)print(count_changes(waiting) + "\n");
  return waiting.empty() ? kExitFine : kExitReview;
}

// The newest decision about each record named, or the newest of all.
int undo_decisions(const Context& context, const ReviewOptions& options) {
  Result<ReviewDesk> desk = open_desk(locate(options.locations), "", now());
  if (!desk) return report(context, desk.error());
  std::vector<const Decision*> found;
  for (const std::string& id : options.ids) {
    const Decision* newest = nullptr;
    for (const Decision& decision : desk->queue.decisions) {
      if (decision.record_id.starts_with(id)) newest = &decision;
    }
    if (newest == nullptr) {
      return report(context, {ErrorKind::kUsage, id, "no decision about this record is in force",
                              "`benchledger review export` lists them"});
    }
    found.push_back(newest);
  }
  if (options.ids.empty() && !desk->queue.decisions.empty()) {
    found.push_back(&desk->queue.decisions.back());
  }
  for (const Decision* decision : found) {
    const Status undone = desk->ledger->undo(decision->id, now());
    if (!undone) return report(context, undone.error());
  }
  return store(context, *desk, {},
               found.empty() ? "Nothing to undo."
                             : fmt::format("Took back {} decision{}.", found.size(),
                                           found.size() == 1 ? "" : "s"));
}

int export_decisions(const Context& context, const ReviewOptions& options) {
  const Result<std::unique_ptr<Ledger>> ledger =
      open_existing_ledger(locate(options.locations).ledger);
  if (!ledger) return report(context, ledger.error());
  const Result<std::vector<Decision>> decisions = (*ledger)->all_decisions();
  if (!decisions) return report(context, decisions.error());
  for (const Decision& decision : *decisions) {
    if (!print(to_json(decision) + "\n")) break;
  }
  return kExitFine;
}

int import_file(const Context& context, const ReviewOptions& options) {
  const Result<std::string> text = read_page_file(options.file);
  if (!text) return report(context, text.error());
  Result<std::vector<Decision>> decisions = decisions_from_lines(options.file, *text);
  if (!decisions) return report(context, decisions.error());
  Result<ReviewDesk> desk = open_desk(locate(options.locations), "", now());
  if (!desk) return report(context, desk.error());
  const Result<ImportCount> count = import_decisions(*desk->ledger, std::move(*decisions), now());
  if (!count) return report(context, count.error());
  return store(context, *desk, {},
               fmt::format("Took in {} decisions ({} about states this ledger has not seen); "
                           "{} were known, {} were taken back.",
                           count->taken, count->homeless, count->known, count->undone));
}

int review_by_key(const Context& context, const ReviewOptions& options) {
  const Locations at = locate(options.locations);
  const Result<std::unique_ptr<Ledger>> ledger = open_existing_ledger(at.ledger);
  if (!ledger) return report(context, ledger.error());
  // A prompt must be seen before its answer is waited for.
  const auto show = [](std::string_view text) { (void)(print(text) && flush_output()); };
  const CaptureStore store(at.captures);
  ReviewSession::Setup setup;
  setup.reviewer = reviewer_name(options);
  setup.look = {output_width(), context.color, false};
  setup.around = [&store](const std::string& page_key, const std::string& json) {
    return excerpt_of(store, page_key, json);
  };
  ReviewSession session(**ledger, standard_keyboard(), system_clock(), show, std::move(setup));
  const Result<std::size_t> left = session.run();
  if (!left) return report(context, left.error());
  const Result<bool> published =
      publish_decisions(**ledger, at, [&] { return open_rules(context); });
  if (!published) return report(context, published.error());
  if (*left > 0) (void)print(changes_text(*left) + " left for another time.\n");
  if (!*published) (void)print("A run is under way and will update the output.\n");
  return *left == 0 ? kExitFine : kExitReview;
}

using Options = std::shared_ptr<ReviewOptions>;
using Work = int (*)(const Context&, const ReviewOptions&);

CLI::App* add_part(CLI::App& review, Context& context, const Options& options, const char* name,
                   const char* what, Work work) {
  CLI::App* command = review.add_subcommand(name, what);
  command->callback([options, &context, work] {
    context.action = [options, &context, work] { return work(context, *options); };
  });
  return command;
}

void add_decision(CLI::App& review, Context& context, const Options& options, Verdict verdict,
                  const char* what) {
  CLI::App* command = review.add_subcommand(to_string(verdict), what);
  command->add_option("id", options->ids, "Record ids, or how they begin")->type_name("ID");
  command->add_flag("--all", options->all, "Every change that waits");
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

void add_parts(CLI::App& command, Context& context, const Options& options) {
  CLI::App* list = add_part(command, context, options, "list", "Show what waits", list_waiting);
  add_as_of_option(*list, options->as_of);
  add_decision(command, context, options, Verdict::kAccept, "Take the new state as right");
  add_decision(command, context, options, Verdict::kReject, "Keep the old state as the right one");
  add_decision(command, context, options, Verdict::kSnooze, "Hide the change for some days");
  add_part(command, context, options, "undo", "Take back the newest decision, or those about ID",
           undo_decisions)
      ->add_option("id", options->ids, "Record ids, or how they begin")
      ->type_name("ID");
  add_part(command, context, options, "export", "Print every decision as a line of JSON",
           export_decisions);
  add_part(command, context, options, "import", "Take in decisions that were exported", import_file)
      ->add_option("file", options->file, "Lines of JSON; - for standard input")
      ->required()
      ->type_name("FILE");
}

}  // namespace

void add_review(CLI::App& app, Context& context) {
  auto options = std::make_shared<ReviewOptions>();
  CLI::App* command = app.add_subcommand("review", "Accept or reject the changes that wait");
  command->footer(kExample);
  command->add_option("--as", options->reviewer, "Reviewer's name (default: $USER)")
      ->type_name("NAME");
  CLI::Option* policy =
      command->add_option("--policy", options->policy, "Decide by the rules of this file")
          ->type_name("FILE");
  command->add_flag("--dry-run", options->dry_run, "With --policy: only list the decisions")
      ->needs(policy);
  add_location_options(*command, options->locations);
  add_parts(*command, context, options);
  command->callback([options, &context, command] {
    if (!command->get_subcommands().empty()) return;
    context.action = [options, &context] {
      return options->policy.empty() ? review_by_key(context, *options)
                                     : apply_policy(context, *options);
    };
  });
}

}  // namespace benchledger
