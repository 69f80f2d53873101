// benchledger status: how each source has been doing.

#include <CLI/CLI.hpp>
#include <memory>

#include "pipeline/clock.h"
#include "pipeline/command.h"
#include "pipeline/exit_code.h"
#include "pipeline/ledger.h"
#include "pipeline/locations.h"
#include "pipeline/source_status.h"
#include "pipeline/sources.h"
#include "pipeline/terminal.h"

namespace benchledger {
namespace {

constexpr const char* kExample =
    "OUTCOME is that of the newest run that asked, xN for N runs in a row. FILL is the share "
    "known\n"
    "of what a source's records could say: model, benchmark, who measured, value. DRIFT is that\n"
    "against the median of the seven runs before, in points: a fall is most often a page that\n"
    "changed its form. The last 90 runs are looked at.\n"
    "Examples:\n"
    "  benchledger status\n"
    "  benchledger status --pages            first seen, last asked, outcome of every page\n"
    "  benchledger --json status";

struct StatusOptions {
  LocationOptions locations;
  bool pages = false;
};

template <typename Statuses>
int show(const Context& context, const Result<Statuses>& statuses) {
  if (!statuses) return report(context, statuses.error());
  (void)print(context.json ? status_json(*statuses) : status_text(*statuses));
  return kExitFine;
}

int status(const Context& context, const StatusOptions& options) {
  const Locations at = locate(options.locations);
  const auto ledger = open_existing_ledger(at.ledger);
  if (!ledger) return report(context, ledger.error());
  if (options.pages) return show(context, page_statuses(**ledger));
  const Result<Sources> sources = load_sources(at.sources);
  if (!sources) return report(context, sources.error());
  return show(context, source_statuses(**ledger, *sources, iso_time(system_clock().now())));
}

}  // namespace

void add_status(CLI::App& app, Context& context) {
  auto options = std::make_shared<StatusOptions>();
  CLI::App* command = app.add_subcommand("status", "Show how each source has been doing");
  command->footer(kExample);
  command->add_option("--sources", options->locations.sources, "Sources file")->type_name("FILE");
  add_location_options(*command, options->locations);
  command->add_flag("--pages", options->pages, "Show pages rather than sources");
  command->callback([options, &context] {
    context.action = [options, &context] { return status(context, *options); };
  });
}

}  // namespace benchledger
