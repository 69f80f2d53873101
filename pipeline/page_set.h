#pragma once
// Pages in memory together with what was read from them: what commands that
// point back into the bytes work on.

#include <optional>
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
  // Findings across pages, where the ledger knows them.
  std::optional<std::vector<Finding>> across;
};

// Reads and extracts every file, several at once; "-" is standard input.
[[nodiscard]] PageSet read_page_set(const Extractor& extractor,
                                    const std::vector<std::string>& files);

// The pages the newest run by `as_of` read (an ISO time; empty: now), from
// their captures: their records as the ledger has them, tables as today's rules
// see them. Errors: no ledger.
[[nodiscard]] Result<PageSet> read_recorded_pages(const Extractor& extractor, const Locations& at,
                                                  const std::string& as_of);

// `files`, or the recorded pages where none are named.
[[nodiscard]] Result<PageSet> read_pages(const Extractor& extractor,
                                         const std::vector<std::string>& files,
                                         const LocationOptions& locations,
                                         const std::string& as_of);

}  // namespace benchledger
