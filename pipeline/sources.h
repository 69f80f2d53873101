#pragma once
// The sources file: what to fetch. Strict YAML; every refusal says
// file:line:column and what to do.
//
//   contact: https://example.org/about-our-crawler   # needed for kind http
//   sources:
//     - id: fixtures              # unique, kebab-case; part of record ids
//       kind: dir                 # file | dir | http
//       path: pages               # file, dir; against the file's own folder
//       include: ["**/source.*"]  # dir; default: everything
//       exclude: ["drafts/**"]    # dir
//     - id: some-vendor
//       kind: http
//       url: https://vendor.example/model
//       publisher: some-vendor    # organization id; else the page's host says
//       mapping:                  # which field of a data board is which
//         model: name
//         values: [pass_rate_2]   # or: benchmark: task, values: [score]
//         board: Polyglot         # stands before every benchmark name
//       format: html              # default: told from the content
//       max_bytes: 4000000        # decoded
//       timeout_seconds: 60       # of one exchange; default 60
//       allow_private: true       # loopback and own network; default false
//       auth: {bearer: {env: NAME}}  # or {file: path}, mode 0600; or basic: for user:password
//       robots: {ignore: why}     # do not ask robots.txt, and the reason
//       at_once: true             # no pauses, no second attempts; only with allow_private

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extractors/extract.h"
#include "extractors/result.h"
#include "pipeline/credential.h"

namespace benchledger {

enum class SourceKind { kFile, kDir, kHttp };

[[nodiscard]] const char* to_string(SourceKind kind);

struct Source {
  std::string id;
  SourceKind kind = SourceKind::kFile;
  std::string path;  // kFile, kDir; usable from the working directory
  std::string url;   // kHttp
  std::optional<std::string> publisher;
  std::optional<FieldMapping> mapping;  // for CSV, JSON and YAML boards
  Format format = Format::kAuto;
  std::size_t max_bytes = std::size_t{16} << 20;
  std::optional<int> timeout_seconds;  // of one exchange
  bool allow_private = false;
  bool at_once = false;
  CredentialPlace credential;
  std::optional<std::string> robots_ignored;  // the reason
  std::vector<std::string> include;           // globs; empty: everything
  std::vector<std::string> exclude;
  std::string where;  // "sources.yaml:3:5"
};

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
