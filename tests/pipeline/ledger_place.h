#pragma once
// A ledger of a test's own, in a file or on a server: what holds for one must
// hold for the other.

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>

#include "pipeline/ledger.h"
#include "pipeline/postgresql.h"
#include "pipeline/sqlite.h"
#include "temporary_folder.h"

namespace benchledger {

// A PostgreSQL server that ends with the test program; see tests/postgresql.sh.
class TestServer {
 public:
  // Started on first use.
  static TestServer& get() {
    static TestServer server;
    return server;
  }
  [[nodiscard]] bool is_there() const { return !address_.empty(); }
  // The address of a new and empty database.
  std::string new_database() {
    const std::string name = fmt::format("ledger{}", ++databases_);
    connect_postgresql(address_ + "/postgres")->execute("CREATE DATABASE " + name);
    return address_ + "/" + name;
  }

 private:
  TestServer() {
    std::string answer;
    FILE* output = ::popen(
        fmt::format("{} start '{}' {}", kScript, folder_.path().string(), ::getpid()).c_str(), "r");
    if (output == nullptr) throw std::runtime_error("popen");
    for (int c = ::fgetc(output); c != EOF && c != '\n'; c = ::fgetc(output)) {
      answer += static_cast<char>(c);
    }
    const int status = ::pclose(output);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 77) return;
    if (status != 0) throw std::runtime_error("the PostgreSQL server does not start");
    address_ = answer;
  }
  ~TestServer() {
    if (is_there()) {
      const std::string stop = fmt::format("{} stop '{}'", kScript, folder_.path().string());
      EXPECT_EQ(::system(stop.c_str()), 0);
    }
  }

  static constexpr const char* kScript = "bash " BENCHLEDGER_SOURCE_DIR "/tests/postgresql.sh";
  TemporaryFolder folder_;
  std::string address_;
  int databases_ = 0;
};

enum class PlaceKind { kFile, kServer };

// A test of what every ledger does: TEST_P, once for each kind of place.
class LedgerContract : public testing::TestWithParam<PlaceKind> {
 protected:
  void SetUp() override {
    if (GetParam() == PlaceKind::kFile) {
      place_ = folder_ / "ledger.db";
    } else if (TestServer::get().is_there()) {
      place_ = TestServer::get().new_database();
    } else {
      GTEST_SKIP() << "no PostgreSQL server";
    }
  }
  [[nodiscard]] std::unique_ptr<Ledger> open() const {
    Result<std::unique_ptr<Ledger>> ledger = open_ledger(place_);
    if (!ledger) throw std::runtime_error(describe(ledger.error()));
    return std::move(*ledger);
  }
  // Past the ledger: how others see it.
  [[nodiscard]] std::unique_ptr<Database> database() const {
    return GetParam() == PlaceKind::kFile ? open_sqlite(place_) : connect_postgresql(place_);
  }
  // The first column of every row, a comma between them.
  [[nodiscard]] std::string answer(const std::string& sql) const {
    const auto connection = database();
    std::string text;
    try {
      Statement read(*connection, sql);
      while (read.step()) text += (text.empty() ? "" : ", ") + read.text(0);
    } catch (const SqlFailure& failure) {
      return failure.message;
    }
    return text;
  }

  TemporaryFolder folder_;
  std::string place_;
};

// Server/ runs as one test: a server for each case would cost a second each.
#define BENCHLEDGER_ON_EVERY_LEDGER(Suite)                                     \
  INSTANTIATE_TEST_SUITE_P(File, Suite, testing::Values(PlaceKind::kFile),     \
                           [](const auto&) { return std::string("file"); });   \
  INSTANTIATE_TEST_SUITE_P(Server, Suite, testing::Values(PlaceKind::kServer), \
                           [](const auto&) { return std::string("postgresql"); })

}  // namespace benchledger
