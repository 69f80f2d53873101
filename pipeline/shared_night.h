#pragma once
// A night that several runs over one shared ledger fetch together: every source
// by one of them, and one of them writes the run.
//
// A run that claims a source holds its row locked (FOR UPDATE SKIP LOCKED) until
// what it fetched is stored; the lock of one that is killed ends with its
// connection, and another claims the source. Writing goes by turns: whoever has
// the turn first writes, the others find it written. All of them need the same
// captures, so that they share one --out. Errors are kStore and kLocked.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/database.h"
#include "pipeline/ledger_entries.h"

namespace benchledger {

// What one request brought, its bytes already in the capture store.
struct FetchedPage {
  FetchState state;
  std::optional<CaptureEntry> capture;
  bool is_new = false;                 // the store did not have it before
  std::optional<std::string> failure;  // for people; nullopt where it went well
};

struct FetchedSource {
  std::string id;
  std::vector<FetchedPage> pages;  // in any order
  bool is_partial = false;         // a page it did not name may still be one of its
  std::size_t left_out = 0;        // pages above its max_pages
};

// What a run would do on its own. Runs of one night agree in all but the time.
struct NightPlan {
  RunId after = 0;     // the newest run of the ledger it looked at
  std::string inputs;  // names the sources, rules and program it works with
  std::string started_at;
  std::vector<std::string> sources;  // ids of those to fetch
};

class SharedNight {
 public:
  // Joins the night under way, or begins one with this plan; what runs left that
  // are no more is dropped. nullptr where the ledger has a newer run than
  // `after`: look again. kLocked where a night with other inputs is under way.
  [[nodiscard]] static Result<std::unique_ptr<SharedNight>> join(const std::string& address,
                                                                 const NightPlan& plan);

  [[nodiscard]] std::int64_t id() const { return id_; }
  // Of the run that began it: when, and which sources are fetched.
  [[nodiscard]] const std::string& started_at() const { return started_at_; }
  [[nodiscard]] const std::vector<std::string>& sources() const { return sources_; }

  // Sources for this run to fetch and keep() next, in order; empty where all
  // are fetched. Waits where others hold those that are left.
  [[nodiscard]] Result<std::vector<std::string>> claim(std::size_t most);
  [[nodiscard]] Status keep(const std::vector<FetchedSource>& fetched);
  // What all of them brought, in the order of sources().
  [[nodiscard]] Result<std::vector<FetchedSource>> fetched();

  // Waits for the turn, which lasts as long as this object. nullopt: this run is
  // to write, with RunEntry::night; else what another one wrote.
  [[nodiscard]] Result<std::optional<RunOutcome>> take_turn();

 private:
  SharedNight(std::unique_ptr<Database> database, std::string place)
      : database_(std::move(database)), place_(std::move(place)) {}

  void drop_abandoned();
  void begin(const NightPlan& plan);
  void read_plan();
  std::vector<std::string> claim_free(std::size_t most);
  void keep_source(const FetchedSource& source);
  std::vector<FetchedPage> pages_of(const std::string& source);
  RunOutcome outcome_of(RunId run);
  bool try_lock(const char* function, std::int64_t night);
  std::int64_t one_integer(const std::string& sql);

  std::unique_ptr<Database> database_;
  std::string place_;
  std::int64_t id_ = 0;
  std::string started_at_;
  std::vector<std::string> sources_;
};

// Held by a run that reads every page again with new rules: one does it, the
// others wait and find it done.
class ServerLock {
 public:
  [[nodiscard]] static Result<ServerLock> wait(const std::string& address);

 private:
  explicit ServerLock(std::unique_ptr<Database> database) : database_(std::move(database)) {}
  std::unique_ptr<Database> database_;  // the lock ends with the connection
};

}  // namespace benchledger
