#include "pipeline/page_set.h"

#include <functional>
#include <utility>

#include "pipeline/capture_store.h"
#include "pipeline/in_order.h"
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

}  // namespace

PageSet read_page_set(const Extractor& extractor, const std::vector<std::string>& files) {
  return read_all(files.size(), [&](std::size_t i) -> Result<ReadPage> {
    Result<std::string> bytes = read_page_file(files[i]);
    if (!bytes) return tl::unexpected<Error>(bytes.error());
    Extraction extraction = extract_and_check(extractor, page_input(*bytes, files[i]));
    return ReadPage{files[i], std::move(*bytes), std::move(extraction)};
  });
}

Result<PageSet> read_recorded_pages(const Extractor& extractor, const Locations& at) {
  const Result<std::unique_ptr<Ledger>> ledger = open_existing_ledger(at.ledger);
  if (!ledger) return tl::unexpected<Error>(ledger.error());
  const Result<std::vector<PageEntry>> pages = (*ledger)->pages();
  if (!pages) return tl::unexpected<Error>(pages.error());
  const CaptureStore store(at.captures);
  return read_all(pages->size(), [&](std::size_t i) -> Result<ReadPage> {
    const PageEntry& page = (*pages)[i];
    Result<Capture> capture = store.get(page.capture, page.page_key);
    if (!capture) return tl::unexpected<Error>(capture.error());
    Extraction extraction = extract_and_check(extractor, page_input(*capture));
    return ReadPage{page.page_key, std::move(capture->bytes), std::move(extraction)};
  });
}

Result<PageSet> read_pages(const Extractor& extractor, const std::vector<std::string>& files,
                           const LocationOptions& locations) {
  if (files.empty()) return read_recorded_pages(extractor, locate(locations));
  return read_page_set(extractor, files);
}

}  // namespace benchledger
