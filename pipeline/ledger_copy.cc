#include "pipeline/ledger_copy.h"

#include <fmt/format.h>

#include <vector>

#include "pipeline/ledger_file.h"
#include "pipeline/ledger_server.h"
#include "pipeline/postgresql.h"
#include "pipeline/server_address.h"
#include "pipeline/sqlite.h"

namespace benchledger {
namespace {

constexpr std::size_t kRowsAtOnce = 5000;

std::vector<std::string> texts(Database& database, const std::string& sql) {
  std::vector<std::string> found;
  Statement read(database, sql);
  while (read.step()) found.push_back(read.text(0));
  return found;
}

struct Table {
  std::string name;
  std::vector<std::string> columns;
  bool numbered = false;  // its first column numbers the rows
};

std::vector<Table> tables_of(Database& file) {
  std::vector<Table> tables;
  for (const std::string& name :
       texts(file, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid")) {
    if (name.starts_with("sqlite_")) continue;
    const std::string info = fmt::format("FROM pragma_table_info('{}')", name);
    const auto keys = texts(file, "SELECT type " + info + " WHERE pk > 0");
    const auto first = texts(file, "SELECT pk " + info + " WHERE cid = 0");
    tables.push_back({name, texts(file, "SELECT name " + info + " ORDER BY cid"),
                      keys == std::vector<std::string>{"INTEGER"} && first.front() == "1"});
  }
  return tables;
}

// Texts all over: a strict table takes them for the numbers they are.
class TableCopy {
 public:
  TableCopy(Database& from, Database& to, const Table& table)
      : table_(table), from_(from), insert_(to.prepare(insert_sql(table))) {}

  void go() {
    const std::string select =
        fmt::format("SELECT \"{}\" FROM \"{}\"", fmt::join(table_.columns, "\", \""), table_.name);
    if (!table_.numbered) {
      Statement read(from_, select);
      take(read);
      return;
    }
    Statement read(from_, fmt::format("{0} WHERE \"{1}\" > ? ORDER BY \"{1}\" LIMIT {2}", select,
                                      table_.columns.front(), kRowsAtOnce));
    for (std::int64_t last = 0; take(read.bind(last)) == kRowsAtOnce;) last = last_;
  }

 private:
  static std::string insert_sql(const Table& table) {
    const std::vector<std::string> places(table.columns.size(), "?");
    return fmt::format("INSERT INTO \"{}\" VALUES ({})", table.name, fmt::join(places, ", "));
  }

  std::size_t take(Statement& read) {
    std::size_t rows = 0;
    for (; read.step(); ++rows) {
      insert_->reset();
      for (int at = 0; at < static_cast<int>(table_.columns.size()); ++at) {
        if (read.is_null(at)) {
          insert_->bind_null(at + 1);
        } else {
          insert_->bind_text(at + 1, read.view(at));
        }
      }
      insert_->step();
      if (table_.numbered) last_ = read.integer(0);
    }
    return rows;
  }

  const Table& table_;
  Database& from_;
  std::unique_ptr<Query> insert_;
  std::int64_t last_ = 0;
};

void copy_tables(Database& from, Database& to) {
  from.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  Transaction transaction(to);
  for (const Table& table : tables_of(to)) TableCopy(from, to, table).go();
  transaction.commit();
  from.commit();
}

}  // namespace

Status copy_ledger(const std::string& address, const std::string& path) {
  // Both have this program's tables afterwards.
  const auto server = open_ledger_server(address, IfNone::kMake);
  if (!server) return tl::unexpected<Error>(server.error());
  const auto file = open_ledger_file(path);
  if (!file) return tl::unexpected<Error>(file.error());
  return guarded_status(server_for_people(address),
                        [&] { copy_tables(*connect_postgresql(address), *open_sqlite(path)); });
}

}  // namespace benchledger
