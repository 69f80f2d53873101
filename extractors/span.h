#pragma once
// Half-open byte range [start, end) into the captured bytes of one document.
// Every value the program emits can name the bytes it was read from; see
// "evidence" in the record contract.

#include <cstddef>

namespace benchledger {

struct Span {
  std::size_t start = 0;
  std::size_t end = 0;

  [[nodiscard]] constexpr std::size_t size() const { return end - start; }
  [[nodiscard]] constexpr bool empty() const { return end <= start; }
  [[nodiscard]] constexpr bool contains(Span other) const {
    return start <= other.start && other.end <= end;
  }
  friend constexpr bool operator==(Span, Span) = default;
};

}  // namespace benchledger
