#include "pipeline/discover.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "pipeline/discover_kinds.h"
#include "pipeline/url_filter.h"

namespace benchledger {
namespace {

struct DiscoverKind {
  SourceKind kind;
  DiscoverFunction discover;
};

constexpr DiscoverKind kDiscoverKinds[] = {
    {SourceKind::kSitemap, discover_sitemap},         {SourceKind::kFeed, discover_feed},
    {SourceKind::kListing, discover_listing},         {SourceKind::kGithub, discover_github},
    {SourceKind::kHuggingFace, discover_huggingface},
};

// The 50 MiB of the sitemap protocol; the pages themselves keep max_bytes.
constexpr std::size_t kMaxIndexBytes = std::size_t{50} << 20;

// Repositories are named by the source; what they hold may be anywhere.
bool is_repository(const Source& source) {
  return source.kind == SourceKind::kHuggingFace || source.kind == SourceKind::kGithub;
}

Source page_source(const Source& source, const FoundPage& page) {
  Source copy = source;
  copy.kind = SourceKind::kHttp;
  copy.url = page.url;
  copy.page_url = page.page_url;
  const std::string_view name = page.url;
  const bool markdown = name.ends_with(".md") || name.ends_with(".markdown");
  if (is_repository(source) && copy.format == Format::kAuto && markdown) {
    copy.format = Format::kMarkdown;
  }
  return copy;
}

// What decides which addresses are pages of the source.
class Scope {
 public:
  Scope(const Source& source, UrlFilter filter) : filter_(std::move(filter)) {
    // An index speaks for its own host; for others only where the source says so.
    if (source.include.empty() && !is_repository(source)) host_ = authority_of(source.url);
  }
  [[nodiscard]] bool takes(const FoundPage& page) const {
    if (!host_.empty() && authority_of(page.url) != host_) return false;
    return filter_.takes(page.page_url.empty() ? page.url : page.page_url);
  }

 private:
  UrlFilter filter_;
  std::string host_;
};

}  // namespace

void FoundPages::add(const std::string& base, const FoundPage& page) {
  const auto url = resolve_url(base, page.url);
  if (url) pages.push_back({*url, page.modified, page.page_url});
}

FetchOutcome not_an_index(const Source& source, const std::string& url, const std::string& message,
                          const std::string& remedy) {
  FetchOutcome outcome;
  outcome.source_id = source.id;
  outcome.page_key = url;
  outcome.outcome = PageOutcome::kUnreadable;
  outcome.detail = message;
  outcome.error = Error{ErrorKind::kInput, url_for_people(url), message, remedy};
  return outcome;
}

FetchOutcome fetch_index(const Source& source, const FetchContext& context,
                         const std::string& url) {
  Source index = source;
  index.kind = SourceKind::kHttp;
  index.url = url;
  index.max_bytes = std::max(source.max_bytes, kMaxIndexBytes);
  FetchContext unconditional = context;
  unconditional.known = {};  // an unchanged index is still what names the pages
  FetchOutcome answer;
  fetch_source(index, unconditional, [&](FetchOutcome&& outcome) { answer = std::move(outcome); });
  return answer;
}

Discovery discover(const Source& source, const FetchContext& context,
                   const std::vector<std::string>& known) {
  Discovery discovery;
  // The sources file was refused where a pattern is none.
  Result<UrlFilter> filter = UrlFilter::make(source.include, source.exclude);
  if (!filter) return discovery;
  const Scope scope(source, std::move(*filter));
  FoundPages found;
  for (const DiscoverKind& kind : kDiscoverKinds) {
    if (kind.kind == source.kind) found = kind.discover(source, context);
  }
  discovery.troubles = std::move(found.troubles);
  std::stable_sort(found.pages.begin(), found.pages.end(),
                   [](const FoundPage& a, const FoundPage& b) { return a.modified > b.modified; });
  // A repository's address is asked for under another name each time; what is
  // no longer named there is gone.
  discovery.forgets = !is_repository(source);
  if (discovery.forgets) {
    for (const std::string& url : known) found.pages.push_back({url, {}, {}});
  }
  std::set<std::string> met;
  for (const FoundPage& page : found.pages) {
    if (!scope.takes(page)) continue;
    if (!met.insert(page.page_url.empty() ? page.url : page.page_url).second) continue;
    if (discovery.pages.size() < source.max_pages) {
      discovery.pages.push_back(page_source(source, page));
    } else {
      ++discovery.left_out;
    }
  }
  if (discovery.pages.empty() && discovery.troubles.empty()) {
    FetchOutcome none = not_an_index(source, source.url.empty() ? source.id : source.url,
                                     "names no page that the source asks for",
                                     "see include and exclude at " + source.where);
    none.outcome = PageOutcome::kEmpty;
    discovery.troubles.push_back(std::move(none));
  }
  return discovery;
}

}  // namespace benchledger
