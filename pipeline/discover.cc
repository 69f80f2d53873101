#include "pipeline/discover.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
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

const FetchOutcome& IndexAnswers::at(const std::string& url) {
  static const FetchOutcome none;
  if (asked_.insert(url).second) missing_.push_back(url);
  const auto found = answers_.find(url);
  return found == answers_.end() ? none : found->second;
}

namespace {

FoundPages look_up(const Source& source, const IndexReading& indexes) {
  for (const DiscoverKind& kind : kDiscoverKinds) {
    if (kind.kind == source.kind) return kind.discover(source, indexes);
  }
  return {};
}

// What the source takes of the pages its indexes name.
Discovery chosen(const Search& search, FoundPages found) {
  const Source& source = *search.source;
  Discovery discovery;
  // The sources file was refused where a pattern is none.
  Result<UrlFilter> filter = UrlFilter::make(source.include, source.exclude);
  if (!filter) return discovery;
  const Scope scope(source, std::move(*filter));
  discovery.troubles = std::move(found.troubles);
  std::stable_sort(found.pages.begin(), found.pages.end(),
                   [](const FoundPage& a, const FoundPage& b) { return a.modified > b.modified; });
  // A repository's address is asked for under another name each time.
  if (!is_repository(source)) {
    for (const std::string& url : search.known) found.pages.push_back({url, {}, {}});
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
  discovery.forgets = !is_repository(source) || found.cut || discovery.left_out > 0;
  if (discovery.pages.empty() && discovery.troubles.empty()) {
    FetchOutcome none = not_an_index(source, source.url.empty() ? source.id : source.url,
                                     "names no page that the source asks for",
                                     "see include and exclude at " + source.where);
    none.outcome = PageOutcome::kEmpty;
    discovery.troubles.push_back(std::move(none));
  }
  return discovery;
}

// Searches under way together, each as far as its indexes have answered.
class Searching {
 public:
  Searching(const std::vector<Search>& searches, const FetchContext& context)
      : searches_(searches), context_(context), under_way_(searches.size()) {
    context_.known = {};  // an unchanged index is still what names the pages
  }

  std::vector<Discovery> go() {
    for (std::size_t at = 0; at < searches_.size(); ++at) look(at);
    while (context_.http != nullptr && context_.http->drive(kDriveMs)) {
    }
    std::vector<Discovery> found;
    for (std::size_t at = 0; at < searches_.size(); ++at) {
      found.push_back(chosen(searches_[at], std::move(under_way_[at].found)));
    }
    return found;
  }

 private:
  struct UnderWay {
    IndexAnswers answers;
    FoundPages found;
    std::deque<Source> asked;  // fetches under way look at them
  };

  void look(std::size_t at) {
    UnderWay& mine = under_way_[at];
    mine.found = look_up(*searches_[at].source, {mine.answers, context_.links});
    const std::vector<std::string> missing = mine.answers.take_missing();
    if (missing.empty()) mine.answers = {};  // not kept while others are under way
    for (const std::string& url : missing) ask(at, url);
  }

  void ask(std::size_t at, const std::string& url) {
    Source& index = under_way_[at].asked.emplace_back(*searches_[at].source);
    index.kind = SourceKind::kHttp;
    index.url = url;
    index.max_bytes = std::max(index.max_bytes, kMaxIndexBytes);
    start_fetch(index, context_, [this, at, url](FetchOutcome&& answer) {
      UnderWay& mine = under_way_[at];
      mine.answers.add(url, std::move(answer));
      if (mine.answers.complete()) look(at);
    });
  }

  const std::vector<Search>& searches_;
  FetchContext context_;
  std::vector<UnderWay> under_way_;
};

}  // namespace

std::vector<Discovery> discover_all(const std::vector<Search>& searches,
                                    const FetchContext& context) {
  return Searching(searches, context).go();
}

Discovery discover(const Search& search, const FetchContext& context) {
  return std::move(discover_all({search}, context).front());
}

}  // namespace benchledger
