#include "extractors/source_text.h"

#include <algorithm>
#include <utility>

#include "extractors/text.h"

namespace benchledger {
namespace {

bool is_alphanumeric_byte(char c) {
  return is_letter(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80;
}

// White space and invisible marks; `length` bytes long, 0 where none.
std::size_t blank_length(std::string_view text, std::size_t at, bool& invisible) {
  invisible = false;
  if (is_space(text[at])) return 1;
  if (static_cast<unsigned char>(text[at]) < 0xC2) return 0;
  const std::size_t length = utf8_length(text, at);
  if (length == 1 || length == 4) return 0;
  const std::string_view piece = text.substr(at, length);
  if (!fold_space(piece).empty()) return 0;
  // fold_space drops zero-width marks without separating; find out which.
  invisible = fold_space("a" + std::string(piece) + "a").size() == 2;
  return length;
}

}  // namespace

Span SourceText::source(std::size_t begin, std::size_t end) const {
  end = std::min(end, text.size());
  Span whole;
  bool found = false;
  auto run = std::lower_bound(runs.begin(), runs.end(), begin,
                              [](const Run& r, std::size_t value) { return r.text_end <= value; });
  for (; run != runs.end() && run->text_begin < end; ++run) {
    Span part = run->source;
    if (run->text_end - run->text_begin == run->source.size()) {
      const std::size_t from = std::max(begin, run->text_begin) - run->text_begin;
      const std::size_t to = std::min(end, run->text_end) - run->text_begin;
      part = {run->source.start + from, run->source.start + to};
    }
    if (!found) whole = part;
    whole.start = std::min(whole.start, part.start);
    whole.end = std::max(whole.end, part.end);
    found = true;
  }
  return whole;
}

std::size_t SourceTextBuilder::next() const {
  return text_.text.size() + (pending_ == Pending::kSpace && !text_.text.empty() ? 1 : 0);
}

void SourceTextBuilder::append(std::string_view text, std::size_t at) {
  std::size_t begin = 0;
  while (begin < text.size()) {
    bool invisible = false;
    const std::size_t blank = blank_length(text, begin, invisible);
    if (blank > 0) {
      if (!invisible) space();
      begin += blank;
      continue;
    }
    std::size_t end = begin;
    while (end < text.size() && blank_length(text, end, invisible) == 0) {
      end += utf8_length(text, end);
    }
    put(text.substr(begin, end - begin), at + begin, at + end, true);
    begin = end;
  }
}

void SourceTextBuilder::append_decoded(std::string_view text, std::size_t begin, std::size_t end) {
  bool invisible = false;
  if (!text.empty() && blank_length(text, 0, invisible) > 0) {
    if (!invisible) space();
    return;
  }
  put(text, begin, end, text.size() == end - begin);
}

void SourceTextBuilder::put(std::string_view piece, std::size_t begin, std::size_t end,
                            bool linear) {
  std::string& out = text_.text;
  const bool touching = !out.empty() && is_alphanumeric_byte(out.back()) && !piece.empty() &&
                        is_alphanumeric_byte(piece.front());
  if (!out.empty() && (pending_ == Pending::kSpace || (pending_ == Pending::kSoft && touching))) {
    out += ' ';
  }
  pending_ = Pending::kNone;
  const std::size_t at = out.size();
  out += piece;
  const auto segments = map_->over(begin, end);
  if (segments.empty()) return;
  if (!linear) {
    add_run(at, out.size(), {segments.front().source.start, segments.back().source.end});
    return;
  }
  for (const OffsetMap::Segment& segment : segments) {
    add_run(at + (segment.begin - begin), at + (segment.end - begin), segment.source);
  }
}

void SourceTextBuilder::add_run(std::size_t begin, std::size_t end, Span source) {
  if (!text_.runs.empty()) {
    SourceText::Run& last = text_.runs.back();
    const bool both_linear =
        last.text_end - last.text_begin == last.source.size() && end - begin == source.size();
    if (both_linear && last.text_end == begin && last.source.end == source.start) {
      last.text_end = end;
      last.source.end = source.end;
      return;
    }
  }
  text_.runs.push_back({begin, end, source});
}

SourceText SourceTextBuilder::take() {
  SourceText taken = std::move(text_);
  text_ = {};
  pending_ = Pending::kNone;
  return taken;
}

}  // namespace benchledger
