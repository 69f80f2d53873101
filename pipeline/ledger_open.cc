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

Status SqliteLedger::prepare() {
  const auto prepared = guarded([&]() -> Status {
    sqlite3_busy_timeout(database_.get(), kBusyMilliseconds);
    const auto version = static_cast<int>(one_integer("PRAGMA user_version"));
    const std::int64_t application = one_integer("PRAGMA application_id");
    const bool empty = one_integer("SELECT count(*) FROM sqlite_master") == 0;
    if (!empty && application != kLedgerApplicationId) {
      return fail(ErrorKind::kStore, path_, "is an SQLite database, but not a ledger",
                  "name another file with --ledger");
    }
    if (version > kLedgerVersion) {
      return fail(ErrorKind::kStore, path_,
                  fmt::format("was written by a newer program (schema {}, this one knows {})",
                              version, kLedgerVersion),
                  "use that program, or another file with --ledger");
    }
    execute(database_.get(), "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL");
    if (!turn_on_log()) {
      return fail(ErrorKind::kStore, path_, "the file system cannot hold a write-ahead log",
                  "put the ledger on a local disk with --ledger");
    }
    for (int at = version; at < kLedgerVersion; ++at) {
      Transaction transaction(database_.get());
      execute(database_.get(), kLedgerMigrations[at]);
      execute(database_.get(), fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}",
                                           kLedgerApplicationId, at + 1)
                                   .c_str());
      transaction.commit();
    }
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
