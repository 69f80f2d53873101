#include "pipeline/rule_reference.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "extractors/number.h"
#include "extractors/yaml_reader.h"
#include "pipeline/finding_formats.h"

namespace benchledger {
namespace {

// The example of each check, which nothing but this page needs in memory.
std::map<std::string, std::string> examples_of(const std::vector<RuleFile>& files) {
  std::map<std::string, std::string> examples;
  for (const RuleFile& file : files) {
    if (file.name.rfind("checks/", 0) != 0) continue;
    const auto root = read_yaml(file.name, file.text);
    if (!root) continue;
    const YamlNode* id = root->find("id");
    const YamlNode* example = root->find("example");
    if (id != nullptr && example != nullptr) examples[id->text] = example->text;
  }
  return examples;
}

// Text as Markdown prints it unchanged.
std::string plain(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("\\`*_[]<>|#").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

std::string check_entry(const CheckRule& check, const std::string& example) {
  std::string out = fmt::format("## {}\n\n**{}.** {} {}\n\n", check.id,
                                severity_word(check.severity), plain(check.what), plain(check.why));
  for (const auto& [name, value] : check.thresholds) {
    out += fmt::format("- `{}`: {}\n", name, format_number(value));
  }
  if (!check.thresholds.empty()) out += "\n";
  return out + "> " + plain(example) + "\n\n";
}

}  // namespace

std::string rule_reference(const Rules& rules, const std::vector<RuleFile>& files) {
  const std::map<std::string, std::string> examples = examples_of(files);
  std::string out =
      "# Rule reference: the checks\n\n"
      "Made by `benchledger rules reference` from `rules/checks/`; edit the files there.\n\n"
      "A finding names its check. Severity and thresholds stand in `rules/checks/<id>.yaml`; a "
      "rule folder without the file turns the check off.\n\n";
  std::vector<const CheckRule*> checks;
  for (const CheckRule& check : rules.checks) checks.push_back(&check);
  std::sort(checks.begin(), checks.end(),
            [](const CheckRule* a, const CheckRule* b) { return a->id < b->id; });
  for (const CheckRule* check : checks) {
    const auto example = examples.find(check->id);
    out += check_entry(*check, example == examples.end() ? check->message : example->second);
  }
  return out;
}

}  // namespace benchledger
