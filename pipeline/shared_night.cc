#include "pipeline/shared_night.h"

#include <fmt/format.h>

#include <chrono>
#include <thread>
#include <utility>

#include "pipeline/postgresql.h"
#include "pipeline/server_address.h"

namespace benchledger {
namespace {

constexpr auto kPause = std::chrono::milliseconds(100);

// Advisory locks: a class, which schema, and for two of them which night.
constexpr const char* kAlive = "alive";    // shared by the runs of a night
constexpr const char* kTurn = "turn";      // of the run that writes
constexpr const char* kReplay = "replay";  // of the run that reads every page again

std::string lock_key(const char* name, std::int64_t night) {
  return fmt::format("(hashtext('benchledger {} ' || current_schema()), {})", name, night);
}

}  // namespace

Result<std::unique_ptr<SharedNight>> SharedNight::join(const std::string& address,
                                                       const NightPlan& plan) {
  const std::string place = server_for_people(address);
  using Joined = Result<std::unique_ptr<SharedNight>>;
  auto joined = guarded(place, [&]() -> Joined {
    std::unique_ptr<SharedNight> night(new SharedNight(connect_postgresql(address), place));
    Transaction transaction(*night->database_);
    if (night->one_integer("SELECT coalesce(max(id), 0) FROM run") != plan.after) return nullptr;
    night->drop_abandoned();
    Statement open(*night->database_, "SELECT id, inputs FROM night WHERE run IS NULL");
    if (!open.step()) {
      night->begin(plan);
    } else if (open.view(1) == plan.inputs) {
      night->id_ = open.integer(0);
    } else {
      return fail(ErrorKind::kLocked, place, "a run with other sources or rules is under way",
                  "wait for it to end, or run with the same");
    }
    night->database_->execute("SELECT pg_advisory_lock_shared" + lock_key(kAlive, night->id_));
    night->read_plan();
    transaction.commit();
    return night;
  });
  if (!joined) return tl::unexpected<Error>(joined.error());
  return std::move(*joined);
}

// Nights that nobody works at any more: written, or all their runs were killed.
void SharedNight::drop_abandoned() {
  std::vector<std::int64_t> nights;
  Statement read(*database_, "SELECT id FROM night");
  while (read.step()) nights.push_back(read.integer(0));
  Statement forget(*database_, "DELETE FROM night WHERE id = ?");
  for (const std::int64_t night : nights) {
    Statement alone(*database_, "SELECT pg_try_advisory_xact_lock" + lock_key(kAlive, night));
    if (alone.step() && alone.integer(0) == 1) forget.run(night);
  }
}

void SharedNight::begin(const NightPlan& plan) {
  Statement night(*database_, "INSERT INTO night (inputs, started_at) VALUES (?, ?) RETURNING id");
  night.bind(plan.inputs, plan.started_at).step();
  id_ = night.integer(0);
  Statement source(*database_,
                   "INSERT INTO night_source (night, place, source_id) VALUES (?, ?, ?)");
  for (std::size_t i = 0; i < plan.sources.size(); ++i) source.run(id_, i, plan.sources[i]);
}

void SharedNight::read_plan() {
  Statement night(*database_, "SELECT started_at FROM night WHERE id = ?");
  if (night.bind(id_).step()) started_at_ = night.text(0);
  Statement read(*database_, "SELECT source_id FROM night_source WHERE night = ? ORDER BY place");
  read.bind(id_);
  while (read.step()) sources_.push_back(read.text(0));
}

// ---- fetching

Result<std::vector<std::string>> SharedNight::claim(std::size_t most) {
  return guarded(place_, [&] {
    Statement left(*database_, "SELECT count(*) FROM night_source WHERE night = ? AND NOT fetched");
    for (;;) {
      std::vector<std::string> claimed = claim_free(most);
      if (!claimed.empty()) return claimed;
      if (left.bind(id_).step(); left.integer(0) == 0) return claimed;
      std::this_thread::sleep_for(kPause);
    }
  });
}

// The transaction stays open, and with it the locks, until keep().
std::vector<std::string> SharedNight::claim_free(std::size_t most) {
  database_->execute("BEGIN");
  std::vector<std::string> claimed;
  Statement read(*database_,
                 "SELECT source_id FROM night_source WHERE night = ? AND NOT fetched "
                 "ORDER BY place LIMIT ? FOR UPDATE SKIP LOCKED");
  read.bind(id_, most);
  while (read.step()) claimed.push_back(read.text(0));
  if (claimed.empty()) database_->roll_back();
  return claimed;
}

Status SharedNight::keep(const std::vector<FetchedSource>& fetched) {
  return guarded_status(place_, [&] {
    for (const FetchedSource& source : fetched) keep_source(source);
    database_->commit();
  });
}

void SharedNight::keep_source(const FetchedSource& source) {
  Statement page(*database_,
                 "INSERT INTO night_page (night, source_id, place, page_key, outcome, detail, "
                 "checked_at, etag, last_modified, capture, bytes, url, final_url, media_type, "
                 "fetched_at, is_new, failure) "
                 "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  for (std::size_t i = 0; i < source.pages.size(); ++i) {
    const auto& [state, capture, is_new, failure] = source.pages[i];
    const CaptureEntry entry = capture.value_or(CaptureEntry{});
    page.run(id_, source.id, i, state.page_key, state.outcome, state.detail, state.checked_at,
             state.etag, state.last_modified, state.capture,
             capture ? std::optional(static_cast<std::int64_t>(entry.bytes)) : std::nullopt,
             entry.url, entry.final_url, entry.media_type, entry.fetched_at,
             static_cast<std::int64_t>(is_new), failure);
  }
  Statement(*database_,
            "UPDATE night_source SET fetched = TRUE, is_partial = ?, left_out = ? "
            "WHERE night = ? AND source_id = ?")
      .run(static_cast<std::int64_t>(source.is_partial), source.left_out, id_, source.id);
}

Result<std::vector<FetchedSource>> SharedNight::fetched() {
  return guarded(place_, [&] {
    std::vector<FetchedSource> sources;
    Statement read(*database_,
                   "SELECT source_id, is_partial, left_out FROM night_source WHERE night = ? "
                   "ORDER BY place");
    read.bind(id_);
    while (read.step()) {
      sources.push_back({read.text(0), pages_of(read.text(0)), read.integer(1) != 0,
                         static_cast<std::size_t>(read.integer(2))});
    }
    return sources;
  });
}

std::vector<FetchedPage> SharedNight::pages_of(const std::string& source) {
  std::vector<FetchedPage> pages;
  Statement read(*database_,
                 "SELECT page_key, outcome, detail, checked_at, etag, last_modified, capture, "
                 "bytes, url, final_url, media_type, fetched_at, is_new, failure FROM night_page "
                 "WHERE night = ? AND source_id = ? ORDER BY place");
  read.bind(id_, source);
  while (read.step()) {
    FetchedPage page;
    page.state = {source,       read.text(0),       read.text(1),       read.text(2),
                  read.text(3), read.maybe_text(4), read.maybe_text(5), read.maybe_text(6)};
    if (!read.is_null(7)) {
      page.capture = CaptureEntry{page.state.capture.value_or(""),
                                  source,
                                  page.state.page_key,
                                  static_cast<std::size_t>(read.integer(7)),
                                  read.maybe_text(8),
                                  read.maybe_text(9),
                                  read.maybe_text(10),
                                  read.maybe_text(11)};
    }
    page.is_new = read.integer(12) != 0;
    page.failure = read.maybe_text(13);
    pages.push_back(std::move(page));
  }
  return pages;
}

// ---- writing

Result<std::optional<RunOutcome>> SharedNight::take_turn() {
  return guarded(place_, [&]() -> std::optional<RunOutcome> {
    while (!try_lock("pg_try_advisory_lock", id_)) std::this_thread::sleep_for(kPause);
    Statement written(*database_, "SELECT run FROM night WHERE id = ?");
    written.bind(id_).step();
    if (written.is_null(0)) return std::nullopt;
    return outcome_of(written.integer(0));
  });
}

// Of a run that nothing has followed yet. How many records it dropped for their
// id is known to its writer alone.
RunOutcome SharedNight::outcome_of(RunId run) {
  RunOutcome outcome;
  outcome.id = run;
  outcome.previous = run - 1;
  Statement added(*database_, "SELECT count(*) FROM record WHERE first_run = ?");
  if (added.bind(run).step()) outcome.added = static_cast<std::size_t>(added.integer(0));
  Statement ended(*database_, "SELECT count(*) FROM record WHERE last_run = ?");
  if (ended.bind(run - 1).step()) outcome.ended = static_cast<std::size_t>(ended.integer(0));
  return outcome;
}

bool SharedNight::try_lock(const char* function, std::int64_t night) {
  return one_integer(fmt::format("SELECT {}{}", function, lock_key(kTurn, night))) == 1;
}

std::int64_t SharedNight::one_integer(const std::string& sql) {
  Statement statement(*database_, sql);
  return statement.step() ? statement.integer(0) : 0;
}

Result<ServerLock> ServerLock::wait(const std::string& address) {
  return guarded(server_for_people(address), [&] {
    std::unique_ptr<Database> database = connect_postgresql(address);
    for (bool held = false; !held;) {
      Statement lock(*database, "SELECT pg_try_advisory_lock" + lock_key(kReplay, 0));
      held = lock.step() && lock.integer(0) == 1;
      if (!held) std::this_thread::sleep_for(kPause);
    }
    return ServerLock(std::move(database));
  });
}

}  // namespace benchledger
