// What is particular to a ledger in a file.

#include "pipeline/ledger_file.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include "pipeline/ledger_schema.h"
#include "temporary_folder.h"

namespace benchledger {
namespace {

std::unique_ptr<Ledger> open(const std::string& path) {
  Result<std::unique_ptr<Ledger>> ledger = open_ledger(path);
  if (!ledger) throw std::runtime_error(describe(ledger.error()));
  return std::move(*ledger);
}

void execute(const std::string& path, const std::string& sql) {
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &database), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(database);
}

TEST(LedgerFile, RefusesWhatItCannotKeepSafely) {
  const TemporaryFolder folder;
  const auto message = [](const std::string& path) {
    const auto ledger = open_ledger(path);
    return ledger ? std::string("opened") : describe(ledger.error());
  };
  open(folder / "newer.db");
  execute(folder / "newer.db", fmt::format("PRAGMA user_version = {}", kLedgerVersion + 1));
  EXPECT_NE(message(folder / "newer.db").find("newer program"), std::string::npos);

  execute(folder / "other.db", "CREATE TABLE recipe (name TEXT)");
  EXPECT_NE(message(folder / "other.db").find("not a ledger"), std::string::npos);

  folder.write("text.db", "this is not a database, and long enough to be read as one, or not");
  EXPECT_NE(message(folder / "text.db").find("not a database"), std::string::npos)
      << message(folder / "text.db");

  EXPECT_NE(message(folder.write("file", "") + "/ledger.db"), "opened");
  EXPECT_EQ(message(folder / "newer.db").find(folder / "newer.db"), 0U);
}

TEST(LedgerFile, KnowsNetworkFileSystems) {
  EXPECT_STREQ(network_file_system(0x6969), "NFS");
  EXPECT_STREQ(network_file_system(0xFFFFFFFFFF534D42), "CIFS");  // sign-extended f_type
  EXPECT_EQ(network_file_system(0xEF53), nullptr);                // ext4
  EXPECT_EQ(network_file_system(0x01021994), nullptr);            // tmpfs
}

TEST(LedgerFile, EveryColumnHasAComment) {
  std::string line;
  bool in_table = false;
  std::string all;
  for (int i = 0; i < kLedgerVersion; ++i) all += kLedgerMigrations[i];
  for (const char c : all) {
    if (c != '\n') {
      line += c;
      continue;
    }
    if (line.rfind("CREATE TABLE", 0) == 0) in_table = true;
    const bool column = in_table && line.rfind("  ", 0) == 0 && line.size() > 2 && line[2] >= 'a' &&
                        line[2] <= 'z' && line.rfind("  id ", 0) != 0;
    if (column) {
      EXPECT_NE(line.find("-- "), std::string::npos) << line;
    }
    if (line.rfind(")", 0) == 0) in_table = false;
    line.clear();
  }
}

std::string one_text(const std::string& path, const std::string& sql) {
  sqlite3* database = nullptr;
  sqlite3_stmt* statement = nullptr;
  std::string text;
  EXPECT_EQ(sqlite3_open(path.c_str(), &database), SQLITE_OK);
  EXPECT_EQ(sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr), SQLITE_OK)
      << sqlite3_errmsg(database);
  if (statement != nullptr && sqlite3_step(statement) == SQLITE_ROW) {
    const unsigned char* bytes = sqlite3_column_text(statement, 0);
    if (bytes != nullptr) text = reinterpret_cast<const char*>(bytes);
  }
  sqlite3_finalize(statement);
  sqlite3_close(database);
  return text;
}

// A file of the first schema with two runs and a decision: everything is there
// afterwards, and the file as it was lies beside it.
TEST(LedgerFile, BringsAnOlderFileForwardAndKeepsACopy) {
  const TemporaryFolder folder;
  const std::string path = folder / "old.db";
  execute(path, kLedgerMigrations[0]);
  execute(path, fmt::format("PRAGMA application_id = {}; PRAGMA user_version = 1; {}",
                            kLedgerApplicationId, R"sql(
    INSERT INTO run VALUES (1, '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', 'r1', 'p', 1, 2), (2, '2026-01-02T00:00:00Z', '2026-01-02T00:00:00Z', 'r2', 'p', 1, 1);
    INSERT INTO capture VALUES ('c', 'page', 's', 1, NULL, NULL, NULL, NULL, 1);
    INSERT INTO document (page_key, source_id, capture, first_run) VALUES ('page', 's', 'c', 1);
    INSERT INTO record VALUES (2, 'a', 'score', 'page', '{"type":"score","id":"a","v":2}', 2, NULL, NULL);
    INSERT INTO record VALUES (1, 'a', 'score', 'page', '{"type":"score","id":"a","v":1}', 1, 1, 2);
    INSERT INTO record VALUES (3, 'b', 'score', 'page', '{"type":"score","id":"b"}', 1, 1, NULL);
    INSERT INTO decision VALUES (1, 'a', 2, 'accept', 'v', 'e', '', 'me', '2026-01-02T00:00:00Z', NULL, NULL);
  )sql"));
  const auto ledger = open(path);
  EXPECT_EQ(ledger->history("a")->size(), 2U);
  EXPECT_EQ(ledger->decisions()->at(0).series, "a");
  EXPECT_EQ(ledger->compare(1, 2)->after.at("a").started_by, ChangeCause::kRules);
  EXPECT_EQ(ledger->compare(1, 2)->before.at("b").ended_by, ChangeCause::kRules);
  EXPECT_EQ(*ledger->inconsistencies(), std::vector<std::string>{});
  EXPECT_EQ(one_text(path + ".schema1.bak", "PRAGMA user_version"), "1");
  EXPECT_EQ(one_text(path + ".schema1.bak", "SELECT count(*) FROM record"), "3");
  EXPECT_EQ(one_text(path, "SELECT group_concat(ended_as) FROM history WHERE NOT holds"),
            "moved,withdrawn");
}

}  // namespace
}  // namespace benchledger
