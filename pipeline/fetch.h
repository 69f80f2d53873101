#pragma once
// Fetch: every page of every source, one outcome each. A source that fails
// costs its own pages and no others. A new kind is one file with one function
// and one line in the table of fetch.cc; kinds that find pages: discover.h.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extractors/result.h"
#include "extractors/wall.h"
#include "pipeline/capture.h"
#include "pipeline/clock.h"
#include "pipeline/http.h"
#include "pipeline/page_outcome.h"
#include "pipeline/robots_book.h"
#include "pipeline/sources.h"

namespace benchledger {

struct FetchOutcome {
  std::string source_id;
  std::string page_key;  // http: the URL; dir: "<id>/<relative path>"; file: the id
  PageOutcome outcome = PageOutcome::kUnreadable;
  std::optional<Capture> capture;  // kOk, kMoved
  std::optional<Error> error;      // everything but kOk, kUnchanged, kMoved
  std::string detail;              // for people: "HTTP 404", "200, 18 KiB"
};

// What was kept of a page's last good capture, for conditional requests.
struct Validators {
  std::optional<std::string> etag;
  std::optional<std::string> last_modified;
};

struct FetchContext {
  HttpClient* http = nullptr;
  const Clock* clock = nullptr;
  RobotsBook* robots = nullptr;  // nullptr: nobody is asked
  const Walls* walls = nullptr;  // nullptr: no page is taken for one
  std::string user_agent;
  HttpLimits limits;
  // By page key; may be empty.
  std::function<Validators(const std::string& page_key)> known;
  // The targets of the links of a page, as written, in order; for listings.
  std::function<std::vector<std::string>(const Capture&)> links;
};

using FetchSink = std::function<void(FetchOutcome&&)>;

// Takes up every page of the source. Outcomes come to the sink as they are
// there: at once from files, while `context.http` is driven from servers, so
// that many sources are under way together. Source, context and whatever the
// sink refers to outlive that. Memory: the pages under way.
void start_fetch(const Source& source, const FetchContext& context, const FetchSink& sink);

// The same to its end, driving the client: of one source, those of a folder
// sorted by path.
void fetch_source(const Source& source, const FetchContext& context, const FetchSink& sink);

// "benchledger/0.1.0 (+contact)"
[[nodiscard]] std::string user_agent(std::string_view contact);

}  // namespace benchledger
