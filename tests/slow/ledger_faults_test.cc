// What happens to a ledger on a bad day: a clear error, and nothing that was
// acknowledged is lost.

#include <grp.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>

#include "../pipeline/temporary_folder.h"
#include "faulty_disk.h"
#include "pipeline/ledger.h"

namespace benchledger {
namespace {

namespace fs = std::filesystem;

RunEntry run_of(int number) {
  RunEntry run;
  run.started_at = run.ended_at = "2026-01-0" + std::to_string(number) + "T00:00:00Z";
  run.pages = {{"page", "source", "c" + std::to_string(number)}};
  run.captures = {{"c" + std::to_string(number), "source", "page", 1, {}, {}, {}, {}}};
  for (int i = 0; i < 60; ++i) {
    const std::string id = "r" + std::to_string(i);
    run.records.push_back({id, "score", "page",
                           R"({"type":"score","id":")" + id + R"(","score":{"value":)" +
                               std::to_string(number) + "},\"pad\":\"" + std::string(200, 'x') +
                               "\"}"});
  }
  return run;
}

Decision accept(const std::string& id, std::int64_t version) {
  Decision decision;
  decision.series = decision.record_id = id;
  decision.version = version;
  decision.decided_at = "2026-01-05T00:00:00Z";
  return decision;
}

// A ledger with two runs and an accepted change.
void make_ledger(const std::string& path) {
  const auto ledger = std::move(*open_ledger(path));
  ASSERT_TRUE(ledger->record_run(run_of(1)));
  ASSERT_TRUE(ledger->record_run(run_of(2)));
  ASSERT_TRUE(ledger->decide(accept("r0", ledger->history("r0")->back().version)));
}

// What was acknowledged is there and whole; more may be.
void expect_whole(const std::string& path, std::size_t runs, std::size_t decisions,
                  const std::string& name) {
  const auto ledger = open_ledger(path);
  ASSERT_TRUE(ledger) << name << ": " << describe(ledger.error());
  EXPECT_GE((*ledger)->runs()->size(), runs) << name;
  EXPECT_GE((*ledger)->all_decisions()->size(), decisions) << name;
  EXPECT_EQ((*ledger)->inconsistencies().value(), std::vector<std::string>{}) << name;
}

// One try to write a run and two decisions; how far it got.
struct Progress {
  std::size_t runs = 2;
  std::size_t decisions = 1;
  std::string error;
};

Progress write_on(const std::string& path) {
  Progress progress;
  const auto ledger = open_ledger(path);
  if (!ledger) {
    progress.error = describe(ledger.error());
    return progress;
  }
  if (const auto run = (*ledger)->record_run(run_of(3)); run) {
    ++progress.runs;
  } else {
    progress.error = describe(run.error());
  }
  for (int i = 1; i <= 2; ++i) {
    const auto decided = (*ledger)->decide(accept("r" + std::to_string(i), 0));
    if (decided) {
      ++progress.decisions;
    } else {
      progress.error = describe(decided.error());
    }
  }
  return progress;
}

// The fault comes at every write and sync there is, one after another.
void at_every_write(FaultyDisk::Fault fault, const std::vector<FaultyDisk::Survives>& outcomes,
                    const std::string& message) {
  const TemporaryFolder folder;
  make_ledger(folder / "base/ledger.db");
  std::size_t strikes = 0;
  bool again = true;
  for (std::size_t at = 1; again; ++at) {
    for (const FaultyDisk::Survives survives : outcomes) {
      const std::string name = "write " + std::to_string(at) + ", survives " +
                               std::to_string(static_cast<int>(survives));
      const std::string path = folder / "now/ledger.db";
      fs::remove_all(folder / "now");
      fs::copy(folder / "base", folder / "now", fs::copy_options::recursive);
      Progress progress;
      {
        FaultyDisk disk;
        disk.fail_at(fault, at);
        progress = write_on(path);
        again = disk.struck();
        if (!again) break;
        ++strikes;
        if (fault == FaultyDisk::Fault::kPowerCut) {
          disk.restore(survives, at);
          fs::remove(path + "-shm");  // shared memory does not outlive the machine
        }
      }
      if (progress.decisions < 3) {
        EXPECT_NE(progress.error.find(message), std::string::npos) << name << progress.error;
        EXPECT_NE(progress.error.find(path), std::string::npos) << name << progress.error;
      }
      expect_whole(path, progress.runs, progress.decisions, name);
    }
  }
  EXPECT_GT(strikes, 20U);
}

TEST(LedgerFaults, AFullDiskLosesNothing) {
  at_every_write(FaultyDisk::Fault::kFull, {FaultyDisk::Survives::kEverything},
                 "make room on the disk");
}

TEST(LedgerFaults, ADiskThatRefusesLosesNothing) {
  at_every_write(FaultyDisk::Fault::kIoError, {FaultyDisk::Survives::kEverything},
                 "the disk refuses");
}

TEST(LedgerFaults, APowerCutLosesNothingThatWasAcknowledged) {
  at_every_write(FaultyDisk::Fault::kPowerCut,
                 {FaultyDisk::Survives::kNothing, FaultyDisk::Survives::kSome,
                  FaultyDisk::Survives::kEverything},
                 "the disk refuses");
}

struct Case {
  const char* name;
  std::function<void(const std::string& path)> harm;
  const char* message;
};

void truncate_to(const std::string& path, std::uintmax_t size) {
  fs::remove(path + "-wal");
  fs::remove(path + "-shm");
  fs::resize_file(path, size);
}

const Case kCases[] = {
    {"cut off to nothing", [](const std::string& path) { truncate_to(path, 0); },
     "the file is empty"},
    {"cut off within the header", [](const std::string& path) { truncate_to(path, 70); },
     "damaged or no ledger"},
    {"cut off in the middle",
     [](const std::string& path) { truncate_to(path, fs::file_size(path) / 2 / 4096 * 4096); },
     "damaged or no ledger"},
    {"overwritten at the start",
     [](const std::string& path) {
       std::fstream(path, std::ios::in | std::ios::out | std::ios::binary) << "<html><body>gone";
     },
     "damaged or no ledger"},
};

TEST(LedgerFaults, ADamagedFileIsRefusedAndLeftAlone) {
  for (const Case& one : kCases) {
    const TemporaryFolder folder;
    const std::string path = folder / "ledger.db";
    make_ledger(path);
    one.harm(path);
    const auto size = fs::file_size(path);
    const Progress progress = write_on(path);
    EXPECT_NE(progress.error.find(one.message), std::string::npos)
        << one.name << ": " << progress.error;
    EXPECT_EQ(progress.error.find(path), 0U) << one.name;
    EXPECT_EQ(fs::file_size(path), size) << one.name;
  }
}

// What `work` returns, done by somebody whom permissions stop: by a child of
// another user where this is root.
std::string as_nobody(const std::string& folder, const std::function<std::string()>& work) {
  constexpr uid_t kNobody = 65534;
  if (::geteuid() != 0) return work();
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    EXPECT_EQ(::chown(entry.path().c_str(), kNobody, kNobody), 0);
  }
  EXPECT_EQ(::chown(folder.c_str(), kNobody, kNobody), 0);
  std::array<int, 2> ends{};
  EXPECT_EQ(::pipe(ends.data()), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const bool dropped = ::setgroups(0, nullptr) == 0 &&
                         ::setresgid(kNobody, kNobody, kNobody) == 0 &&
                         ::setresuid(kNobody, kNobody, kNobody) == 0;
    const std::string said = dropped ? work() : "cannot become nobody";
    ::_exit(::write(ends[1], said.data(), said.size()) == static_cast<ssize_t>(said.size()) ? 0
                                                                                            : 1);
  }
  ::close(ends[1]);
  std::string said;
  char c = 0;
  while (::read(ends[0], &c, 1) == 1) said += c;
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  return said;
}

TEST(LedgerFaults, AFolderThatCannotBeWrittenIsAnError) {
  const TemporaryFolder folder;
  const std::string path = folder / "ledger.db";
  make_ledger(path);
  fs::permissions(path, fs::perms::owner_read);
  fs::permissions(folder.path(), fs::perms::owner_read | fs::perms::owner_exec);
  const std::string error = as_nobody(folder.path().string(), [&] { return write_on(path).error; });
  fs::permissions(folder.path(), fs::perms::owner_all);
  fs::permissions(path, fs::perms::owner_all);
  EXPECT_NE(error.find("check the permissions"), std::string::npos) << error;
  expect_whole(path, 2, 1, "read-only folder");
}

// The same for root, whom permissions do not stop.
TEST(LedgerFaults, APlaceWhereNoFileCanBeIsAnError) {
  const TemporaryFolder folder;
  const std::string file = folder.write("file", "x");
  const auto below = open_ledger(file + "/ledger.db");
  ASSERT_FALSE(below);
  EXPECT_NE(describe(below.error()).find("cannot make the folder"), std::string::npos);
  fs::create_directories(folder / "ledger.db");
  const auto directory = open_ledger(folder / "ledger.db");
  ASSERT_FALSE(directory);
  EXPECT_NE(describe(directory.error()).find("check the permissions"), std::string::npos)
      << describe(directory.error());
}

TEST(LedgerFaults, ALedgerLockedByAnotherProgramSaysSo) {
  const TemporaryFolder folder;
  const std::string path = folder / "ledger.db";
  make_ledger(path);
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  const auto ledger = std::move(*open_ledger(path));
  EXPECT_EQ(ledger->runs()->size(), 2U);  // reading goes on
  const auto refused = ledger->record_run(run_of(3));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::kLocked);
  EXPECT_NE(describe(refused.error()).find("another program is writing to it"), std::string::npos);
  sqlite3_close(other);
  EXPECT_TRUE(ledger->record_run(run_of(3)));
}

}  // namespace
}  // namespace benchledger
