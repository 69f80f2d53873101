// benchledger run: the nightly ingest, from the sources to out/.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/command.h"
#include "pipeline/curl_client.h"
#include "pipeline/exit_code.h"
#include "pipeline/files.h"
#include "pipeline/in_order.h"
#include "pipeline/locations.h"
#include "pipeline/log.h"
#include "pipeline/open_walls.h"
#include "pipeline/run.h"
#include "pipeline/run_notice.h"
#include "pipeline/run_summary.h"
#include "pipeline/terminal.h"

namespace benchledger {
namespace {

constexpr const char* kExample =
    "Exit codes: 3 where a source failed (the others are done), else 1 where findings reach\n"
    "--fail-on, else 4 where --exit-code is given and changes wait for review.\n"
    "Examples:\n"
    "  benchledger run\n"
    "  benchledger run --sources sources.yaml --out /srv/benchledger --fail-on error";

struct IngestOptions {
  LocationOptions locations;
  std::vector<std::string> formats;
  std::size_t threads = default_threads();
  std::string fail_on;
  bool exit_code = false;
  bool anew = false;
  std::vector<std::string> only;
  std::string summary;    // folder
  std::string metrics;    // file
  std::string heartbeat;  // URL
  std::string notify;     // command
};

bool reaches(const RunReport& report, const std::string& fail_on) {
  const Severity least = fail_on == "error"     ? Severity::kError
                         : fail_on == "warning" ? Severity::kWarning
                                                : Severity::kNote;
  for (std::size_t at = static_cast<std::size_t>(least); at < report.findings.size(); ++at) {
    if (report.findings[at] > 0) return true;
  }
  return false;
}

int exit_code_of(const RunReport& report, const IngestOptions& options) {
  if (!report.failures.empty()) return kExitIncomplete;
  if (!options.fail_on.empty() && reaches(report, options.fail_on)) return kExitFindings;
  return options.exit_code && report.waiting > 0 ? kExitReview : kExitFine;
}

// What goes wrong here changes nothing of the run.
void complain(const Status& status, const char* what) {
  if (!status) log(LogLevel::kWarning, fmt::format("{}: {}", what, describe(status.error())), {});
}

void tell_others(const RunReport& done, const IngestOptions& options, HttpClient& http) {
  if (!options.summary.empty()) {
    complain(write_file(options.summary + "/summary.md", summary_markdown(done)), "--summary");
    complain(write_file(options.summary + "/summary.json", summary_json(done)), "--summary");
  }
  if (!options.metrics.empty()) {
    complain(write_file(options.metrics, summary_metrics(done)), "--metrics");
  }
  if (!options.notify.empty() && is_news(done)) {
    complain(run_notification(options.notify, done), "--notify");
  }
  if (!options.heartbeat.empty()) {
    complain(send_heartbeat(http, options.heartbeat, user_agent({})), "--heartbeat");
  }
}

int ingest(const Context& context, const IngestOptions& options) {
  open_log(context.log_format == "json" ? LogFormat::kJson : LogFormat::kText, context.quiet);
  Result<Rules> rules = open_rules(context);
  if (!rules) return report(context, rules.error());
  const Extractor extractor(std::move(*rules));
  // As curl does; a network of one's own may have certificates of its own.
  const char* ca_file = std::getenv("SSL_CERT_FILE");
  const std::unique_ptr<HttpClient> http =
      open_http_client({{}, ca_file == nullptr ? "" : ca_file});
  const Result<Walls> walls = open_walls(context);
  if (!walls) return report(context, walls.error());
  RunOptions setup;
  setup.walls = &*walls;
  setup.at = locate(options.locations);
  setup.formats = options.formats;
  setup.threads = options.threads;
  setup.only = {options.only.begin(), options.only.end()};
  setup.anew = options.anew;
  setup.progress = context.progress;
  setup.program = "benchledger " BENCHLEDGER_VERSION;
  const Result<RunReport> done = run(setup, extractor, *http, system_clock());
  if (!done) return report(context, done.error());
  for (const RunFailure& failure : done->failures) {
    log(LogLevel::kError, failure.message,
        {{"source", failure.source_id},
         {"page", failure.page_key},
         {"outcome", to_string(failure.outcome)}});
  }
  if (done->warnings > 0) {
    log(LogLevel::kWarning,
        fmt::format("{} {} about malformed input that was mended; `benchledger extract` shows them",
                    done->warnings, done->warnings == 1 ? "warning" : "warnings"));
  }
  if (context.json) {
    (void)print(summary_json(*done));
  } else if (!context.quiet) {
    (void)print(summary_text(*done, context.color));
  }
  tell_others(*done, options, *http);
  return exit_code_of(*done, options);
}

void add_telling_options(CLI::App& command, IngestOptions& options) {
  command.add_option("--summary", options.summary, "Write summary.md and summary.json there")
      ->type_name("DIR");
  command
      .add_option("--metrics", options.metrics, "Write metrics for Prometheus' textfile collector")
      ->type_name("FILE");
  command
      .add_option("--notify", options.notify,
                  "Shell command to run where something changed or waits for review; gets the\n"
                  "summary in Markdown on standard input")
      ->type_name("COMMAND");
  command
      .add_option("--heartbeat", options.heartbeat,
                  "URL to ask for once the run is over, whatever it found")
      ->envname("BENCHLEDGER_HEARTBEAT")
      ->type_name("URL");
}

}  // namespace

void add_run(CLI::App& app, Context& context) {
  auto options = std::make_shared<IngestOptions>();
  CLI::App* command = app.add_subcommand("run", "Ingest every source and write what was found");
  command->footer(kExample);
  command
      ->add_option("--sources", options->locations.sources,
                   "Sources file (default: fixtures/sources.yaml in a checkout)")
      ->type_name("FILE");
  add_location_options(*command, options->locations);
  command
      ->add_option("--format", options->formats,
                   "Formats to write, comma-separated (`benchledger export --list`)")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("NAME");
  command->add_option("-j,--jobs", options->threads, "Pages read at once (default: one a core)")
      ->check(CLI::Range(1, 1024))
      ->type_name("N");
  command
      ->add_option("--fail-on", options->fail_on, "Exit 1 where a finding is at least this grave")
      ->check(CLI::IsMember({"note", "warning", "error"}));
  command
      ->add_option("--only", options->only, "Ids of the sources to fetch; the rest stays as it is")
      ->type_name("ID");
  command->add_flag("--reread", options->anew,
                    "Read every page again, also where neither it nor the rules changed");
  add_telling_options(*command, *options);
  command->add_flag("--exit-code", options->exit_code, "Exit 4 where changes wait for review");
  command->callback([options, &context] {
    context.action = [options, &context] { return ingest(context, *options); };
  });
}

}  // namespace benchledger
