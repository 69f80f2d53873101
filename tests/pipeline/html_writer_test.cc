#include "pipeline/html_writer.h"

#include <gtest/gtest.h>

namespace benchledger {
namespace {

struct EscapeCase {
  std::string text;
  const char* html;
};

class HtmlEscape : public ::testing::TestWithParam<EscapeCase> {};

TEST_P(HtmlEscape, LeavesNothingThatActs) {
  EXPECT_EQ(html_escape(GetParam().text), GetParam().html);
}

INSTANTIATE_TEST_SUITE_P(
    Table, HtmlEscape,
    ::testing::Values(EscapeCase{"plain 42.8 %", "plain 42.8 %"},
                      EscapeCase{"<script>alert(1)</script>",
                                 "&lt;script&gt;alert(1)&lt;/script&gt;"},
                      EscapeCase{"\" onmouseover=\"x", "&quot; onmouseover=&quot;x"},
                      EscapeCase{"' onclick='x", "&#39; onclick=&#39;x"},
                      EscapeCase{"&lt;", "&amp;lt;"}, EscapeCase{"]]><!--", "]]&gt;&lt;!--"},
                      EscapeCase{"a\tb\nc", "a\tb\nc"},
                      EscapeCase{std::string("a\0b", 3),
                                 "a\xEF\xBF\xBD"
                                 "b"},
                      EscapeCase{"a\x1B[31mb", "a\xEF\xBF\xBD[31mb"},
                      EscapeCase{"\x7F", "\xEF\xBF\xBD"}, EscapeCase{"\xFF<", "\xEF\xBF\xBD&lt;"},
                      EscapeCase{"abc\xE2\x80\xAE"
                                 "def",
                                 "abc\xEF\xBF\xBD"
                                 "def"},
                      EscapeCase{"\xE2\x81\xA6x\xE2\x81\xA9", "\xEF\xBF\xBDx\xEF\xBF\xBD"},
                      EscapeCase{"\xE2\x80\x93 τ² 中", "\xE2\x80\x93 τ² 中"}));

TEST(HtmlWriter, ClosesInOrderAndEscapesAttributes) {
  HtmlWriter html;
  html.open("p", {{"title", "a\"b"}}).text("x<y").element("b", "&").close();
  EXPECT_EQ(html.take(), "<p title=\"a&quot;b\">x&lt;y<b>&amp;</b></p>");
}

TEST(IsWebLink, TakesHttpAndHttpsOnly) {
  EXPECT_TRUE(is_web_link("https://example.org"));
  EXPECT_TRUE(is_web_link("HTTP://example.org"));
  for (const char* url : {"javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//x",
                          " https://example.org", "https:/x", ""}) {
    EXPECT_FALSE(is_web_link(url)) << url;
  }
}

}  // namespace
}  // namespace benchledger
