#pragma once
// Discovery: the pages a source finds by asking a place that names pages. What
// comes back are page sources like those written into the sources file; they
// are fetched as such. A new kind is one file with one function and one line in
// the table of discover.cc.

#include <cstddef>
#include <vector>

#include "pipeline/fetch.h"
#include "pipeline/sources.h"

namespace benchledger {

struct Discovery {
  // Kind http, with the source's id, publisher, format and manners; newest
  // first, no address twice, at most max_pages.
  std::vector<Source> pages;
  std::size_t left_out = 0;            // that max_pages had no room for
  bool forgets = false;                // a page that is not among them may still be one
  std::vector<FetchOutcome> troubles;  // indexes that could not be read
};

struct Search {
  const Source* source = nullptr;  // of a kind that finds pages
  // Addresses found on earlier nights: those an index no longer names are pages
  // all the same (a feed forgets), behind the ones it does.
  std::vector<std::string> known;
};

// What each search finds, in their order. The indexes, and the indexes those
// name, are asked for side by side, as far as `context.http` lets them.
[[nodiscard]] std::vector<Discovery> discover_all(const std::vector<Search>& searches,
                                                  const FetchContext& context);

// One alone.
[[nodiscard]] Discovery discover(const Search& search, const FetchContext& context);

}  // namespace benchledger
