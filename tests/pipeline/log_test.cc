#include "pipeline/log.h"

#include <gtest/gtest.h>

#include "pipeline/progress.h"

namespace benchledger {
namespace {

TEST(LogLine, StaysOneLine) {
  EXPECT_EQ(log_line(LogFormat::kText, LogLevel::kWarning, "a\nb\x1b[31m", {{"source", "x\r"}}),
            "warning: a\\x0ab\\x1b[31m (source x\\x0d)");
  EXPECT_EQ(log_line(LogFormat::kText, LogLevel::kInfo, "done", {}), "done");
  EXPECT_EQ(log_line(LogFormat::kJson, LogLevel::kError, "a\n\"b\"", {{"page", "p"}}),
            R"({"level":"error","message":"a\n\"b\"","page":"p"})");
}

TEST(ProgressLine, FitsAndHoldsNoControlCharacters) {
  EXPECT_EQ(progress_line("fetch", 5, 10, "vendor", 80),
            "fetch   [##########----------] 5/10 vendor");
  EXPECT_EQ(progress_line("fetch", 0, 0, "", 80), "fetch   [--------------------] 0/0 ");
  EXPECT_EQ(progress_line("fetch", 30, 10, "a\x1b", 80), "fetch   [####################] 30/10 a?");
  EXPECT_EQ(progress_line("fetch", 5, 10, "vendor", 12), "fetch   [###");
}

TEST(Progress, WritesNothingUnlessEnabledAndRarelyThen) {
  int writes = 0;
  const auto count = [&writes](std::string_view) { ++writes; };
  {
    Progress off("fetch", 1000, false, count);
    for (int i = 0; i < 1000; ++i) off.advance("x");
  }
  EXPECT_EQ(writes, 0);
  {
    Progress on("fetch", 1000, true, count);
    for (int i = 0; i < 1000; ++i) on.advance("x");
  }
  EXPECT_GE(writes, 2);
  EXPECT_LE(writes, 100);
}

}  // namespace
}  // namespace benchledger
