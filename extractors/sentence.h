#pragma once
// Running text to sentences, and sentences to clauses. Positions are bytes of
// the text given, so that a sentence keeps its way back to the capture.
// Linear, total, thread safe.

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace benchledger {

struct TextRange {
  std::size_t begin = 0;
  std::size_t end = 0;

  [[nodiscard]] std::string_view of(std::string_view text) const {
    return text.substr(begin, end - begin);
  }
  friend constexpr bool operator==(TextRange, TextRange) = default;
};

// `abbreviations`: lower-case words after which a full stop ends nothing. A
// stop between digits, after a single capital or before a small letter ends
// nothing either. Ranges carry no white space at their ends.
[[nodiscard]] std::vector<TextRange> split_sentences(
    std::string_view text, const std::map<std::string, double>& abbreviations);

}  // namespace benchledger
