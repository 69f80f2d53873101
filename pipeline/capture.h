#pragma once
// A capture: the bytes of one page as they came, and what the transport said.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "extractors/extract.h"

namespace benchledger {

// Names as written; readers compare them without regard to case.
using HeaderList = std::vector<std::pair<std::string, std::string>>;

struct Capture {
  std::string source_id;  // id in the sources file
  std::string page_key;   // names the page across captures: URL, or source id + relative path
  std::string sha256;     // of bytes, hex
  std::string bytes;
  std::optional<std::string> url;
  std::optional<std::string> final_url;
  std::optional<std::string> path;
  std::optional<std::string> fetched_at;  // ISO 8601 UTC
  std::optional<std::string> media_type;
  std::optional<std::string> charset;
  std::optional<std::string> etag;
  std::optional<std::string> last_modified;
  std::optional<std::string> robots_tag;  // X-Robots-Tag: "noarchive", ...
  std::optional<std::string> publisher;   // as the sources file states it
  Format format = Format::kAuto;          // likewise
  std::optional<FieldMapping> mapping;    // likewise
  // Of the exchange that brought the bytes; empty for files. Never what gives
  // access: see is_secret_header().
  HeaderList request_headers;
  HeaderList response_headers;
};

// Headers that are kept nowhere: credentials and cookies. Any case.
[[nodiscard]] bool is_secret_header(std::string_view name);

// The first of that name; nullptr where there is none.
[[nodiscard]] const std::string* find_header(const HeaderList& headers, std::string_view name);

}  // namespace benchledger
