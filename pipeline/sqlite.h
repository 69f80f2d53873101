#pragma once
// SQLite without its sharp edges: a connection that closes itself, statements
// bound and read in order, transactions that roll back. A step that goes wrong
// throws SqlFailure, which never leaves the ledger's files (see guarded() in
// ledger_sqlite.h).

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace benchledger {

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;

struct SqlFailure {
  std::string message;
  std::string remedy;
  bool locked = false;  // by another program
};

// What to do about an SQLite result code; empty where nothing helps.
[[nodiscard]] std::string remedy_for(int code);

[[noreturn]] void throw_failure(sqlite3* database);

// One or more statements that give no rows.
void execute(sqlite3* database, const char* sql);

// A prepared statement: bind in order, step, read columns in order.
class Statement {
 public:
  Statement(sqlite3* database, const char* sql) : database_(database) {
    if (sqlite3_prepare_v2(database, sql, -1, &statement_, nullptr) != SQLITE_OK) {
      throw_failure(database);
    }
  }
  ~Statement() { sqlite3_finalize(statement_); }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  template <typename... Values>
  Statement& bind(const Values&... values) {
    sqlite3_reset(statement_);
    int at = 0;
    (bind_one(++at, values), ...);
    return *this;
  }

  // True where there is a row.
  bool step() {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) throw_failure(database_);
    return false;
  }

  template <typename... Values>
  void run(const Values&... values) {
    bind(values...);
    step();
    sqlite3_reset(statement_);
  }

  [[nodiscard]] std::int64_t integer(int column) const {
    return sqlite3_column_int64(statement_, column);
  }
  [[nodiscard]] double real(int column) const { return sqlite3_column_double(statement_, column); }
  [[nodiscard]] bool is_null(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
  }
  // Lives until the next step.
  [[nodiscard]] std::string_view view(int column) const {
    const unsigned char* bytes = sqlite3_column_text(statement_, column);
    const int size = sqlite3_column_bytes(statement_, column);
    if (bytes == nullptr) return {};
    return {reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)};
  }
  [[nodiscard]] std::string text(int column) const { return std::string(view(column)); }
  [[nodiscard]] std::optional<std::string> maybe_text(int column) const {
    return is_null(column) ? std::nullopt : std::optional(text(column));
  }
  [[nodiscard]] std::optional<std::int64_t> maybe_integer(int column) const {
    return is_null(column) ? std::nullopt : std::optional(integer(column));
  }

 private:
  void check(int code) {
    if (code != SQLITE_OK) throw_failure(database_);
  }
  // Bound text must outlive the step; every caller binds what it holds.
  void bind_one(int at, std::string_view value) {
    check(sqlite3_bind_text64(statement_, at, value.data() == nullptr ? "" : value.data(),
                              value.size(), SQLITE_STATIC, SQLITE_UTF8));
  }
  void bind_one(int at, std::int64_t value) { check(sqlite3_bind_int64(statement_, at, value)); }
  void bind_one(int at, double value) { check(sqlite3_bind_double(statement_, at, value)); }
  void bind_one(int at, std::size_t value) { bind_one(at, static_cast<std::int64_t>(value)); }
  template <typename T>
  void bind_one(int at, const std::optional<T>& value) {
    if (value) {
      bind_one(at, *value);
    } else {
      check(sqlite3_bind_null(statement_, at));
    }
  }

  sqlite3* database_;
  sqlite3_stmt* statement_ = nullptr;
};

// Rolled back unless committed.
class Transaction {
 public:
  explicit Transaction(sqlite3* database) : database_(database) {
    execute(database_, "BEGIN IMMEDIATE");
  }
  ~Transaction() {
    if (!committed_) sqlite3_exec(database_, "ROLLBACK", nullptr, nullptr, nullptr);
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit() {
    execute(database_, "COMMIT");
    committed_ = true;
  }

 private:
  sqlite3* database_;
  bool committed_ = false;
};

}  // namespace benchledger
