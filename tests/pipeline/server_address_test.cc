#include "pipeline/server_address.h"

#include <gtest/gtest.h>

namespace benchledger {
namespace {

TEST(ServerAddress, IsToldFromAFile) {
  EXPECT_TRUE(is_server_address("postgresql://db.example/ledger"));
  EXPECT_TRUE(is_server_address("postgres://"));
  EXPECT_FALSE(is_server_address("out/.state/ledger.db"));
  EXPECT_FALSE(is_server_address("postgresql.db"));
}

TEST(ServerAddress, NoPasswordStandsInOneNorInAMessageAboutOne) {
  for (const char* address :
       {"postgresql://ann:hunter2@db.example/ledger", "postgres://ann:hunter2@/",
        "postgresql://db.example/ledger?password=hunter2", "postgresql://[hunter2/x",
        "postgresql://db.example/ledger?sslpassword=hunter2"}) {
    const Status status = check_server_address(address);
    ASSERT_FALSE(status) << address;
    EXPECT_EQ(status.error().kind, ErrorKind::kUsage);
    EXPECT_EQ(describe(status.error()).find("hunter2"), std::string::npos);
    EXPECT_EQ(server_for_people(address).find("hunter2"), std::string::npos);
  }
  EXPECT_TRUE(check_server_address("postgresql://ann@db.example:5433/ledger?sslmode=require"));
  EXPECT_TRUE(check_server_address("postgresql://"));
}

TEST(ServerAddress, PeopleSeeWhereItIs) {
  EXPECT_EQ(server_for_people("postgresql://ann@db.example:5433/ledger?sslmode=require"),
            "postgresql://ann@db.example:5433/ledger");
  EXPECT_EQ(server_for_people("postgres:///ledger"), "postgresql:///ledger");
}

}  // namespace
}  // namespace benchledger
