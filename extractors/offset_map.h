#pragma once
// The way back from derived text (transcoded, or Markdown lowered to HTML) to
// the captured bytes. An empty map is the identity.

#include <cstddef>
#include <vector>

#include "extractors/span.h"

namespace benchledger {

class OffsetMap {
 public:
  // One stretch: equal lengths map byte for byte, else as a whole.
  struct Segment {
    std::size_t begin = 0;  // in the derived text
    std::size_t end = 0;
    Span source;
  };

  [[nodiscard]] bool identity() const { return segments_.empty(); }

  // Segments are added in ascending order; neighbours that continue each
  // other are merged.
  void add(std::size_t begin, std::size_t end, Span source);

  // The segments under derived [begin, end), clipped; gaps are left out.
  // Cost: O(log n + segments met).
  [[nodiscard]] std::vector<Segment> over(std::size_t begin, std::size_t end) const;

  // This map after `inner`: derived -> (this) -> middle -> (inner) -> source.
  [[nodiscard]] OffsetMap through(const OffsetMap& inner) const;

 private:
  std::vector<Segment> segments_;
};

}  // namespace benchledger
