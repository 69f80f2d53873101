// benchledger extract: files to records on standard output, nothing else.

#include <CLI/CLI.hpp>
#include <array>
#include <memory>
#include <string>
#include <vector>

#include "extractors/rules_load.h"
#include "pipeline/command.h"
#include "pipeline/exit_code.h"
#include "pipeline/in_order.h"
#include "pipeline/json.h"
#include "pipeline/page_input.h"
#include "pipeline/terminal.h"

namespace benchledger {
namespace {

constexpr const char* kExample =
    "Examples:\n"
    "  benchledger extract page.html model-card.md\n"
    "  curl -s https://example.org/model | benchledger extract - --type score | jq .score.value";

struct ExtractOptions {
  std::vector<std::string> files;
  std::vector<std::string> types;  // empty: all
  std::string format = "auto";
  std::string publisher;
  std::string ablate;  // "names" or empty
  std::size_t threads = default_threads();

  [[nodiscard]] bool wants(std::string_view type) const {
    return types.empty() || std::find(types.begin(), types.end(), type) != types.end();
  }
};

// What one file came to: its lines, or why there are none.
struct PageOutput {
  std::string records;
  std::string diagnostics;
  std::optional<Error> error;
};

template <typename Record>
void append_lines(std::string& out, const std::vector<Record>& records) {
  for (const Record& record : records) {
    out += to_json(record);
    out += '\n';
  }
}

std::string record_lines(const Extraction& extraction, const ExtractOptions& options) {
  std::string lines;
  if (options.wants("document")) lines += to_json(extraction.document) + "\n";
  if (options.wants("spec")) append_lines(lines, extraction.specs);
  if (options.wants("score")) append_lines(lines, extraction.scores);
  if (options.wants("claim")) append_lines(lines, extraction.claims);
  if (options.wants("finding")) append_lines(lines, extraction.findings);
  return lines;
}

PageOutput extract_file(const Extractor& extractor, const ExtractOptions& options,
                        const std::string& path) {
  PageOutput output;
  const Result<std::string> bytes = read_page_file(path);
  if (!bytes) {
    output.error = bytes.error();
    return output;
  }
  Input input = page_input(*bytes, path);
  input.format = parse_format(options.format).value_or(Format::kAuto);
  if (!options.publisher.empty()) input.publisher = options.publisher;
  const Extraction extraction = extract_and_check(extractor, input);
  output.records = record_lines(extraction, options);
  output.diagnostics = diagnostic_lines(extraction, path);
  return output;
}

int extract_files(const Context& context, const ExtractOptions& options) {
  Result<Rules> rules = open_rules(context);
  if (!rules) return report(context, rules.error());
  if (!options.publisher.empty() && rules->organization(options.publisher) == nullptr) {
    return report(context, {ErrorKind::kUsage, "--publisher",
                            "no organization has the id '" + options.publisher + "'",
                            "ids stand in rules/organizations.yaml"});
  }
  if (!options.ablate.empty()) drop_names(*rules);
  const Extractor extractor(std::move(*rules));
  int exit_code = kExitFine;
  for_each_in_order(
      options.files.size(), options.threads,
      [&](std::size_t i) { return extract_file(extractor, options, options.files[i]); },
      [&](std::size_t, const PageOutput& page) {
        if (page.error) exit_code = report(context, *page.error);
        if (!context.quiet) print_error(page.diagnostics);
        return print(page.records);
      });
  return exit_code;
}

}  // namespace

void add_extract(CLI::App& app, Context& context) {
  auto options = std::make_shared<ExtractOptions>();
  CLI::App* command = app.add_subcommand("extract", "Print the records of pages, a JSON line each");
  command->footer(kExample);
  command->add_option("file", options->files, "Pages to read; - for standard input")
      ->required()
      ->type_name("FILE");
  command->add_option("--type", options->types, "Only records of these types, comma-separated")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::IsMember({"document", "spec", "score", "claim", "finding"}));
  command
      ->add_option("--format", options->format,
                   "Format of the pages instead of telling it by content")
      ->check(CLI::IsMember(format_words()));
  command->add_option("--publisher", options->publisher, "Organization whose page it is, by id")
      ->type_name("ID");
  command
      ->add_option("--ablate", options->ablate,
                   "Forget the names of models, benchmarks and organizations: what is left is "
                   "read from structure")
      ->check(CLI::IsMember({"names"}));
  command->add_option("-j,--jobs", options->threads, "Pages read at once (default: one a core)")
      ->check(CLI::Range(1, 1024))
      ->type_name("N");
  command->callback([options, &context] {
    context.action = [options, &context] { return extract_files(context, *options); };
  });
}

}  // namespace benchledger
