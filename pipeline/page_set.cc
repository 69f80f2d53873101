#include "pipeline/page_set.h"

#include <functional>
#include <map>
#include <utility>

#include "pipeline/capture_store.h"
#include "pipeline/in_order.h"
#include "pipeline/json.h"
#include "pipeline/ledger.h"
#include "pipeline/page_input.h"

namespace benchledger {
namespace {

PageSet read_all(std::size_t count, const std::function<Result<ReadPage>(std::size_t)>& read) {
  PageSet set;
  for_each_in_order(count, default_threads(), read, [&](std::size_t, Result<ReadPage> page) {
    if (page) {
      set.pages.push_back(std::move(*page));
    } else {
      set.unreadable.push_back(page.error());
    }
    return true;
  });
  return set;
}

template <typename Record>
void take(Result<Record> record, std::vector<Record>& records, std::optional<Error>& error) {
  if (record) {
    records.push_back(std::move(*record));
  } else if (!error) {
    error = record.error();
  }
}

// What the ledger says stood on each page, in place of what was read just now.
class RecordedPages {
 public:
  explicit RecordedPages(PageSet& set) : set_(set) {
    set_.across.emplace();
    for (ReadPage& page : set_.pages) {
      pages_[page.name] = &page.extraction;
      page.extraction.specs.clear();
      page.extraction.scores.clear();
      page.extraction.claims.clear();
      page.extraction.findings.clear();
    }
  }

  void add(const StoredRecord& record) {
    if (record.page_key.empty()) return take(finding_from_json(record.json), *set_.across, error_);
    const auto found = pages_.find(record.page_key);
    if (found == pages_.end()) return;  // its capture could not be read
    Extraction& into = *found->second;
    if (record.type == "spec") take(spec_from_json(record.json), into.specs, error_);
    if (record.type == "score") take(score_from_json(record.json), into.scores, error_);
    if (record.type == "claim") take(claim_from_json(record.json), into.claims, error_);
    if (record.type == "finding") take(finding_from_json(record.json), into.findings, error_);
    if (record.type != "document") return;
    if (Result<DocumentRecord> document = document_from_json(record.json)) {
      into.document = std::move(*document);
    }
  }

  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

 private:
  PageSet& set_;
  std::map<std::string, Extraction*> pages_;
  std::optional<Error> error_;
};

}  // namespace

PageSet read_page_set(const Extractor& extractor, const std::vector<std::string>& files) {
  return read_all(files.size(), [&](std::size_t i) -> Result<ReadPage> {
    Result<std::string> bytes = read_page_file(files[i]);
    if (!bytes) return tl::unexpected<Error>(bytes.error());
    Extraction extraction = extract_and_check(extractor, page_input(*bytes, files[i]));
    return ReadPage{files[i], std::move(*bytes), std::move(extraction)};
  });
}

Result<PageSet> read_recorded_pages(const Extractor& extractor, const Locations& at,
                                    const std::string& as_of) {
  const Result<std::unique_ptr<Ledger>> ledger = open_existing_ledger(at.ledger);
  if (!ledger) return tl::unexpected<Error>(ledger.error());
  const Result<Moment> moment = (*ledger)->moment(as_of);
  if (!moment) return tl::unexpected<Error>(moment.error());
  const Result<std::vector<PageEntry>> pages = (*ledger)->pages_at(moment->run);
  if (!pages) return tl::unexpected<Error>(pages.error());
  const CaptureStore store(at.captures);
  PageSet set = read_all(pages->size(), [&](std::size_t i) -> Result<ReadPage> {
    const PageEntry& page = (*pages)[i];
    Result<Capture> capture = store.get(page.capture, page.page_key);
    if (!capture) return tl::unexpected<Error>(capture.error());
    Extraction extraction = extract_and_check(extractor, page_input(*capture));
    return ReadPage{page.page_key, std::move(capture->bytes), std::move(extraction)};
  });
  RecordedPages recorded(set);
  const Status read = (*ledger)->each_record_at(
      moment->run, [&](const StoredRecord& record) { recorded.add(record); });
  if (!read) return tl::unexpected<Error>(read.error());
  if (recorded.error()) return tl::unexpected<Error>(*recorded.error());
  return set;
}

Result<PageSet> read_pages(const Extractor& extractor, const std::vector<std::string>& files,
                           const LocationOptions& locations, const std::string& as_of) {
  if (files.empty()) return read_recorded_pages(extractor, locate(locations), as_of);
  return read_page_set(extractor, files);
}

}  // namespace benchledger
