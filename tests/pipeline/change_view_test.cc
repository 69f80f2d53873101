#include "pipeline/change_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace benchledger {
namespace {

Change value_change() {
  Change change;
  change.kind = ChangeKind::kValueChanged;
  change.type = "score";
  change.record_id = "id1";
  change.page_key = "page";
  change.summary = "Kite on Quiz: 41.5 -> 40.9";
  change.before = R"({"type":"score","id":"id1","score":{"value":41.5},"evidence":{"start":1}})";
  change.after = R"({"type":"score","id":"id1","score":{"value":40.9},"evidence":{"start":9}})";
  change.fields = {"evidence.start", "score.value"};
  return change;
}

const Excerpt kWas{"| Kite | ", "41.5", " |"};
const Excerpt kIs{"| Kite | ", "40.9", " |"};

TEST(ChangeView, ShowsBothStatesBesideEachOther) {
  EXPECT_EQ(change_view(value_change(), kWas, kIs, {64, false, false}),
            "value-changed      Kite on Quiz: 41.5 -> 40.9\n"
            "                   page, the source changed, id id1\n"
            "  was                           │ is\n"
            "  ──────────────────────────────┼──────────────────────────────\n"
            "  | Kite | [41.5] |             │ | Kite | [40.9] |\n"
            "  score.value: 41.5             │ score.value: 40.9\n");
}

TEST(ChangeView, PlacesAreForThoseWhoAsk) {
  using testing::HasSubstr;
  EXPECT_THAT(change_view(value_change(), kWas, kIs, {64, false, true}),
              HasSubstr("evidence.start: 1"));
}

// The page's words cannot move the cursor, colour the screen or ring.
TEST(ChangeView, NothingFromThePageDrivesTheTerminal) {
  Change change = value_change();
  change.summary = "Kite\x1b[2J\a on Quiz\r";
  change.page_key = "page\x1b]0;title\a";
  change.after = R"({"score":{"value":"\u001b[31m"}})";
  for (const bool color : {false, true}) {
    const std::string text =
        change_view(change, {"\x1b[5m", "\b41.5", "\x7f"}, kIs, {64, color, true});
    EXPECT_EQ(text.find_first_of("\a\b\r\x7f"), std::string::npos);
    EXPECT_TRUE(color || text.find('\x1b') == std::string::npos) << text;
    for (const char* sequence : {"\x1b[2J", "\x1b]0", "\x1b[5m", "\x1b[31m"}) {
      EXPECT_EQ(text.find(sequence), std::string::npos) << sequence;
    }
  }
}

TEST(ChangeView, KeepsTheTwoSidesApartInAnyWidth) {
  Excerpt wide = kWas;
  wide.before = "Kites, hawks, 鳶 and a very long name ";
  for (const std::size_t width : {0U, 1U, 20U, 40U, 79U, 200U}) {
    std::istringstream lines(change_view(value_change(), wide, kIs, {width, false, false}));
    std::string line;
    for (int at = 0; std::getline(lines, line); ++at) {
      const bool divided =
          line.find("│") != std::string::npos || line.find("┼") != std::string::npos;
      EXPECT_EQ(divided, at >= 2) << width << ": " << line;
    }
  }
}

}  // namespace
}  // namespace benchledger
