// benchledger export: the newest run in the formats of other tools.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/capture_store.h"
#include "pipeline/command.h"
#include "pipeline/exit_code.h"
#include "pipeline/export.h"
#include "pipeline/export_loss.h"
#include "pipeline/json_writer.h"
#include "pipeline/ledger.h"
#include "pipeline/locations.h"
#include "pipeline/publish.h"
#include "pipeline/terminal.h"

namespace benchledger {
namespace {

constexpr const char* kExample =
    "Without --to a format of one file goes to standard output. Parquet: DuckDB makes it of\n"
    "records.ndjson or scores.csv, see out/README.md.\n"
    "Examples:\n"
    "  benchledger export --list\n"
    "  benchledger export --format sarif > findings.sarif\n"
    "  benchledger export --format every-eval-ever,eval-results --to handover --accepted";

struct ExportOptions {
  LocationOptions locations;
  std::vector<std::string> formats;
  std::string to;
  std::string as_of;
  bool accepted = false;
  bool include_claims = false;
  bool list = false;
};

std::string list_text() {
  std::string text;
  for (const ExportFormat& format : export_formats()) {
    text += fmt::format("{:<17}{:<24}{}{}\n", format.name, format.files, format.what,
                        format.usual ? " (every run writes it)" : "");
  }
  return text;
}

// Losses of one kind and reason on one line: "  lost fields, no place for it: raw 42, unit 42".
std::string losses_text(const std::vector<FormatReport>& reports) {
  std::string text;
  for (const FormatReport& report : reports) {
    text += fmt::format("{}: {} records in {} {}\n", report.format->name, report.records(),
                        report.files.size(), report.files.size() == 1 ? "file" : "files");
    const Loss* before = nullptr;
    for (const Loss& loss : report.losses) {
      const bool same = before != nullptr && before->kind == loss.kind && before->why == loss.why;
      if (!same) {
        const char* what = loss.kind == LossKind::kAltered   ? "altered"
                           : loss.kind == LossKind::kRecords ? "lost records"
                                                             : "lost fields";
        text += fmt::format("{}  {}, {}: ", before == nullptr ? "" : "\n", what, loss.why);
      }
      text += fmt::format("{}{} {}", same ? ", " : "", loss.name, loss.count);
      before = &loss;
    }
    if (before != nullptr) text += '\n';
  }
  return text;
}

std::string losses_json(const std::vector<FormatReport>& reports, const std::string& folder) {
  std::string text;
  for (const FormatReport& report : reports) {
    JsonWriter json;
    json.open_object()
        .member("type", "export")
        .member("schema", kSchema)
        .member("format", report.format->name)
        .member("folder", folder)
        .member("files", report.files.size())
        .member("records", report.records())
        .key("loses");
    write_losses(json, report.losses);
    text += json.close_object().take() + "\n";
  }
  return text;
}

Result<ExportInput> read_run(const ExportOptions& options, const Rules& rules,
                             const CaptureStore& captures) {
  const Result<std::unique_ptr<Ledger>> ledger =
      open_existing_ledger(locate(options.locations).ledger);
  if (!ledger) return tl::unexpected<Error>(ledger.error());
  const Result<Moment> moment = (*ledger)->moment(options.as_of);
  if (!moment) return tl::unexpected<Error>(moment.error());
  Result<ExportInput> input =
      export_input(**ledger, *moment, options.accepted ? Selection::kAccepted : Selection::kAll);
  if (!input) return input;
  equip(*input, &rules, &captures);
  if (options.include_claims) include_prose_figures(*input);
  return input;
}

// To standard output, where there is exactly one file; the loss report goes to
// standard error.
int print_export(const Context& context, ExportInput input, const FormatList& formats) {
  const Rendered rendered = render_output(std::move(input), formats);
  if (rendered.files.size() != 1) {
    return report(context, {ErrorKind::kUsage, "--format",
                            fmt::format("makes {} files", rendered.files.size()),
                            "name a folder for them with --to"});
  }
  if (print(rendered.files.front().bytes) && !context.quiet) {
    print_error(losses_text(rendered.formats));
  }
  return kExitFine;
}

int write_export(const Context& context, const ExportOptions& options) {
  if (options.list) return print(list_text()) ? kExitFine : kExitIncomplete;
  const Result<FormatList> formats = choose_formats(options.formats);
  if (!formats) return report(context, formats.error());
  const Result<Rules> rules = open_rules(context);
  if (!rules) return report(context, rules.error());
  const CaptureStore captures(locate(options.locations).captures);
  Result<ExportInput> input = read_run(options, *rules, captures);
  if (!input) return report(context, input.error());
  if (options.to.empty()) return print_export(context, std::move(*input), *formats);
  const Result<Exported> done =
      write_output(options.to, std::move(*input), *formats, Existing::kNumber);
  if (!done) return report(context, done.error());
  if (context.json) {
    (void)print(losses_json(done->formats, done->folder));
  } else if (!context.quiet) {
    (void)print(losses_text(done->formats) + "Written to " + done->folder + ".\n");
  }
  return kExitFine;
}

}  // namespace

void add_export(CLI::App& app, Context& context) {
  auto options = std::make_shared<ExportOptions>();
  CLI::App* command =
      app.add_subcommand("export", "Write the newest run in the formats of other tools");
  command->footer(kExample);
  command
      ->add_option("--format", options->formats,
                   "Formats, comma-separated, or all (default: those every run writes)")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("NAME");
  command
      ->add_option("--to", options->to, "Folder to write a dated folder, latest and a manifest in")
      ->type_name("DIR");
  command->add_flag("--accepted", options->accepted,
                    "What people stand behind: the first run, moved on by what was accepted");
  command->add_flag("--include-claims", options->include_claims,
                    "Figures stated only in prose count as scores, marked");
  command->add_flag("--list", options->list, "Show the formats");
  add_location_options(*command, options->locations);
  add_as_of_option(*command, options->as_of);
  command->callback([options, &context] {
    context.action = [options, &context] { return write_export(context, *options); };
  });
}

}  // namespace benchledger
