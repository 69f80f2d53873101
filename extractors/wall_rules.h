#pragma once
// rules/blocks.yaml in memory: what stands in for a page that was asked for.
// It is about fetching, not about what a page says, so it is no part of Rules.

#include <cstddef>
#include <string>
#include <vector>

#include "extractors/embedded_rules.h"
#include "extractors/result.h"

namespace benchledger {

enum class WallKind { kBotCheck, kCaptcha, kRefusal, kConsent, kLogin };

[[nodiscard]] const char* to_string(WallKind kind);  // "bot check", "captcha", "login", ...

// `headers` decide alone; of title, markup and text a rule asks for all it
// names, and the visible text has to be short.
struct WallRule {
  std::string id;
  WallKind kind = WallKind::kBotCheck;
  std::vector<std::string> headers;  // "name: value" in lower case, any of them
  std::vector<std::string> markup;   // any of these strings in the source
  std::string title;                 // regular expression on the title
  std::string text;                  // regular expression on the visible text
  std::size_t most_text = 0;         // visible bytes; a page that says more is no wall
  std::vector<std::string> matches;  // pages it must match ...
  std::vector<std::string> rejects;  // ... and must not
  std::string where;                 // "blocks.yaml:17:5"
};

// Strict, as load_rules() is.
[[nodiscard]] Result<std::vector<WallRule>> read_wall_rules(const RuleFile& file);

// Those of the set's blocks.yaml; none where it has no such file.
[[nodiscard]] Result<std::vector<WallRule>> load_wall_rules(const std::vector<RuleFile>& files);

}  // namespace benchledger
