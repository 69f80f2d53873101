// What is particular to a ledger on a server.

#include "pipeline/ledger_server.h"

#include <gtest/gtest.h>

#include <thread>

#include "ledger_place.h"
#include "pipeline/ledger_copy.h"
#include "pipeline/ledger_schema.h"

namespace benchledger {
namespace {

// Named so that it runs with the other tests that need the server.
class LedgerServer : public LedgerContract {};
INSTANTIATE_TEST_SUITE_P(Server, LedgerServer, testing::Values(PlaceKind::kServer),
                         [](const auto&) { return std::string("postgresql"); });

std::string message(const std::string& place) {
  const auto ledger = open_ledger(place);
  return ledger ? "opened" : describe(ledger.error());
}

RunEntry empty_run(const std::string& time) {
  RunEntry run;
  run.started_at = run.ended_at = time;
  run.rules_digest = "r";
  run.program = "test";
  return run;
}

TEST_P(LedgerServer, RefusesWhatIsNotItsOwn) {
  database()->execute("CREATE TABLE recipe (name TEXT)");
  EXPECT_NE(message(place_).find("another program"), std::string::npos) << message(place_);
  // In a schema of its own it gets along with the neighbour.
  database()->execute("CREATE SCHEMA bench");
  const std::string beside = place_ + "?options=-csearch_path%3Dbench";
  EXPECT_EQ(message(beside), "opened");
  connect_postgresql(beside)->execute("UPDATE ledger_schema SET version = 99");
  EXPECT_NE(message(beside).find("newer program"), std::string::npos) << message(beside);
}

TEST_P(LedgerServer, IsMadeByWritersOnly) {
  EXPECT_EQ(*open_ledger_if_any(place_), nullptr);
  EXPECT_EQ(open_existing_ledger(place_).error().kind, ErrorKind::kUsage);
  EXPECT_EQ(answer("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), "0");
  ASSERT_NE(open(), nullptr);
  EXPECT_NE(*open_ledger_if_any(place_), nullptr);
}

TEST_P(LedgerServer, SaysWhatToDoWhereNoneAnswers) {
  const std::string text = message("postgresql://127.0.0.1:1/ledger");
  EXPECT_NE(text.find("see that the server runs"), std::string::npos) << text;
}

TEST_P(LedgerServer, EveryColumnHasAComment) {
  ASSERT_NE(open(), nullptr);
  EXPECT_EQ(
      answer(
          "SELECT t.relname || '.' || c.attname FROM pg_attribute c "
          "JOIN pg_class t ON t.oid = c.attrelid "
          "WHERE t.relnamespace = 'public'::regnamespace AND t.relkind = 'r' "
          "AND c.attnum > 0 AND c.attname <> 'id' AND t.relname NOT IN ('ledger_schema', 'night', "
          "'night_source', 'night_page') "
          "AND col_description(t.oid, c.attnum) IS NULL"),
      "");
}

// The schema before the newest one, by its migrations, with a row in it.
TEST_P(LedgerServer, BringsAnOlderOneForwardAndKeepsACopy) {
  ASSERT_NE(open(), nullptr);
  const auto connection = database();
  connection->execute(
      "DROP VIEW fetch_state; DROP TABLE fetch; DROP TABLE fetch_page;"
      "CREATE TABLE fetch_state (source_id TEXT NOT NULL, page_key TEXT NOT NULL, "
      "run INTEGER NOT NULL, outcome TEXT NOT NULL, detail TEXT NOT NULL, "
      "checked_at TEXT NOT NULL, etag TEXT, last_modified TEXT, capture TEXT);"
      "INSERT INTO run VALUES (1, 't', 't', 'r', 'test', 0, 0);"
      "INSERT INTO fetch_state VALUES ('s', 'page', 1, 'moved', 'now at x', 't', 'e', 'm', 'c');"
      "UPDATE ledger_schema SET version = 2");
  const FetchState state = open()->fetch_states()->front();
  EXPECT_EQ(state.outcome, "moved");
  EXPECT_EQ(state.etag, "e");
  EXPECT_EQ(answer("SELECT outcome FROM public_2_bak.fetch_state"), "moved");
  EXPECT_EQ(answer("SELECT version FROM ledger_schema"), std::to_string(kLedgerVersion));
}

TEST_P(LedgerServer, GoesIntoAFileWithAllItHolds) {
  {
    const auto ledger = open();
    for (const char* night : {"2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"}) {
      RunEntry run = empty_run(night);
      run.pages = {{"page", "source", "c"}};
      run.captures = {{"c", "source", "page", 1, {}, {}, {}, {}}};
      run.fetches = {{"source", "page", "ok", "", night, "etag", {}, "c"}};
      run.records = {{"a", "score", "page",
                      std::string(R"({"type":"score","id":"a","at":")") + night + "\"}"}};
      ASSERT_TRUE(ledger->record_run(run));
    }
    Decision decision;
    decision.series = decision.record_id = "a";
    decision.decided_at = "2026-01-03T00:00:00Z";
    ASSERT_TRUE(ledger->decide(decision));
  }
  const std::string path = folder_ / "copy.db";
  ASSERT_TRUE(copy_ledger(place_, path));
  const auto copy = std::move(*open_ledger(path));
  EXPECT_EQ(copy->runs()->size(), 2U);
  EXPECT_EQ(copy->history("a")->size(), 2U);
  EXPECT_EQ(copy->records_at(1)->front().json, open()->records_at(1)->front().json);
  EXPECT_EQ(copy->fetch_states()->front().etag, "etag");
  EXPECT_EQ(copy->decisions()->size(), 1U);
  EXPECT_EQ(*copy->inconsistencies(), std::vector<std::string>{});
}

TEST_P(LedgerServer, WritersTakeTurns) {
  constexpr int kRuns = 20;
  ASSERT_NE(open(), nullptr);
  const auto write = [&] {
    const auto ledger = open();
    for (int i = 0; i < kRuns; ++i) ASSERT_TRUE(ledger->record_run(empty_run("2026-01-01")));
  };
  std::thread other(write);
  write();
  other.join();
  EXPECT_EQ(open()->runs()->size(), 2U * kRuns);
  EXPECT_EQ(open()->runs()->back().id, 2 * kRuns);
}

TEST_P(LedgerServer, IsMadeOnceWhereSeveralMakeIt) {
  std::vector<std::thread> openers;
  for (int i = 0; i < 4; ++i) openers.emplace_back([this] { EXPECT_NE(open(), nullptr); });
  for (std::thread& opener : openers) opener.join();
  EXPECT_EQ(answer("SELECT count(*) FROM ledger_schema"), "1");
}

}  // namespace
}  // namespace benchledger
