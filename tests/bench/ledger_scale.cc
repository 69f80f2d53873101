// A ledger of a million scores: what a night costs, how fast a diff of one and
// an export as of a past day are, and how large it is on disk. Beside each
// figure that of SQLite's own shell work on the same file: reading every row in
// order, which no reader of it can beat.
// Usage: ledger_scale [RECORDS [FILE]]

#include <fmt/format.h>
#include <sqlite3.h>

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/diff.h"
#include "pipeline/json.h"
#include "pipeline/ledger.h"
#include "pipeline/publish.h"

namespace benchledger {
namespace {

constexpr std::size_t kPerPage = 500;
constexpr std::size_t kChanges = 1000;

class Watch {
 public:
  [[nodiscard]] double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

// A score as pages give them; the first kChanges are another every night.
StoredRecord score_at(std::size_t index, int night) {
  const std::size_t page = index / kPerPage;
  Score score;
  score.id = fmt::format("{:016x}", index * 0x9E3779B97F4A7C15ULL);
  score.document = fmt::format("sha256:{:064x}", page);
  score.model = {fmt::format("Model {}", index % 40),
                 std::nullopt,
                 fmt::format("Model {}", index % 40),
                 std::nullopt,
                 std::nullopt,
                 std::nullopt};
  score.benchmark.raw = fmt::format("Benchmark {}", index % kPerPage / 40);
  score.setting.stated = {fmt::format("variant {}", index % kPerPage)};
  const bool changes = index % (index < kPerPage * 100 ? 50 : index + 1) == 0;
  score.score.value = static_cast<double>(index % 1000) / 10.0 + (changes ? night : 0);
  score.score.raw = fmt::format("{:.1f}%", score.score.value);
  score.score.unit = "percent";
  score.evaluator.publisher = "board";
  score.evidence.span = {index % kPerPage * 40, index % kPerPage * 40 + 5};
  score.evidence.text = score.score.raw;
  score.evidence.table = 0;
  score.evidence.row = index % kPerPage / 10;
  score.evidence.column = index % 10;
  score.evidence.row_header = {score.model.raw};
  score.evidence.column_header = {score.benchmark.raw};
  score.evidence.heading = {"Leaderboard", "Results"};
  return {score.id, "score", fmt::format("https://board.example/{}", page), to_json(score)};
}

RunEntry night_of(std::size_t count, int night) {
  RunEntry run;
  run.started_at = run.ended_at = fmt::format("2026-05-{:02}T03:00:00Z", night + 1);
  run.rules_digest = "rules";
  run.program = "bench";
  for (std::size_t page = 0; page * kPerPage < count; ++page) {
    const std::string key = fmt::format("https://board.example/{}", page);
    const std::string capture = fmt::format("{:064x}", page);
    run.pages.push_back({key, "board", capture});
    if (night == 0) run.captures.push_back({capture, "board", key, 1, {}, {}, {}, {}});
    DocumentRecord document;
    document.id = "sha256:" + capture;
    run.records.push_back({document_history_id(key), "document", key, to_json(document)});
  }
  for (std::size_t i = 0; i < count; ++i) run.records.push_back(score_at(i, night));
  return run;
}

double scan(const std::string& path) {
  sqlite3* database = nullptr;
  sqlite3_stmt* read = nullptr;
  sqlite3_open(path.c_str(), &database);
  sqlite3_prepare_v2(database, "SELECT json FROM record WHERE last_run IS NULL", -1, &read,
                     nullptr);
  const Watch watch;
  std::size_t bytes = 0;
  while (sqlite3_step(read) == SQLITE_ROW) {
    bytes += static_cast<std::size_t>(sqlite3_column_bytes(read, 0));
    if (sqlite3_column_text(read, 0) == nullptr) std::abort();
  }
  const double seconds = watch.seconds();
  sqlite3_finalize(read);
  sqlite3_close(database);
  return bytes == 0 ? 0 : seconds;
}

void print_row(const char* what, const std::string& figure, const std::string& beside = {}) {
  fmt::print("{:<44} {:>16}   {}\n", what, figure, beside);
}

int measure(std::size_t count, const std::string& path) {
  for (const char* part : {"", "-wal", "-shm"}) std::filesystem::remove(path + part);
  std::size_t json_bytes = 0;
  {
    const auto ledger = open_ledger(path).value();
    for (int night = 0; night < 2; ++night) {
      const RunEntry run = night_of(count, night);
      if (night == 0) {
        for (const StoredRecord& record : run.records) json_bytes += record.json.size();
      }
      const Watch watch;
      const RunOutcome outcome = ledger->record_run(run).value();
      print_row(night == 0 ? "first night written" : "second night written",
                fmt::format("{:.1f} s", watch.seconds()),
                fmt::format("{} states new, {} ended", outcome.added, outcome.ended));
    }
  }
  const auto ledger = open_ledger(path).value();
  const double size = static_cast<double>(std::filesystem::file_size(path));
  print_row("size per record", fmt::format("{:.0f} bytes", size / static_cast<double>(count)),
            fmt::format("{:.0f} of them its JSON",
                        static_cast<double>(json_bytes) / static_cast<double>(count)));
  const double alone = scan(path);
  print_row("every row read by SQLite alone", fmt::format("{:.2f} s", alone));

  const Watch diff_watch;
  const Comparison states = ledger->compare(1, 2).value();
  const std::vector<Change> changes = diff(states.before, states.after);
  const double diff_seconds = diff_watch.seconds();
  print_row(
      "diff of the second night", fmt::format("{:.3f} s", diff_seconds),
      fmt::format("{} changes; {:.3f} of reading every row", changes.size(), diff_seconds / alone));

  const Moment then = ledger->moment("2026-05-01T23:59:59Z").value();
  const std::clock_t cpu = std::clock();
  const Watch export_watch;
  std::size_t bytes = 0;
  const std::size_t lines =
      stream_records(*ledger, then, [&](std::string_view line) { bytes += line.size(); }).value();
  const double export_seconds = export_watch.seconds();
  const double export_cpu = static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC;
  print_row("export as of the first night",
            fmt::format("{:.0f} records/s", static_cast<double>(lines) / export_seconds),
            fmt::format("{:.2f} s, {} MB; {:.1f} times reading every row", export_seconds,
                        bytes / 1'000'000, export_seconds / alone));
  // What it would be on a machine that does nothing else.
  print_row("the same by processor time",
            fmt::format("{:.0f} records/s", static_cast<double>(lines) / export_cpu),
            fmt::format("{:.2f} s", export_cpu));
  return changes.size() == kChanges ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace
}  // namespace benchledger

int main(int argc, char** argv) {
  const std::size_t count = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
  const std::string path =
      argc > 2 ? argv[2] : (std::filesystem::temp_directory_path() / "ledger_scale.db").string();
  return benchledger::measure(count, path);
}
