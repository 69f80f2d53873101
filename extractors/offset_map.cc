#include "extractors/offset_map.h"

#include <algorithm>

namespace benchledger {
namespace {

bool is_linear(const OffsetMap::Segment& segment) {
  return segment.end - segment.begin == segment.source.size();
}

}  // namespace

void OffsetMap::add(std::size_t begin, std::size_t end, Span source) {
  if (end <= begin) return;
  const Segment segment{begin, end, source};
  if (!segments_.empty() && is_linear(segment) && is_linear(segments_.back()) &&
      segments_.back().end == begin && segments_.back().source.end == source.start) {
    segments_.back().end = end;
    segments_.back().source.end = source.end;
    return;
  }
  segments_.push_back(segment);
}

std::vector<OffsetMap::Segment> OffsetMap::over(std::size_t begin, std::size_t end) const {
  if (identity()) return {Segment{begin, end, {begin, end}}};
  std::vector<Segment> found;
  auto at = std::lower_bound(segments_.begin(), segments_.end(), begin,
                             [](const Segment& s, std::size_t value) { return s.end <= value; });
  for (; at != segments_.end() && at->begin < end; ++at) {
    Segment clipped = *at;
    if (is_linear(*at)) {
      clipped.begin = std::max(at->begin, begin);
      clipped.end = std::min(at->end, end);
      clipped.source.start = at->source.start + (clipped.begin - at->begin);
      clipped.source.end = clipped.source.start + (clipped.end - clipped.begin);
    } else {
      clipped.begin = std::max(at->begin, begin);
      clipped.end = std::min(at->end, end);
    }
    found.push_back(clipped);
  }
  return found;
}

OffsetMap OffsetMap::through(const OffsetMap& inner) const {
  if (inner.identity()) return *this;
  OffsetMap composed;
  for (const Segment& outer : segments_) {
    const auto parts = inner.over(outer.source.start, outer.source.end);
    if (parts.empty()) continue;
    if (!is_linear(outer)) {
      composed.add(outer.begin, outer.end, {parts.front().source.start, parts.back().source.end});
      continue;
    }
    for (const Segment& part : parts) {
      composed.add(outer.begin + (part.begin - outer.source.start),
                   outer.begin + (part.end - outer.source.start), part.source);
    }
  }
  return composed;
}

}  // namespace benchledger
