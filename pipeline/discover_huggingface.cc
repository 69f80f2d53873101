#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "pipeline/discover_kinds.h"
#include "pipeline/repository_answers.h"

namespace benchledger {
namespace {

// The interface answers a page of at most 1,000 models.
constexpr std::size_t kMostListed = 1000;

std::size_t most_listed(const Source& source) { return std::min(source.max_pages, kMostListed); }

std::string index_url(const Source& source) {
  if (!source.owner.empty()) {
    return fmt::format("{}/api/models?author={}&sort=lastModified&direction=-1&limit={}&full=true",
                       source.base, source.owner, most_listed(source));
  }
  std::string url = source.base + "/api/models/" + source.repo;
  if (!source.revision.empty()) url += "/revision/" + source.revision;
  return url;
}

// Files are asked for at the commit that was resolved, so that what is read
// together was written together; the page keeps the address that stays.
void add_files(const Source& source, const Repository& repository, FoundPages& found) {
  const std::string home = source.base + "/" + repository.name;
  const std::vector<std::string> readme = {"README.md"};
  for (const std::string& file : source.files.empty() ? readme : source.files) {
    const auto& files = repository.files;
    if (std::find(files.begin(), files.end(), file) == files.end()) continue;
    const std::string revision = source.revision.empty() ? "main" : source.revision;
    found.add(home, {home + "/raw/" + repository.revision + "/" + file, repository.modified,
                     file == "README.md" ? home : home + "/blob/" + revision + "/" + file});
  }
}

}  // namespace

FoundPages discover_huggingface(const Source& source, const IndexReading& indexes) {
  FoundPages found;
  const std::string url = index_url(source);
  const FetchOutcome& answer = indexes.answers.at(url);
  if (!answer.capture) {
    found.troubles.push_back(answer);
    return found;
  }
  std::optional<std::vector<Repository>> repositories;
  if (source.owner.empty()) {
    if (auto model = read_huggingface_model(answer.capture->bytes)) {
      repositories.emplace().push_back(std::move(*model));
    }
  } else {
    repositories = read_huggingface_models(answer.capture->bytes);
  }
  if (!repositories) {
    found.troubles.push_back(not_an_index(source, url, "is no answer about models",
                                          "see base and repo at " + source.where));
    return found;
  }
  found.cut = !source.owner.empty() && repositories->size() >= most_listed(source);
  for (const Repository& repository : *repositories) add_files(source, repository, found);
  return found;
}

}  // namespace benchledger
