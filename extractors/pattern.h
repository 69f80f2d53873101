#pragma once
// The only door to the regular expression library. Patterns come from our own
// rule files (Perl syntax, case-insensitive unless told otherwise); subjects
// are capped, and a match that gets too complex is "no match", never a throw:
// Boost.Regex gives up only after about 1 s at 10,000 characters.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extractors/result.h"

namespace benchledger {

// One match: positions into the subject; groups[0] is the whole match.
struct Match {
  struct Group {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool matched = false;
  };
  std::vector<Group> groups;

  [[nodiscard]] std::string_view text(std::string_view subject, std::size_t group = 0) const {
    if (group >= groups.size() || !groups[group].matched) return {};
    return subject.substr(groups[group].begin, groups[group].end - groups[group].begin);
  }
};

class Pattern {
 public:
  // Longest subject looked at; the rest is ignored.
  static constexpr std::size_t kMaxSubject = 4000;

  enum class Case { kIgnore, kMatter };

  // A class that holds characters beyond ASCII ("[*†]", "[^。；]") matches whole
  // characters, without ranges between them; "." and every other class match
  // bytes. Error: the library's message and the place in the expression.
  [[nodiscard]] static Result<Pattern> compile(std::string_view expression,
                                               Case letter_case = Case::kIgnore);
  // For expressions written in the code itself: a broken one is a bug.
  explicit Pattern(std::string_view expression, Case letter_case = Case::kIgnore);

  [[nodiscard]] bool matches_all(std::string_view subject) const;
  [[nodiscard]] std::optional<Match> find(std::string_view subject, std::size_t from = 0) const;
  [[nodiscard]] std::vector<Match> find_all(std::string_view subject) const;

 private:
  struct Compiled;
  explicit Pattern(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace benchledger
