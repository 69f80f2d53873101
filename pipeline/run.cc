#include "pipeline/run.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "extractors/digest.h"
#include "pipeline/capture_store.h"
#include "pipeline/diff.h"
#include "pipeline/discover.h"
#include "pipeline/export.h"
#include "pipeline/in_order.h"
#include "pipeline/json.h"
#include "pipeline/page_input.h"
#include "pipeline/polite_client.h"
#include "pipeline/progress.h"
#include "pipeline/publish.h"
#include "pipeline/review_queue.h"
#include "pipeline/run_lock.h"
#include "pipeline/schedule.h"
#include "pipeline/score_history.h"
#include "pipeline/server_address.h"
#include "pipeline/shared_night.h"
#include "pipeline/sources.h"
#include "pipeline/validate.h"

namespace benchledger {
namespace {

// A page to read: which capture, and where it comes from.
struct PageToRead {
  std::string page_key;
  std::string source_id;
  std::string capture;
};

// A source as it is fetched: of the sources file, or found by one of it.
struct PageSource {
  std::size_t source = 0;  // which of the sources file
  Source what;
};

// Sources that one run of a shared night fetches at a time.
constexpr std::size_t kShare = 16;

struct PageRead {
  PageToRead page;
  Result<Extraction> extraction;
};

class Run {
 public:
  Run(const RunOptions& options, const Extractor& extractor, HttpClient& http, const Clock& clock)
      : options_(options),
        extractor_(extractor),
        clock_(clock),
        store_(options.at.captures),
        http_(http, clock, options.pace),
        robots_(clock, options.at.captures + "/robots",
                [this](const std::string& url, double seconds) {
                  http_.set_crawl_delay(url, seconds);
                }) {}

  // Where `replay` was done just before, the report covers both.
  Result<RunReport> go(const std::optional<RunOutcome>& replay) {
    report_.replay = replay;
    for (const auto stage :
         {&Run::open_inputs, &Run::choose_sources, &Run::fetch_pages, &Run::open_histories,
          &Run::extract_pages, &Run::record, &Run::compare, &Run::write_files}) {
      if (const Status done = (this->*stage)(); !done) return tl::unexpected<Error>(done.error());
    }
    return std::move(report_);
  }

  // Up to the ledger; the output is for the run that follows.
  Result<RunReport> replay_first() {
    for (const auto stage : {&Run::open_inputs, &Run::choose_sources, &Run::fetch_pages,
                             &Run::open_histories, &Run::extract_pages, &Run::record}) {
      if (const Status done = (this->*stage)(); !done) return tl::unexpected<Error>(done.error());
    }
    return std::move(report_);
  }

 private:
  Status open_inputs();
  Status choose_sources();
  Status fetch_pages();
  Status open_histories();
  Status extract_pages();
  Status record();
  Status compare();
  Status write_files();

  Status add_changes(RunId from, RunId to);
  Status read_ledger();
  void set_up_fetching();
  [[nodiscard]] bool is_due(const Source& source) const;
  Status join_night();
  [[nodiscard]] NightPlan night_plan() const;
  Status fetch_in_shares();
  Status fetch_sources(const std::vector<std::size_t>& sources);
  void settle_all();
  void keep_held_pages(const std::string& source_id);
  Status discover_from(std::size_t source);
  Status take(std::size_t source, FetchOutcome&& outcome);
  void settle(FetchedPage&& page);
  void keep_known_pages(const Source& source);
  Validators validators_of(const std::string& page_key) const;
  void read_page(const PageToRead& page);
  PageRead read_capture(const PageToRead& page) const;
  [[nodiscard]] const Source* source_of(const std::string& id) const;
  void note_if_new(const PageToRead& page, const Extraction& extraction);
  void count(const Extraction& extraction);
  template <typename Record>
  void store_records(const std::vector<Record>& records, const char* type, const std::string& page);

  const RunOptions& options_;
  const Extractor& extractor_;
  const Clock& clock_;
  CaptureStore store_;
  PoliteClient http_;
  RobotsBook robots_;
  FetchContext fetching_;
  Sources sources_;
  std::map<std::string, const Source*> by_id_;
  std::unique_ptr<Ledger> ledger_;
  RunId newest_ = 0;                         // the run before this one
  std::map<std::string, FetchState> known_;  // by page key, from earlier runs
  std::unique_ptr<SharedNight> night_;       // where the ledger is shared
  std::vector<std::size_t> due_;             // sources that are fetched this time
  std::vector<PageSource> to_fetch_;
  std::map<std::size_t, FetchedSource> fetched_;  // by source, their pages as they came
  Histories histories_;                           // what pages used to say
  std::vector<PageEntry> held_;                   // what the newest run read
  std::set<std::string> met_;                     // page keys of this run
  std::vector<PageToRead> to_read_;
  std::vector<PageRead> read_;
  std::vector<Finding> findings_across_;
  RunEntry entry_;
  RunReport report_;
};

Status Run::open_inputs() {
  report_.started_at = clock_.now();
  entry_.started_at = iso_time(report_.started_at);
  entry_.rules_digest = extractor_.rules().digest;
  entry_.program = options_.program;
  const Result<FormatList> formats = choose_formats(options_.formats);
  if (!formats) return tl::unexpected<Error>(formats.error());
  Result<Sources> sources = load_sources(options_.at.sources);
  if (!sources) return tl::unexpected<Error>(sources.error());
  sources_ = std::move(*sources);
  for (const Source& source : sources_.sources) by_id_[source.id] = &source;
  report_.sources = sources_.sources.size();
  Result<std::unique_ptr<Ledger>> ledger = open_ledger(options_.at.ledger);
  if (!ledger) return tl::unexpected<Error>(ledger.error());
  ledger_ = std::move(*ledger);
  for (const std::string& id : options_.only) {
    if (by_id_.count(id) == 0) {
      return fail(ErrorKind::kUsage, options_.at.sources, "has no source \"" + id + "\"",
                  "--only takes the id of a source");
    }
  }
  return read_ledger();
}

Status Run::read_ledger() {
  const Result<Moment> now = ledger_->moment("");
  if (!now) return tl::unexpected<Error>(now.error());
  newest_ = now->run;
  Result<std::vector<FetchState>> states = ledger_->fetch_states();
  if (!states) return tl::unexpected<Error>(states.error());
  known_.clear();
  for (FetchState& state : *states) known_[state.page_key] = std::move(state);
  return ledger_->pages_at(newest_).map(
      [this](std::vector<PageEntry> pages) { held_ = std::move(pages); });
}

// ---- discover

void Run::set_up_fetching() {
  fetching_.http = &http_;
  fetching_.clock = &clock_;
  fetching_.robots = &robots_;
  fetching_.walls = options_.walls;
  fetching_.user_agent = user_agent(sources_.contact);
  fetching_.known = [this](const std::string& page_key) { return validators_of(page_key); };
  fetching_.links = [this](const Capture& page) { return page_links(extractor_, page); };
}

Status Run::choose_sources() {
  set_up_fetching();
  for (std::size_t at = 0; at < sources_.sources.size(); ++at) {
    if (is_due(sources_.sources[at])) due_.push_back(at);
  }
  if (options_.offline || !is_server_address(options_.at.ledger)) return {};
  return join_night();
}

// Where another run was written meanwhile, what is due is another question.
Status Run::join_night() {
  Result<std::unique_ptr<SharedNight>> night = SharedNight::join(options_.at.ledger, night_plan());
  if (!night) return tl::unexpected<Error>(night.error());
  if (*night == nullptr) {
    due_.clear();
    if (const Status read = read_ledger(); !read) return read;
    return choose_sources();
  }
  night_ = std::move(*night);
  entry_.started_at = night_->started_at();
  entry_.night = night_->id();
  due_.clear();
  for (std::size_t at = 0; at < sources_.sources.size(); ++at) {
    const std::vector<std::string>& ids = night_->sources();
    if (std::count(ids.begin(), ids.end(), sources_.sources[at].id) > 0) due_.push_back(at);
  }
  return {};
}

NightPlan Run::night_plan() const {
  NightPlan plan;
  plan.after = newest_;
  plan.started_at = entry_.started_at;
  plan.inputs = entry_.program + "\n" + entry_.rules_digest;
  for (const std::string& id : options_.only) plan.inputs += "\nonly " + id;
  for (const Source& source : sources_.sources) {
    plan.inputs += "\n" + source.id + " " + source.url + source.path;
  }
  plan.inputs = sha256_hex(plan.inputs);
  for (const std::size_t at : due_) plan.sources.push_back(sources_.sources[at].id);
  return plan;
}

bool Run::is_due(const Source& source) const {
  if (options_.offline) return false;
  if (!options_.only.empty()) return options_.only.count(source.id) > 0;
  if (source.every_days == 0) return true;
  std::string last;
  for (const auto& [page_key, state] : known_) {
    if (state.source_id == source.id) last = std::max(last, state.checked_at);
  }
  const std::optional<std::string> due = due_from(source, last);
  return !due || *due <= entry_.started_at;
}

Status Run::discover_from(std::size_t at) {
  const Source& source = sources_.sources[at];
  std::vector<std::string> known;
  for (const auto& [page_key, state] : known_) {
    if (state.source_id == source.id && state.capture) known.push_back(page_key);
  }
  Discovery found = discover(source, fetching_, known);
  fetched_[at].left_out = found.left_out;
  fetched_[at].is_partial = found.forgets || !found.troubles.empty();
  for (Source& page : found.pages) to_fetch_.push_back({at, std::move(page)});
  for (FetchOutcome& trouble : found.troubles) {
    if (const Status taken = take(at, std::move(trouble)); !taken) return taken;
  }
  return {};
}

// ---- fetch

Status Run::fetch_pages() {
  const Status done = night_ ? fetch_in_shares() : fetch_sources(due_);
  if (done) settle_all();
  return done;
}

// The sources that no other run has, a few at a time; then what all brought.
Status Run::fetch_in_shares() {
  std::map<std::string, std::size_t> places;
  for (const std::size_t at : due_) places[sources_.sources[at].id] = at;
  for (;;) {
    const Result<std::vector<std::string>> claimed = night_->claim(kShare);
    if (!claimed) return tl::unexpected<Error>(claimed.error());
    if (claimed->empty()) break;
    std::vector<std::size_t> share;
    for (const std::string& id : *claimed) share.push_back(places.at(id));
    if (const Status done = fetch_sources(share); !done) return done;
    std::vector<FetchedSource> fetched;
    for (const std::size_t at : share) fetched.push_back(std::move(fetched_[at]));
    if (const Status kept = night_->keep(fetched); !kept) return kept;
  }
  return night_->fetched().map([&](std::vector<FetchedSource> all) {
    for (FetchedSource& source : all) fetched_[places.at(source.id)] = std::move(source);
  });
}

// All of them are under way together.
Status Run::fetch_sources(const std::vector<std::size_t>& sources) {
  to_fetch_.clear();
  for (const std::size_t at : sources) {
    fetched_[at] = {sources_.sources[at].id, {}, false, 0};
    if (!finds_pages(sources_.sources[at].kind)) {
      to_fetch_.push_back({at, sources_.sources[at]});
    } else if (const Status done = discover_from(at); !done) {
      return done;
    }
  }
  Progress progress("fetch", to_fetch_.size(), options_.progress);
  Status status;
  std::vector<bool> heard_of(to_fetch_.size());
  for (std::size_t at = 0; at < to_fetch_.size(); ++at) {
    start_fetch(to_fetch_[at].what, fetching_, [&, at](FetchOutcome&& outcome) {
      if (!heard_of[at]) progress.advance(outcome.source_id);
      heard_of[at] = true;
      if (status) status = take(to_fetch_[at].source, std::move(outcome));
    });
  }
  while (status && http_.drive(kDriveMs)) {
  }
  return status;
}

// What they brought is put in the order of the sources file, and of the page
// keys within a source, so that nothing depends on who answered first.
void Run::settle_all() {
  for (std::size_t at = 0; at < sources_.sources.size(); ++at) {
    const auto found = fetched_.find(at);
    if (found == fetched_.end()) {
      keep_held_pages(sources_.sources[at].id);
      continue;
    }
    FetchedSource& source = found->second;
    report_.pages_left_out += source.left_out;
    std::stable_sort(source.pages.begin(), source.pages.end(),
                     [](const FetchedPage& a, const FetchedPage& b) {
                       return a.state.page_key < b.state.page_key;
                     });
    bool failed = false;
    for (FetchedPage& page : source.pages) {
      failed = failed || page.failure;
      settle(std::move(page));
    }
    if (failed || source.is_partial) keep_known_pages(sources_.sources[at]);
  }
  // Of a source that is no longer named, too: only a fetch ends a page.
  for (const PageEntry& held : held_) {
    if (options_.offline) read_page({held.page_key, held.source_id, held.capture});
  }
}

// A server is asked "changed since?" only about a capture that is still here.
Validators Run::validators_of(const std::string& page_key) const {
  const auto known = known_.find(page_key);
  if (known == known_.end() || !known->second.capture ||
      !store_.has(*known->second.capture, page_key)) {
    return {};
  }
  return {known->second.etag, known->second.last_modified};
}

Status Run::take(std::size_t source, FetchOutcome&& outcome) {
  FetchedPage page;
  FetchState& state = page.state;
  state.source_id = outcome.source_id;
  state.page_key = outcome.page_key;
  state.outcome = to_string(outcome.outcome);
  state.detail = outcome.detail;
  state.checked_at = iso_time(clock_.now());
  if (outcome.capture) {
    const Capture& capture = *outcome.capture;
    page.is_new = !store_.has(capture.sha256, capture.page_key);
    if (const Status kept = store_.put(capture); !kept) return kept;
    state.etag = capture.etag;
    state.last_modified = capture.last_modified;
    state.capture = capture.sha256;
    page.capture =
        CaptureEntry{capture.sha256, capture.source_id, capture.page_key,   capture.bytes.size(),
                     capture.url,    capture.final_url, capture.media_type, capture.fetched_at};
  }
  if (!is_success(outcome.outcome)) {
    page.failure = outcome.error ? describe(*outcome.error) : outcome.detail;
  }
  fetched_[source].pages.push_back(std::move(page));
  return {};
}

// Today's capture of the page is read, else its last good one.
void Run::settle(FetchedPage&& page) {
  const FetchState& state = page.state;
  const PageOutcome outcome = page_outcome_from(state.outcome).value_or(PageOutcome::kUnreadable);
  ++report_.outcomes[static_cast<std::size_t>(outcome)];
  if (page.is_new) ++report_.new_captures;
  if (state.capture) {
    read_page({state.page_key, state.source_id, *state.capture});
  } else if (const auto known = known_.find(state.page_key);
             known != known_.end() && known->second.capture) {
    read_page({state.page_key, state.source_id, *known->second.capture});
  }
  if (page.failure) {
    report_.failures.push_back({state.source_id, state.page_key, outcome, *page.failure});
  }
  if (page.capture) entry_.captures.push_back(std::move(*page.capture));
  entry_.fetches.push_back(std::move(page.state));
}

// A page is read once, whichever source names it first.
void Run::read_page(const PageToRead& page) {
  if (met_.insert(page.page_key).second) to_read_.push_back(page);
}

// Pages an earlier run found at a source that could not be listed this time
// are read from their captures; of a source that could, they are gone.
void Run::keep_known_pages(const Source& source) {
  for (const auto& [page_key, state] : known_) {
    if (state.source_id == source.id && state.capture) {
      read_page({page_key, source.id, *state.capture});
    }
  }
}

void Run::keep_held_pages(const std::string& source_id) {
  for (const PageEntry& page : held_) {
    if (page.source_id == source_id) read_page({page.page_key, page.source_id, page.capture});
  }
}

// ---- extract

Status Run::open_histories() {
  std::vector<PageEntry> pages;
  for (const PageToRead& page : to_read_) {
    pages.push_back({page.page_key, page.source_id, page.capture});
  }
  Result<Histories> histories =
      read_histories(*ledger_, pages, entry_.rules_digest, entry_.program);
  if (!histories) return tl::unexpected<Error>(histories.error());
  histories_ = std::move(*histories);
  return {};
}

Status Run::extract_pages() {
  Progress progress("extract", to_read_.size(), options_.progress);
  for_each_in_order(
      to_read_.size(), options_.threads, [&](std::size_t i) { return read_capture(to_read_[i]); },
      [&](std::size_t, PageRead&& page) {
        progress.advance(page.page.page_key);
        if (page.extraction) {
          count(*page.extraction);
          note_if_new(page.page, *page.extraction);
          read_.push_back(std::move(page));
        } else {
          report_.failures.push_back({page.page.source_id, page.page.page_key,
                                      PageOutcome::kUnreadable, describe(page.extraction.error())});
        }
        return true;
      });
  std::vector<const Extraction*> all;
  for (const PageRead& page : read_) all.push_back(&*page.extraction);
  findings_across_ = validate_run(all, extractor_.rules());
  for (const Finding& finding : findings_across_) {
    ++report_.findings[static_cast<std::size_t>(finding.severity)];
  }
  report_.pages = read_.size();
  return {};
}

PageRead Run::read_capture(const PageToRead& page) const {
  const Result<Capture> capture = store_.get(page.capture, page.page_key);
  if (!capture) return {page, tl::unexpected<Error>(capture.error())};
  Input input = page_input(*capture);
  if (const Source* source = source_of(page.source_id)) input.mapping = source->mapping;
  Extraction extraction = extract_and_check(extractor_, input);
  look_back(extraction, page.page_key, histories_, extractor_.rules());
  return {page, std::move(extraction)};
}

const Source* Run::source_of(const std::string& id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : found->second;
}

void Run::note_if_new(const PageToRead& page, const Extraction& extraction) {
  const Source* source = source_of(page.source_id);
  if (source == nullptr || !finds_pages(source->kind) || known_.count(page.page_key) > 0) return;
  report_.new_pages.push_back({page.source_id, page.page_key,
                               extraction.document.title.value_or(std::string()),
                               extraction.scores.size(), extraction.specs.size()});
}

void Run::count(const Extraction& extraction) {
  report_.specs += extraction.specs.size();
  report_.scores += extraction.scores.size();
  report_.claims += extraction.claims.size();
  for (const Finding& finding : extraction.findings) {
    ++report_.findings[static_cast<std::size_t>(finding.severity)];
  }
  for (const Diagnostic& diagnostic : extraction.diagnostics) {
    if (diagnostic.severity != Severity::kNote) ++report_.warnings;
  }
}

// ---- ledger

template <typename Record>
void Run::store_records(const std::vector<Record>& records, const char* type,
                        const std::string& page) {
  for (const Record& record : records) {
    entry_.records.push_back({record.id, type, page, to_json(record)});
  }
}

Status Run::record() {
  for (const PageRead& read : read_) {
    const PageToRead& page = read.page;
    const Extraction& extraction = *read.extraction;
    entry_.pages.push_back({page.page_key, page.source_id, page.capture});
    entry_.records.push_back({document_history_id(page.page_key), "document", page.page_key,
                              to_json(extraction.document)});
    store_records(extraction.specs, "spec", page.page_key);
    store_records(extraction.scores, "score", page.page_key);
    store_records(extraction.claims, "claim", page.page_key);
    store_records(extraction.findings, "finding", page.page_key);
  }
  store_records(findings_across_, "finding", "");
  report_.ended_at = clock_.now();
  entry_.ended_at = iso_time(report_.ended_at);
  if (night_) {
    const Result<std::optional<RunOutcome>> written = night_->take_turn();
    if (!written) return tl::unexpected<Error>(written.error());
    if (*written) {
      report_.outcome = **written;
      return {};
    }
  }
  return ledger_->record_run(entry_).map(
      [&](const RunOutcome& outcome) { report_.outcome = outcome; });
}

Status Run::compare() {
  const Result<ReviewQueue> queue = review_queue(*ledger_, iso_time(clock_.now()));
  if (!queue) return tl::unexpected<Error>(queue.error());
  report_.waiting = queue->waiting.size();
  report_.since = report_.replay ? report_.replay->previous : report_.outcome.previous;
  if (report_.first()) return {};
  // A record the rules and its source changed in one night is in both parts.
  if (report_.replay) {
    const Status compared = add_changes(report_.replay->previous, report_.replay->id);
    if (!compared) return compared;
  }
  return add_changes(report_.outcome.previous, report_.outcome.id);
}

Status Run::add_changes(RunId from, RunId to) {
  return ledger_->compare(from, to).map([&](const Comparison& states) {
    for (Change& change : diff(states.before, states.after)) {
      report_.changes.push_back(std::move(change));
    }
  });
}

// ---- output

// Also where nothing changed: a run may have been killed before it wrote, or
// somebody cleared the folder.
Status Run::write_files() {
  const Result<FormatList> formats = choose_formats(options_.formats);
  if (!formats) return tl::unexpected<Error>(formats.error());
  return publish(*ledger_, options_.at.out, {*formats, &extractor_.rules(), &store_})
      .map([&](Published published) { report_.folder = std::move(published.latest); });
}

// Whether the newest run read with other rules, or was another program's.
Result<bool> rules_changed(const RunOptions& options, const Extractor& extractor) {
  const Result<std::unique_ptr<Ledger>> ledger = open_ledger_if_any(options.at.ledger);
  if (!ledger) return tl::unexpected<Error>(ledger.error());
  if (*ledger == nullptr) return false;
  const Result<std::vector<RunInfo>> runs = (*ledger)->runs();
  if (!runs) return tl::unexpected<Error>(runs.error());
  return !runs->empty() && (runs->back().rules_digest != extractor.rules().digest ||
                            runs->back().program != options.program);
}

// Another program, or the same with other rules, wrote the newest run: all
// pages are read again first. nullopt where that is not so.
Result<std::optional<RunOutcome>> replay_if_due(const RunOptions& options,
                                                const Extractor& extractor, HttpClient& http,
                                                const Clock& clock) {
  std::optional<RunOutcome> replay;
  const Result<bool> changed = rules_changed(options, extractor);
  if (!changed) return tl::unexpected<Error>(changed.error());
  if (!*changed) return replay;
  RunOptions offline = options;
  offline.offline = true;
  const Result<RunReport> done = Run(offline, extractor, http, clock).replay_first();
  if (!done) return tl::unexpected<Error>(done.error());
  replay = done->outcome;
  return replay;
}

// Of a shared ledger only reading all pages again is one run's alone.
Result<RunReport> run_shared(const RunOptions& options, const Extractor& extractor,
                             HttpClient& http, const Clock& clock) {
  std::optional<RunOutcome> replay;
  {
    const Result<ServerLock> lock = ServerLock::wait(options.at.ledger);
    if (!lock) return tl::unexpected<Error>(lock.error());
    if (options.offline) return Run(options, extractor, http, clock).go(replay);
    const auto done = replay_if_due(options, extractor, http, clock);
    if (!done) return tl::unexpected<Error>(done.error());
    replay = *done;
  }
  return Run(options, extractor, http, clock).go(replay);
}

}  // namespace

Result<RunReport> run(const RunOptions& options, const Extractor& extractor, HttpClient& http,
                      const Clock& clock) {
  if (is_server_address(options.at.ledger)) return run_shared(options, extractor, http, clock);
  const Result<RunLock> lock = RunLock::take(options.at.lock);
  if (!lock) return tl::unexpected<Error>(lock.error());
  std::optional<RunOutcome> replay;
  if (!options.offline) {
    const auto done = replay_if_due(options, extractor, http, clock);
    if (!done) return tl::unexpected<Error>(done.error());
    replay = *done;
  }
  return Run(options, extractor, http, clock).go(replay);
}

}  // namespace benchledger
