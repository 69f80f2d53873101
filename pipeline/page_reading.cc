#include "pipeline/page_reading.h"

#include <map>
#include <utility>

#include "extractors/digest.h"
#include "pipeline/in_order.h"
#include "pipeline/json.h"
#include "pipeline/page_input.h"
#include "pipeline/progress.h"
#include "pipeline/score_history.h"
#include "pipeline/validate.h"

namespace benchledger {
namespace {

// Fetches of one page that are looked back over for those in a row: a source
// may be down for months in between.
constexpr std::size_t kFetchesLookedAt = 400;

void count(const StoredRecord& record, RecordCounts& counts) {
  if (record.type == "spec") ++counts.specs;
  if (record.type == "score") ++counts.scores;
  if (record.type == "claim") ++counts.claims;
  if (record.type != "finding") return;
  if (const Result<Finding> finding = finding_from_json(record.json)) {
    ++counts.findings[static_cast<std::size_t>(finding->severity)];
  }
}

void count(const Extraction& extraction, PagesRead& read) {
  read.counts.specs += extraction.specs.size();
  read.counts.scores += extraction.scores.size();
  read.counts.claims += extraction.claims.size();
  for (const Finding& finding : extraction.findings) {
    ++read.counts.findings[static_cast<std::size_t>(finding.severity)];
  }
  for (const Diagnostic& diagnostic : extraction.diagnostics) {
    if (diagnostic.severity != Severity::kNote) ++read.warnings;
  }
}

template <typename Record>
bool take_up(Result<Record> record, std::vector<Record>& records) {
  if (record) records.push_back(std::move(*record));
  return record.has_value();
}

// What the checks across pages look at, out of the ledger's rows.
std::optional<Extraction> extraction_of(const std::vector<StoredRecord>& rows) {
  Extraction extraction;
  for (const StoredRecord& row : rows) {
    bool good = true;
    if (row.type == "document") {
      Result<DocumentRecord> document = document_from_json(row.json);
      good = document.has_value();
      if (good) extraction.document = std::move(*document);
    }
    if (row.type == "spec") good = take_up(spec_from_json(row.json), extraction.specs);
    if (row.type == "score") good = take_up(score_from_json(row.json), extraction.scores);
    if (row.type == "claim") good = take_up(claim_from_json(row.json), extraction.claims);
    if (!good) return std::nullopt;
  }
  return extraction;
}

class Reading {
 public:
  Reading(const std::vector<PageToRead>& pages, const PageReading& with)
      : pages_(pages), with_(with) {}

  Result<PagesRead> go() {
    if (const Status opened = open_newest(); !opened) {
      return tl::unexpected<Error>(opened.error());
    }
    const Status done = all_stand() ? count_all() : read();
    if (!done) return tl::unexpected<Error>(done.error());
    return std::move(read_);
  }

 private:
  // What a thread made of one page.
  struct Made {
    bool stands = false;
    Result<Extraction> extraction;
  };

  Status open_newest();
  [[nodiscard]] bool stands(const PageToRead& page) const;
  [[nodiscard]] bool all_stand() const;
  Status count_all();
  Status load_rows();
  Status open_histories();
  Status read();
  [[nodiscard]] Made make(const PageToRead& page) const;
  [[nodiscard]] Result<Extraction> extract(const PageToRead& page) const;
  Status take(const PageToRead& page, Made&& made);
  [[nodiscard]] bool lost_records(const PageToRead& page, const Extraction& now) const;
  [[nodiscard]] Result<int> runs_without(const PageToRead& page) const;
  bool keep_held(const PageToRead& page, std::optional<int> runs_without);
  void keep_standing(PageRead&& page);
  void check_across();

  const std::vector<PageToRead>& pages_;
  const PageReading& with_;
  bool may_stand_ = false;                 // what the newest run read with is what there is now
  RunId newest_ = 0;                       // 0: there is none
  std::map<std::string, PageEntry> held_;  // what it read
  std::map<std::string, std::vector<StoredRecord>> rows_;  // what it found, by page
  Histories histories_;
  PagesRead read_;
};

Status Reading::open_newest() {
  Result<std::set<std::string>> restated = with_.store->restated();
  if (!restated) return tl::unexpected<Error>(restated.error());
  read_.restated = std::move(*restated);
  const Result<std::vector<RunInfo>> runs = with_.ledger->runs();
  if (!runs) return tl::unexpected<Error>(runs.error());
  if (runs->empty()) return {};
  const RunInfo& run = runs->back();
  newest_ = run.id;
  may_stand_ = !with_.anew && run.rules_digest == with_.extractor->rules().digest &&
               run.program == with_.program;
  return with_.ledger->pages_at(newest_).map([this](std::vector<PageEntry> held) {
    for (PageEntry& page : held) held_[page.page_key] = std::move(page);
  });
}

bool Reading::stands(const PageToRead& page) const {
  const auto held = held_.find(page.page_key);
  return may_stand_ && held != held_.end() && held->second.capture == page.capture &&
         held->second.source_id == page.source_id &&
         (read_.restated.empty() || read_.restated.count(short_id(page.page_key)) == 0);
}

bool Reading::all_stand() const {
  if (!may_stand_ || pages_.size() != held_.size()) return false;
  for (const PageToRead& page : pages_) {
    if (!stands(page)) return false;
  }
  return true;
}

// The quiet night: nothing is read and nothing is checked.
Status Reading::count_all() {
  for (const PageToRead& page : pages_) read_.pages.push_back({page, true, std::nullopt, {}});
  read_.across_stand = true;
  return with_.ledger->each_record_at(
      newest_, [this](const StoredRecord& record) { count(record, read_.counts); });
}

Status Reading::load_rows() {
  if (newest_ == 0) return {};
  return with_.ledger->each_record_at(newest_, [this](const StoredRecord& record) {
    if (!record.page_key.empty()) rows_[record.page_key].push_back(record);
  });
}

Status Reading::open_histories() {
  std::vector<PageEntry> entries;
  for (const PageToRead& page : pages_) {
    entries.push_back({page.page_key, page.source_id, page.capture});
  }
  return read_histories(*with_.ledger, entries, with_.extractor->rules().digest, with_.program)
      .map([this](Histories histories) { histories_ = std::move(histories); });
}

Status Reading::read() {
  for (const auto step : {&Reading::load_rows, &Reading::open_histories}) {
    if (const Status done = (this->*step)(); !done) return done;
  }
  Progress progress("extract", pages_.size(), with_.progress);
  Status status;
  for_each_in_order(
      pages_.size(), with_.threads, [this](std::size_t at) { return make(pages_[at]); },
      [&](std::size_t at, Made&& made) {
        progress.advance(pages_[at].page_key);
        status = take(pages_[at], std::move(made));
        return status.has_value();
      });
  if (status) check_across();
  return status;
}

// On any thread.
Reading::Made Reading::make(const PageToRead& page) const {
  if (stands(page)) {
    const auto rows = rows_.find(page.page_key);
    if (rows != rows_.end()) {
      if (auto extraction = extraction_of(rows->second)) return {true, std::move(*extraction)};
    }
  }
  return {false, extract(page)};
}

Result<Extraction> Reading::extract(const PageToRead& page) const {
  const Result<Capture> capture = with_.store->get(page.capture, page.page_key);
  if (!capture) return tl::unexpected<Error>(capture.error());
  Input input = page_input(*capture);
  // Captures of old do not say.
  const Source* source = with_.source_of(page.source_id);
  if (!input.mapping && source != nullptr) input.mapping = source->mapping;
  Extraction extraction = extract_and_check(*with_.extractor, input);
  look_back(extraction, page.page_key, histories_, with_.extractor->rules());
  return extraction;
}

Status Reading::take(const PageToRead& page, Made&& made) {
  if (made.stands) {
    keep_standing({page, true, std::nullopt, std::move(*made.extraction)});
    return {};
  }
  if (!made.extraction) {
    read_.unread.push_back({page, made.extraction.error()});
    keep_held(page, std::nullopt);
    return {};
  }
  const Source* source = with_.source_of(page.source_id);
  if (source != nullptr && lost_records(page, *made.extraction)) {
    const Result<int> runs = runs_without(page);
    if (!runs) return tl::unexpected<Error>(runs.error());
    if (*runs < source->withdraw_after && keep_held(page, *runs)) return {};
  }
  count(*made.extraction, read_);
  read_.pages.push_back({page, false, std::nullopt, std::move(*made.extraction)});
  return {};
}

// All scores or all specs, with bytes that are not those of the newest run.
bool Reading::lost_records(const PageToRead& page, const Extraction& now) const {
  const auto held = held_.find(page.page_key);
  const auto rows = rows_.find(page.page_key);
  if (held == held_.end() || rows == rows_.end() || held->second.capture == page.capture) {
    return false;
  }
  RecordCounts before;
  for (const StoredRecord& row : rows->second) count(row, before);
  return (now.scores.empty() && before.scores > 0) || (now.specs.empty() && before.specs > 0);
}

// This one included, where the page came to it.
Result<int> Reading::runs_without(const PageToRead& page) const {
  return runs_in_a_row(*with_.ledger, page.source_id, page.page_key, PageOutcome::kShapeChanged)
      .map([&](int runs) { return runs + (page.came ? 1 : 0); });
}

// What the newest run found on the page; false where it found none.
bool Reading::keep_held(const PageToRead& page, std::optional<int> runs_without) {
  const auto held = held_.find(page.page_key);
  const auto rows = rows_.find(page.page_key);
  if (held == held_.end() || rows == rows_.end()) return false;
  auto extraction = extraction_of(rows->second);
  if (!extraction) return false;
  PageRead kept{page, true, runs_without, std::move(*extraction)};
  kept.page.capture = held->second.capture;
  keep_standing(std::move(kept));
  return true;
}

void Reading::keep_standing(PageRead&& page) {
  for (const StoredRecord& row : rows_.at(page.page.page_key)) count(row, read_.counts);
  read_.pages.push_back(std::move(page));
}

void Reading::check_across() {
  std::vector<const Extraction*> all;
  for (const PageRead& page : read_.pages) all.push_back(&page.extraction);
  read_.across = validate_run(all, with_.extractor->rules());
  for (const Finding& finding : read_.across) {
    ++read_.counts.findings[static_cast<std::size_t>(finding.severity)];
  }
}

}  // namespace

Result<int> runs_in_a_row(Ledger& ledger, const std::string& source_id, const std::string& page_key,
                          PageOutcome outcome) {
  const auto fetches = ledger.fetches_of(source_id, page_key, kFetchesLookedAt);
  if (!fetches) return tl::unexpected<Error>(fetches.error());
  int runs = 0;
  for (const FetchEntry& fetch : *fetches) {
    const auto ended = page_outcome_from(fetch.outcome);
    if (ended && is_success(*ended)) break;
    if (ended == outcome) ++runs;
  }
  return runs;
}

Result<PagesRead> read_pages(const std::vector<PageToRead>& pages, const PageReading& with) {
  return Reading(pages, with).go();
}

}  // namespace benchledger
