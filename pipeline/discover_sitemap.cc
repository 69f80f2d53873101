#include <algorithm>
#include <utility>

#include "pipeline/discover_kinds.h"

namespace benchledger {
namespace {

// Sitemaps of one index that are read in a night, the newest first.
constexpr std::size_t kMostSitemaps = 50;

// The URLs of the sitemap at `url`; of an index, its sitemaps are returned.
std::vector<FoundPage> read_one(const Source& source, const IndexReading& indexes,
                                const std::string& url, FoundPages& found) {
  const FetchOutcome& answer = indexes.answers.at(url);
  if (!answer.capture) {
    found.troubles.push_back(answer);
    return {};
  }
  const std::string base = answer.capture->final_url.value_or(url);
  std::optional<Sitemap> sitemap = read_sitemap(answer.capture->bytes);
  if (!sitemap) {
    found.troubles.push_back(not_an_index(source, url, "is not a sitemap",
                                          "name one as the site's robots.txt does, or use kind "
                                          "listing or feed"));
    return {};
  }
  for (const FoundPage& page : sitemap->pages) found.add(base, page);
  FoundPages inner;
  for (const FoundPage& child : sitemap->sitemaps) inner.add(base, child);
  return std::move(inner.pages);
}

}  // namespace

FoundPages discover_sitemap(const Source& source, const IndexReading& indexes) {
  FoundPages found;
  std::vector<FoundPage> inner = read_one(source, indexes, source.url, found);
  std::stable_sort(inner.begin(), inner.end(),
                   [](const FoundPage& a, const FoundPage& b) { return a.modified > b.modified; });
  if (inner.size() > kMostSitemaps) {
    found.troubles.push_back(not_an_index(source, source.url,
                                          "names more than 50 sitemaps; the newest 50 were read",
                                          "name the one you need as a source"));
    inner.resize(kMostSitemaps);
  }
  // The protocol allows no index inside an index.
  for (const FoundPage& child : inner) {
    static_cast<void>(read_one(source, indexes, child.url, found));
  }
  return found;
}

}  // namespace benchledger
