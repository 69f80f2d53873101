#include "pipeline/source_status.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>
#include <variant>

#include "pipeline/json.h"
#include "pipeline/page_outcome.h"
#include "pipeline/schedule.h"

namespace benchledger {
namespace {

// One run as one source saw it.
struct Night {
  RunId run = 0;
  std::size_t pages = 0;
  std::size_t failed = 0;
  std::map<std::string, std::size_t> troubles;  // outcomes that are none, and how many pages

  [[nodiscard]] std::string outcome() const {
    const auto most =
        std::max_element(troubles.begin(), troubles.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    return most == troubles.end() ? "ok" : most->first;
  }
};

struct Fill {
  std::size_t records = 0;
  std::size_t fields = 0;
  std::size_t filled = 0;

  [[nodiscard]] std::optional<double> rate() const {
    if (fields == 0) return std::nullopt;
    return static_cast<double>(filled) / static_cast<double>(fields);
  }
};

// What could be known of the record, and what is; all zero for other types.
Fill fill_of(const StoredRecord& record) {
  Fill fill;
  const auto add = [&fill](bool known) {
    ++fill.fields;
    if (known) ++fill.filled;
  };
  if (record.type == "score") {
    const Result<Score> score = score_from_json(record.json);
    if (!score) return fill;
    fill.records = 1;
    add(score->model.id.has_value());
    add(score->benchmark.id.has_value());
    add(score->evaluator.relationship != "unknown");
  } else if (record.type == "spec") {
    const Result<Spec> spec = spec_from_json(record.json);
    if (!spec) return fill;
    fill.records = 1;
    add(spec->model.id.has_value());
    add(!std::holds_alternative<std::monostate>(spec->value) || spec->absence.has_value());
  }
  return fill;
}

using Fills = std::map<std::string, Fill>;  // by source id

// Reads what source_statuses() puts together.
class StatusReading {
 public:
  explicit StatusReading(Ledger& ledger) : ledger_(ledger) {}

  Status read() {
    for (const auto step :
         {&StatusReading::read_runs, &StatusReading::read_nights, &StatusReading::read_fills}) {
      if (const Status done = (this->*step)(); !done) return done;
    }
    return {};
  }

  std::map<std::string, std::vector<Night>> nights;  // by source id, newest first
  std::map<RunId, std::string> started;
  std::vector<Fills> fills;  // newest run first

 private:
  Status read_runs() {
    return ledger_.runs().map([this](const std::vector<RunInfo>& runs) {
      for (const RunInfo& run : runs) started[run.id] = run.started_at;
      newest_ = runs.empty() ? 0 : runs.back().id;
    });
  }

  Status read_nights() {
    const Result<std::vector<FetchEntry>> fetches =
        ledger_.fetches_since(std::max<RunId>(1, newest_ - kRunsLookedAt + 1));
    if (!fetches) return tl::unexpected<Error>(fetches.error());
    for (auto fetch = fetches->rbegin(); fetch != fetches->rend(); ++fetch) {
      std::vector<Night>& list = nights[fetch->source_id];
      if (list.empty() || list.back().run != fetch->run) list.push_back({fetch->run, 0, 0, {}});
      Night& night = list.back();
      ++night.pages;
      const auto outcome = page_outcome_from(fetch->outcome);
      if (outcome && is_success(*outcome)) continue;
      ++night.failed;
      ++night.troubles[fetch->outcome];
    }
    return {};
  }

  // From the newest run back: what a run began and ended is what the one before
  // it had less and more.
  Status read_fills() {
    if (newest_ == 0) return {};
    const Result<std::vector<PageEntry>> pages = ledger_.pages_until(newest_);
    if (!pages) return tl::unexpected<Error>(pages.error());
    for (const PageEntry& page : *pages) source_of_[page.page_key] = page.source_id;
    Fills now;
    const Status read = ledger_.each_record_at(
        newest_, [&](const StoredRecord& record) { add(record, now, true); });
    if (!read) return read;
    fills.push_back(now);
    for (RunId run = newest_; run > 1 && newest_ - run < kFillRunsBefore; --run) {
      const Result<Comparison> states = ledger_.compare(run - 1, run);
      if (!states) return tl::unexpected<Error>(states.error());
      for (const auto& [series, state] : states->before) add(state.record, now, true);
      for (const auto& [series, state] : states->after) add(state.record, now, false);
      fills.push_back(now);
    }
    return {};
  }

  void add(const StoredRecord& record, Fills& to, bool more) {
    const Fill fill = fill_of(record);
    if (fill.records == 0) return;
    Fill& sum = to[source_of_[record.page_key]];
    const auto change = [more](std::size_t& count, std::size_t by) {
      count = more ? count + by : count - std::min(count, by);
    };
    change(sum.records, fill.records);
    change(sum.fields, fill.fields);
    change(sum.filled, fill.filled);
  }

  Ledger& ledger_;
  RunId newest_ = 0;
  std::map<std::string, std::string> source_of_;  // page key to source id
};

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

void add_fill(const std::string& id, const std::vector<Fills>& fills, SourceStatus& status) {
  std::vector<double> before;
  for (std::size_t at = 0; at < fills.size(); ++at) {
    const auto fill = fills[at].find(id);
    if (fill == fills[at].end()) continue;
    if (at == 0) status.records = fill->second.records;
    const std::optional<double> rate = fill->second.rate();
    if (at == 0) {
      status.fill_rate = rate;
    } else if (rate) {
      before.push_back(*rate);
    }
  }
  if (status.fill_rate && !before.empty()) {
    status.drift = *status.fill_rate - median(std::move(before));
  }
}

SourceStatus status_of(const Source& source, const StatusReading& read, const std::string& now) {
  SourceStatus status;
  status.id = source.id;
  status.kind = to_string(source.kind);
  add_fill(source.id, read.fills, status);
  const auto found = read.nights.find(source.id);
  if (found == read.nights.end()) return status;
  const std::vector<Night>& nights = found->second;
  status.outcome = nights.front().outcome();
  status.pages = nights.front().pages;
  status.failed = nights.front().failed;
  for (const Night& night : nights) {
    if (night.outcome() != status.outcome) break;
    ++status.streak;
  }
  const auto ok =
      std::find_if(nights.begin(), nights.end(), [](const Night& n) { return n.failed == 0; });
  if (ok != nights.end()) status.last_ok = read.started.at(ok->run);
  const std::optional<std::string> due = due_from(source, read.started.at(nights.front().run));
  if (due && *due > now) status.due = due;
  return status;
}

}  // namespace

Result<std::vector<SourceStatus>> source_statuses(Ledger& ledger, const Sources& sources,
                                                  const std::string& now) {
  StatusReading reading(ledger);
  if (const Status read = reading.read(); !read) return tl::unexpected<Error>(read.error());
  std::vector<SourceStatus> statuses;
  for (const Source& source : sources.sources) statuses.push_back(status_of(source, reading, now));
  return statuses;
}

Result<std::vector<PageStatus>> page_statuses(Ledger& ledger) {
  const Result<std::vector<FetchState>> states = ledger.fetch_states();
  if (!states) return tl::unexpected<Error>(states.error());
  Result<std::map<std::string, std::string>> first = ledger.first_fetches();
  if (!first) return tl::unexpected<Error>(first.error());
  std::vector<PageStatus> pages;
  for (const FetchState& state : *states) {
    pages.push_back({state.source_id, state.page_key, (*first)[state.page_key], state.checked_at,
                     state.outcome, state.detail});
  }
  return pages;
}

}  // namespace benchledger
