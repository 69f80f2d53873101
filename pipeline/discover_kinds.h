#pragma once
// The kinds of sources that find pages, one file each, and what they share.

#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/fetch.h"
#include "pipeline/page_index.h"
#include "pipeline/sources.h"

namespace benchledger {

// Pages with absolute addresses, and what could not be read on the way.
struct FoundPages {
  std::vector<FoundPage> pages;
  bool cut = false;  // there may be more that were not listed
  std::vector<FetchOutcome> troubles;

  // A page of `base`; dropped where its address is none that is fetched.
  void add(const std::string& base, const FoundPage& page);
};

// The indexes of one source that have answered. A kind looks at those it needs
// as if all were there; it is asked again, from the start, when those it missed
// have come.
class IndexAnswers {
 public:
  // The document at `url`, unpacked where it is a gzip file. Without a capture
  // the outcome says why, or that it has yet to be asked for: then whatever the
  // kind finds is thrown away.
  [[nodiscard]] const FetchOutcome& at(const std::string& url);

  // What at() did not have since the last call, each address once ever.
  [[nodiscard]] std::vector<std::string> take_missing() { return std::exchange(missing_, {}); }
  void add(const std::string& url, FetchOutcome answer) { answers_[url] = std::move(answer); }
  // Whether all at() was asked for has been added.
  [[nodiscard]] bool complete() const { return answers_.size() == asked_.size(); }

 private:
  std::map<std::string, FetchOutcome> answers_;
  std::set<std::string> asked_;
  std::vector<std::string> missing_;
};

// What a kind finds pages with.
struct IndexReading {
  IndexAnswers& answers;
  // The targets of the links of a page, as written, in order; may be empty.
  const std::function<std::vector<std::string>(const Capture&)>& links;
};

using DiscoverFunction = FoundPages (*)(const Source&, const IndexReading&);

[[nodiscard]] FoundPages discover_sitemap(const Source& source, const IndexReading& indexes);
[[nodiscard]] FoundPages discover_feed(const Source& source, const IndexReading& indexes);
[[nodiscard]] FoundPages discover_listing(const Source& source, const IndexReading& indexes);
[[nodiscard]] FoundPages discover_huggingface(const Source& source, const IndexReading& indexes);
[[nodiscard]] FoundPages discover_github(const Source& source, const IndexReading& indexes);

// An index that came, but is not what the source says it is.
[[nodiscard]] FetchOutcome not_an_index(const Source& source, const std::string& url,
                                        const std::string& message, const std::string& remedy);

}  // namespace benchledger
