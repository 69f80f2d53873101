#pragma once
// The pages of a run, read. Two kinds are not: a page of which nothing changed
// since the newest run, rules and program included, keeps its records; and one
// that came without the scores or the specs it had has more likely changed its
// form than withdrawn them. What it said before stands until withdraw_after
// runs have seen it so; a run it did not come to says nothing of it, and neither
// does a capture that cannot be read.

#include <array>
#include <cstddef>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "extractors/extract.h"
#include "extractors/result.h"
#include "pipeline/capture_store.h"
#include "pipeline/ledger.h"
#include "pipeline/page_outcome.h"
#include "pipeline/sources.h"

namespace benchledger {

struct PageToRead {
  std::string page_key;
  std::string source_id;
  std::string capture;  // sha256
  bool came = false;    // in this run
};

struct PageRead {
  PageToRead page;      // with the capture that was read for it
  bool stands = false;  // its records are those of the newest run
  // It came without the records it had, in so many runs in a row.
  std::optional<int> runs_without;
  // Where it stands, and checks across pages were due: without findings. Where
  // none were: empty.
  Extraction extraction;
};

struct RecordCounts {
  std::size_t specs = 0;
  std::size_t scores = 0;
  std::size_t claims = 0;
  std::array<std::size_t, 3> findings{};  // by Severity
};

struct UnreadPage {
  PageToRead page;
  Error error;
};

struct PagesRead {
  std::vector<PageRead> pages;  // in the order asked for
  std::vector<UnreadPage> unread;
  std::vector<Finding> across;     // findings across pages
  bool across_stand = false;       // they are those of the newest run; `across` is empty
  std::set<std::string> restated;  // by short id: see CaptureStore
  RecordCounts counts;             // of all pages and across them
  std::size_t warnings = 0;        // about malformed input that was mended in what was read
};

struct PageReading {
  Ledger* ledger = nullptr;
  const CaptureStore* store = nullptr;
  const Extractor* extractor = nullptr;
  std::string program;  // "benchledger 0.1.0"
  // The source of that id; nullptr where it is no longer named.
  std::function<const Source*(const std::string& id)> source_of;
  std::size_t threads = 1;
  bool anew = false;      // every page is read, whatever the ledger holds
  bool progress = false;  // shown
};

// In how many of its last fetches the page ended with `outcome`, up to the last
// that went well; other failures in between say nothing.
[[nodiscard]] Result<int> runs_in_a_row(Ledger& ledger, const std::string& source_id,
                                        const std::string& page_key, PageOutcome outcome);

// Errors are kStore, of the ledger; a capture that cannot be read costs its
// page. Cost: the pages that changed are extracted; where there are any, the
// records of the others are taken out of the ledger, for the checks across
// pages.
[[nodiscard]] Result<PagesRead> read_pages(const std::vector<PageToRead>& pages,
                                           const PageReading& with);

}  // namespace benchledger
