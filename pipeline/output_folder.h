#pragma once
// OutputFolder: a folder of files that appears whole or not at all. Files are
// written below `parent` under a hidden name, flushed to disk, made read-only;
// commit() renames the folder into place. Without it everything is removed.

#include <functional>
#include <string>
#include <string_view>

#include "extractors/result.h"

namespace benchledger {

struct WrittenFile {
  std::string name;
  std::size_t bytes = 0;
  std::string sha256;
};

class OutputFolder {
 public:
  using Put = std::function<void(std::string_view)>;

  // Makes `parent` where it is missing.
  [[nodiscard]] static Result<OutputFolder> begin(const std::string& parent);
  ~OutputFolder();
  OutputFolder(OutputFolder&& other) noexcept;
  OutputFolder& operator=(OutputFolder&&) = delete;

  // `name` may have '/' in it; folders are made as needed. `fill` gets a function that takes the
  // bytes in order; it need not care for errors, the first of which is returned here.
  [[nodiscard]] Result<WrittenFile> write(const std::string& name,
                                          const std::function<void(const Put&)>& fill);

  // `name` where nothing is there or the same bytes are in its file `seal`;
  // else the first such of `name`-2, `name`-3, ...
  [[nodiscard]] std::string free_name(const std::string& name, const std::string& seal) const;

  // Makes the folder `parent`/`name`. Where that exists already with the same
  // bytes in its file `seal`, it is left as it is; with others, an error.
  [[nodiscard]] Status commit(const std::string& name, const std::string& seal);

 private:
  OutputFolder(std::string parent, std::string path)
      : parent_(std::move(parent)), path_(std::move(path)) {}

  std::string parent_;
  std::string path_;  // of the hidden folder; empty once committed or moved from
};

// Points the relative symbolic link `parent`/`link` at `target` in one step: a
// reader sees the old or the new folder, never none.
[[nodiscard]] Status swap_link(const std::string& parent, const std::string& link,
                               const std::string& target);

}  // namespace benchledger
