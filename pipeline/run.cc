#include "pipeline/run.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "extractors/digest.h"
#include "pipeline/capture_store.h"
#include "pipeline/diff.h"
#include "pipeline/discover.h"
#include "pipeline/export.h"
#include "pipeline/fetch_all.h"
#include "pipeline/json.h"
#include "pipeline/page_input.h"
#include "pipeline/page_reading.h"
#include "pipeline/polite_client.h"
#include "pipeline/progress.h"
#include "pipeline/publish.h"
#include "pipeline/review_queue.h"
#include "pipeline/run_lock.h"
#include "pipeline/schedule.h"
#include "pipeline/server_address.h"
#include "pipeline/shared_night.h"
#include "pipeline/sources.h"

namespace benchledger {
namespace {

// A source as it is fetched: of the sources file, or found by one of it.
struct PageSource {
  std::size_t source = 0;  // which of the sources file
  Source what;
};

// Sources that one run of a shared night fetches at a time.
constexpr std::size_t kShare = 16;

class Run {
 public:
  Run(const RunOptions& options, const Extractor& extractor, HttpClient& http, const Clock& clock,
      std::int64_t started_at)
      : options_(options),
        extractor_(extractor),
        clock_(clock),
        store_(options.at.captures),
        http_(http, clock, options.pace),
        robots_(clock, options.at.captures + "/robots",
                [this](const std::string& url, double seconds) {
                  http_.set_crawl_delay(url, seconds);
                }) {
    report_.started_at = started_at;
  }

  // Where `replay` was done just before, the report covers both.
  Result<RunReport> go(const std::optional<RunOutcome>& replay) {
    report_.replay = replay;
    for (const auto stage : {&Run::open_inputs, &Run::choose_sources, &Run::fetch_pages,
                             &Run::extract_pages, &Run::record, &Run::compare, &Run::write_files}) {
      if (const Status done = (this->*stage)(); !done) return tl::unexpected<Error>(done.error());
    }
    return std::move(report_);
  }

  // Up to the ledger; the output is for the run that follows.
  Result<RunReport> replay_first() {
    for (const auto stage : {&Run::open_inputs, &Run::choose_sources, &Run::fetch_pages,
                             &Run::extract_pages, &Run::record}) {
      if (const Status done = (this->*stage)(); !done) return tl::unexpected<Error>(done.error());
    }
    return std::move(report_);
  }

 private:
  Status open_inputs();
  Status choose_sources();
  Status fetch_pages();
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
  [[nodiscard]] std::vector<std::string> known_pages(const std::string& source_id) const;
  Status find_pages(const std::vector<std::size_t>& sources);
  Status note_unlisted(std::size_t source, const std::vector<Source>& listed);
  // `what` was asked for; nullptr: an index, which is no page.
  Status take(std::size_t source, FetchOutcome&& outcome, const Source* what);
  void settle(FetchedPage&& page);
  Validators validators_of(const std::string& page_key) const;
  void read_page(const PageToRead& page);
  [[nodiscard]] Status restate(const FetchOutcome& outcome, const Source& source) const;
  void note_shape(const PageRead& page);
  [[nodiscard]] const Source* source_of(const std::string& id) const;
  void note_if_new(const PageRead& page);
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
  std::map<std::size_t, FetchedSource> fetched_;      // by source, their pages as they came
  std::vector<PageEntry> held_;                       // what the newest run read
  std::map<std::string, std::string> first_fetches_;  // by page key, of earlier runs
  std::set<std::string> met_;                         // page keys of this run
  std::vector<PageToRead> to_read_;
  std::map<std::string, std::size_t> asked_;  // page key: which of entry_.fetches
  PagesRead read_;
  RunEntry entry_;
  RunReport report_;
};

Status Run::open_inputs() {
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

std::vector<std::string> Run::known_pages(const std::string& source_id) const {
  std::vector<std::string> known;
  for (const auto& [page_key, state] : known_) {
    if (state.source_id == source_id && state.capture) known.push_back(page_key);
  }
  return known;
}

// Those that name their pages do, and the others are one.
Status Run::find_pages(const std::vector<std::size_t>& sources) {
  std::vector<Search> searches;
  for (const std::size_t at : sources) {
    const Source& source = sources_.sources[at];
    if (finds_pages(source.kind)) searches.push_back({&source, known_pages(source.id)});
  }
  std::vector<Discovery> found = discover_all(searches, fetching_);
  auto next = found.begin();
  for (const std::size_t at : sources) {
    fetched_[at] = {sources_.sources[at].id, {}, false, 0};
    if (!finds_pages(sources_.sources[at].kind)) {
      to_fetch_.push_back({at, sources_.sources[at]});
      continue;
    }
    Discovery& discovery = *next++;
    fetched_[at].left_out = discovery.left_out;
    fetched_[at].is_partial = discovery.forgets || !discovery.troubles.empty();
    if (!fetched_[at].is_partial) {
      if (const Status noted = note_unlisted(at, discovery.pages); !noted) return noted;
    }
    for (Source& page : discovery.pages) to_fetch_.push_back({at, std::move(page)});
    for (FetchOutcome& trouble : discovery.troubles) {
      if (const Status taken = take(at, std::move(trouble), nullptr); !taken) return taken;
    }
  }
  return {};
}

// Pages that a whole list no longer names are gone when that many runs have
// found it so.
Status Run::note_unlisted(std::size_t at, const std::vector<Source>& listed) {
  const Source& source = sources_.sources[at];
  std::set<std::string> named;
  for (const Source& page : listed) named.insert(page_address(page));
  for (const PageEntry& held : held_) {
    if (held.source_id != source.id || named.count(held.page_key) > 0) continue;
    const Result<int> before =
        runs_in_a_row(*ledger_, source.id, held.page_key, PageOutcome::kUnlisted);
    if (!before) return tl::unexpected<Error>(before.error());
    if (*before + 1 >= source.withdraw_after) continue;
    FetchOutcome outcome;
    outcome.source_id = source.id;
    outcome.page_key = held.page_key;
    outcome.outcome = PageOutcome::kUnlisted;
    outcome.detail = fmt::format("{}: not named where it was found, run {} of {}",
                                 url_for_people(held.page_key), *before + 1, source.withdraw_after);
    if (const Status taken = take(at, std::move(outcome), nullptr); !taken) return taken;
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
  if (const Status found = find_pages(sources); !found) return found;
  Progress progress("fetch", to_fetch_.size(), options_.progress);
  Status status;
  std::vector<bool> heard_of(to_fetch_.size());
  std::vector<const Source*> pages;
  for (const PageSource& page : to_fetch_) pages.push_back(&page.what);
  fetch_all(pages, fetching_, [&](std::size_t at, FetchOutcome&& outcome) {
    if (!heard_of[at]) progress.advance(outcome.source_id);
    heard_of[at] = true;
    status = take(to_fetch_[at].source, std::move(outcome), pages[at]);
    return status.has_value();
  });
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
    // Of a source that could not be listed as a whole; of one that could, pages
    // that are not among it are gone.
    if (failed || source.is_partial) keep_held_pages(sources_.sources[at].id);
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

// A server that sends no bytes may be asked under another entry than before.
Status Run::restate(const FetchOutcome& outcome, const Source& source) const {
  const auto known = known_.find(outcome.page_key);
  if (outcome.outcome != PageOutcome::kUnchanged || known == known_.end() ||
      !known->second.capture) {
    return {};
  }
  Capture stated;
  stated.sha256 = *known->second.capture;
  stated.page_key = outcome.page_key;
  stated.publisher = source.publisher;
  stated.format = source.format;
  stated.mapping = source.mapping;
  return store_.restate(stated);
}

Status Run::take(std::size_t source, FetchOutcome&& outcome, const Source* what) {
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
  if (what != nullptr) {
    if (const Status restated = restate(outcome, *what); !restated) return restated;
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
  const bool came = !page.failure;
  if (page.is_new) ++report_.new_captures;
  if (state.capture) {
    read_page({state.page_key, state.source_id, *state.capture, came});
  } else if (const auto known = known_.find(state.page_key);
             known != known_.end() && known->second.capture) {
    read_page({state.page_key, state.source_id, *known->second.capture, came});
  }
  if (page.failure) {
    report_.failures.push_back({state.source_id, state.page_key, outcome, *page.failure});
  }
  if (page.capture) entry_.captures.push_back(std::move(*page.capture));
  asked_.emplace(state.page_key, entry_.fetches.size());
  entry_.fetches.push_back(std::move(page.state));
}

// A page is read once, whichever source names it first.
void Run::read_page(const PageToRead& page) {
  if (met_.insert(page.page_key).second) to_read_.push_back(page);
}

void Run::keep_held_pages(const std::string& source_id) {
  for (const PageEntry& page : held_) {
    if (page.source_id == source_id) read_page({page.page_key, page.source_id, page.capture});
  }
}

// ---- extract

Status Run::extract_pages() {
  PageReading reading;
  reading.ledger = ledger_.get();
  reading.store = &store_;
  reading.extractor = &extractor_;
  reading.program = options_.program;
  reading.source_of = [this](const std::string& id) { return source_of(id); };
  reading.threads = options_.threads;
  reading.anew = options_.anew || options_.offline;
  reading.progress = options_.progress;
  Result<PagesRead> read = read_pages(to_read_, reading);
  if (!read) return tl::unexpected<Error>(read.error());
  read_ = std::move(*read);
  for (const UnreadPage& unread : read_.unread) {
    report_.failures.push_back({unread.page.source_id, unread.page.page_key,
                                PageOutcome::kUnreadable, describe(unread.error)});
  }
  if (std::any_of(sources_.sources.begin(), sources_.sources.end(),
                  [](const Source& source) { return finds_pages(source.kind); })) {
    Result<std::map<std::string, std::string>> first = ledger_->first_fetches();
    if (!first) return tl::unexpected<Error>(first.error());
    first_fetches_ = std::move(*first);
  }
  for (const PageRead& page : read_.pages) {
    note_shape(page);
    note_if_new(page);
  }
  for (const FetchState& state : entry_.fetches) {
    if (const auto outcome = page_outcome_from(state.outcome)) {
      ++report_.outcomes[static_cast<std::size_t>(*outcome)];
    }
  }
  report_.pages = read_.pages.size();
  report_.specs = read_.counts.specs;
  report_.scores = read_.counts.scores;
  report_.claims = read_.counts.claims;
  report_.findings = read_.counts.findings;
  report_.warnings = read_.warnings;
  return {};
}

const Source* Run::source_of(const std::string& id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : found->second;
}

// A page that did not come has been reported as what kept it from coming.
void Run::note_shape(const PageRead& page) {
  const auto asked = asked_.find(page.page.page_key);
  if (!page.runs_without || !page.page.came || asked == asked_.end()) return;
  FetchState& state = entry_.fetches[asked->second];
  state.outcome = to_string(PageOutcome::kShapeChanged);
  state.detail = fmt::format("without the records it had, run {} of {}", *page.runs_without,
                             source_of(page.page.source_id)->withdraw_after);
  report_.failures.push_back(
      {page.page.source_id, page.page.page_key, PageOutcome::kShapeChanged,
       url_for_people(page.page.page_key) + ": " + state.detail + " (they stay in use)"});
}

void Run::note_if_new(const PageRead& read) {
  const PageToRead& page = read.page;
  const Source* source = source_of(page.source_id);
  if (source == nullptr || !finds_pages(source->kind)) return;
  const auto known = known_.find(page.page_key);
  if (known != known_.end() && known->second.capture) return;
  const auto first = first_fetches_.find(page.page_key);
  report_.new_pages.push_back({page.source_id, page.page_key,
                               read.extraction.document.title.value_or(std::string()),
                               first == first_fetches_.end() ? entry_.started_at : first->second,
                               read.extraction.scores.size(), read.extraction.specs.size()});
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
  for (const PageRead& read : read_.pages) {
    const PageToRead& page = read.page;
    entry_.pages.push_back({page.page_key, page.source_id, page.capture});
    if (read.stands) {
      entry_.standing.insert(page.page_key);
      continue;
    }
    const Extraction& extraction = read.extraction;
    entry_.records.push_back({document_history_id(page.page_key), "document", page.page_key,
                              to_json(extraction.document)});
    store_records(extraction.specs, "spec", page.page_key);
    store_records(extraction.scores, "score", page.page_key);
    store_records(extraction.claims, "claim", page.page_key);
    store_records(extraction.findings, "finding", page.page_key);
  }
  if (read_.across_stand) entry_.standing.insert("");
  store_records(read_.across, "finding", "");
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
  const Result<RunOutcome> outcome = ledger_->record_run(entry_);
  if (!outcome) return tl::unexpected<Error>(outcome.error());
  report_.outcome = *outcome;
  return store_.settle_restated(read_.restated);
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
                                                const Clock& clock, std::int64_t started_at) {
  std::optional<RunOutcome> replay;
  const Result<bool> changed = rules_changed(options, extractor);
  if (!changed) return tl::unexpected<Error>(changed.error());
  if (!*changed) return replay;
  RunOptions offline = options;
  offline.offline = true;
  const Result<RunReport> done = Run(offline, extractor, http, clock, started_at).replay_first();
  if (!done) return tl::unexpected<Error>(done.error());
  replay = done->outcome;
  return replay;
}

// Of a shared ledger only reading all pages again is one run's alone.
Result<RunReport> run_shared(const RunOptions& options, const Extractor& extractor,
                             HttpClient& http, const Clock& clock) {
  const std::int64_t started_at = clock.now();
  std::optional<RunOutcome> replay;
  {
    const Result<ServerLock> lock = ServerLock::wait(options.at.ledger);
    if (!lock) return tl::unexpected<Error>(lock.error());
    if (options.offline) return Run(options, extractor, http, clock, started_at).go(replay);
    const auto done = replay_if_due(options, extractor, http, clock, started_at);
    if (!done) return tl::unexpected<Error>(done.error());
    replay = *done;
  }
  return Run(options, extractor, http, clock, started_at).go(replay);
}

}  // namespace

Result<RunReport> run(const RunOptions& options, const Extractor& extractor, HttpClient& http,
                      const Clock& clock) {
  if (is_server_address(options.at.ledger)) return run_shared(options, extractor, http, clock);
  const Result<RunLock> lock = RunLock::take(options.at.lock);
  if (!lock) return tl::unexpected<Error>(lock.error());
  // A replay and the run that follows it are of one night: publish() knows
  // them by that.
  const std::int64_t started_at = clock.now();
  std::optional<RunOutcome> replay;
  if (!options.offline) {
    const auto done = replay_if_due(options, extractor, http, clock, started_at);
    if (!done) return tl::unexpected<Error>(done.error());
    replay = *done;
  }
  return Run(options, extractor, http, clock, started_at).go(replay);
}

}  // namespace benchledger
