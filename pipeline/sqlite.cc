#include "pipeline/sqlite.h"

#include <fmt/format.h>
#include <sqlite3.h>

namespace benchledger {
namespace {

// What to do about an SQLite result code; empty where nothing helps.
std::string remedy_for(int code) {
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "another program is writing to it; try again";
    case SQLITE_FULL:
      return "make room on the disk; what was written before is safe, nothing of this was";
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
      return "check the permissions of the file and its folder";
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return "the file is damaged or no ledger; put a copy in its place";
    case SQLITE_IOERR:
      return "the disk refuses; what was written before is safe, nothing of this was";
    default:
      return "";
  }
}

[[noreturn]] void throw_failure(sqlite3* database) {
  const int code = sqlite3_extended_errcode(database);
  const int kind = code & 0xff;
  throw SqlFailure{sqlite3_errmsg(database), remedy_for(code),
                   kind == SQLITE_BUSY || kind == SQLITE_LOCKED};
}

class SqliteQuery : public Query {
 public:
  SqliteQuery(sqlite3* database, const std::string& sql) : database_(database) {
    const auto size = static_cast<int>(sql.size()) + 1;
    check(sqlite3_prepare_v2(database, sql.c_str(), size, &statement_, nullptr));
  }
  ~SqliteQuery() override { sqlite3_finalize(statement_); }
  SqliteQuery(const SqliteQuery&) = delete;
  SqliteQuery& operator=(const SqliteQuery&) = delete;

  void reset() override { sqlite3_reset(statement_); }
  void bind_text(int at, std::string_view value) override {
    check(sqlite3_bind_text64(statement_, at, value.data() == nullptr ? "" : value.data(),
                              value.size(), SQLITE_STATIC, SQLITE_UTF8));
  }
  void bind_integer(int at, std::int64_t value) override {
    check(sqlite3_bind_int64(statement_, at, value));
  }
  void bind_real(int at, double value) override {
    check(sqlite3_bind_double(statement_, at, value));
  }
  void bind_null(int at) override { check(sqlite3_bind_null(statement_, at)); }
  bool step() override {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) throw_failure(database_);
    return false;
  }

  [[nodiscard]] std::int64_t integer(int column) const override {
    return sqlite3_column_int64(statement_, column);
  }
  [[nodiscard]] double real(int column) const override {
    return sqlite3_column_double(statement_, column);
  }
  [[nodiscard]] bool is_null(int column) const override {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
  }
  [[nodiscard]] std::string_view view(int column) const override {
    const unsigned char* bytes = sqlite3_column_text(statement_, column);
    const int size = sqlite3_column_bytes(statement_, column);
    if (bytes == nullptr) return {};
    return {reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)};
  }

 private:
  void check(int code) {
    if (code != SQLITE_OK) throw_failure(database_);
  }

  sqlite3* database_;
  sqlite3_stmt* statement_ = nullptr;
};

class SqliteDatabase : public Database {
 public:
  explicit SqliteDatabase(sqlite3* database) : database_(database) {}
  ~SqliteDatabase() override { sqlite3_close_v2(database_); }
  SqliteDatabase(const SqliteDatabase&) = delete;
  SqliteDatabase& operator=(const SqliteDatabase&) = delete;

  std::unique_ptr<Query> prepare(const std::string& sql) override {
    return std::make_unique<SqliteQuery>(database_, sql);
  }
  void execute(const std::string& sql) override {
    if (sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
      throw_failure(database_);
    }
  }
  void begin() override { execute("BEGIN IMMEDIATE"); }
  void commit() override { execute("COMMIT"); }
  void roll_back() noexcept override {
    sqlite3_exec(database_, "ROLLBACK", nullptr, nullptr, nullptr);
  }
  std::vector<std::string> damage() override {
    std::vector<std::string> found;
    SqliteQuery pages(database_, "PRAGMA integrity_check");
    while (pages.step()) {
      if (pages.view(0) != "ok") found.push_back("file: " + std::string(pages.view(0)));
    }
    SqliteQuery references(database_, "PRAGMA foreign_key_check");
    while (references.step()) {
      found.push_back(fmt::format("row {} of table {} refers to a row of {} that is not there",
                                  references.view(1), references.view(0), references.view(2)));
    }
    return found;
  }

 private:
  sqlite3* database_;
};

}  // namespace

std::unique_ptr<Database> open_sqlite(const std::string& path) {
  sqlite3* raw = nullptr;
  const int code =
      sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  auto database = std::make_unique<SqliteDatabase>(raw);
  if (code != SQLITE_OK) throw_failure(raw);
  sqlite3_busy_timeout(raw, kBusySeconds * 1000);
  return database;
}

}  // namespace benchledger
