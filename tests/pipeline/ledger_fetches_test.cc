// What the ledger keeps of fetches: one row a page and night, and no more.

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <filesystem>

#include "ledger_place.h"
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

// "run page outcome", a line each.
std::string lines(const std::vector<FetchEntry>& fetches) {
  std::string text;
  for (const FetchEntry& fetch : fetches) {
    text += fmt::format("{} {} {}\n", fetch.run, fetch.page_key, fetch.outcome);
  }
  return text;
}

TEST_P(LedgerContract, KeepsHowEveryFetchOfEveryNightWent) {
  const auto ledger = open();
  night(*ledger, "2026-01-01", {fetch("b", "ok", "e1", "c1"), fetch("a", "ok", "e1", "c2")});
  night(*ledger, "2026-01-02", {fetch("a", "unchanged"), fetch("b", "timeout")});
  night(*ledger, "2026-01-03", {fetch("a", "ok", "e2", "c3")});
  EXPECT_EQ(answer("SELECT f.run || ' ' || p.page_key || ' ' || f.outcome FROM fetch f "
                   "JOIN fetch_page p ON p.id = f.page ORDER BY p.page_key, f.run"),
            "1 a ok, 2 a unchanged, 3 a ok, 1 b ok, 2 b timeout");

  const std::vector<FetchState> states = *ledger->fetch_states();
  ASSERT_EQ(states.size(), 2U);
  EXPECT_EQ(states[0].etag, "e2");
  EXPECT_EQ(states[0].capture, "c3");
  EXPECT_EQ(states[0].checked_at, "2026-01-03");
  EXPECT_EQ(states[1].outcome, "timeout");
  EXPECT_EQ(states[1].etag, "e1");
  EXPECT_EQ(states[1].capture, "c1");
  EXPECT_EQ(states[1].checked_at, "2026-01-02");
}

TEST_P(LedgerContract, TellsOfFetchesNightByNight) {
  const auto ledger = open();
  night(*ledger, "2026-01-01", {fetch("b", "ok"), fetch("a", "ok")});
  night(*ledger, "2026-01-02", {fetch("b", "timeout"), fetch("c", "ok")});
  night(*ledger, "2026-01-03", {fetch("a", "dns")});
  night(*ledger, "2026-01-04", {fetch("b", "ok")});
  EXPECT_EQ(lines(*ledger->fetches_since(2)), "2 b timeout\n2 c ok\n3 a dns\n4 b ok\n");
  EXPECT_EQ(lines(*ledger->fetches_of("source", "b", 2)), "4 b ok\n2 b timeout\n");
  EXPECT_EQ(lines(*ledger->fetches_of("source", "a", 9)), "3 a dns\n1 a ok\n");
  EXPECT_EQ(lines(*ledger->fetches_of("other", "a", 9)), "");
  const std::map<std::string, std::string> first = {
      {"a", "2026-01-01"}, {"b", "2026-01-01"}, {"c", "2026-01-02"}};
  EXPECT_EQ(*ledger->first_fetches(), first);
}

TEST_P(LedgerContract, CapturesNothingPointsToAreForgotten) {
  const auto ledger = open();
  const auto capture = [](const std::string& page, const std::string& hash) {
    CaptureEntry entry;
    entry.page_key = page;
    entry.sha256 = hash;
    return entry;
  };
  RunEntry run;
  run.started_at = run.ended_at = "2026-01-01";
  // Page a was read from 1; 2 came since and is what its server is asked about.
  run.captures = {capture("a", "1"), capture("a", "2"), capture("a", "3"), capture("b", "1")};
  run.pages = {{"a", "source", "1"}};
  run.fetches = {fetch("a", "shape-changed", std::nullopt, "2")};
  ASSERT_TRUE(ledger->record_run(run));
  const auto names = [](const std::vector<CaptureEntry>& entries) {
    std::string text;
    for (const CaptureEntry& entry : entries) text += entry.page_key + entry.sha256 + " ";
    return text;
  };
  EXPECT_EQ(names(*ledger->captures_in_use()), "a1 a2 ");
  ASSERT_TRUE(ledger->forget_unused_captures());
  EXPECT_EQ(names(*ledger->captures()), "a1 a2 ");
}

// A page that stands is not written, read or counted anew.
TEST_P(LedgerContract, PagesThatStandKeepTheirRecords) {
  const auto ledger = open();
  const auto record = [](const std::string& id, const std::string& page) {
    return StoredRecord{id, "score", page, R"({"type":"score","id":")" + id + "\"}"};
  };
  RunEntry run;
  run.started_at = run.ended_at = "2026-01-01";
  run.pages = {{"a", "source", "1"}, {"b", "source", "2"}};
  run.records = {record("x", "a"), record("y", "b"), record("z", "b"), record("f", "")};
  ASSERT_TRUE(ledger->record_run(run));
  run.records = {record("y", "b")};
  run.standing = {"a", ""};
  const RunOutcome outcome = *ledger->record_run(run);
  EXPECT_EQ(outcome.added, 0U);
  EXPECT_EQ(outcome.ended, 1U);
  EXPECT_EQ(ledger->runs()->back().records, 3U);
  EXPECT_EQ(ledger->records_at(2)->size(), 3U);
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
