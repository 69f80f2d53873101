// Where a ledger file may lie, whose file it is, which schema it has.

#include "pipeline/ledger_file.h"

#include <fmt/format.h>
#include <sys/statfs.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "pipeline/ledger_schema.h"
#include "pipeline/ledger_sql.h"
#include "pipeline/sqlite.h"

namespace benchledger {
namespace {

namespace fs = std::filesystem;

Status check_file_system(const fs::path& folder) {
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

std::int64_t one_integer(Database& database, const char* sql) {
  Statement statement(database, sql);
  return statement.step() ? statement.integer(0) : 0;
}

// Whose file it is, before anything in it is touched.
Status check_ours(Database& database, const std::string& path, int version) {
  const bool empty = one_integer(database, "SELECT count(*) FROM sqlite_master") == 0;
  if (!empty && one_integer(database, "PRAGMA application_id") != kLedgerApplicationId) {
    return fail(ErrorKind::kStore, path, "is an SQLite database, but not a ledger",
                "name another file with --ledger");
  }
  if (version > kLedgerVersion) {
    return fail(ErrorKind::kStore, path,
                fmt::format("was written by a newer program (schema {}, this one knows {})",
                            version, kLedgerVersion),
                "use that program, or another file with --ledger");
  }
  return {};
}

bool turn_on_log(Database& database) {
  Statement mode(database, "PRAGMA journal_mode = WAL");
  return mode.step() && mode.view(0) == "wal";
}

void drop_views(Database& database) {
  std::vector<std::string> views;
  {
    Statement named(database, "SELECT name FROM sqlite_master WHERE type = 'view'");
    while (named.step()) views.push_back(named.text(0));
  }
  for (const std::string& view : views) database.execute(fmt::format("DROP VIEW \"{}\"", view));
}

// A copy beside the file first; then all steps and the views in one
// transaction. Tables are rebuilt there, so that references are checked only
// once it is whole.
void migrate(Database& database, const std::string& path, int version) {
  if (version > 0) {
    const std::string backup = fmt::format("{}.schema{}.bak", path, version);
    std::error_code error;
    fs::remove(backup, error);
    Statement(database, "VACUUM INTO ?").run(std::string_view(backup));
  }
  Transaction transaction(database);
  // Another program may have been quicker.
  if (one_integer(database, "PRAGMA user_version") == kLedgerVersion) return;
  drop_views(database);
  for (int at = version; at < kLedgerVersion; ++at) database.execute(kLedgerMigrations[at]);
  for (std::size_t i = 0; i < kLedgerViewCount; ++i) database.execute(kLedgerViews[i]);
  if (Statement(database, "PRAGMA foreign_key_check").step()) {
    throw SqlFailure{"its rows refer to rows that are not there",
                     "put a copy in its place; this file was left as it was"};
  }
  database.execute(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}",
                               kLedgerApplicationId, kLedgerVersion));
  transaction.commit();
}

Status prepare(Database& database, const std::string& path) {
  const auto version = static_cast<int>(one_integer(database, "PRAGMA user_version"));
  if (const Status ours = check_ours(database, path, version); !ours) return ours;
  // Most a connection takes, not what it takes: the first night of a large ledger writes indexes
  // all over the file, and SQLite's own 2 MB would send every page of them to disk many times.
  database.execute("PRAGMA synchronous = FULL; PRAGMA cache_size = -262144");
  if (!turn_on_log(database)) {
    return fail(ErrorKind::kStore, path, "the file system cannot hold a write-ahead log",
                "put the ledger on a local disk with --ledger");
  }
  if (version < kLedgerVersion) migrate(database, path, version);
  database.execute("PRAGMA foreign_keys = ON");
  return {};
}

Status check_place(const std::string& path) {
  const fs::path folder = fs::path(path).has_parent_path() ? fs::path(path).parent_path() : ".";
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    return fail(ErrorKind::kStore, folder.string(), "cannot make the folder: " + error.message());
  }
  if (const Status local = check_file_system(folder); !local) return local;
  // SQLite would take what is left of a file that was cut off for a new one.
  const bool there = fs::exists(path, error);
  if (there && fs::is_regular_file(path, error) && fs::file_size(path, error) == 0 &&
      !fs::exists(path + "-wal", error)) {
    return fail(ErrorKind::kStore, path, "ledger: the file is empty",
                "put a copy in its place, or remove the file to begin anew");
  }
  return {};
}

}  // namespace

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

Result<std::unique_ptr<Ledger>> open_ledger_file(const std::string& path) {
  if (const Status place = check_place(path); !place) return tl::unexpected<Error>(place.error());
  std::unique_ptr<Database> database;
  const auto ready = guarded(path, [&]() -> Status {
    database = open_sqlite(path);
    return prepare(*database, path);
  });
  if (!ready) return tl::unexpected<Error>(ready.error());
  if (!*ready) return tl::unexpected<Error>(ready->error());
  return std::make_unique<SqlLedger>(std::move(database), path);
}

}  // namespace benchledger
