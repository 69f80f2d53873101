// benchledger rules: police the rule files.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string>
#include <vector>

#include "extractors/rule_examples.h"
#include "extractors/rules_check.h"
#include "extractors/rules_load.h"
#include "pipeline/command.h"
#include "pipeline/exit_code.h"
#include "pipeline/json_writer.h"
#include "pipeline/rule_reference.h"
#include "pipeline/terminal.h"
#include "pipeline/validate.h"

namespace benchledger {
namespace {

constexpr const char* kCheckExample =
    "Prints file:line:column: what is wrong (what to do), a line each; exit 2 where there is one.\n"
    "Example:\n"
    "  benchledger --rules my-rules rules check";

constexpr const char* kTestExample =
    "Runs every example the rules carry: sentences a phrase must match or must not, names that\n"
    "must lead back to their own entry. Exit 1 where one fails, 2 where the rules do not load.\n"
    "Example:\n"
    "  benchledger --rules my-rules rules test";

constexpr const char* kReferenceExample =
    "Markdown: what each check flags, why, how gravely and from which thresholds on.\n"
    "Example:\n"
    "  benchledger rules reference > REFERENCE.md";

std::string problem_line(const Context& context, const Error& problem) {
  if (!context.json) return describe(problem) + "\n";
  JsonWriter line;
  line.open_object()
      .member("where", problem.where)
      .member("message", problem.message)
      .member("remedy", problem.remedy)
      .close_object();
  return line.take() + "\n";
}

// checks/<id>.yaml without a check of that id.
void find_idle_checks(const std::vector<RuleFile>& files, std::vector<Error>& problems) {
  const std::vector<std::string> ids = check_ids();
  for (const RuleFile& file : files) {
    if (file.name.rfind("checks/", 0) != 0) continue;
    const bool known = std::any_of(ids.begin(), ids.end(), [&](const std::string& id) {
      return file.name == "checks/" + id + ".yaml";
    });
    if (known) continue;
    problems.push_back({ErrorKind::kUsage, file.name + ":1:1", "there is no check of this name",
                        "take the file away or correct its name"});
  }
}

int check(const Context& context) {
  const Result<std::vector<RuleFile>> files = open_rule_files(context);
  if (!files) return report(context, files.error());
  std::vector<Error> problems = check_rules(*files);
  find_idle_checks(*files, problems);
  for (const Error& problem : problems) {
    if (!print(problem_line(context, problem))) break;
  }
  if (!problems.empty()) return kExitUsage;
  if (!context.quiet && !context.json) {
    (void)print(fmt::format("{} rule files, no problem\n", files->size()));
  }
  return kExitFine;
}

int test(const Context& context) {
  const Result<std::vector<RuleFile>> files = open_rule_files(context);
  if (!files) return report(context, files.error());
  const Result<Rules> rules = load_rules(*files);
  if (!rules) return report(context, rules.error());
  const ExampleRun run = run_rule_examples(*rules, *files);
  for (const Error& failure : run.failed) {
    if (!print(problem_line(context, failure))) break;
  }
  if (context.json) {
    JsonWriter line;
    line.open_object()
        .member("passed", run.passed)
        .member("failed", run.failed.size())
        .close_object();
    (void)print(line.take() + "\n");
  } else if (!context.quiet || !run.failed.empty()) {
    (void)print(fmt::format("{} passed, {} failed\n", run.passed, run.failed.size()));
  }
  return run.failed.empty() ? kExitFine : kExitFindings;
}

int reference(const Context& context) {
  const Result<std::vector<RuleFile>> files = open_rule_files(context);
  if (!files) return report(context, files.error());
  const Result<Rules> rules = load_rules(*files);
  if (!rules) return report(context, rules.error());
  (void)print(rule_reference(*rules, *files));
  return kExitFine;
}

}  // namespace

void add_rules(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand("rules", "Check rule files and run their examples");
  command->require_subcommand(1);
  const auto add = [&](const char* name, const char* what, const char* footer,
                       int (*run)(const Context&)) {
    CLI::App* part = command->add_subcommand(name, what);
    part->footer(footer);
    part->fallthrough();
    part->callback([&context, run] { context.action = [&context, run] { return run(context); }; });
  };
  add("check", "Report what is wrong with the rule files, each with its place", kCheckExample,
      check);
  add("test", "Run the examples the rules carry", kTestExample, test);
  add("reference", "Print what the checks are about", kReferenceExample, reference);
  command->footer("Example:\n  benchledger rules check && benchledger rules test");
  command->fallthrough();
}

}  // namespace benchledger
