#include "pipeline/score_history.h"

#include <optional>
#include <set>
#include <utility>

#include "pipeline/json.h"
#include "pipeline/validate.h"

namespace benchledger {
namespace {

// Records that ended, and the document records of their pages.
class Ended {
 public:
  Ended(std::string last_seen, Histories& histories)
      : last_seen_(std::move(last_seen)), histories_(histories) {}

  void page(const StoredRecord& record) {
    if (Result<DocumentRecord> document = document_from_json(record.json)) {
      documents_[record.page_key] = std::move(*document);
    } else if (!error_) {
      error_ = document.error();
    }
  }
  // After every page.
  void score(const StoredRecord& record) {
    const auto document = documents_.find(record.page_key);
    if (document == documents_.end()) return;  // the page's bytes stayed
    if (Result<Score> score = score_from_json(record.json)) {
      histories_[record.page_key].scores.push_back(
          {std::move(*score), last_seen_, document->second});
    } else if (!error_) {
      error_ = score.error();
    }
  }
  [[nodiscard]] Status status() const {
    return error_ ? Status(tl::unexpected<Error>(*error_)) : Status();
  }

 private:
  std::string last_seen_;
  Histories& histories_;
  std::map<std::string, DocumentRecord> documents_;
  std::optional<Error> error_;
};

// What held in a run and not in the next one.
Status add_ended(Ledger& ledger, const RunInfo& run, const RunInfo& next, Histories& histories) {
  const Result<Comparison> states = ledger.compare(run.id, next.id);
  if (!states) return tl::unexpected<Error>(states.error());
  Ended ended(run.started_at, histories);
  for (const auto& [id, state] : states->before) {
    if (state.record.type == "document") ended.page(state.record);
  }
  for (const auto& [id, state] : states->before) {
    if (state.record.type == "score") ended.score(state.record);
  }
  return ended.status();
}

// The pages of which a run reads other bytes than the newest recorded one did.
Result<std::set<std::string>> changed_pages(Ledger& ledger, const std::vector<PageEntry>& now) {
  const Result<std::vector<PageEntry>> before = ledger.pages();
  if (!before) return tl::unexpected<Error>(before.error());
  std::map<std::string, std::string> captures;
  for (const PageEntry& page : *before) captures[page.page_key] = page.capture;
  std::set<std::string> changed;
  for (const PageEntry& page : now) {
    const auto known = captures.find(page.page_key);
    if (known != captures.end() && known->second != page.capture) changed.insert(page.page_key);
  }
  return changed;
}

// What the newest run holds of the changed pages, and the one in progress ends.
Status add_held(Ledger& ledger, const RunInfo& newest, const std::set<std::string>& changed,
                Histories& histories) {
  if (changed.empty()) return {};
  const Result<std::vector<StoredRecord>> records = ledger.records_at(newest.id);
  if (!records) return tl::unexpected<Error>(records.error());
  Ended ended(newest.started_at, histories);
  for (const StoredRecord& record : *records) {
    if (record.type == "document" && changed.count(record.page_key) > 0) ended.page(record);
  }
  for (const StoredRecord& record : *records) {
    if (record.type == "score") ended.score(record);
  }
  return ended.status();
}

}  // namespace

Result<Histories> read_histories(Ledger& ledger, const std::vector<PageEntry>& pages,
                                 const std::string& rules_digest, const std::string& program) {
  Histories histories;
  const Result<std::vector<RunInfo>> runs = ledger.runs();
  if (!runs) return tl::unexpected<Error>(runs.error());
  if (runs->empty()) return histories;
  for (std::size_t i = 0; i + 1 < runs->size(); ++i) {
    const RunInfo& run = (*runs)[i];
    const RunInfo& next = (*runs)[i + 1];
    if (run.rules_digest != next.rules_digest || run.program != next.program) continue;
    const Status added = add_ended(ledger, run, next, histories);
    if (!added) return tl::unexpected<Error>(added.error());
  }
  const RunInfo& newest = runs->back();
  if (newest.rules_digest != rules_digest || newest.program != program) return histories;
  const Result<std::set<std::string>> changed = changed_pages(ledger, pages);
  if (!changed) return tl::unexpected<Error>(changed.error());
  const Status added = add_held(ledger, newest, *changed, histories);
  if (!added) return tl::unexpected<Error>(added.error());
  return histories;
}

void look_back(Extraction& extraction, const std::string& page_key, const Histories& histories,
               const Rules& rules) {
  const auto history = histories.find(page_key);
  if (history == histories.end()) return;
  for (Finding& finding : validate_history(extraction, history->second, rules)) {
    extraction.findings.push_back(std::move(finding));
  }
}

}  // namespace benchledger
