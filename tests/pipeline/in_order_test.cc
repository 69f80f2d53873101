#include "pipeline/in_order.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>

namespace benchledger {
namespace {

TEST(InOrder, TakesResultsInTheOrderOfTheItemsWhateverTheThreads) {
  for (const std::size_t threads : {0U, 1U, 2U, 7U, 64U}) {
    std::vector<std::size_t> taken;
    for_each_in_order(
        50, threads,
        [](std::size_t i) {
          // Early items take longest, so that later ones are ready first.
          std::this_thread::sleep_for(std::chrono::microseconds((50 - i) * 20));
          return i * i;
        },
        [&](std::size_t i, std::size_t square) {
          EXPECT_EQ(square, i * i);
          taken.push_back(i);
          return true;
        });
    ASSERT_EQ(taken.size(), 50U);
    EXPECT_TRUE(std::is_sorted(taken.begin(), taken.end()));
  }
}

TEST(InOrder, StopsWhereTheTakerHasEnough) {
  for (const std::size_t threads : {1U, 4U}) {
    std::atomic<std::size_t> made{0};
    std::size_t taken = 0;
    for_each_in_order(
        10'000, threads, [&](std::size_t i) { return made++, i; },
        [&](std::size_t, std::size_t) { return ++taken < 3; });
    EXPECT_EQ(taken, 3U);
    EXPECT_LT(made, 100U);  // no more than the window ahead
  }
}

TEST(InOrder, NothingToDoIsDone) {
  for_each_in_order(
      0, 4, [](std::size_t i) { return i; },
      [](std::size_t, std::size_t) {
        ADD_FAILURE();
        return true;
      });
}

}  // namespace
}  // namespace benchledger
