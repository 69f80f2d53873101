#pragma once
// A capture: the bytes of one page as they came, and what the transport said.

#include <optional>
#include <string>

#include "extractors/extract.h"

namespace benchledger {

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
  Format format = Format::kAuto;
};

}  // namespace benchledger
