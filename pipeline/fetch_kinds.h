#pragma once
// The kinds of sources, one file each, and what they have in common.

#include <string>

#include "pipeline/fetch.h"
#include "pipeline/files.h"

namespace benchledger {

// As start_fetch(): outcomes now, or while context.http is driven. Source and
// context outlive both.
using FetchFunction = void (*)(const Source&, const FetchContext&, const FetchSink&);

void fetch_file(const Source& source, const FetchContext& context, const FetchSink& sink);
void fetch_dir(const Source& source, const FetchContext& context, const FetchSink& sink);
void start_http(const Source& source, const FetchContext& context, const FetchSink& sink);
void fetch_data(const Source& source, const FetchContext& context, const FetchSink& sink);
void fetch_warc(const Source& source, const FetchContext& context, const FetchSink& sink);

// The file at `path` as an outcome. `shown_path` is what the document record
// will say: nothing of the machine it was read on.
[[nodiscard]] FetchOutcome file_outcome(const Source& source, const FetchContext& context,
                                        std::string page_key, const std::string& path,
                                        std::string shown_path);
[[nodiscard]] FetchOutcome file_failure_outcome(const Source& source, std::string page_key,
                                                const FileFailure& failure);

// `bytes`, unpacked where they are a gzip file, as the source's capture of that page: kOk, kEmpty
// for white space, or kNotHtml. `charset` is what the transport said, in lower case.
[[nodiscard]] FetchOutcome page_outcome(const Source& source, std::string page_key,
                                        std::string bytes, const std::string& charset);

}  // namespace benchledger
