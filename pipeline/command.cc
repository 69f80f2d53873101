#include "pipeline/command.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <vector>

#include "extractors/embedded_rules.h"
#include "extractors/rules_load.h"
#include "pipeline/exit_code.h"
#include "pipeline/json_writer.h"
#include "pipeline/page_input.h"
#include "pipeline/terminal.h"

namespace benchledger {
namespace {

Result<std::vector<RuleFile>> read_rule_files(const std::string& directory) {
  namespace fs = std::filesystem;
  std::error_code error;
  std::vector<RuleFile> files;
  fs::recursive_directory_iterator at(directory, error);
  for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    if (at->path().extension() != ".yaml" || !at->is_regular_file()) continue;
    Result<std::string> text = read_page_file(at->path().string());
    if (!text) {
      return fail(ErrorKind::kUsage, text.error().where, text.error().message, text.error().remedy);
    }
    files.push_back({at->path().lexically_relative(directory).generic_string(), std::move(*text)});
  }
  if (error) {
    return fail(ErrorKind::kUsage, directory, "cannot read the rules: " + error.message(),
                "--rules names a folder laid out as rules/ in the source");
  }
  if (files.empty()) {
    return fail(ErrorKind::kUsage, directory, "holds no *.yaml rule file",
                "--rules names a folder laid out as rules/ in the source");
  }
  std::sort(files.begin(), files.end(),
            [](const RuleFile& a, const RuleFile& b) { return a.name < b.name; });
  return files;
}

int exit_code_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kUsage:
      return kExitUsage;
    case ErrorKind::kLocked:
      return kExitLocked;
    case ErrorKind::kInput:
    case ErrorKind::kStore:
      break;
  }
  return kExitIncomplete;
}

}  // namespace

Result<std::vector<RuleFile>> open_rule_files(const Context& context) {
  if (context.rules_dir.empty()) return embedded_rules();
  return read_rule_files(context.rules_dir);
}

Result<Rules> open_rules(const Context& context) {
  Result<std::vector<RuleFile>> files = open_rule_files(context);
  if (!files) return tl::unexpected<Error>(files.error());
  return load_rules(std::move(*files));
}

int report(const Context& context, const Error& error) {
  if (context.log_format == "json") {
    JsonWriter line;
    line.open_object()
        .member("level", "error")
        .member("where", error.where)
        .member("message", error.message)
        .member("remedy", error.remedy)
        .close_object();
    print_error(line.take() + "\n");
  } else {
    print_error("benchledger: " + describe(error) + "\n");
  }
  return exit_code_of(error.kind);
}

}  // namespace benchledger
