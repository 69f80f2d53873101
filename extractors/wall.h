#pragma once
// A page that stands in the way of the one asked for: a bot check, a captcha,
// a refusal, a consent page, a login. Told by what it says (rules/blocks.yaml),
// never by its status alone: such pages come with 200 as often as with 403.
//
// A page that has something to say is no wall: the visible text of a wall is
// short, and no table of figures is on it. So an article about captchas, or a
// page with a login form in its corner, passes.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "extractors/wall_rules.h"

namespace benchledger {

struct Wall {
  std::string rule;  // id in rules/blocks.yaml
  WallKind kind = WallKind::kBotCheck;
  std::string text;  // the words or the header that say so
};

class Walls {
 public:
  using Headers = std::vector<std::pair<std::string, std::string>>;  // names in lower case

  // Compiles the rules; an expression that does not compile matches nothing
  // (read_wall_rules() refuses it).
  explicit Walls(const std::vector<WallRule>& rules);
  ~Walls();
  Walls(Walls&&) noexcept;
  Walls& operator=(Walls&&) noexcept;

  // The first rule that fits. Total. Cost: linear up to the point where the
  // page has said more than any wall does; a rule whose text fits costs more.
  [[nodiscard]] std::optional<Wall> find(std::string_view bytes, const Headers& headers = {}) const;

 private:
  struct Compiled;
  std::vector<Compiled> walls_;
  std::size_t most_text_ = 0;
};

}  // namespace benchledger
