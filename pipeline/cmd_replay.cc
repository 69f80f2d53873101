// benchledger replay: every page read again with today's rules, from its
// capture. What changes is the rules' doing.

#include <fmt/format.h>
#include <stdlib.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>

#include "pipeline/command.h"
#include "pipeline/curl_client.h"
#include "pipeline/exit_code.h"
#include "pipeline/in_order.h"
#include "pipeline/ledger.h"
#include "pipeline/ledger_copy.h"
#include "pipeline/locations.h"
#include "pipeline/log.h"
#include "pipeline/run.h"
#include "pipeline/run_lock.h"
#include "pipeline/run_summary.h"
#include "pipeline/server_address.h"
#include "pipeline/terminal.h"

namespace benchledger {
namespace {

namespace fs = std::filesystem;

constexpr const char* kExample =
    "Examples:\n"
    "  benchledger replay --dry-run          what the rules of this program would change\n"
    "  benchledger --rules rules replay      take them over";

struct ReplayOptions {
  LocationOptions locations;
  std::size_t threads = default_threads();
  bool dry_run = false;
};

// A copy of the ledger in a folder of its own, removed with it. Captures are
// read where they are.
class Rehearsal {
 public:
  explicit Rehearsal(Locations& at) {
    // No run may write between the two files.
    const Result<RunLock> lock = RunLock::take(at.lock);
    if (!lock) return;
    std::string name = (fs::temp_directory_path() / "benchledger-replay-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) return;
    folder_ = name;
    if (is_server_address(at.ledger)) {
      copied_ = copy_ledger(at.ledger, (folder_ / "ledger.db").string());
      move_to_copy(at);
      return;
    }
    for (const char* part : {"", "-wal"}) {
      if (!fs::exists(at.ledger + part, error_)) continue;
      fs::copy_file(at.ledger + part, folder_ / (std::string("ledger.db") + part), error_);
    }
    move_to_copy(at);
  }
  ~Rehearsal() {
    std::error_code ignored;
    if (!folder_.empty()) fs::remove_all(folder_, ignored);
  }
  Rehearsal(const Rehearsal&) = delete;
  Rehearsal& operator=(const Rehearsal&) = delete;
  [[nodiscard]] bool ready() const { return !folder_.empty() && !error_ && copied_; }

 private:
  void move_to_copy(Locations& at) const {
    at.ledger = (folder_ / "ledger.db").string();
    at.out = (folder_ / "out").string();
  }

  fs::path folder_;
  std::error_code error_;
  Status copied_;
};

int replay(const Context& context, const ReplayOptions& options) {
  open_log(context.log_format == "json" ? LogFormat::kJson : LogFormat::kText, context.quiet);
  Result<Rules> rules = open_rules(context);
  if (!rules) return report(context, rules.error());
  const Extractor extractor(std::move(*rules));
  RunOptions setup;
  setup.at = locate(options.locations);
  setup.threads = options.threads;
  setup.progress = context.progress;
  setup.program = "benchledger " BENCHLEDGER_VERSION;
  setup.offline = true;
  if (const auto ledger = open_existing_ledger(setup.at.ledger); !ledger) {
    return report(context, ledger.error());
  }
  std::optional<Rehearsal> rehearsal;
  if (options.dry_run) rehearsal.emplace(setup.at);
  if (rehearsal && !rehearsal->ready()) {
    return report(context, {ErrorKind::kStore, setup.at.ledger, "cannot be copied now",
                            "wait for the run that is under way to end"});
  }
  const std::unique_ptr<HttpClient> http = open_http_client();
  Result<RunReport> done = run(setup, extractor, *http, system_clock());
  if (!done) return report(context, done.error());
  if (options.dry_run) done->folder.clear();
  if (context.json) {
    (void)print(summary_json(*done));
  } else if (!context.quiet) {
    (void)print(summary_text(*done, context.color));
    if (options.dry_run) (void)print("Nothing was written.\n");
  }
  return done->failures.empty() ? kExitFine : kExitIncomplete;
}

}  // namespace

void add_replay(CLI::App& app, Context& context) {
  auto options = std::make_shared<ReplayOptions>();
  CLI::App* command =
      app.add_subcommand("replay", "Read every page again from its capture, without a network");
  command->footer(kExample);
  command->add_option("--sources", options->locations.sources, "Sources file")->type_name("FILE");
  add_location_options(*command, options->locations);
  command->add_option("-j,--jobs", options->threads, "Pages read at once (default: one a core)")
      ->check(CLI::Range(1, 1024))
      ->type_name("N");
  command->add_flag("--dry-run", options->dry_run, "Show what would change, write nothing");
  command->callback([options, &context] {
    context.action = [options, &context] { return replay(context, *options); };
  });
}

}  // namespace benchledger
