// What the ledger keeps of fetches: one row a page and night, and no more.

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <filesystem>

#include "pipeline/ledger.h"
#include "pipeline/ledger_schema.h"
#include "temporary_folder.h"

namespace benchledger {
namespace {

FetchState fetch(const std::string& page, const std::string& outcome,
                 std::optional<std::string> etag = std::nullopt,
                 std::optional<std::string> capture = std::nullopt) {
  return {"source", page, outcome, "", "", std::move(etag), std::nullopt, std::move(capture)};
}

void night(Ledger& ledger, const std::string& date, std::vector<FetchState> fetches) {
  RunEntry run;
  run.started_at = run.ended_at = date;
  run.rules_digest = "r";
  run.program = "test";
  run.fetches = std::move(fetches);
  ASSERT_TRUE(ledger.record_run(run));
}

std::unique_ptr<Ledger> open(const std::string& path) {
  Result<std::unique_ptr<Ledger>> ledger = open_ledger(path);
  if (!ledger) throw std::runtime_error(describe(ledger.error()));
  return std::move(*ledger);
}

// One line a night and page.
std::string told(const std::string& path, int first) {
  sqlite3* database = nullptr;
  sqlite3_open(path.c_str(), &database);
  std::string text;
  const std::string sql = fmt::format(
      "SELECT f.run || ' ' || p.page_key || ' ' || f.outcome FROM fetch f JOIN fetch_page p "
      "ON p.id = f.page WHERE f.run >= {} ORDER BY p.page_key, f.run",
      first);
  const auto add = [](void* user, int, char** values, char**) {
    static_cast<std::string*>(user)->append(values[0]).append("\n");
    return 0;
  };
  sqlite3_exec(database, sql.c_str(), add, &text, nullptr);
  sqlite3_close(database);
  return text;
}

TEST(LedgerFetches, ANightOnWhichNothingChangedIsAFewBytesAPage) {
  const TemporaryFolder folder;
  const std::string path = folder / "ledger.db";
  std::vector<FetchState> ok;
  std::vector<FetchState> unchanged;
  for (int i = 0; i < 2000; ++i) {
    const std::string page = fmt::format("https://models.example/family/page-{}.html", i);
    ok.push_back(fetch(page, "ok", fmt::format("\"{:032}\"", i), fmt::format("{:064}", i)));
    unchanged.push_back(fetch(page, "unchanged"));
  }
  night(*open(path), "2026-01-01", ok);
  const auto ledger = open(path);
  night(*ledger, "2026-01-02", unchanged);
  EXPECT_LT(std::filesystem::file_size(path + "-wal"), 150'000U);
}

TEST(LedgerFetches, ComeOverFromAnOlderFile) {
  const TemporaryFolder folder;
  const std::string path = folder / "ledger.db";
  sqlite3* old = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &old), SQLITE_OK);
  const std::string sql =
      std::string(kLedgerMigrations[0]) +
      fmt::format("PRAGMA application_id = {}; PRAGMA user_version = 1;", kLedgerApplicationId) +
      "INSERT INTO run VALUES (1, '2026-01-01', '2026-01-01', 'r', 'test', 0, 0);"
      "INSERT INTO fetch_state VALUES ('s', 'page', 1, 'moved', 'now at x', 't', 'e', 'm', 'c');";
  ASSERT_EQ(sqlite3_exec(old, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(old);
  const auto ledger = open(path);
  const FetchState state = ledger->fetch_states()->front();
  EXPECT_EQ(state.outcome, "moved");
  EXPECT_EQ(state.detail, "now at x");
  EXPECT_EQ(state.etag, "e");
  EXPECT_EQ(state.last_modified, "m");
  EXPECT_EQ(state.capture, "c");
  EXPECT_EQ(told(path, 1), "1 page moved\n");
}

}  // namespace
}  // namespace benchledger
