// benchledger names: what the rules make of a name, and of two names.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "extractors/identity.h"
#include "extractors/model_comparison.h"
#include "pipeline/command.h"
#include "pipeline/exit_code.h"
#include "pipeline/json_writer.h"
#include "pipeline/terminal.h"

namespace benchledger {
namespace {

constexpr const char* kExample =
    "Examples:\n"
    "  benchledger names 'Claude Opus 4.6 (Thinking, 64K)' 'GPQA Diamond (pass@1)'\n"
    "  benchledger names --compare 'Gemini 3.1 Pro Preview' 'Gemini 3.1 Pro'";

struct NamesOptions {
  std::vector<std::string> names;
  bool compare = false;
};

std::string told(const std::optional<std::string>& text) { return text.value_or("-"); }

std::string reading_of(const Names& names, const std::string& name, bool json) {
  const ModelRef model = names.model(name);
  const BenchmarkRef benchmark = names.benchmark(name);
  const bool test = benchmark.id && !names.knows_model(name);
  if (!json) {
    if (test) {
      return fmt::format("{}: benchmark {}, version {}, subset {}, owner {}\n", name, *benchmark.id,
                         told(benchmark.version), told(benchmark.subset), told(benchmark.owner));
    }
    return fmt::format("{}: {} {}, developer {}, mode {}, effort {}\n", name,
                       model.id ? "model" : "unknown name", model.id.value_or(model.name),
                       told(model.developer), told(model.mode), told(model.effort));
  }
  JsonWriter out;
  out.open_object().member("name", name).member("is", test ? "benchmark" : "model");
  if (test) {
    out.member("id", benchmark.id).member("version", benchmark.version);
    out.member("subset", benchmark.subset).member("owner", benchmark.owner);
  } else {
    out.member("id", model.id).member("developer", model.developer);
    out.member("mode", model.mode).member("effort", model.effort);
  }
  return out.close_object().take() + "\n";
}

std::string comparison_of(const Names& names, const Rules& rules, const NamesOptions& options,
                          bool json) {
  const std::string& a = options.names[0];
  const std::string& b = options.names[1];
  const ModelComparison found = compare_models(names.model(a), names.model(b), rules);
  if (!json) return fmt::format("{} ({})\n", name_of(found.relation), found.reason);
  JsonWriter out;
  out.open_object().member("a", a).member("b", b);
  out.member("relation", name_of(found.relation)).member("reason", found.reason);
  return out.close_object().take() + "\n";
}

int show_names(const Context& context, const NamesOptions& options) {
  if (options.compare && options.names.size() != 2) {
    return report(context, Error{ErrorKind::kUsage, "names --compare",
                                 fmt::format("{} names", options.names.size()), "give two"});
  }
  const Result<Rules> rules = open_rules(context);
  if (!rules) return report(context, rules.error());
  const Names names(*rules);
  if (options.compare) {
    static_cast<void>(print(comparison_of(names, *rules, options, context.json)));
    return kExitFine;
  }
  for (const std::string& name : options.names) {
    if (!print(reading_of(names, name, context.json))) break;
  }
  return kExitFine;
}

}  // namespace

void add_names(CLI::App& app, Context& context) {
  auto options = std::make_shared<NamesOptions>();
  CLI::App* command = app.add_subcommand(
      "names", "Say what the rules make of names of models and benchmarks, or compare two");
  command->footer(kExample);
  command->add_option("NAME", options->names, "Names as printed")->required()->type_name("NAME");
  command->add_flag("--compare", options->compare,
                    "Whether two names are of the same model, a variant of it, or different ones");
  command->callback([options, &context] {
    context.action = [options, &context] { return show_names(context, *options); };
  });
}

}  // namespace benchledger
