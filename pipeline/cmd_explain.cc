// benchledger explain: everything behind one record, from the bytes up.

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/command.h"
#include "pipeline/exit_code.h"
#include "pipeline/explanation.h"
#include "pipeline/page_set.h"
#include "pipeline/terminal.h"

namespace benchledger {
namespace {

constexpr const char* kExample =
    "Ids stand in the output of `extract` and in every exported file; the first characters do.\n"
    "Without FILE: the pages of the ledger's newest run.\n"
    "Examples:\n"
    "  benchledger explain 3f9a2c\n"
    "  benchledger explain 3f9a2c page.html\n"
    "  benchledger explain \"$(benchledger extract page.html --type claim | jq -r .id | head -1)\" "
    "page.html";

struct ExplainOptions {
  std::string id;
  std::vector<std::string> files;
  LocationOptions locations;
  std::string as_of;
  std::size_t context_lines = 2;
};

int explain_record(const Context& context, const ExplainOptions& options) {
  Result<Rules> rules = open_rules(context);
  if (!rules) return report(context, rules.error());
  const Extractor extractor(std::move(*rules));
  const Result<PageSet> set =
      read_pages(extractor, options.files, options.locations, options.as_of);
  if (!set) return report(context, set.error());
  int exit_code = kExitFine;
  for (const Error& error : set->unreadable) exit_code = report(context, error);

  const ExplainLook look{context.color, options.context_lines};
  const Result<std::string> text = explain(set->pages, extractor.rules(), options.id, look);
  if (!text) return report(context, text.error());
  (void)print(*text);
  return exit_code;
}

}  // namespace

void add_explain(CLI::App& app, Context& context) {
  auto options = std::make_shared<ExplainOptions>();
  CLI::App* command = app.add_subcommand(
      "explain", "Show where a record was read, what it was read as, and which rules decided");
  command->footer(kExample);
  command->add_option("id", options->id, "Id of a score, spec, claim or finding")
      ->required()
      ->type_name("ID");
  command->add_option("file", options->files, "Pages the record may be on; - for standard input")
      ->type_name("FILE");
  command->add_option("-C,--context", options->context_lines, "Lines of source around the span")
      ->check(CLI::Range(0, 50))
      ->type_name("N");
  add_as_of_option(*command, options->as_of);
  add_location_options(*command, options->locations);
  command->callback([options, &context] {
    context.action = [options, &context] { return explain_record(context, *options); };
  });
}

}  // namespace benchledger
