#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "pipeline/discover_kinds.h"
#include "pipeline/repository_answers.h"

namespace benchledger {
namespace {

// The interface answers a page of at most 100 repositories.
constexpr std::size_t kMostListed = 100;

// What people call the repository; the interface has a host of its own.
std::string home_of(const Source& source, const std::string& name) {
  const bool public_site = source.base == "https://api.github.com";
  return (public_site ? "https://github.com" : source.base) + "/" + name;
}

FetchOutcome odd_answer(const Source& source, const std::string& url) {
  return not_an_index(source, url, "is no answer about a repository",
                      "see base and repo at " + source.where);
}

// Every file at the commit the revision stands for now.
void add_files(const Source& source, const IndexReading& indexes, const Repository& repository,
               FoundPages& found) {
  const std::string& name = repository.name;
  const std::string url = source.base + "/repos/" + name;
  const std::string revision = source.revision.empty() ? "HEAD" : source.revision;
  const FetchOutcome& answer = indexes.answers.at(url + "/commits/" + revision);
  if (!answer.capture) return found.troubles.push_back(answer);
  const std::optional<std::string> commit = read_github_commit(answer.capture->bytes);
  if (!commit) return found.troubles.push_back(odd_answer(source, url));
  const std::vector<std::string> readme = {""};
  for (const std::string& path : source.files.empty() ? readme : source.files) {
    const std::string what = path.empty() ? "/readme" : "/contents/" + path;
    const FetchOutcome& entry = indexes.answers.at(url + what + "?ref=" + *commit);
    if (!entry.capture) {
      found.troubles.push_back(entry);
      continue;
    }
    const std::optional<GithubFile> file = read_github_file(entry.capture->bytes);
    if (!file) {
      found.troubles.push_back(odd_answer(source, url + what));
      continue;
    }
    const std::string home = home_of(source, name);
    found.add(url, {file->download_url, repository.modified,
                    path.empty() ? home : home + "/blob/" + revision + "/" + path});
  }
}

}  // namespace

FoundPages discover_github(const Source& source, const IndexReading& indexes) {
  FoundPages found;
  std::vector<Repository> repositories;
  if (source.owner.empty()) {
    repositories.push_back({source.repo, {}, {}, {}});
  } else {
    const std::string url = fmt::format("{}/users/{}/repos?sort=pushed&per_page={}", source.base,
                                        source.owner, kMostListed);
    const FetchOutcome& answer = indexes.answers.at(url);
    if (!answer.capture) {
      found.troubles.push_back(answer);
      return found;
    }
    auto listed = read_github_repositories(answer.capture->bytes);
    if (!listed) found.troubles.push_back(odd_answer(source, url));
    repositories = std::move(listed).value_or(std::vector<Repository>{});
    found.cut = repositories.size() >= std::min(source.max_pages, kMostListed);
    repositories.resize(std::min(repositories.size(), source.max_pages));
  }
  for (const Repository& repository : repositories) {
    add_files(source, indexes, repository, found);
  }
  return found;
}

}  // namespace benchledger
