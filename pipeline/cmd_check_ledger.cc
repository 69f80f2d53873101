// benchledger check-ledger: whether the ledger can be believed.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "pipeline/capture_store.h"
#include "pipeline/command.h"
#include "pipeline/exit_code.h"
#include "pipeline/json_writer.h"
#include "pipeline/ledger_audit.h"
#include "pipeline/locations.h"
#include "pipeline/terminal.h"

namespace benchledger {
namespace {

constexpr const char* kExample =
    "Exit code 3 where something does not fit.\n"
    "Examples:\n"
    "  benchledger check-ledger\n"
    "  benchledger check-ledger --ledger backup/ledger.db";

std::string summary_json(const AuditReport& audit) {
  JsonWriter out;
  out.open_object()
      .member("type", "audit")
      .member("runs", audit.runs)
      .member("captures", audit.captures)
      .member("records", audit.records)
      .member("spans", audit.spans)
      .member("problems", audit.problems);
  return out.close_object().take() + "\n";
}

int check_ledger(const Context& context, const LocationOptions& options) {
  const Locations at = locate(options);
  const Result<std::unique_ptr<Ledger>> ledger = open_existing_ledger(at.ledger);
  if (!ledger) return report(context, ledger.error());
  const Result<AuditReport> done = audit(**ledger, CaptureStore(at.captures));
  if (!done) return report(context, done.error());
  if (context.json) {
    (void)print(summary_json(*done));
  } else {
    for (const std::string& problem : done->problems) {
      if (!print(problem + "\n")) break;
    }
    if (!context.quiet) {
      (void)print(fmt::format("{} runs, {} captures, {} records, {} spans: {}.\n", done->runs,
                              done->captures, done->records, done->spans,
                              done->problems.empty()
                                  ? std::string("all fits together")
                                  : fmt::format("{} do not fit", done->problems.size())));
    }
  }
  return done->problems.empty() ? kExitFine : kExitIncomplete;
}

}  // namespace

void add_check_ledger(CLI::App& app, Context& context) {
  auto options = std::make_shared<LocationOptions>();
  CLI::App* command = app.add_subcommand(
      "check-ledger", "Verify the ledger: its rows, its captures, and that records read back");
  command->footer(kExample);
  add_location_options(*command, *options);
  command->callback([options, &context] {
    context.action = [options, &context] { return check_ledger(context, *options); };
  });
}

}  // namespace benchledger
