#pragma once
// One more source in a sources file: text in, text out, so that comments,
// order and spelling of what stands there stay.

#include <string>
#include <string_view>

#include "extractors/result.h"
#include "pipeline/sources.h"

namespace benchledger {

// The entry's lines, from "- id: " on, with what differs from the defaults.
[[nodiscard]] std::string source_entry(const Source& source);

// A file with a contact and no source yet; not valid before one is added.
[[nodiscard]] std::string new_sources_text(const std::string& contact);

// `text` with the entry behind the last one of its list. Error (kUsage) where
// the list is written in one line, with the lines to add by hand. The result
// is not checked; parse_sources() does.
[[nodiscard]] Result<std::string> with_entry(std::string_view file, std::string_view text,
                                             const std::string& entry);

// A source for `url`: a repository of a code host, else a page; its id made of
// the host and the end of the path, and one that `taken` does not have.
[[nodiscard]] Source source_for_url(const std::string& url, const Sources& taken);

}  // namespace benchledger
