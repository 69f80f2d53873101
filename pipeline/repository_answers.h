#pragma once
// What the public interfaces of Hugging Face (huggingface.co/docs/hub/api) and
// GitHub (docs.github.com/rest) say of repositories, as far as it is needed
// here. Pure; nullopt where an answer is not of that form.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace benchledger {

struct Repository {
  std::string name;                // "owner/name"
  std::string revision;            // commit
  std::string modified;            // ISO 8601
  std::vector<std::string> files;  // Hugging Face only
};

// GET /api/models/<owner>/<name>[/revision/<revision>]
[[nodiscard]] std::optional<Repository> read_huggingface_model(std::string_view json);
// GET /api/models?author=<owner>&full=true
[[nodiscard]] std::optional<std::vector<Repository>> read_huggingface_models(std::string_view json);

// GET /users/<owner>/repos
[[nodiscard]] std::optional<std::vector<Repository>> read_github_repositories(
    std::string_view json);
// GET /repos/<owner>/<name>/commits/<revision>: its SHA.
[[nodiscard]] std::optional<std::string> read_github_commit(std::string_view json);

struct GithubFile {
  std::string path;
  std::string download_url;
};
// GET /repos/<owner>/<name>/readme or /contents/<path>
[[nodiscard]] std::optional<GithubFile> read_github_file(std::string_view json);

}  // namespace benchledger
