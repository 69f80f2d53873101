// Opening a ledger: where it may lie, whose file it is, which schema it has.

#include <fmt/format.h>
#include <sys/statfs.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "pipeline/ledger_schema.h"
#include "pipeline/ledger_sqlite.h"

namespace benchledger {
namespace {

constexpr int kBusyMilliseconds = 10'000;

Status check_file_system(const std::filesystem::path& folder) {
  struct statfs info {};
  if (::statfs(folder.c_str(), &info) != 0) {
    return fail(ErrorKind::kStore, folder.string(), std::generic_category().message(errno));
  }
  const char* name = network_file_system(static_cast<unsigned long>(info.f_type));
  if (name == nullptr) return {};
  return fail(ErrorKind::kStore, folder.string(),
              fmt::format("is on a network file system ({}), where an SQLite write-ahead log "
                          "loses data",
                          name),
              "put the ledger on a local disk with --ledger");
}

}  // namespace

// Whose file it is, before anything in it is touched.
Status SqliteLedger::check_ours(int version) {
  const bool empty = one_integer("SELECT count(*) FROM sqlite_master") == 0;
  if (!empty && one_integer("PRAGMA application_id") != kLedgerApplicationId) {
    return fail(ErrorKind::kStore, path_, "is an SQLite database, but not a ledger",
                "name another file with --ledger");
  }
  if (version > kLedgerVersion) {
    return fail(ErrorKind::kStore, path_,
                fmt::format("was written by a newer program (schema {}, this one knows {})",
                            version, kLedgerVersion),
                "use that program, or another file with --ledger");
  }
  return {};
}

bool SqliteLedger::turn_on_log() {
  Statement mode = sql("PRAGMA journal_mode = WAL");
  return mode.step() && mode.text(0) == "wal";
}

// A copy beside the file first; then all steps and the views in one
// transaction. Tables are rebuilt there, so that references are checked only
// once it is whole.
void SqliteLedger::migrate(int version) {
  if (version > 0) {
    const std::string backup = fmt::format("{}.schema{}.bak", path_, version);
    std::error_code error;
    std::filesystem::remove(backup, error);
    sql("VACUUM INTO ?").run(std::string_view(backup));
  }
  Transaction transaction(database_.get());
  // Another program may have been quicker.
  if (one_integer("PRAGMA user_version") == kLedgerVersion) return;
  const auto drop = [&](const std::string& view) {
    execute(database_.get(), fmt::format("DROP VIEW \"{}\"", view).c_str());
  };
  std::vector<std::string> views;
  Statement named = sql("SELECT name FROM sqlite_master WHERE type = 'view'");
  while (named.step()) views.push_back(named.text(0));
  for (const std::string& view : views) drop(view);
  for (int at = version; at < kLedgerVersion; ++at) {
    execute(database_.get(), kLedgerMigrations[at]);
  }
  for (std::size_t i = 0; i < kLedgerViewCount; ++i) execute(database_.get(), kLedgerViews[i]);
  if (sql("PRAGMA foreign_key_check").step()) {
    throw SqlFailure{"its rows refer to rows that are not there",
                     "put a copy in its place; this file was left as it was"};
  }
  execute(database_.get(), fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}",
                                       kLedgerApplicationId, kLedgerVersion)
                               .c_str());
  transaction.commit();
}

Status SqliteLedger::prepare() {
  const auto prepared = guarded([&]() -> Status {
    sqlite3_busy_timeout(database_.get(), kBusyMilliseconds);
    const auto version = static_cast<int>(one_integer("PRAGMA user_version"));
    if (const Status ours = check_ours(version); !ours) return ours;
    execute(database_.get(), "PRAGMA synchronous = FULL");
    if (!turn_on_log()) {
      return fail(ErrorKind::kStore, path_, "the file system cannot hold a write-ahead log",
                  "put the ledger on a local disk with --ledger");
    }
    if (version < kLedgerVersion) migrate(version);
    execute(database_.get(), "PRAGMA foreign_keys = ON");
    return {};
  });
  if (!prepared) return tl::unexpected<Error>(prepared.error());
  return *prepared;
}

const char* network_file_system(unsigned long type) {
  // linux/magic.h and the file systems' own sources.
  static constexpr std::pair<unsigned long, const char*> kTypes[] = {
      {0x6969, "NFS"},      {0x517B, "SMB"},       {0xFE534D42, "SMB2"},  {0xFF534D42, "CIFS"},
      {0x5346414F, "AFS"},  {0x00C36400, "Ceph"},  {0x73757245, "Coda"},  {0x0BD00BD0, "Lustre"},
      {0x47504653, "GPFS"}, {0x013111A8, "IBRIX"}, {0x7461636F, "OCFS2"},
  };
  for (const auto& [magic, name] : kTypes) {
    if ((type & 0xFFFFFFFFUL) == magic) return name;
  }
  return nullptr;
}

Result<std::unique_ptr<Ledger>> open_ledger(const std::string& path) {
  namespace fs = std::filesystem;
  const fs::path folder = fs::path(path).has_parent_path() ? fs::path(path).parent_path() : ".";
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    return fail(ErrorKind::kStore, folder.string(), "cannot make the folder: " + error.message());
  }
  if (const Status local = check_file_system(folder); !local) {
    return tl::unexpected<Error>(local.error());
  }
  // SQLite would take what is left of a file that was cut off for a new one.
  const bool there = fs::exists(path, error);
  if (there && fs::is_regular_file(path, error) && fs::file_size(path, error) == 0 &&
      !fs::exists(path + "-wal", error)) {
    return fail(ErrorKind::kStore, path, "ledger: the file is empty",
                "put a copy in its place, or remove the file to begin anew");
  }
  sqlite3* raw = nullptr;
  const int code =
      sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  Database database(raw);
  if (code != SQLITE_OK) {
    return fail(ErrorKind::kStore, path, std::string("ledger: ") + sqlite3_errmsg(raw),
                remedy_for(code));
  }
  auto ledger = std::make_unique<SqliteLedger>(std::move(database), path);
  if (const Status ready = ledger->prepare(); !ready) return tl::unexpected<Error>(ready.error());
  return ledger;
}

Result<std::unique_ptr<Ledger>> open_existing_ledger(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) {
    return fail(ErrorKind::kUsage, path, "there is no ledger yet",
                "make one with `benchledger run`, or name it with --ledger or --out");
  }
  return open_ledger(path);
}

}  // namespace benchledger
