#include "pipeline/prune.h"

#include <filesystem>
#include <iterator>
#include <set>
#include <system_error>
#include <utility>

#include "extractors/digest.h"

namespace benchledger {

Result<Waste> find_waste(Ledger& ledger, const CaptureStore& store) {
  const Result<std::vector<CaptureEntry>> needed = ledger.captures_in_use();
  if (!needed) return tl::unexpected<Error>(needed.error());
  std::set<std::pair<std::string, std::string>> kept;  // SHA-256, short id of the page
  std::set<std::string> bytes;                         // SHA-256
  for (const CaptureEntry& capture : *needed) {
    kept.emplace(capture.sha256, short_id(capture.page_key));
    bytes.insert(capture.sha256);
  }
  Result<std::vector<CaptureStore::StoredFile>> files = store.files();
  if (!files) return tl::unexpected<Error>(files.error());
  Result<std::vector<CaptureStore::StoredFile>> unfinished = store.unfinished();
  if (!unfinished) return tl::unexpected<Error>(unfinished.error());
  Waste waste;
  for (CaptureStore::StoredFile& file : *files) {
    const bool needs_it =
        file.page.empty() ? bytes.count(file.sha256) > 0 : kept.count({file.sha256, file.page}) > 0;
    if (needs_it) continue;
    if (!file.page.empty()) ++waste.captures;
    waste.files.push_back(std::move(file));
  }
  std::move(unfinished->begin(), unfinished->end(), std::back_inserter(waste.files));
  for (const CaptureStore::StoredFile& file : waste.files) waste.bytes += file.size;
  return waste;
}

Status remove_waste(Ledger& ledger, const Waste& waste) {
  if (const Status forgotten = ledger.forget_unused_captures(); !forgotten) return forgotten;
  for (const CaptureStore::StoredFile& file : waste.files) {
    std::error_code error;
    std::filesystem::remove(file.path, error);
    if (error) {
      return fail(ErrorKind::kStore, file.path, "cannot be removed: " + error.message(),
                  "check the permissions of its folder");
    }
  }
  return {};
}

}  // namespace benchledger
