// Characters beyond ASCII in patterns, which the library would take byte by byte.
#include "extractors/pattern.h"

#include <gtest/gtest.h>

#include <string>

namespace benchledger {
namespace {

struct Case {
  const char* pattern;
  const char* subject;
  const char* found;  // "": no match
};

TEST(Pattern, TakesACharacterOfAClassWhole) {
  const Case cases[] = {
      {R"(\d+[*†‡]?$)", "81†", "81†"},
      {R"(\d+[*†‡]?$)", "81*", "81*"},
      {R"(\d+[*†‡]$)", "81§", ""},
      {R"([-–x]\d)", "a –3", "–3"},
      {R"([-–x]\d)", "a -3", "-3"},
      // 座 and 。 share no byte, 型 and ； do: a class of bytes would stop there.
      {R"(我们[^。；]{1,6}评测)", "我们对基座模型评测", "我们对基座模型评测"},
      {R"(我们[^。；]{1,6}评测)", "我们很好。再评测", ""},
      {R"(我们[^。；]{1,3}评测)", "我们对基座模型评测", ""},
      {R"([^。.]+)", "a型b.c", "a型b"},
      {R"([\]†])", "x]", "]"},
      {R"(†+)", "a††", "††"},
  };
  for (const Case& c : cases) {
    const std::string subject = c.subject;
    const auto match = Pattern(c.pattern).find(subject);
    EXPECT_EQ(match ? std::string(match->text(subject)) : std::string(), c.found)
        << c.pattern << " on " << subject;
  }
}

}  // namespace
}  // namespace benchledger
