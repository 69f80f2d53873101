#pragma once
// The kinds of sources, one file each.

#include "pipeline/fetch.h"

namespace benchledger {

using FetchFunction = void (*)(const Source&, const FetchContext&, const FetchSink&);

void fetch_file(const Source& source, const FetchContext& context, const FetchSink& sink);
void fetch_dir(const Source& source, const FetchContext& context, const FetchSink& sink);
void fetch_http(const Source& source, const FetchContext& context, const FetchSink& sink);

// A file of a source read into an outcome: what file and dir have in common.
[[nodiscard]] FetchOutcome file_outcome(const Source& source, std::string page_key,
                                        const std::string& path);

// `bytes` as the source's capture of that page: kOk, or kEmpty for white space.
[[nodiscard]] FetchOutcome page_outcome(const Source& source, std::string page_key,
                                        std::string bytes);

}  // namespace benchledger
