#pragma once
// What the documents that name pages say: sitemaps (sitemaps.org 0.9), feeds
// (RSS 2.0 and 1.0, Atom RFC 4287, JSON Feed 1.1) and the answers of two code
// hosts. Pure and lenient: an entry without an address is left out, a document
// that is none of them is nothing. With it the one owner of pugixml, which
// takes no external entities and no document type definitions.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace benchledger {

// A page as an index names it.
struct FoundPage {
  std::string url;       // as printed; may be relative
  std::string modified;  // ISO 8601, or empty; a later one sorts behind an earlier one
  std::string page_url;  // the page's own address where another one is asked for it; else empty
};

struct Sitemap {
  std::vector<FoundPage> pages;
  std::vector<FoundPage> sitemaps;  // of a sitemap index
};

// XML as above, or the plain text form, one URL a line. nullopt for neither.
[[nodiscard]] std::optional<Sitemap> read_sitemap(std::string_view bytes);

[[nodiscard]] std::optional<std::vector<FoundPage>> read_feed(std::string_view bytes);

// Dates as indexes have them, ISO 8601 or RFC 822, as an ISO date or time in
// UTC that compares as text; empty for anything else.
[[nodiscard]] std::string sortable_date(std::string_view text);

}  // namespace benchledger
