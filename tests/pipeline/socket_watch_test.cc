#include "pipeline/socket_watch.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <string>
#include <utility>

namespace benchledger {
namespace {

// Two ends of a line; `near` is the one that is watched.
struct Line {
  Line() { EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0); }
  ~Line() { hang_up(); }
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;

  [[nodiscard]] int near() const { return ends[0]; }
  void say(char c) const { EXPECT_EQ(::write(ends[1], &c, 1), 1); }
  void hear() const {
    char c = 0;
    EXPECT_EQ(::read(ends[0], &c, 1), 1);
  }
  void hang_up() {
    for (int& end : ends) {
      if (end >= 0) ::close(end);
      end = -1;
    }
  }

  std::array<int, 2> ends{-1, -1};
};

class Watch : public ::testing::Test {
 protected:
  // Of each event its owner, and r, w, f for readable, writable, failed.
  std::string told() {
    std::string text;
    for (const SocketWatch::Event& event : watch_.wait(0)) {
      text += std::to_string(event.owner) + (event.readable ? "r" : "") +
              (event.writable ? "w" : "") + (event.failed ? "f" : "");
    }
    return text;
  }
  SocketWatch watch_;
};

TEST_F(Watch, TellsWhatWasWantedToWhoWantedIt) {
  const Line line;
  ASSERT_TRUE(watch_.works());
  watch_.want(line.near(), 1, true, false);
  EXPECT_EQ(told(), "");
  line.say('a');
  EXPECT_EQ(told(), "1r");
  watch_.want(line.near(), 2, true, true);
  EXPECT_EQ(told(), "2rw");
  watch_.unwant(line.near());
  EXPECT_EQ(told(), "");
}

TEST_F(Watch, KeepsASocketOfOnesOwnBetweenWants) {
  const Line line;
  watch_.opened(line.near());
  for (int round = 0; round < 3; ++round) {
    watch_.want(line.near(), 1, true, false);
    line.say('a');
    EXPECT_EQ(told(), "1r");
    line.hear();
    watch_.unwant(line.near());
    EXPECT_EQ(told(), "");
  }
}

// A kept connection on which something comes that nobody waits for must not
// keep the loop awake, nor be lost on who waits for it later.
TEST_F(Watch, LaysAsideWhatNobodyWaitsFor) {
  const Line line;
  watch_.opened(line.near());
  watch_.want(line.near(), 1, true, false);
  watch_.unwant(line.near());
  line.say('a');
  EXPECT_EQ(told(), "");
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_TRUE(watch_.wait(20).empty());  // sleeps for all of it
  EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(19));
  watch_.want(line.near(), 1, true, false);
  EXPECT_EQ(told(), "1r");
}

// Numbers come back: the lowest free one is given to the next socket.
TEST_F(Watch, KnowsANewSocketUnderAnOldNumber) {
  for (const auto& [own, own_next] :
       {std::pair(true, true), {true, false}, {false, true}, {false, false}}) {
    Line first;
    const int number = first.near();
    if (own) watch_.opened(number);
    watch_.want(number, 1, true, false);
    watch_.unwant(number);
    first.hang_up();
    if (own) watch_.closed(number);
    const Line next;
    ASSERT_EQ(next.near(), number);
    if (own_next) watch_.opened(number);
    watch_.want(number, 2, true, false);
    next.say('a');
    EXPECT_EQ(told(), "2r") << own << own_next;
    watch_.unwant(number);
    if (own_next) watch_.closed(number);
  }
}

}  // namespace
}  // namespace benchledger
