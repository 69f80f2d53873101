#pragma once
// Builds SourceText piece by piece, folding white space on the way.

#include <cstddef>
#include <string_view>

#include "extractors/document.h"
#include "extractors/offset_map.h"

namespace benchledger {

class SourceTextBuilder {
 public:
  explicit SourceTextBuilder(const OffsetMap& map) : map_(&map) {}

  // Text that stands byte for byte at derived offset `at`.
  void append(std::string_view text, std::size_t at);
  // Text that stands for derived [begin, end) as a whole (an entity).
  void append_decoded(std::string_view text, std::size_t begin, std::size_t end);

  // A separator; it appears only between two pieces of text.
  void space() { pending_ = Pending::kSpace; }
  // A separator only where letters or digits would otherwise touch: around
  // <sub> and <sup>.
  void soft_space() {
    if (pending_ == Pending::kNone) pending_ = Pending::kSoft;
  }

  // Where the next piece will begin.
  [[nodiscard]] std::size_t next() const;
  [[nodiscard]] std::size_t size() const { return text_.text.size(); }
  [[nodiscard]] bool empty() const { return text_.text.empty(); }
  [[nodiscard]] SourceText take();

 private:
  enum class Pending { kNone, kSoft, kSpace };

  void put(std::string_view piece, std::size_t begin, std::size_t end, bool linear);
  void add_run(std::size_t begin, std::size_t end, Span source);

  const OffsetMap* map_;
  SourceText text_;
  Pending pending_ = Pending::kNone;
};

}  // namespace benchledger
