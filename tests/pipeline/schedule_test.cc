#include "pipeline/schedule.h"

#include <gtest/gtest.h>

#include "pipeline/clock.h"

namespace benchledger {
namespace {

TEST(Schedule, TimesReadBack) {
  for (const std::int64_t at :
       {0LL, 951'782'400LL, 1'709'210'096LL, 1'777'777'777LL, 4'102'444'799LL}) {
    EXPECT_EQ(seconds_of(iso_time(at)), at) << iso_time(at);
  }
  for (const char* text : {"", "yesterday", "2026-05-04", "2026-13-01T00:00:00Z"}) {
    EXPECT_FALSE(seconds_of(text).has_value()) << text;
  }
}

TEST(Schedule, ASourceIsDueSomeHoursBeforeItsDaysAreOver) {
  Source source;
  EXPECT_FALSE(due_from(source, "2026-05-04T03:00:00Z").has_value());
  source.every_days = 7;
  EXPECT_FALSE(due_from(source, "").has_value());
  EXPECT_EQ(due_from(source, "2026-05-04T03:00:00Z"), "2026-05-10T21:00:00Z");
}

}  // namespace
}  // namespace benchledger
