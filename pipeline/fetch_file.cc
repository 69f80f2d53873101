#include <filesystem>

#include "pipeline/fetch_kinds.h"

namespace benchledger {

void fetch_file(const Source& source, const FetchContext& context, const FetchSink& sink) {
  sink(file_outcome(source, context, source.id, source.path,
                    std::filesystem::path(source.path).filename().string()));
}

}  // namespace benchledger
