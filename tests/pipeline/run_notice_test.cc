// What a run tells: its summaries, the heartbeat and the notification.

#include "pipeline/run_notice.h"

#include <gtest/gtest.h>

#include "pipeline/run_summary.h"
#include "scripted_web.h"
#include "temporary_folder.h"

namespace benchledger {
namespace {

RunReport report() {
  RunReport made;
  made.started_at = 1'777'777'700;
  made.ended_at = 1'777'777'777;
  made.outcome.id = 8;
  made.outcome.previous = made.since = 7;
  made.outcome.added = 1;
  made.sources = 2;
  made.pages = 3;
  made.scores = 40;
  made.findings = {1, 2, 3};
  made.waiting = 1;
  Change change;
  change.kind = ChangeKind::kValueChanged;
  change.summary = "A*B on <MMLU>: 1 -> 2";
  made.changes = {change, change};
  made.changes[1].cause = ChangeCause::kRules;
  made.new_pages = {{"news", "https://lab.example/x", "Title [1]", "2026-05-03T03:00:00Z", 4, 1}};
  made.failures = {{"a", "p", PageOutcome::kTimeout, "p: too slow"},
                   {"b", "q", PageOutcome::kTimeout, "q: too slow"}};
  return made;
}

TEST(RunSummary, IsMarkdownWithoutMarksOfPages) {
  EXPECT_EQ(summary_markdown(report()),
            "# benchledger run 8\n\n"
            "3 pages of 2 sources read: 40 scores, 0 specs, 0 claims; findings: 3 errors, 2 "
            "warnings, 1 note.\n\n"
            "**1 change waits for review.**\n\n"
            "## Changes (2)\n\n"
            "- value-changed: A\\*B on \\<MMLU\\>: 1 -\\> 2 (the source)\n"
            "- value-changed: A\\*B on \\<MMLU\\>: 1 -\\> 2 (our rules)\n\n"
            "## New pages (1)\n\n"
            "- <https://lab.example/x> Title \\[1\\]: first seen 2026-05-03T03:00:00Z, 4 scores, 1 "
            "spec\n\n"
            "## Failures (2)\n\n"
            "- a: timeout: p: too slow\n"
            "- b: timeout: q: too slow\n");
}

TEST(RunSummary, IsMetrics) {
  const std::string text = summary_metrics(report());
  for (const char* line :
       {"benchledger_run 8\n", "benchledger_run_duration_seconds 77\n",
        "# TYPE benchledger_records gauge\n", "benchledger_records{type=\"score\"} 40\n",
        "benchledger_findings{severity=\"error\"} 3\n", "benchledger_changes{cause=\"rules\"} 1\n",
        "benchledger_new_pages 1\n", "benchledger_failures{outcome=\"timeout\"} 2\n"}) {
    EXPECT_NE(text.find(line), std::string::npos) << line << text;
  }
}

TEST(RunSummary, NewsIsAChangeOrOneThatWaits) {
  RunReport made = report();
  EXPECT_TRUE(is_news(made));
  made.outcome.added = 0;
  EXPECT_TRUE(is_news(made));
  made.waiting = 0;
  EXPECT_FALSE(is_news(made));
  made.replay.emplace().ended = 1;
  EXPECT_TRUE(is_news(made));
}

TEST(Notification, GetsTheSummaryAndTheFigures) {
  const TemporaryFolder folder;
  const std::string file = folder / "told";
  const Status told = run_notification(
      "{ cat; echo $BENCHLEDGER_RUN $BENCHLEDGER_CHANGES $BENCHLEDGER_WAITING; } >" + file,
      report());
  ASSERT_TRUE(told.has_value()) << describe(told.error());
  EXPECT_EQ(folder.read("told"), summary_markdown(report()) + "8 2 1\n");
}

TEST(Notification, ThatFailsOrHangsIsAnErrorAndNoMore) {
  EXPECT_TRUE(run_notification("exec <&-; true", report()).has_value());
  EXPECT_EQ(run_notification("exit 3", report()).error().message, "ended with exit code 3");
  EXPECT_EQ(run_notification("no-such-command 2>/dev/null", report()).error().message,
            "ended with exit code 127");
  EXPECT_EQ(run_notification("sleep 30 & wait", report(), 1).error().message,
            "was ended after 1 s");
}

TEST(Heartbeat, AsksOnceAndKeepsTheAddressToItself) {
  const FakeClock clock;
  ScriptedWeb web(clock);
  web.add("https://beat.example/secret", 200, "OK");
  web.add("https://beat.example/other-secret", 500);
  EXPECT_TRUE(send_heartbeat(web, "https://beat.example/secret", "test").has_value());
  EXPECT_EQ(web.asked.size(), 1U);
  const Status failed = send_heartbeat(web, "https://beat.example/other-secret", "test");
  ASSERT_FALSE(failed.has_value());
  EXPECT_EQ(describe(failed.error()).find("secret"), std::string::npos) << describe(failed.error());
}

}  // namespace
}  // namespace benchledger
