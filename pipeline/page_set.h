#pragma once
// Pages in memory together with what was read from them: what commands that
// point back into the bytes work on.

#include <string>
#include <vector>

#include "extractors/extract.h"
#include "extractors/result.h"
#include "pipeline/locations.h"

namespace benchledger {

struct ReadPage {
  std::string name;  // path as given, or page key
  std::string bytes;
  Extraction extraction;  // with the findings that the page alone decides
};

struct PageSet {
  std::vector<ReadPage> pages;    // in the order given
  std::vector<Error> unreadable;  // the others came in all the same
};

// Reads and extracts every file, several at once; "-" is standard input.
[[nodiscard]] PageSet read_page_set(const Extractor& extractor,
                                    const std::vector<std::string>& files);

// The same for the pages the ledger's newest run read, from their captures as
// they were then. Errors: no ledger.
[[nodiscard]] Result<PageSet> read_recorded_pages(const Extractor& extractor, const Locations& at);

// `files`, or the recorded pages where none are named.
[[nodiscard]] Result<PageSet> read_pages(const Extractor& extractor,
                                         const std::vector<std::string>& files,
                                         const LocationOptions& locations);

}  // namespace benchledger
