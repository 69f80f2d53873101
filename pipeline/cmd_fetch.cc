// benchledger fetch: the first half of a run alone. Captures are kept, nothing
// is read and nothing goes into the ledger; the next run finds them.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/capture_store.h"
#include "pipeline/command.h"
#include "pipeline/curl_client.h"
#include "pipeline/discover.h"
#include "pipeline/exit_code.h"
#include "pipeline/fetch_all.h"
#include "pipeline/ledger.h"
#include "pipeline/locations.h"
#include "pipeline/log.h"
#include "pipeline/open_walls.h"
#include "pipeline/page_input.h"
#include "pipeline/polite_client.h"
#include "pipeline/run_lock.h"
#include "pipeline/schedule.h"
#include "pipeline/sources.h"
#include "pipeline/terminal.h"

namespace benchledger {
namespace {

constexpr const char* kExample =
    "Examples:\n"
    "  benchledger fetch --dry-run           what the next run would ask for\n"
    "  benchledger fetch --only some-blog    ask, and say how it went";

struct FetchOptions {
  LocationOptions locations;
  std::vector<std::string> only;
  bool dry_run = false;
};

struct Known {
  std::string last_checked;
  std::vector<std::string> pages;  // with a capture
};

// By source id; empty where there is no ledger yet.
Result<std::map<std::string, Known>> known_of(const std::string& path) {
  std::map<std::string, Known> known;
  const auto ledger = open_ledger_if_any(path);
  if (!ledger) return tl::unexpected<Error>(ledger.error());
  if (*ledger == nullptr) return known;
  const auto states = (*ledger)->fetch_states();
  if (!states) return tl::unexpected<Error>(states.error());
  for (const FetchState& state : *states) {
    Known& source = known[state.source_id];
    source.last_checked = std::max(source.last_checked, state.checked_at);
    if (state.capture) source.pages.push_back(state.page_key);
  }
  return known;
}

std::string place_of(const Source& source) {
  if (!source.url.empty()) return url_for_people(source.url);
  if (!source.path.empty()) return source.path;
  return source.base + "/" + (source.repo.empty() ? source.owner : source.repo);
}

int plan(const Sources& sources, const std::map<std::string, Known>& known) {
  const std::string now = iso_time(system_clock().now());
  for (const Source& source : sources.sources) {
    const auto found = known.find(source.id);
    const Known state = found == known.end() ? Known{} : found->second;
    const std::optional<std::string> due = due_from(source, state.last_checked);
    const bool rests = due && *due > now;
    if (!print(fmt::format("{}  {}  {}\n", source.id, to_string(source.kind),
                           rests ? "rests until " + *due : "asks " + place_of(source)))) {
      return kExitFine;
    }
    for (const std::string& page : state.pages) {
      if (!rests && page != source.url) (void)print("  " + page + "\n");
    }
  }
  return kExitFine;
}

class Fetching {
 public:
  Fetching(const Locations& at, const Sources& sources, const Extractor& extractor,
           const Walls& walls, HttpClient& http)
      : store_(at.captures),
        http_(http, system_clock(), {}),
        robots_(system_clock(), at.captures + "/robots",
                [this](const std::string& url, double seconds) {
                  http_.set_crawl_delay(url, seconds);
                }) {
    context_.http = &http_;
    context_.clock = &system_clock();
    context_.robots = &robots_;
    context_.walls = &walls;
    context_.user_agent = user_agent(sources.contact);
    context_.links = [&extractor](const Capture& page) { return page_links(extractor, page); };
  }

  Status go(const Source& source, const std::vector<std::string>& known) {
    std::vector<Source> pages = {source};
    if (finds_pages(source.kind)) {
      Discovery found = discover({&source, known}, context_);
      for (FetchOutcome& trouble : found.troubles) take(std::move(trouble));
      pages = std::move(found.pages);
    }
    std::vector<const Source*> all;
    for (const Source& page : pages) all.push_back(&page);
    fetch_all(all, context_, [this](std::size_t, FetchOutcome&& outcome) {
      take(std::move(outcome));
      return status_.has_value();
    });
    return status_;
  }
  [[nodiscard]] bool all_there() const { return failed_ == 0; }

 private:
  void take(FetchOutcome&& outcome) {
    if (outcome.capture && status_) status_ = store_.put(*outcome.capture);
    if (!is_success(outcome.outcome)) ++failed_;
    const std::string& page = outcome.page_key;
    const bool same = page.rfind(outcome.source_id, 0) == 0;
    (void)print(fmt::format("{:<13} {}{}  {}\n", to_string(outcome.outcome),
                            same ? "" : outcome.source_id + "  ", page, outcome.detail));
  }

  CaptureStore store_;
  PoliteClient http_;
  RobotsBook robots_;
  FetchContext context_;
  Status status_;
  std::size_t failed_ = 0;
};

bool is_wanted(const Source& source, const std::vector<std::string>& only) {
  return only.empty() || std::find(only.begin(), only.end(), source.id) != only.end();
}

int fetch(const Context& context, const FetchOptions& options) {
  open_log(context.log_format == "json" ? LogFormat::kJson : LogFormat::kText, context.quiet);
  const Locations at = locate(options.locations);
  Result<Sources> sources = load_sources(at.sources);
  if (!sources) return report(context, sources.error());
  std::erase_if(sources->sources,
                [&](const Source& source) { return !is_wanted(source, options.only); });
  const auto known = known_of(at.ledger);
  if (!known) return report(context, known.error());
  if (options.dry_run) return plan(*sources, *known);
  Result<Rules> rules = open_rules(context);
  if (!rules) return report(context, rules.error());
  const Extractor extractor(std::move(*rules));
  const Result<Walls> walls = open_walls(context);
  if (!walls) return report(context, walls.error());
  const Result<RunLock> lock = RunLock::take(at.lock);
  if (!lock) return report(context, lock.error());
  const std::unique_ptr<HttpClient> http = open_http_client();
  Fetching fetching(at, *sources, extractor, *walls, *http);
  for (const Source& source : sources->sources) {
    const auto found = known->find(source.id);
    const Status done = fetching.go(
        source, found == known->end() ? std::vector<std::string>{} : found->second.pages);
    if (!done) return report(context, done.error());
  }
  return fetching.all_there() ? kExitFine : kExitIncomplete;
}

}  // namespace

void add_fetch(CLI::App& app, Context& context) {
  auto options = std::make_shared<FetchOptions>();
  CLI::App* command = app.add_subcommand("fetch", "Fetch the sources without reading them");
  command->footer(kExample);
  command->add_option("--sources", options->locations.sources, "Sources file")->type_name("FILE");
  add_location_options(*command, options->locations);
  command->add_option("--only", options->only, "Ids of the sources to fetch")->type_name("ID");
  command->add_flag("--dry-run", options->dry_run, "Print what would be asked for, ask nobody");
  command->callback([options, &context] {
    context.action = [options, &context] { return fetch(context, *options); };
  });
}

}  // namespace benchledger
