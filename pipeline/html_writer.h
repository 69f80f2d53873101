#pragma once
// HtmlWriter: HTML text in which nothing that comes from a page can act. Text
// and attribute values are escaped without exception; tag and attribute names
// are the program's own. Elements are closed in the order they were opened.

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace benchledger {

struct HtmlAttribute {
  const char* name;
  std::string_view value;
};

// `text` fit for element content and quoted attributes. Bytes that are not
// UTF-8, control characters and the characters that reorder text for display
// become U+FFFD: what is shown is what was there, in the order it was there.
[[nodiscard]] std::string html_escape(std::string_view text);

// Whether a link target may be followed from a report: http and https only.
[[nodiscard]] bool is_web_link(std::string_view url);

class HtmlWriter {
 public:
  using Attributes = std::initializer_list<HtmlAttribute>;

  HtmlWriter& open(const char* tag, Attributes attributes = {});
  HtmlWriter& close();
  // An element without content or end tag: <meta>, <col>.
  HtmlWriter& single(const char* tag, Attributes attributes = {});
  HtmlWriter& text(std::string_view text);
  // open, text, close
  HtmlWriter& element(const char* tag, Attributes attributes, std::string_view content);
  HtmlWriter& element(const char* tag, std::string_view content) {
    return element(tag, {}, content);
  }
  // The program's own style sheet or script, copied as it is.
  HtmlWriter& own(std::string_view code);
  // A line feed between blocks, for people who read the source.
  HtmlWriter& line();

  // The text so far, which it forgets; elements stay open.
  [[nodiscard]] std::string take();

 private:
  void tag(const char* name, Attributes attributes);

  std::string text_;
  std::vector<const char*> open_;
};

}  // namespace benchledger
