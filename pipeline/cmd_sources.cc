// benchledger sources check: the sources file, strictly, and what it may not
// mean.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "pipeline/command.h"
#include "pipeline/exit_code.h"
#include "pipeline/ledger.h"
#include "pipeline/locations.h"
#include "pipeline/sources.h"
#include "pipeline/sources_check.h"
#include "pipeline/terminal.h"

namespace benchledger {
namespace {

constexpr const char* kExample =
    "Exit codes: 0 nothing to say; 1 something is hardly meant; 2 the file is refused.\n"
    "Example: benchledger sources check --sources sources.yaml";

// Where there is no ledger yet, nothing is known.
KnownPages known_pages(const std::string& path) {
  KnownPages known;
  const auto ledger = open_ledger_if_any(path);
  if (!ledger || *ledger == nullptr) return known;
  const auto states = (*ledger)->fetch_states();
  if (!states) return known;
  for (const FetchState& state : *states) {
    if (state.capture) known[state.source_id].push_back(state.page_key);
  }
  return known;
}

int check(const Context& context, const LocationOptions& options) {
  const Locations at = locate(options);
  const Result<Sources> sources = load_sources(at.sources);
  if (!sources) return report(context, sources.error());
  const std::vector<Error> problems = check_sources(*sources, known_pages(at.ledger));
  for (const Error& problem : problems) (void)print(describe(problem) + "\n");
  if (!context.quiet) {
    (void)print(fmt::format("{}: {} sources, {} to look at.\n", at.sources, sources->sources.size(),
                            problems.size()));
  }
  return problems.empty() ? kExitFine : kExitFindings;
}

}  // namespace

void add_sources(CLI::App& app, Context& context) {
  auto options = std::make_shared<LocationOptions>();
  CLI::App* command = app.add_subcommand("sources", "Look after the sources file");
  command->require_subcommand(1);
  CLI::App* sub = command->add_subcommand("check", "Check the sources file without fetching");
  sub->footer(kExample);
  sub->add_option("--sources", options->sources, "Sources file")->type_name("FILE");
  add_location_options(*sub, *options);
  sub->callback([options, &context] {
    context.action = [options, &context] { return check(context, *options); };
  });
}

}  // namespace benchledger
