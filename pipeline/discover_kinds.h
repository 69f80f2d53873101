#pragma once
// The kinds of sources that find pages, one file each, and what they share.

#include <string>
#include <vector>

#include "pipeline/fetch.h"
#include "pipeline/page_index.h"
#include "pipeline/sources.h"

namespace benchledger {

// Pages with absolute addresses, and what could not be read on the way.
struct FoundPages {
  std::vector<FoundPage> pages;
  std::vector<FetchOutcome> troubles;

  // A page of `base`; dropped where its address is none that is fetched.
  void add(const std::string& base, const FoundPage& page);
};

using DiscoverFunction = FoundPages (*)(const Source&, const FetchContext&);

[[nodiscard]] FoundPages discover_sitemap(const Source& source, const FetchContext& context);
[[nodiscard]] FoundPages discover_feed(const Source& source, const FetchContext& context);
[[nodiscard]] FoundPages discover_listing(const Source& source, const FetchContext& context);
[[nodiscard]] FoundPages discover_huggingface(const Source& source, const FetchContext& context);
[[nodiscard]] FoundPages discover_github(const Source& source, const FetchContext& context);

// The document at `url` under the manners of the source, unpacked where it is
// a gzip file. Without a capture the outcome says why.
[[nodiscard]] FetchOutcome fetch_index(const Source& source, const FetchContext& context,
                                       const std::string& url);

// An index that came, but is not what the source says it is.
[[nodiscard]] FetchOutcome not_an_index(const Source& source, const std::string& url,
                                        const std::string& message, const std::string& remedy);

}  // namespace benchledger
