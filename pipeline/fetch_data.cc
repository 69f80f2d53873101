#include "pipeline/fetch_kinds.h"

namespace benchledger {

// A board is a page like any other; its mapping goes to the extractor.
void fetch_data(const Source& source, const FetchContext& context, const FetchSink& sink) {
  (source.url.empty() ? fetch_file : start_http)(source, context, sink);
}

}  // namespace benchledger
