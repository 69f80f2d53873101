#pragma once
// The sources file: what to fetch. Strict YAML; every refusal says
// file:line:column and what to do.
//
//   contact: https://example.org/about-our-crawler   # needed where servers are asked
//   defaults:                   # of sources on servers that do not say otherwise
//     withdraw_after: 3         # nights a page has to come without its records before
//                               # they count as withdrawn
//     delay_seconds: 1          # least pause between two requests to a host
//     concurrency: 1            # requests under way to a host
//   sources:
//     - id: fixtures              # unique, kebab-case; part of record ids
//       kind: dir                 # file, dir, http, data, warc: what is named here;
//                                 # sitemap, feed, listing, huggingface, github: finds pages
//       path: pages               # file, dir, warc; against the file's own folder
//       include: ["**/source.*"]  # dir: globs on paths; default: everything
//       exclude: ["drafts/**"]
//     - id: some-vendor
//       kind: http
//       url: https://vendor.example/model
//       publisher: some-vendor    # organization id; else the page's host says
//       format: html              # default: told from the content
//       max_bytes: 4000000        # decoded
//       timeout_seconds: 60       # of one exchange; default 60
//       allow_private: true       # loopback and own network; default false
//       auth: {bearer: {env: NAME}}  # or {file: path}, mode 0600; or basic: for user:password
//       robots: {ignore: why}     # do not ask robots.txt, and the reason
//       every_days: 7             # default: every run
//       withdraw_after: 7         # default: 3, of files and folders 1
//       delay_seconds: 0.2        # where sources of one host differ, the slowest counts;
//       concurrency: 4            # a Crawl-delay of robots.txt above it does too
//       at_once: true             # no pauses, no second attempts; only with allow_private
//     - id: some-board
//       kind: data                # CSV, TSV, JSON or YAML, at a url or a path
//       url: https://board.example/results.csv
//       mapping:                  # which field is which
//         model: name
//         values: [pass_rate_2]   # or: benchmark: task, values: [score]
//         board: Polyglot         # stands before every benchmark name
//     - id: some-blog
//       kind: sitemap             # or feed (RSS, Atom, JSON Feed), or listing (links of a page)
//       url: https://vendor.example/sitemap.xml
//       include: ["/models/"]     # RE2, found anywhere in the URL; default: the index's own
//       exclude: ["/careers/"]    # host. A listing has to say what it includes.
//       max_pages: 50             # a night; the newest first; default 200
//     - id: some-cards
//       kind: huggingface         # or github
//       repo: org/model           # one repository; or owner: org, all of them
//       revision: main            # branch, tag or commit; default: the newest
//       files: [README.md]        # default
//       base: https://host/       # another server of the same interface
//     - id: last-year
//       kind: warc                # responses of a WARC file, .gz or not
//       path: crawl.warc.gz
//       include: ["/models/"]     # RE2

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extractors/extract.h"
#include "extractors/result.h"
#include "pipeline/credential.h"
#include "pipeline/http.h"

namespace benchledger {

enum class SourceKind {
  kFile,
  kDir,
  kHttp,
  kData,
  kWarc,
  kSitemap,
  kFeed,
  kListing,
  kHuggingFace,
  kGithub,
};

// True where the source names a place that names the pages.
[[nodiscard]] bool finds_pages(SourceKind kind);

[[nodiscard]] const char* to_string(SourceKind kind);

struct Source {
  std::string id;
  SourceKind kind = SourceKind::kFile;
  std::string path;      // kFile, kDir, kWarc, kData; usable from the working directory
  std::string url;       // to ask: kHttp, kData, kSitemap, kFeed, kListing
  std::string page_url;  // the page's address where another one is asked for it; else empty
  std::optional<std::string> publisher;
  std::optional<FieldMapping> mapping;  // for CSV, JSON and YAML boards
  Format format = Format::kAuto;
  std::size_t max_bytes = std::size_t{16} << 20;
  std::optional<int> timeout_seconds;  // of one exchange
  bool allow_private = false;
  bool at_once = false;
  std::optional<HostPace> pace;  // towards its hosts; nullopt: the client's own
  int withdraw_after = 1;  // runs that have to see a page without its records; 1: the first does
  CredentialPlace credential;
  std::optional<std::string> robots_ignored;  // the reason
  std::vector<std::string> include;           // kDir: globs; else RE2; empty: everything
  std::vector<std::string> exclude;
  std::size_t max_pages = 200;
  int every_days = 0;  // 0: every run
  std::string base;    // kHuggingFace, kGithub: the interface's address, without a slash at the end
  std::string repo;    // "owner/name"; empty: all of `owner`
  std::string owner;   // empty: `repo` alone
  std::string revision;            // empty: the newest
  std::vector<std::string> files;  // empty: the README
  std::string where;               // "sources.yaml:3:5"
};

// What names the page of a source with a url, across captures and in records.
[[nodiscard]] inline const std::string& page_address(const Source& source) {
  return source.page_url.empty() ? source.url : source.page_url;
}

// True where it is fetched over a network.
[[nodiscard]] bool asks_servers(const Source& source);

struct Sources {
  std::string contact;
  std::vector<Source> sources;  // in the file's order
};

// Errors are kUsage.
[[nodiscard]] Result<Sources> load_sources(const std::string& path);

// `file` is for messages, `folder` what relative paths are against.
[[nodiscard]] Result<Sources> parse_sources(std::string_view file, std::string_view folder,
                                            std::string_view text);

}  // namespace benchledger
