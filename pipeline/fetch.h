#pragma once
// Fetch: every page of every source, one outcome each. A source that fails
// costs its own pages and no others. A new kind is one file with one function
// and one line in the table of fetch.cc.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extractors/result.h"
#include "pipeline/capture.h"
#include "pipeline/clock.h"
#include "pipeline/http.h"
#include "pipeline/robots_book.h"
#include "pipeline/sources.h"

namespace benchledger {

enum class PageOutcome {
  kOk,            // a new capture
  kUnchanged,     // the server says so (304); no capture
  kMoved,         // a capture, and the page has a new address for good
  kGone,          // 410
  kNotFound,      // 404, a missing file
  kDenied,        // 401, 403, 407, 451, no permission
  kRateLimited,   // 429
  kServerError,   // 5xx
  kRefused,       // nobody listens or answers there
  kForbidden,     // our own guard: address, scheme, redirect target
  kRobotsDenied,  // the host's robots.txt
  kDns,
  kTls,
  kTimeout,
  kTooLarge,
  kRedirects,   // in a circle, or too many
  kEmpty,       // nothing but white space
  kNotText,     // a PDF, an image, an archive
  kUnreadable,  // broken transfer, a directory, an answer that is no page
};

// "ok", "unchanged", "not-found", ...
[[nodiscard]] const char* to_string(PageOutcome outcome);

// True where there is a page to read: kOk, kUnchanged, kMoved.
[[nodiscard]] bool is_success(PageOutcome outcome);

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
  std::string user_agent;
  HttpLimits limits;
  // By page key; may be empty.
  std::function<Validators(const std::string& page_key)> known;
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
