#pragma once
// A database as the ledger uses one: statements bound and read in order,
// transactions that roll back. SQL is written once, for SQLite; a driver for
// another server translates it (postgresql_dialect.h). What goes wrong throws
// SqlFailure, which never leaves the ledger's files (see guarded()).

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extractors/result.h"

namespace benchledger {

struct SqlFailure {
  std::string message;
  std::string remedy;
  bool locked = false;  // by another program
};

// A prepared statement of a driver. Parameters count from 1, columns from 0.
class Query {
 public:
  virtual ~Query() = default;

  virtual void reset() = 0;                                    // before parameters are bound anew
  virtual void bind_text(int at, std::string_view value) = 0;  // must outlive the step
  virtual void bind_integer(int at, std::int64_t value) = 0;
  virtual void bind_real(int at, double value) = 0;
  virtual void bind_null(int at) = 0;
  virtual bool step() = 0;  // true where there is a row

  [[nodiscard]] virtual std::int64_t integer(int column) const = 0;
  [[nodiscard]] virtual double real(int column) const = 0;
  [[nodiscard]] virtual bool is_null(int column) const = 0;
  [[nodiscard]] virtual std::string_view view(int column) const = 0;  // until the next step
};

// A connection, closed with it. One thread.
class Database {
 public:
  virtual ~Database() = default;

  [[nodiscard]] virtual std::unique_ptr<Query> prepare(const std::string& sql) = 0;
  // One or more statements that give no rows.
  virtual void execute(const std::string& sql) = 0;
  // Begins a transaction that no other writer shares: waits for theirs to end,
  // SqlFailure (locked) where that takes longer than kBusySeconds.
  virtual void begin() = 0;
  virtual void commit() = 0;
  virtual void roll_back() noexcept = 0;
  // What the database itself finds wrong with its files, a line each.
  [[nodiscard]] virtual std::vector<std::string> damage() = 0;
};

inline constexpr int kBusySeconds = 10;

// A query with the types of this program.
class Statement {
 public:
  Statement(Database& database, const std::string& sql) : query_(database.prepare(sql)) {}

  template <typename... Values>
  Statement& bind(const Values&... values) {
    query_->reset();
    int at = 0;
    (bind_one(++at, values), ...);
    return *this;
  }
  bool step() { return query_->step(); }
  template <typename... Values>
  void run(const Values&... values) {
    bind(values...);
    step();
    query_->reset();
  }

  [[nodiscard]] std::int64_t integer(int column) const { return query_->integer(column); }
  [[nodiscard]] double real(int column) const { return query_->real(column); }
  [[nodiscard]] bool is_null(int column) const { return query_->is_null(column); }
  [[nodiscard]] std::string_view view(int column) const { return query_->view(column); }
  [[nodiscard]] std::string text(int column) const { return std::string(view(column)); }
  [[nodiscard]] std::optional<std::string> maybe_text(int column) const {
    return is_null(column) ? std::nullopt : std::optional(text(column));
  }
  [[nodiscard]] std::optional<std::int64_t> maybe_integer(int column) const {
    return is_null(column) ? std::nullopt : std::optional(integer(column));
  }

 private:
  void bind_one(int at, std::string_view value) { query_->bind_text(at, value); }
  void bind_one(int at, std::int64_t value) { query_->bind_integer(at, value); }
  void bind_one(int at, double value) { query_->bind_real(at, value); }
  void bind_one(int at, std::size_t value) { bind_one(at, static_cast<std::int64_t>(value)); }
  template <typename T>
  void bind_one(int at, const std::optional<T>& value) {
    if (value) {
      bind_one(at, *value);
    } else {
      query_->bind_null(at);
    }
  }

  std::unique_ptr<Query> query_;
};

// Rolled back unless committed.
class Transaction {
 public:
  explicit Transaction(Database& database) : database_(database) { database_.begin(); }
  ~Transaction() {
    if (!committed_) database_.roll_back();
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit() {
    database_.commit();
    committed_ = true;
  }

 private:
  Database& database_;
  bool committed_ = false;
};

// What `work` returns, or the Error its SqlFailure amounts to: kLocked or
// kStore, at `place`.
template <typename Work>
auto guarded(const std::string& place, Work work) -> Result<decltype(work())> {
  try {
    return work();
  } catch (const SqlFailure& failure) {
    return fail(failure.locked ? ErrorKind::kLocked : ErrorKind::kStore, place,
                "ledger: " + failure.message, failure.remedy);
  }
}

// The same for work that returns nothing.
template <typename Work>
Status guarded_status(const std::string& place, Work work) {
  return guarded(place,
                 [&] {
                   work();
                   return true;
                 })
      .map([](bool) {});
}

}  // namespace benchledger
