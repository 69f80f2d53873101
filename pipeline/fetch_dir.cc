#include <algorithm>

#include "pipeline/fetch_kinds.h"

namespace benchledger {
namespace {

bool any_matches(const std::vector<std::string>& globs, const std::string& path) {
  return std::any_of(globs.begin(), globs.end(),
                     [&path](const std::string& glob) { return glob_matches(glob, path); });
}

bool is_wanted(const Source& source, const std::string& path) {
  return (source.include.empty() || any_matches(source.include, path)) &&
         !any_matches(source.exclude, path);
}

}  // namespace

void fetch_dir(const Source& source, const FetchContext& context, const FetchSink& sink) {
  const FileResult<std::vector<std::string>> files = list_files(source.path);
  if (!files) {
    sink(file_failure_outcome(source, source.id, files.error()));
    return;
  }
  std::size_t wanted = 0;
  for (const std::string& file : *files) {
    if (!is_wanted(source, file)) continue;
    ++wanted;
    sink(file_outcome(source, context, source.id + "/" + file, source.path + "/" + file, file));
  }
  if (wanted > 0) return;
  FetchOutcome none;
  none.source_id = source.id;
  none.page_key = source.id;
  none.outcome = PageOutcome::kEmpty;
  none.detail = "no file to read";
  none.error = Error{ErrorKind::kInput, source.path, "holds no file that the source asks for",
                     "see include and exclude at " + source.where};
  sink(std::move(none));
}

}  // namespace benchledger
