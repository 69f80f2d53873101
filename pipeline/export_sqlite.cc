// benchledger.sqlite: the record tables of one run as an SQLite database, for
// people who ask in SQL and for Datasette. Not the ledger: no history, no
// decisions but the state they left. Made in memory, written as one piece.

#include <sqlite3.h>

#include <memory>
#include <new>

#include "pipeline/export_formats.h"
#include "pipeline/export_tables.h"
#include "pipeline/json_writer.h"

namespace benchledger {
namespace {

// Everything happens in memory on statements of our own: what can fail is
// memory, and then nothing goes on.
void check(int code) {
  if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW) throw std::bad_alloc();
}

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;

struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

Database open_in_memory() {
  sqlite3* raw = nullptr;
  const int code = sqlite3_open(":memory:", &raw);
  Database database(raw);
  check(code);
  return database;
}

void execute(sqlite3* database, const std::string& sql) {
  check(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr));
}

Statement prepare(sqlite3* database, const std::string& sql) {
  sqlite3_stmt* raw = nullptr;
  check(sqlite3_prepare_v2(database, sql.c_str(), -1, &raw, nullptr));
  return Statement(raw);
}

const char* sql_type(ColumnType type) {
  switch (type) {
    case ColumnType::kNumber:
      return "REAL";
    case ColumnType::kInteger:
    case ColumnType::kBoolean:
      return "INTEGER";
    case ColumnType::kList:  // a JSON array
    case ColumnType::kText:
      break;
  }
  return "TEXT";
}

// The comments stay in the database: `.schema` shows what columns mean.
std::string create_table(const RecordTable& table) {
  std::string sql = "CREATE TABLE " + std::string(table.name) + " (  -- " + table.what + "\n";
  for (const Column& column : table.columns) {
    const bool key = std::string_view(column.name) == table.key;
    sql += "  \"" + std::string(column.name) + "\" " + sql_type(column.type) +
           (column.required ? " NOT NULL" : "") + (key ? " PRIMARY KEY" : "") +
           (&column == &table.columns.back() ? "" : ",") + "  -- " + column.what +
           (column.type == ColumnType::kList ? " (JSON array)" : "") + "\n";
  }
  return sql + ") STRICT";
}

std::string insert_into(const RecordTable& table) {
  std::string sql = "INSERT OR IGNORE INTO " + std::string(table.name) + " VALUES (?";
  for (std::size_t i = 1; i < table.columns.size(); ++i) sql += ",?";
  return sql + ")";
}

void bind_text(sqlite3_stmt* statement, int at, const std::string& text) {
  check(sqlite3_bind_text(statement, at, text.data(), static_cast<int>(text.size()),
                          SQLITE_TRANSIENT));
}

void bind(sqlite3_stmt* statement, int at, const Cell& cell) {
  if (const auto* flag = std::get_if<bool>(&cell)) {
    check(sqlite3_bind_int(statement, at, *flag ? 1 : 0));
  } else if (const auto* whole = std::get_if<std::int64_t>(&cell)) {
    check(sqlite3_bind_int64(statement, at, *whole));
  } else if (const auto* number = std::get_if<double>(&cell)) {
    check(sqlite3_bind_double(statement, at, *number));
  } else if (const auto* text = std::get_if<std::string>(&cell)) {
    bind_text(statement, at, valid_utf8(*text));
  } else if (const auto* items = std::get_if<std::vector<std::string>>(&cell)) {
    bind_text(statement, at, JsonWriter().value(*items).take());
  } else {
    check(sqlite3_bind_null(statement, at));
  }
}

// Returns the rows that are in; one whose key is taken is not.
std::size_t fill(sqlite3* database, const RecordTable& table, const ExportInput& input) {
  execute(database, create_table(table));
  const Statement insert = prepare(database, insert_into(table));
  std::size_t count = 0;
  table.rows(input, [&](const std::vector<Cell>& row) {
    for (std::size_t i = 0; i < row.size(); ++i)
      bind(insert.get(), static_cast<int>(i + 1), row[i]);
    check(sqlite3_step(insert.get()));
    count += static_cast<std::size_t>(sqlite3_changes(database));
    check(sqlite3_reset(insert.get()));
  });
  return count;
}

void fill_run(sqlite3* database, const ExportInput& input) {
  execute(database,
          "CREATE TABLE run (  -- the run this was exported from\n"
          "  id INTEGER PRIMARY KEY,\n  date TEXT NOT NULL,  -- when it began, ISO 8601 UTC\n"
          "  rules_digest TEXT NOT NULL,  -- SHA-256 over the rule files\n"
          "  program TEXT NOT NULL\n) STRICT");
  const Statement insert = prepare(database, "INSERT INTO run VALUES (?,?,?,?)");
  check(sqlite3_bind_int64(insert.get(), 1, input.run));
  bind_text(insert.get(), 2, input.date);
  bind_text(insert.get(), 3, input.rules_digest);
  bind_text(insert.get(), 4, input.program);
  check(sqlite3_step(insert.get()));
}

void write_bytes(sqlite3* database, const Sink& sink) {
  sqlite3_int64 size = 0;
  const std::unique_ptr<unsigned char, decltype(&sqlite3_free)> bytes(
      sqlite3_serialize(database, "main", &size, 0), &sqlite3_free);
  if (bytes == nullptr) throw std::bad_alloc();
  sink({reinterpret_cast<const char*>(bytes.get()), static_cast<std::size_t>(size)});
}

}  // namespace

void export_sqlite(const ExportInput& input, ExportWriter& out) {
  std::size_t records = 0;
  out.write("benchledger.sqlite", [&](const Sink& sink) {
    const Database database = open_in_memory();
    execute(database.get(), "BEGIN");
    fill_run(database.get(), input);
    for (const RecordTable& table : record_tables()) records += fill(database.get(), table, input);
    execute(database.get(),
            "CREATE INDEX score_model ON score(model_id, benchmark_id);"
            "CREATE INDEX score_benchmark ON score(benchmark_id, model_id);"
            "CREATE INDEX spec_model ON spec(model_id, attribute)");
    execute(database.get(), "COMMIT");
    write_bytes(database.get(), sink);
    return records;
  });
  std::size_t given = 0;
  for (const auto& [type, count] : record_counts(input)) given += count;
  for (const ExportPage& page : input.pages) given += page.prose_scores.size();
  out.lose({LossKind::kRecords, "any", given - records, "another record has the same id"});
  lose_flattening(input, {"document", "spec", "score", "claim", "finding"}, out);
}

}  // namespace benchledger
