#include "pipeline/ledger_server.h"

#include <fmt/format.h>

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "pipeline/ledger_schema.h"
#include "pipeline/ledger_sql.h"
#include "pipeline/postgresql.h"
#include "pipeline/postgresql_dialect.h"
#include "pipeline/server_address.h"
#include "pipeline/sqlite.h"

namespace benchledger {
namespace {

constexpr const char* kOtherPlace =
    "name another database with --ledger, or another schema in it: "
    "?options=-csearch_path%3Dbenchledger";

// Which program's ledger it is; nullopt where there is none.
std::optional<int> version_of(Database& database) {
  Statement table(database, "SELECT to_regclass('ledger_schema') IS NOT NULL");
  if (!table.step() || table.integer(0) == 0) return std::nullopt;
  Statement version(database, "SELECT version FROM ledger_schema");
  return version.step() ? static_cast<int>(version.integer(0)) : 0;
}

std::string schema_of(Database& database) {
  Statement name(database, "SELECT current_schema()");
  return name.step() ? name.text(0) : "";
}

bool holds_tables(Database& database) {
  return Statement(database, "SELECT 1 FROM pg_tables WHERE schemaname = current_schema()").step();
}

std::vector<std::string> texts(Database& database, const std::string& sql) {
  std::vector<std::string> found;
  Statement read(database, sql);
  while (read.step()) found.push_back(read.text(0));
  return found;
}

// The tables of today as SQLite has them after every migration: one schema,
// written once.
void make_tables(Database& database) {
  const std::unique_ptr<Database> model = open_sqlite(":memory:");
  for (int at = 0; at < kLedgerVersion; ++at) model->execute(kLedgerMigrations[at]);
  database.execute(kPostgresqlFunctions);
  database.execute(kNightTables);
  for (const std::string& sql :
       texts(*model, "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid")) {
    database.execute(sql);
    if (!sql.starts_with("CREATE TABLE")) continue;
    for (const std::string& comment : column_comments(sql)) database.execute(comment);
  }
}

void copy_tables(Database& database, int version) {
  const std::string backup = fmt::format("{}_{}_bak", schema_of(database), version);
  database.execute(
      fmt::format("DROP SCHEMA IF EXISTS \"{0}\" CASCADE; CREATE SCHEMA \"{0}\"", backup));
  for (const std::string& table :
       texts(database, "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")) {
    database.execute(fmt::format("CREATE TABLE \"{0}\".\"{1}\" AS TABLE \"{1}\"", backup, table));
  }
}

void drop_views(Database& database) {
  for (const std::string& view :
       texts(database, "SELECT viewname FROM pg_views WHERE schemaname = current_schema()")) {
    database.execute(fmt::format("DROP VIEW IF EXISTS \"{}\" CASCADE", view));
  }
}

// All in one transaction: a ledger is of one version or of the other.
void bring_forward(Database& database) {
  Transaction transaction(database);
  database.execute("CREATE TABLE IF NOT EXISTS ledger_schema (version INTEGER NOT NULL)");
  const int version = version_of(database).value_or(0);
  if (version == kLedgerVersion) return;  // another program was quicker
  if (version == 0) {
    make_tables(database);
  } else {
    copy_tables(database, version);
    drop_views(database);
    for (int at = version; at < kLedgerVersion; ++at) database.execute(kLedgerMigrations[at]);
  }
  for (std::size_t i = 0; i < kLedgerViewCount; ++i) database.execute(kLedgerViews[i]);
  database.execute(fmt::format("DELETE FROM ledger_schema; INSERT INTO ledger_schema VALUES ({})",
                               kLedgerVersion));
  transaction.commit();
}

// Whether there is a ledger of this program's schema now.
Result<bool> prepare(Database& database, const std::string& place, IfNone if_none) {
  if (schema_of(database).empty()) {
    return fail(ErrorKind::kStore, place, "the schema that search_path names is not there",
                "make it with CREATE SCHEMA, or name another");
  }
  const std::optional<int> version = version_of(database);
  if (!version && holds_tables(database)) {
    return fail(ErrorKind::kStore, place, "holds the tables of another program", kOtherPlace);
  }
  if (version && *version > kLedgerVersion) {
    return fail(ErrorKind::kStore, place,
                fmt::format("was written by a newer program (schema {}, this one knows {})",
                            *version, kLedgerVersion),
                "use that program, or another database with --ledger");
  }
  const bool none = version.value_or(0) == 0;
  if (none && if_none == IfNone::kLeave) return false;
  if (version != kLedgerVersion) bring_forward(database);
  return true;
}

}  // namespace

Result<std::unique_ptr<Ledger>> open_ledger_server(const std::string& address, IfNone if_none) {
  if (const Status fine = check_server_address(address); !fine) {
    return tl::unexpected<Error>(fine.error());
  }
  const std::string place = server_for_people(address);
  std::unique_ptr<Database> database;
  const auto ready = guarded(place, [&] {
    database = connect_postgresql(address);
    return prepare(*database, place, if_none);
  });
  if (!ready) return tl::unexpected<Error>(ready.error());
  if (!*ready) return tl::unexpected<Error>(ready->error());
  if (!**ready) return nullptr;
  return std::make_unique<SqlLedger>(std::move(database), place);
}

}  // namespace benchledger
