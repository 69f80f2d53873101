// benchledger run: the nightly ingest, from the sources to out/.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "extractors/wall.h"
#include "pipeline/change_text.h"
#include "pipeline/command.h"
#include "pipeline/curl_client.h"
#include "pipeline/diff.h"
#include "pipeline/exit_code.h"
#include "pipeline/in_order.h"
#include "pipeline/json_writer.h"
#include "pipeline/locations.h"
#include "pipeline/log.h"
#include "pipeline/run.h"
#include "pipeline/terminal.h"

namespace benchledger {
namespace {

constexpr const char* kExample =
    "Exit codes: 3 where a source failed (the others are done), else 1 where findings reach\n"
    "--fail-on, else 4 where --exit-code is given and changes wait for review.\n"
    "Examples:\n"
    "  benchledger run\n"
    "  benchledger run --sources sources.yaml --out /srv/benchledger --fail-on error";

// Changes shown after a run; `diff` and changes.md have them all.
constexpr std::size_t kMostShown = 20;

struct IngestOptions {
  LocationOptions locations;
  std::vector<std::string> formats;
  std::size_t threads = default_threads();
  std::string fail_on;
  bool exit_code = false;
};

std::string counted(std::size_t count, const char* one, const char* many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string findings_text(const RunReport& report) {
  const auto of = [&](Severity severity) {
    return report.findings[static_cast<std::size_t>(severity)];
  };
  return fmt::format("{}, {}, {}", counted(of(Severity::kError), "error", "errors"),
                     counted(of(Severity::kWarning), "warning", "warnings"),
                     counted(of(Severity::kNote), "note", "notes"));
}

// "Fetched: 1990 unchanged, 8 ok, 2 timeout.", the most frequent first.
std::string outcomes_text(const RunReport& report) {
  std::vector<std::pair<std::size_t, PageOutcome>> met;
  for (int at = 0; at < kPageOutcomes; ++at) {
    const std::size_t count = report.outcomes[static_cast<std::size_t>(at)];
    if (count > 0) met.emplace_back(count, static_cast<PageOutcome>(at));
  }
  std::stable_sort(met.begin(), met.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  std::string text;
  for (const auto& [count, outcome] : met) {
    text += fmt::format("{}{} {}", text.empty() ? "Fetched: " : ", ", count, to_string(outcome));
  }
  return text.empty() ? text : text + ".\n";
}

std::string changes_text(const RunReport& report, bool color) {
  if (report.first()) return "First run: this is what later runs are held against.\n";
  const std::string since = fmt::format("since run {}", report.outcome.previous);
  if (report.nothing_changed()) return fmt::format("Nothing changed {}.\n", since);
  std::string text = fmt::format("{} {}.\n", count_changes(report.changes), since);
  text[0] = text[0] == 'n' ? 'N' : text[0];
  std::size_t shown = 0;
  for (const Change& change : report.changes) {
    if (is_cosmetic(change) || shown == kMostShown) continue;
    text += change_text(change, color);
    ++shown;
  }
  return text;
}

std::string summary_text(const RunReport& report, const Context& context) {
  std::string text = fmt::format(
      "Run {}: {} of {} read, {}.\n"
      "{}, {}, {}; findings: {}.\n",
      report.outcome.id, counted(report.pages, "page", "pages"),
      counted(report.sources, "source", "sources"),
      counted(report.new_captures, "new capture", "new captures"),
      counted(report.scores, "score", "scores"), counted(report.specs, "spec", "specs"),
      counted(report.claims, "claim", "claims"), findings_text(report));
  text += outcomes_text(report);
  text += changes_text(report, context.color);
  if (report.waiting > 0) {
    text += fmt::format("{} for review: benchledger review\n",
                        counted(report.waiting, "change waits", "changes wait"));
  }
  if (!report.folder.empty()) text += fmt::format("Written to {}.\n", report.folder);
  return text;
}

std::string summary_json(const RunReport& report) {
  JsonWriter out;
  out.open_object()
      .member("type", "run")
      .member("schema", kSchema)
      .member("run", report.outcome.id)
      .member("previous_run", report.outcome.previous)
      .member("sources", report.sources)
      .member("pages", report.pages)
      .member("new_captures", report.new_captures)
      .member("scores", report.scores)
      .member("specs", report.specs)
      .member("claims", report.claims)
      .key("findings")
      .open_object()
      .member("error", report.findings[static_cast<std::size_t>(Severity::kError)])
      .member("warning", report.findings[static_cast<std::size_t>(Severity::kWarning)])
      .member("note", report.findings[static_cast<std::size_t>(Severity::kNote)])
      .close_object()
      .member("nothing_changed", report.nothing_changed())
      .member("waiting", report.waiting)
      .key("changes")
      .open_object();
  std::map<ChangeKind, std::size_t> kinds;
  for (const Change& change : report.changes) ++kinds[change.kind];
  for (const auto& [kind, count] : kinds) out.member(to_string(kind), count);
  out.close_object().key("outcomes").open_object();
  for (int at = 0; at < kPageOutcomes; ++at) {
    const std::size_t count = report.outcomes[static_cast<std::size_t>(at)];
    if (count > 0) out.member(to_string(static_cast<PageOutcome>(at)), count);
  }
  out.close_object().key("failures").open_array();
  for (const RunFailure& failure : report.failures) {
    out.open_object()
        .member("source", failure.source_id)
        .member("page", failure.page_key)
        .member("outcome", to_string(failure.outcome))
        .member("message", failure.message)
        .close_object();
  }
  out.close_array().key("folder");
  report.folder.empty() ? out.null() : out.value(report.folder);
  return out.close_object().take() + "\n";
}

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

Result<Walls> open_walls(const Context& context) {
  const Result<std::vector<RuleFile>> files = open_rule_files(context);
  if (!files) return tl::unexpected<Error>(files.error());
  const Result<std::vector<WallRule>> rules = load_wall_rules(*files);
  if (!rules) return tl::unexpected<Error>(rules.error());
  return Walls(*rules);
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
        fmt::format("{} about malformed input that was mended; `benchledger extract` shows them",
                    counted(done->warnings, "warning", "warnings")));
  }
  if (context.json) {
    (void)print(summary_json(*done));
  } else if (!context.quiet) {
    (void)print(summary_text(*done, context));
  }
  return exit_code_of(*done, options);
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
  command->add_flag("--exit-code", options->exit_code, "Exit 4 where changes wait for review");
  command->callback([options, &context] {
    context.action = [options, &context] { return ingest(context, *options); };
  });
}

}  // namespace benchledger
