#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "pipeline/command.h"
#include "pipeline/exit_code.h"
#include "pipeline/terminal.h"

namespace benchledger {
namespace {

// In the order a day takes: ingest, look, decide; then one page at a time;
// then the program itself. `--help` lists them so.
constexpr void (*kCommands[])(CLI::App&, Context&) = {
    add_add,          add_run,     add_status, add_diff,  add_review,  add_findings, add_pairs,
    add_explain,      add_export,  add_replay, add_fetch, add_sources, add_captures, add_prune,
    add_check_ledger, add_extract, add_tables, add_eval,  add_rules,   add_names,
};

void add_common_options(CLI::App& app, Context& context) {
  app.add_option("--rules", context.rules_dir, "Rule files to use instead of the built-in ones")
      ->type_name("DIR");
  app.add_flag("-q,--quiet", context.quiet, "Print errors and results only");
  app.add_flag("--json", context.json, "Machine-readable output where a command prints for people");
  app.add_option("--log-format", context.log_format,
                 "Messages on standard error as text or JSON lines")
      ->check(CLI::IsMember({"text", "json"}));
  app.set_version_flag("--version", "benchledger " BENCHLEDGER_VERSION);
}

void look_at_terminal(Context& context) {
  const char* no_color = std::getenv("NO_COLOR");
  const bool color_allowed = no_color == nullptr || *no_color == '\0';
  context.color = output_is_terminal() && color_allowed && !context.json;
  context.progress = error_is_terminal() && !context.quiet && context.log_format == "text";
}

// CLI11 says of `benchledger frobnicate` that a subcommand is required.
int refuse_command_line(const CLI::App& app, const CLI::ParseError& error) {
  const std::vector<std::string> unknown = app.remaining();
  if (app.get_subcommands().empty() && !unknown.empty() && !unknown.front().starts_with('-')) {
    std::cerr << "benchledger: no command '" << unknown.front()
              << "' (benchledger --help lists them)\n";
    return kExitUsage;
  }
  return app.exit(error, std::cout, std::cerr) == 0 ? kExitFine : kExitUsage;
}

int run_command_line(int argc, char** argv) {
  Context context;
  CLI::App app(
      "A ledger of what is claimed about AI models: who measured it, where that is\n"
      "written, what does not hold up, and what changed since you last looked.",
      "benchledger");
  app.require_subcommand(1);
  app.fallthrough();
  app.get_formatter()->column_width(26);
  add_common_options(app, context);
  for (const auto add_command : kCommands) add_command(app, context);
  app.footer(
      "Exit codes: 0 fine; 1 findings at or above --fail-on; 2 usage or configuration;\n"
      "3 incomplete, the rest is done; 4 changes wait for review; 75 locked by another run.");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return refuse_command_line(app, error);
  }
  look_at_terminal(context);
  const int exit_code = context.action();
  const Status written = close_output();
  return written ? exit_code : report(context, written.error());
}

}  // namespace
}  // namespace benchledger

int main(int argc, char** argv) {
  benchledger::ignore_broken_pipes();
  return benchledger::run_command_line(argc, argv);
}
