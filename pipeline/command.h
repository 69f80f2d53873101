#pragma once
// One command a file (cmd_*.cc), one table of them (main.cc). A command adds
// its options to the parser and stores what to run; it alone prints.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "extractors/embedded_rules.h"
#include "extractors/result.h"
#include "extractors/rules.h"

namespace CLI {
class App;
}

namespace benchledger {

// Options every command understands, and what the command line chose to run.
struct Context {
  std::string rules_dir;            // --rules; empty: the embedded rules
  bool quiet = false;               // --quiet: errors only
  bool json = false;                // --json: machine-readable output where a command prints
  bool color = false;               // terminal and no NO_COLOR
  bool progress = false;            // stderr is a terminal and not --quiet
  std::string log_format = "text";  // --log-format text|json
  std::function<int()> action;      // set by the command that was chosen; returns an exit code
};

// The rule set the context asks for.
[[nodiscard]] Result<Rules> open_rules(const Context& context);
// The same as files, for what looks at their text.
[[nodiscard]] Result<std::vector<RuleFile>> open_rule_files(const Context& context);

// Prints "benchledger: where: message (remedy)" to stderr (or a JSON line),
// returns the exit code for its kind.
int report(const Context& context, const Error& error);

// Every cmd_*.cc defines one of these; main.cc lists them.
void add_extract(CLI::App& app, Context& context);
void add_tables(CLI::App& app, Context& context);
void add_run(CLI::App& app, Context& context);
void add_diff(CLI::App& app, Context& context);
void add_review(CLI::App& app, Context& context);
void add_check_ledger(CLI::App& app, Context& context);
void add_export(CLI::App& app, Context& context);
void add_findings(CLI::App& app, Context& context);
void add_pairs(CLI::App& app, Context& context);
void add_explain(CLI::App& app, Context& context);
void add_eval(CLI::App& app, Context& context);
void add_rules(CLI::App& app, Context& context);
void add_names(CLI::App& app, Context& context);
void add_add(CLI::App& app, Context& context);
void add_sources(CLI::App& app, Context& context);
void add_status(CLI::App& app, Context& context);
void add_prune(CLI::App& app, Context& context);
void add_fetch(CLI::App& app, Context& context);
void add_replay(CLI::App& app, Context& context);
void add_captures(CLI::App& app, Context& context);

}  // namespace benchledger
