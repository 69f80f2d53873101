// What a ledger keeps, in a file and on a server alike.

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ledger_place.h"
#include "pipeline/ledger.h"
#include "pipeline/review.h"

namespace benchledger {
namespace {

BENCHLEDGER_ON_EVERY_LEDGER(LedgerContract);

StoredRecord record(const std::string& id, const std::string& value) {
  return {id, "score", "page",
          fmt::format(
              R"({{"type":"score","id":"{0}","model":{{"raw":"{0}"}},"score":{{"value":{1}}}}})",
              id, value)};
}

RunEntry run_of(std::vector<StoredRecord> records, const std::string& capture = "c1",
                const std::string& rules = "r1") {
  RunEntry run;
  run.started_at = run.ended_at = "2026-01-01T00:00:00Z";
  run.rules_digest = rules;
  run.program = "test";
  run.pages = {{"page", "source", capture}};
  run.captures = {{capture, "source", "page", 1, {}, {}, {}, {}}};
  run.records = std::move(records);
  return run;
}

TEST_P(LedgerContract, KeepsEveryStateOfARecordWithTheRunsThatSawIt) {
  const auto ledger = open();
  ASSERT_EQ(ledger->record_run(run_of({record("a", "1"), record("b", "1")}))->id, 1);
  const RunOutcome same = *ledger->record_run(run_of({record("a", "1"), record("b", "1")}));
  EXPECT_EQ(same.added + same.ended, 0U);
  const RunOutcome edited = *ledger->record_run(run_of({record("a", "2")}));
  EXPECT_EQ(edited.added, 1U);
  EXPECT_EQ(edited.ended, 2U);
  ASSERT_TRUE(ledger->record_run(run_of({record("a", "2"), record("b", "1")})));

  const auto a = *ledger->history("a");
  ASSERT_EQ(a.size(), 2U);
  EXPECT_EQ(a[0].first_run, 1);
  EXPECT_EQ(a[0].last_run, 2);
  EXPECT_EQ(a[0].superseded_by, a[1].version);
  EXPECT_EQ(a[1].first_run, 3);
  EXPECT_EQ(a[1].last_run, std::nullopt);
  const auto b = *ledger->history("b");
  ASSERT_EQ(b.size(), 2U);
  EXPECT_EQ(b[0].last_run, 2);
  EXPECT_EQ(b[0].superseded_by, std::nullopt);
  EXPECT_EQ(b[1].first_run, 4);

  EXPECT_EQ(ledger->records_at(1)->size(), 2U);
  EXPECT_EQ(ledger->records_at(3)->size(), 1U);
  EXPECT_EQ(ledger->records_at(3)->front().json, record("a", "2").json);
  EXPECT_EQ(ledger->runs()->size(), 4U);
  EXPECT_EQ(ledger->runs()->back().records, 2U);
}

TEST_P(LedgerContract, ComparesAnyTwoRuns) {
  const auto ledger = open();
  ASSERT_TRUE(ledger->record_run(run_of({record("a", "1"), record("b", "1"), record("c", "1")})));
  ASSERT_TRUE(ledger->record_run(run_of({record("a", "2"), record("c", "1")}, "c2")));
  ASSERT_TRUE(ledger->record_run(run_of({record("a", "2"), record("b", "1")}, "c2", "r2")));

  const Comparison first = *ledger->compare(1, 2);
  EXPECT_EQ(first.before.size(), 2U);  // a as it was, and b
  EXPECT_EQ(first.after.size(), 1U);
  EXPECT_EQ(first.after.at("a").started_by, ChangeCause::kSource);
  const Comparison second = *ledger->compare(2, 3);
  EXPECT_EQ(second.before.count("c"), 1U);
  EXPECT_EQ(second.before.at("c").ended_by, ChangeCause::kRules);
  EXPECT_TRUE(second.after.at("b").seen_before);
  EXPECT_EQ(second.after.at("b").started_by, ChangeCause::kRules);
  const Comparison backwards = *ledger->compare(3, 1);
  EXPECT_EQ(backwards.before.at("a").record.json, record("a", "2").json);
  EXPECT_EQ(backwards.after.at("a").record.json, record("a", "1").json);
  EXPECT_EQ(backwards.after.count("c"), 1U);
  // b is the same line in both, though it was gone between them.
  EXPECT_EQ(backwards.before.at("b").record.json, backwards.after.at("b").record.json);
}

// Records come back in the order they were read, though only those that changed
// are written.
TEST_P(LedgerContract, KeepsTheOrderOfEveryNight) {
  const auto ledger = open();
  const std::vector<std::string> nights = {"abc", "xabc",  "xaybc", "xyb",
                                           "by",  "byzzz", "ybax",  "abc"};
  for (const std::string& night : nights) {
    std::vector<StoredRecord> records;
    for (const char id : night) records.push_back(record(std::string(1, id), "1"));
    ASSERT_TRUE(ledger->record_run(run_of(std::move(records))));
  }
  for (std::size_t i = 0; i < nights.size(); ++i) {
    std::string read;
    const auto records = *ledger->records_at(static_cast<RunId>(i + 1));
    for (const StoredRecord& kept : records) read += kept.id;
    EXPECT_EQ(read, i == 5 ? "byz" : nights[i]);
  }
  EXPECT_EQ(ledger->compare(1, 2)->after.size(), 1U);  // x alone
  EXPECT_EQ(*ledger->inconsistencies(), std::vector<std::string>{});
}

TEST_P(LedgerContract, DropsAndCountsASecondRecordOfTheSameId) {
  const auto ledger = open();
  EXPECT_EQ(ledger->record_run(run_of({record("a", "1"), record("a", "2")}))->duplicates, 1U);
  EXPECT_EQ(ledger->records_at(1)->front().json, record("a", "1").json);
}

TEST_P(LedgerContract, AFailedFetchKeepsWhatTheLastGoodOneLeft) {
  const auto ledger = open();
  RunEntry run = run_of({});
  run.fetches = {{"s", "page", "ok", "", "t1", "etag1", std::nullopt, "c1"}};
  ASSERT_TRUE(ledger->record_run(run));
  run.fetches = {
      {"s", "page", "timeout", "after 30 s", "t2", std::nullopt, std::nullopt, std::nullopt}};
  ASSERT_TRUE(ledger->record_run(run));
  const FetchState state = ledger->fetch_states()->front();
  EXPECT_EQ(state.outcome, "timeout");
  EXPECT_EQ(state.checked_at, "2026-01-01T00:00:00Z");  // when the run started
  EXPECT_EQ(state.etag, "etag1");
  EXPECT_EQ(state.capture, "c1");
}

TEST_P(LedgerContract, ReviewStartsAtTheFirstRunAndMovesWithEachAcceptedChange) {
  const auto ledger = open();
  ASSERT_TRUE(ledger->record_run(run_of({record("a", "1"), record("b", "1")})));
  EXPECT_TRUE(ledger->compare_with_reviewed()->after.empty());
  ASSERT_TRUE(ledger->record_run(run_of({record("a", "2"), record("n", "1")}, "c2")));
  Comparison open_changes = *ledger->compare_with_reviewed();
  EXPECT_EQ(open_changes.before.size(), 2U);
  EXPECT_EQ(open_changes.after.size(), 2U);

  Decision accept;
  accept.series = accept.record_id = "a";
  accept.version = open_changes.after.at("a").version;
  accept.decided_at = "2026-01-02T00:00:00Z";
  const std::int64_t accepted = *ledger->decide(accept);
  accept.series = accept.record_id = "b";  // that it is gone
  accept.version = 0;
  accept.value_hash = accept.evidence_hash = fingerprint("score", std::nullopt).value_hash;
  ASSERT_TRUE(ledger->decide(accept));
  open_changes = *ledger->compare_with_reviewed();
  EXPECT_EQ(open_changes.before.size(), 0U);
  EXPECT_EQ(open_changes.after.size(), 1U);
  EXPECT_EQ(open_changes.after.count("n"), 1U);

  ASSERT_TRUE(ledger->undo(accepted, "2026-01-03T00:00:00Z"));
  EXPECT_EQ(ledger->compare_with_reviewed()->before.at("a").record.json, record("a", "1").json);
  EXPECT_EQ(ledger->decisions()->size(), 1U);
  // The accepted state is the new base for the next change of the record.
  ASSERT_TRUE(ledger->record_run(run_of({record("a", "2"), record("b", "3")}, "c3")));
  EXPECT_EQ(ledger->compare_with_reviewed()->before.count("b"), 0U);
  EXPECT_TRUE(ledger->compare_with_reviewed()->after.at("b").seen_before);
}

// A process killed while it writes leaves whole runs only.
TEST_P(LedgerContract, KilledAtAnyMomentItHoldsWholeRunsOnly) {
  const auto run_number = [](int number) {
    std::vector<StoredRecord> records;
    for (int i = 0; i < 400; ++i) {
      records.push_back(record("r" + std::to_string(i), std::to_string(number)));
    }
    return run_of(std::move(records), "c" + std::to_string(number));
  };
  ASSERT_TRUE(open()->record_run(run_number(1)));
  // On a busy machine the first children die before they have written anything.
  for (int round = 0; round < 12 || (round < 80 && open()->runs()->size() < 2); ++round) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      const auto ledger = open();
      for (int i = 0; i < 1000; ++i) {
        const auto next = static_cast<int>(ledger->runs()->size()) + 1;
        if (!ledger->record_run(run_number(next))) ::_exit(1);
      }
      ::_exit(0);
    }
    ::usleep(static_cast<useconds_t>(3000 + round * 4700));
    // However busy the machine is, one round sees a run that was written.
    for (int waited = 0; round == 0 && waited < 1000 && open()->runs()->size() < 2; ++waited) {
      ::usleep(10'000);
    }
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    const auto ledger = open();
    const RunId last = ledger->runs()->back().id;
    const auto records = *ledger->records_at(last);
    ASSERT_EQ(records.size(), 400U);
    for (const StoredRecord& kept : records) {
      ASSERT_EQ(kept.json, record(kept.id, std::to_string(last)).json);
    }
  }
  EXPECT_GT(open()->runs()->size(), 1U);
}

TEST_P(LedgerContract, ViewsAnswerInSql) {
  {
    const auto ledger = open();
    ASSERT_TRUE(ledger->record_run(run_of({record("a", "1"), record("b", "1")})));
    ASSERT_TRUE(ledger->record_run(run_of({record("a", "2")}, "c2")));
  }
  EXPECT_EQ(answer("SELECT id FROM score WHERE value BETWEEN 1.5 AND 10"), "a");
  EXPECT_EQ(answer("SELECT id || ' ' || ended_as FROM history WHERE NOT holds ORDER BY version"),
            "a value changed, b withdrawn");
  for (const char* view : {"decision_in_force", "review_cursor", "spec", "claim", "finding"}) {
    EXPECT_EQ(answer(fmt::format("SELECT count(*) FROM {}", view)), "0") << view;
  }
}

TEST_P(LedgerContract, AMomentIsTheLastThingWrittenByThen) {
  const auto ledger = open();
  EXPECT_EQ(ledger->moment("")->run, 0);
  RunEntry run = run_of({record("a", "1")});
  run.started_at = run.ended_at = "2026-01-01T03:00:00Z";
  ASSERT_TRUE(ledger->record_run(run));
  run.started_at = run.ended_at = "2026-01-02T03:00:00Z";  // nothing new
  ASSERT_TRUE(ledger->record_run(run));
  Decision decision;
  decision.series = decision.record_id = "a";
  decision.decided_at = "2026-01-01T09:00:00Z";
  const std::int64_t id = *ledger->decide(decision);
  ASSERT_TRUE(ledger->undo(id, "2026-01-01T10:00:00Z"));

  EXPECT_EQ(ledger->moment("2025-12-31T00:00:00Z")->run, 0);
  const Moment first = *ledger->moment("2026-01-01T09:30:00Z");
  EXPECT_EQ(first.run, 1);
  EXPECT_EQ(first.decisions, 1);
  EXPECT_EQ(first.time, "2026-01-01T09:00:00Z");
  EXPECT_EQ(ledger->decisions_at(first)->size(), 1U);
  const Moment now = *ledger->moment("");
  EXPECT_EQ(now.run, 2);
  EXPECT_EQ(now.changed_run, 1);
  EXPECT_EQ(now.decisions, 2);
  EXPECT_EQ(now.time, "2026-01-02T03:00:00Z");
  EXPECT_TRUE(ledger->decisions_at(now)->empty());
}

// Of a page that stands nothing is handed over, and all of it holds.
TEST_P(LedgerContract, APageThatStandsHoldsTogether) {
  const auto ledger = open();
  ASSERT_TRUE(ledger->record_run(run_of({record("a", "1"), record("b", "2")})));
  RunEntry run = run_of({});
  run.standing = {"page"};
  const RunOutcome outcome = *ledger->record_run(run);
  EXPECT_EQ(outcome.added + outcome.ended, 0U);
  EXPECT_EQ(ledger->records_at(2)->size(), 2U);
  EXPECT_EQ(*ledger->inconsistencies(), std::vector<std::string>{});
}

}  // namespace
}  // namespace benchledger
