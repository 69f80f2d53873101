#include "extractors/wall_rules.h"

#include <algorithm>
#include <set>
#include <utility>

#include "extractors/pattern.h"
#include "extractors/yaml_reader.h"

namespace benchledger {
namespace {

constexpr int kMostText = 4000;  // what a pattern looks at
constexpr int kUsualText = 1500;

void check_pattern(const YamlNode& at, const std::string& expression, YamlProblems& problems) {
  if (expression.empty()) return;
  const auto compiled = Pattern::compile(expression);
  if (compiled) return;
  problems.add(at, "pattern " + expression + ": " + compiled.error().message,
               compiled.error().remedy);
}

WallRule read_rule(const YamlNode& entry, YamlProblems& problems) {
  YamlFields fields(entry, problems);
  WallRule rule;
  rule.where = problems.where(entry);
  rule.id = fields.text("id");
  rule.kind = static_cast<WallKind>(
      fields.choice("kind", {"bot-check", "captcha", "refusal", "consent", "login"}));
  rule.headers = fields.texts("headers");
  rule.markup = fields.texts("markup");
  rule.title = fields.optional_text("title").value_or("");
  rule.text = fields.optional_text("text").value_or("");
  rule.matches = fields.texts("matches");
  rule.rejects = fields.texts("rejects");
  const int most = fields.optional_integer("most_text").value_or(kUsualText);
  fields.finish();
  if (most < 1 || most > kMostText) problems.add(entry, "most_text is not between 1 and 4000");
  rule.most_text = static_cast<std::size_t>(std::max(most, 1));
  if (rule.headers.empty() && rule.markup.empty() && rule.title.empty() && rule.text.empty()) {
    problems.add(entry, "asks for nothing", "add headers, markup, title or text");
  }
  check_pattern(entry, rule.title, problems);
  check_pattern(entry, rule.text, problems);
  return rule;
}

}  // namespace

const char* to_string(WallKind kind) {
  switch (kind) {
    case WallKind::kCaptcha:
      return "captcha";
    case WallKind::kConsent:
      return "consent page";
    case WallKind::kLogin:
      return "login";
    case WallKind::kRefusal:
      return "refusal";
    case WallKind::kBotCheck:
      break;
  }
  return "bot check";
}

Result<std::vector<WallRule>> read_wall_rules(const RuleFile& file) {
  const Result<YamlNode> root = read_yaml(file.name, file.text);
  if (!root) return tl::unexpected<Error>(root.error());
  YamlProblems problems(file.name);
  YamlFields top(*root, problems);
  std::vector<WallRule> rules;
  std::set<std::string> ids;
  if (const YamlNode* list = top.required("walls")) {
    for (const YamlNode& entry : yaml_items(*list, problems)) {
      rules.push_back(read_rule(entry, problems));
      if (!ids.insert(rules.back().id).second) {
        problems.add(entry, "id \"" + rules.back().id + "\" is used twice",
                     "merge the two entries");
      }
    }
  }
  top.finish();
  if (problems.any()) return tl::unexpected<Error>(problems.first());
  return rules;
}

Result<std::vector<WallRule>> load_wall_rules(const std::vector<RuleFile>& files) {
  const auto found = std::find_if(files.begin(), files.end(),
                                  [](const RuleFile& file) { return file.name == "blocks.yaml"; });
  if (found == files.end()) return std::vector<WallRule>{};
  return read_wall_rules(*found);
}

}  // namespace benchledger
