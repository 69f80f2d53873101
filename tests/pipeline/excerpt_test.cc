#include "pipeline/excerpt.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "extractors/digest.h"
#include "temporary_folder.h"

namespace benchledger {
namespace {

// What is shown around `words` on the page: "before[words]after".
std::string around(const std::string& page, const std::string& words, bool kept = true) {
  const TemporaryFolder folder;
  const CaptureStore store(folder / "captures");
  Capture capture;
  capture.page_key = "page";
  capture.bytes = page;
  capture.sha256 = sha256_hex(page);
  if (kept) {
    EXPECT_TRUE(store.put(capture));
  }
  const std::size_t start = page.find(words);
  const Excerpt excerpt = excerpt_of(
      store, "page",
      fmt::format(R"({{"document":"sha256:{}","evidence":{{"start":{},"end":{},"text":"{}"}}}})",
                  capture.sha256, start, start + words.size(), words));
  return excerpt.before + "[" + excerpt.text + "]" + excerpt.after;
}

TEST(Excerpt, IsTheRowOrTheLine) {
  const std::string long_word(3000, 'x');
  const struct {
    const char* name;
    std::string page;
    const char* words;
    std::string shown;
  } cases[] = {
      {"row of a pipe table", "# A\n\n| M | S |\n|---|---|\n| Kite | 41.5 |\n| Hawk | 40.1 |\n",
       "41.5", "| Kite |[41.5]|"},
      {"row of an HTML table",
       "<html><table><tr><th>M<th>S</tr><tr><td>Kite</td><td>41.5</td><td>b</td></tr></table>",
       "41.5", "Kite[41.5]b"},
      {"sentence", "Intro.\nKite scores 41.5 on Quiz.\nMore.\n", "41.5",
       "Kite scores[41.5]on Quiz."},
      {"start of the page", "41.5 is what Kite scores.\n", "41.5", "[41.5]is what Kite scores."},
      {"end of the page", "Kite scores 41.5", "41.5", "Kite scores[41.5]"},
      {"a line without a space in it is not shown whole", long_word + "41.5" + long_word, "41.5",
       "[41.5]"},
  };
  for (const auto& one : cases) EXPECT_EQ(around(one.page, one.words), one.shown) << one.name;
}

TEST(Excerpt, WithoutTheCaptureItIsTheEvidenceAlone) {
  EXPECT_EQ(around("Kite scores 41.5 on Quiz.\n", "41.5", false), "[41.5]");
}

TEST(Excerpt, ARecordWithoutEvidenceHasNone) {
  const TemporaryFolder folder;
  const CaptureStore store(folder / "captures");
  for (const char* record : {"{}", "not JSON", R"({"document":"sha256:00","evidence":[]})"}) {
    EXPECT_EQ(excerpt_of(store, "page", record).text, "") << record;
  }
}

}  // namespace
}  // namespace benchledger
