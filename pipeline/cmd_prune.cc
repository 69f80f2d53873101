// benchledger prune: captures nothing in the ledger points to are removed.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "pipeline/command.h"
#include "pipeline/exit_code.h"
#include "pipeline/ledger.h"
#include "pipeline/locations.h"
#include "pipeline/prune.h"
#include "pipeline/run_lock.h"
#include "pipeline/terminal.h"

namespace benchledger {
namespace {

constexpr const char* kExample =
    "What any record was ever read from stays, so that `explain` and `export --as-of` can show "
    "it,\n"
    "and the last good capture of every page. What goes: pages that `fetch` stored and no run "
    "read,\n"
    "captures of pages that had lost their records for a while, what a kill left behind.\n"
    "Examples:\n"
    "  benchledger prune --dry-run\n"
    "  benchledger prune";

struct PruneOptions {
  LocationOptions locations;
  bool dry_run = false;
};

int prune(const Context& context, const PruneOptions& options) {
  const Locations at = locate(options.locations);
  // A run stores captures before the ledger knows of them.
  const Result<RunLock> lock = RunLock::take(at.lock);
  if (!lock) return report(context, lock.error());
  const auto ledger = open_existing_ledger(at.ledger);
  if (!ledger) return report(context, ledger.error());
  const Result<Waste> waste = find_waste(**ledger, CaptureStore(at.captures));
  if (!waste) return report(context, waste.error());
  if (!options.dry_run) {
    if (const Status removed = remove_waste(**ledger, *waste); !removed) {
      return report(context, removed.error());
    }
  }
  if (context.quiet) return kExitFine;
  for (const CaptureStore::StoredFile& file : waste->files) {
    if (options.dry_run && !print(file.path + "\n")) return kExitFine;
  }
  (void)print(fmt::format("{} {}: {} {}, {} {}.\n", waste->captures,
                          waste->captures == 1 ? "capture" : "captures", waste->files.size(),
                          waste->files.size() == 1 ? "file" : "files", waste->bytes,
                          options.dry_run ? "bytes would be removed" : "bytes removed"));
  return kExitFine;
}

}  // namespace

void add_prune(CLI::App& app, Context& context) {
  auto options = std::make_shared<PruneOptions>();
  CLI::App* command =
      app.add_subcommand("prune", "Remove captures nothing in the ledger points to");
  command->footer(kExample);
  add_location_options(*command, options->locations);
  command->add_flag("--dry-run", options->dry_run, "Name the files, remove none");
  command->callback([options, &context] {
    context.action = [options, &context] { return prune(context, *options); };
  });
}

}  // namespace benchledger
