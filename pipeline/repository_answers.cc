#include "pipeline/repository_answers.h"

#include <algorithm>
#include <utility>

#include "extractors/data_node.h"

namespace benchledger {
namespace {

const DataNode* member(const DataNode& object, std::string_view name) {
  const auto found = std::find_if(object.entries.begin(), object.entries.end(),
                                  [name](const auto& entry) { return entry.first == name; });
  return found == object.entries.end() ? nullptr : &found->second;
}

std::string text_of(const DataNode& object, std::string_view name) {
  const DataNode* value = member(object, name);
  return value == nullptr || value->kind != DataNode::Kind::kScalar ? std::string() : value->text;
}

// A commit's SHA-1 or SHA-256: what stands in a URL must not be able to be more.
bool is_commit(std::string_view text) {
  return (text.size() == 40 || text.size() == 64) &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::optional<Repository> huggingface_model(const DataNode& model) {
  Repository repository;
  repository.name = text_of(model, "id");
  repository.revision = text_of(model, "sha");
  repository.modified = text_of(model, "lastModified");
  if (repository.name.empty() || !is_commit(repository.revision)) return std::nullopt;
  if (const DataNode* files = member(model, "siblings")) {
    for (const DataNode& file : files->items) {
      repository.files.push_back(text_of(file, "rfilename"));
    }
  }
  return repository;
}

}  // namespace

std::optional<Repository> read_huggingface_model(std::string_view json) {
  const std::optional<DataNode> model = parse_json(json);
  return model ? huggingface_model(*model) : std::nullopt;
}

std::optional<std::vector<Repository>> read_huggingface_models(std::string_view json) {
  const std::optional<DataNode> models = parse_json(json);
  if (!models || models->kind != DataNode::Kind::kList) return std::nullopt;
  std::vector<Repository> list;
  for (const DataNode& model : models->items) {
    if (std::optional<Repository> repository = huggingface_model(model)) {
      list.push_back(std::move(*repository));
    }
  }
  return list;
}

std::optional<std::vector<Repository>> read_github_repositories(std::string_view json) {
  const std::optional<DataNode> answer = parse_json(json);
  if (!answer || answer->kind != DataNode::Kind::kList) return std::nullopt;
  std::vector<Repository> list;
  for (const DataNode& item : answer->items) {
    Repository repository;
    repository.name = text_of(item, "full_name");
    repository.modified = text_of(item, "pushed_at");
    if (!repository.name.empty()) list.push_back(std::move(repository));
  }
  return list;
}

std::optional<std::string> read_github_commit(std::string_view json) {
  const std::optional<DataNode> answer = parse_json(json);
  if (!answer) return std::nullopt;
  std::string sha = text_of(*answer, "sha");
  if (!is_commit(sha)) return std::nullopt;
  return sha;
}

std::optional<GithubFile> read_github_file(std::string_view json) {
  const std::optional<DataNode> answer = parse_json(json);
  if (!answer) return std::nullopt;
  GithubFile file{text_of(*answer, "path"), text_of(*answer, "download_url")};
  if (file.path.empty() || file.download_url.empty()) return std::nullopt;
  return file;
}

}  // namespace benchledger
