#include "extractors/html_guard.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "extractors/text.h"

namespace benchledger {
namespace {

// Elements that do not nest of themselves: void ones, and those whose end tag
// may be left out, so that a long unclosed list is not taken for depth.
constexpr std::array<std::string_view, 36> kFlat = {
    "area",     "base",   "body",  "br",    "caption", "col",   "colgroup", "dd",    "dt",
    "embed",    "head",   "hr",    "html",  "img",     "input", "li",       "link",  "meta",
    "optgroup", "option", "p",     "param", "rp",      "rt",    "source",   "tbody", "td",
    "tfoot",    "th",     "thead", "tr",    "track",   "wbr",   "basefont", "frame", "keygen"};
constexpr std::array<std::string_view, 6> kRawText = {"script", "style",    "textarea",
                                                      "title",  "noscript", "xmp"};

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

class Guard {
 public:
  Guard(std::string& html, std::vector<Diagnostic>& diagnostics)
      : html_(html), diagnostics_(diagnostics) {}

  void run() {
    while (at_ < html_.size()) {
      const char c = html_[at_];
      if (c == '<') {
        markup();
      } else if (c == '&') {
        reference();
      } else {
        ++at_;
      }
    }
    if (too_deep_ > 0) note("depth-capped", "tags nested deeper than 400 were dropped");
    if (attributes_cut_ > 0)
      note("attributes-capped", "an element's attributes past 400 were dropped");
    if (references_mended_ > 0) note("reference-mended", "a character reference is out of range");
  }

 private:
  void note(const char* code, const char* message) {
    diagnostics_.push_back({Severity::kWarning, code, message, {}});
  }

  void markup() {
    if (html_.compare(at_, 4, "<!--") == 0) {
      const std::size_t end = html_.find("-->", at_ + 4);
      at_ = end == std::string::npos ? html_.size() : end + 3;
      return;
    }
    const bool closing = at_ + 1 < html_.size() && html_[at_ + 1] == '/';
    const std::size_t name_begin = at_ + (closing ? 2 : 1);
    std::size_t name_end = name_begin;
    while (name_end < html_.size() && (is_letter(html_[name_end]) || is_digit(html_[name_end]))) {
      ++name_end;
    }
    if (name_end == name_begin || !is_letter(html_[name_begin])) {
      ++at_;
      return;
    }
    const std::string name =
        lower_ascii(std::string_view(html_).substr(name_begin, name_end - name_begin));
    const std::size_t tag_begin = at_;
    const bool self_closing = tag_end(name_end);
    depth(name, closing, self_closing, tag_begin);
    if (!closing && contains(kRawText, name)) skip_raw_text(name);
  }

  // Moves past the '>' of the tag, quotes respected; caps its attributes.
  // True for "/>".
  bool tag_end(std::size_t from) {
    std::size_t attributes = 0;
    std::size_t cut = std::string::npos;
    char quote = 0;
    std::size_t at = from;
    bool slash = false;
    for (; at < html_.size(); ++at) {
      const char c = html_[at];
      if (quote != 0) {
        if (c == quote) quote = 0;
        continue;
      }
      if (c == '>') break;
      if ((c == '"' || c == '\'') && at > from && html_[at - 1] == '=') quote = c;
      slash = c == '/';
      if (is_space(c) && at + 1 < html_.size() && !is_space(html_[at + 1]) &&
          ++attributes == kMaxAttributes) {
        cut = at;
      }
    }
    if (cut != std::string::npos) {
      std::fill(html_.begin() + static_cast<std::ptrdiff_t>(cut),
                html_.begin() + static_cast<std::ptrdiff_t>(at), ' ');
      ++attributes_cut_;
    }
    at_ = std::min(at + 1, html_.size());
    return slash;
  }

  void depth(const std::string& name, bool closing, bool self_closing, std::size_t begin) {
    if (contains(kFlat, name) || (self_closing && !closing)) return;
    if (closing) {
      if (dropped_depth_ > 0) {
        --dropped_depth_;
        blank(begin, at_);
      } else if (depth_ > 0) {
        --depth_;
      }
      return;
    }
    if (depth_ < kMaxDepth) {
      ++depth_;
      return;
    }
    ++dropped_depth_;
    ++too_deep_;
    blank(begin, at_);
  }

  void skip_raw_text(const std::string& name) {
    const std::string closing = "</" + name;
    for (std::size_t at = at_; at + closing.size() <= html_.size(); ++at) {
      at = html_.find("</", at);
      if (at == std::string::npos) break;
      if (lower_ascii(std::string_view(html_).substr(at, closing.size())) == closing) {
        at_ = at;
        return;
      }
    }
    at_ = html_.size();
  }

  void reference() {
    std::size_t at = at_ + 1;
    if (at >= html_.size() || html_[at] != '#') {
      ++at_;
      return;
    }
    ++at;
    const bool hex = at < html_.size() && (html_[at] == 'x' || html_[at] == 'X');
    if (hex) ++at;
    const std::size_t digits = at;
    unsigned long value = 0;
    constexpr unsigned long kLimit = 0x10FFFF;
    for (; at < html_.size(); ++at) {
      const int digit = digit_value(html_[at], hex);
      if (digit < 0) break;
      if (value <= kLimit) value = value * (hex ? 16 : 10) + static_cast<unsigned long>(digit);
    }
    if (value > kLimit) {
      const std::string_view replacement = hex ? "FFFD" : "65533";
      std::fill(html_.begin() + static_cast<std::ptrdiff_t>(digits),
                html_.begin() + static_cast<std::ptrdiff_t>(at), '0');
      html_.replace(at - replacement.size(), replacement.size(), replacement);
      ++references_mended_;
    }
    at_ = at;
  }

  static int digit_value(char c, bool hex) {
    if (is_digit(c)) return c - '0';
    if (hex && c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (hex && c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
  }

  void blank(std::size_t begin, std::size_t end) {
    std::fill(html_.begin() + static_cast<std::ptrdiff_t>(begin),
              html_.begin() + static_cast<std::ptrdiff_t>(end), ' ');
  }

  std::string& html_;
  std::vector<Diagnostic>& diagnostics_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  std::size_t dropped_depth_ = 0;
  std::size_t too_deep_ = 0;
  std::size_t attributes_cut_ = 0;
  std::size_t references_mended_ = 0;
};

}  // namespace

void guard_html(std::string& html, std::vector<Diagnostic>& diagnostics) {
  Guard(html, diagnostics).run();
}

}  // namespace benchledger
