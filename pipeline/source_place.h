#pragma once
// Where a byte offset stands in a file as people and editors count.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace benchledger {

struct SourcePlace {
  std::size_t line = 1;    // from 1; LF, CR LF and CR end a line
  std::size_t column = 1;  // from 1, in code points
};

// An index over one file's line starts; `bytes` has to outlive it. at() costs
// O(log lines + line length).
class SourceLines {
 public:
  explicit SourceLines(std::string_view bytes);

  [[nodiscard]] SourcePlace at(std::size_t offset) const;
  [[nodiscard]] std::size_t count() const { return starts_.size(); }
  // Text of a line from 1, without its end, and where it begins.
  [[nodiscard]] std::string_view line(std::size_t number) const;
  [[nodiscard]] std::size_t start(std::size_t number) const { return starts_[number - 1]; }

 private:
  std::string_view bytes_;
  std::vector<std::size_t> starts_;
};

// `text` fit for a terminal: control characters, which could move the cursor
// or recolour what follows, become U+FFFD; tabs and line ends become spaces.
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace benchledger
