// The address guard against tests/data/addresses.txt, with and without
// allow_private. Adding a case adds a line there.

#include "pipeline/address.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/un.h>

#include <cstring>
#include <fstream>
#include <sstream>

namespace benchledger {
namespace {

struct Socket {
  sockaddr_storage storage{};
  socklen_t length = 0;
  [[nodiscard]] const sockaddr& address() const {
    return reinterpret_cast<const sockaddr&>(storage);
  }
};

Socket socket_of(const std::string& text) {
  Socket made;
  in_addr v4{};
  in6_addr v6{};
  if (::inet_pton(AF_INET, text.c_str(), &v4) == 1) {
    sockaddr_in in{};
    in.sin_family = AF_INET;
    in.sin_addr = v4;
    std::memcpy(&made.storage, &in, sizeof in);
    made.length = sizeof in;
  } else if (::inet_pton(AF_INET6, text.c_str(), &v6) == 1) {
    sockaddr_in6 in{};
    in.sin6_family = AF_INET6;
    in.sin6_addr = v6;
    std::memcpy(&made.storage, &in, sizeof in);
    made.length = sizeof in;
  }
  return made;
}

TEST(AddressAllowed, FollowsTheTable) {
  std::ifstream file(std::string(BENCHLEDGER_SOURCE_DIR) + "/tests/data/addresses.txt");
  std::string line;
  int cases = 0;
  while (std::getline(file, line)) {
    if (line.empty() || line.front() == '#') continue;
    std::istringstream words(line);
    std::string address;
    std::string who;
    words >> address >> who;
    const Socket socket = socket_of(address);
    ASSERT_GT(socket.length, 0U) << line;
    EXPECT_EQ(address_allowed(socket.address(), socket.length, false), who == "public") << line;
    EXPECT_EQ(address_allowed(socket.address(), socket.length, true), who != "never") << line;
    ++cases;
  }
  EXPECT_GE(cases, 60);
}

TEST(AddressAllowed, RefusesOtherFamiliesAndCutAddresses) {
  sockaddr_un local{};
  local.sun_family = AF_UNIX;
  EXPECT_FALSE(address_allowed(reinterpret_cast<const sockaddr&>(local), sizeof local, true));
  const Socket socket = socket_of("8.8.8.8");
  EXPECT_FALSE(address_allowed(socket.address(), socket.length - 1, true));
}

TEST(AddressText, IsWithoutPort) {
  const Socket socket = socket_of("::ffff:127.0.0.1");
  EXPECT_EQ(address_text(socket.address(), socket.length), "::ffff:127.0.0.1");
}

}  // namespace
}  // namespace benchledger
