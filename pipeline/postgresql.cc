#include "pipeline/postgresql.h"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <cstdlib>
#include <string_view>
#include <utility>
#include <vector>

#include "pipeline/postgresql_dialect.h"

namespace benchledger {
namespace {

// Of the server's catalogue pg_type, where their numbers are fixed.
constexpr Oid kUnknown = 0;  // the server takes what the place asks for
constexpr Oid kInt8 = 20;
constexpr Oid kFloat8 = 701;

constexpr int kWriterLock = 0x424c6772;  // "BLgr"

constexpr int kTextFormat = 0;
constexpr int kBinaryFormat = 1;

using Rows = std::unique_ptr<PGresult, decltype(&PQclear)>;

// What to do about an SQLSTATE (PostgreSQL's manual, appendix A).
std::string remedy_for(std::string_view state) {
  if (state == "55P03" || state == "40P01" || state == "40001") {
    return "another program is writing to it; try again";
  }
  if (state == "42501" || state == "25006") return "ask the server's owner for the right to write";
  if (state.starts_with("53")) {
    return "the server has no room for it; what was written before is safe, nothing of this was";
  }
  if (state.starts_with("57") || state.starts_with("08") || state.empty()) {
    return "see to the server and try again; what was written before is safe, nothing of this was";
  }
  return "";
}

std::string one_line(const char* message) {
  std::string text = message;
  while (!text.empty() && text.back() == '\n') text.pop_back();
  for (char& c : text) {
    if (c == '\n' || c == '\t') c = ' ';
  }
  return text;
}

// The server's answer, where it is one of those wanted.
Rows checked(PGconn* connection, PGresult* raw) {
  Rows rows(raw, &PQclear);
  const ExecStatusType status = PQresultStatus(raw);
  if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_EMPTY_QUERY) {
    return rows;
  }
  const char* code = raw == nullptr ? nullptr : PQresultErrorField(raw, PG_DIAG_SQLSTATE);
  const char* said = raw == nullptr ? nullptr : PQresultErrorField(raw, PG_DIAG_MESSAGE_PRIMARY);
  const std::string state = code == nullptr ? "" : code;
  throw SqlFailure{one_line(said == nullptr ? PQerrorMessage(connection) : said), remedy_for(state),
                   state == "55P03" || state == "40P01" || state == "40001"};
}

struct Parameter {
  Oid type = kUnknown;
  int format = kTextFormat;
  bool is_null = true;
  std::string_view text;  // of the caller
  std::string number;     // ours
};

// The first use is one round trip; from the second on the server keeps the plan.
class PostgresqlQuery : public Query {
 public:
  PostgresqlQuery(PGconn* connection, std::string sql, std::string name)
      : connection_(connection), sql_(std::move(sql)), name_(std::move(name)) {}
  ~PostgresqlQuery() override {
    if (prepared_) PQclear(PQexec(connection_, ("DEALLOCATE " + name_).c_str()));
  }
  PostgresqlQuery(const PostgresqlQuery&) = delete;
  PostgresqlQuery& operator=(const PostgresqlQuery&) = delete;

  void reset() override {
    rows_.reset();
    row_ = -1;
  }
  void bind_text(int at, std::string_view value) override {
    // Binary: of a text those are its bytes, zero bytes too, which the server refuses.
    Parameter& parameter = parameter_at(at, kUnknown, kBinaryFormat);
    parameter.text = value.data() == nullptr ? std::string_view("") : value;
  }
  void bind_integer(int at, std::int64_t value) override {
    parameter_at(at, kInt8, kTextFormat).number = std::to_string(value);
  }
  void bind_real(int at, double value) override {
    parameter_at(at, kFloat8, kTextFormat).number = fmt::format("{}", value);
  }
  void bind_null(int at) override { parameter_at(at, kUnknown, kTextFormat).is_null = true; }

  bool step() override {
    if (!rows_) {
      rows_ = execute();
      row_ = -1;
    }
    return ++row_ < PQntuples(rows_.get());
  }

  [[nodiscard]] std::int64_t integer(int column) const override {
    const std::string_view text = view(column);
    if (text == "t") return 1;  // a boolean
    return std::strtoll(text.data() == nullptr ? "" : text.data(), nullptr, 10);
  }
  [[nodiscard]] double real(int column) const override {
    const std::string_view text = view(column);
    return text.data() == nullptr ? 0 : std::strtod(text.data(), nullptr);
  }
  [[nodiscard]] bool is_null(int column) const override {
    return PQgetisnull(rows_.get(), row_, column) != 0;
  }
  [[nodiscard]] std::string_view view(int column) const override {
    if (row_ < 0 || row_ >= PQntuples(rows_.get())) return {};
    return {PQgetvalue(rows_.get(), row_, column),
            static_cast<std::size_t>(PQgetlength(rows_.get(), row_, column))};
  }

 private:
  Parameter& parameter_at(int at, Oid type, int format) {
    const auto index = static_cast<std::size_t>(at - 1);
    if (index >= parameters_.size()) parameters_.resize(index + 1);
    Parameter& parameter = parameters_[index];
    // A null says nothing of its type; one that is known stays.
    if (type != kUnknown) parameter.type = type;
    parameter.format = format;
    parameter.is_null = false;
    parameter.text = {};
    parameter.number.clear();
    return parameter;
  }

  Rows execute() {
    std::vector<Oid> types;
    std::vector<const char*> values;
    std::vector<int> lengths;
    std::vector<int> formats;
    for (const Parameter& parameter : parameters_) {
      const bool text = parameter.format == kBinaryFormat;
      types.push_back(parameter.type);
      values.push_back(parameter.is_null ? nullptr
                       : text            ? parameter.text.data()
                                         : parameter.number.c_str());
      lengths.push_back(static_cast<int>(parameter.text.size()));
      formats.push_back(parameter.format);
    }
    const auto count = static_cast<int>(parameters_.size());
    if (++uses_ == 1) {
      return checked(connection_,
                     PQexecParams(connection_, sql_.c_str(), count, types.data(), values.data(),
                                  lengths.data(), formats.data(), kTextFormat));
    }
    if (!prepared_) {
      checked(connection_,
              PQprepare(connection_, name_.c_str(), sql_.c_str(), count, types.data()));
      prepared_ = true;
    }
    return checked(connection_, PQexecPrepared(connection_, name_.c_str(), count, values.data(),
                                               lengths.data(), formats.data(), kTextFormat));
  }

  PGconn* connection_;
  std::string sql_;
  std::string name_;
  std::vector<Parameter> parameters_;
  Rows rows_{nullptr, &PQclear};
  int row_ = -1;
  std::size_t uses_ = 0;
  bool prepared_ = false;
};

class PostgresqlDatabase : public Database {
 public:
  explicit PostgresqlDatabase(PGconn* connection) : connection_(connection) {}
  ~PostgresqlDatabase() override { PQfinish(connection_); }
  PostgresqlDatabase(const PostgresqlDatabase&) = delete;
  PostgresqlDatabase& operator=(const PostgresqlDatabase&) = delete;

  void connect() {
    if (PQstatus(connection_) != CONNECTION_OK) {
      throw SqlFailure{one_line(PQerrorMessage(connection_)),
                       "see that the server runs and lets you in; passwords are read from "
                       "~/.pgpass, PGPASSFILE or PGPASSWORD"};
    }
    PQsetNoticeProcessor(
        connection_, [](void*, const char*) {}, nullptr);
    // The server lets go of what a machine held that is no more, soon.
    execute(
        fmt::format("SET lock_timeout = '{}s'; SET tcp_keepalives_idle = 30; "
                    "SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3",
                    kBusySeconds));
  }

  std::unique_ptr<Query> prepare(const std::string& sql) override {
    return std::make_unique<PostgresqlQuery>(connection_, to_postgresql(sql),
                                             fmt::format("q{}", ++queries_));
  }
  void execute(const std::string& sql) override {
    checked(connection_, PQexec(connection_, to_postgresql(sql).c_str()));
  }
  // Writers of one ledger take turns by a lock that is named after the schema it
  // is in; readers do not notice.
  void begin() override {
    execute("BEGIN");
    try {
      execute("SELECT pg_advisory_xact_lock(" + std::to_string(kWriterLock) +
              ", quote_ident(current_schema())::regnamespace::oid::int4)");
    } catch (const SqlFailure&) {
      roll_back();
      throw;
    }
  }
  void commit() override { execute("COMMIT"); }
  void roll_back() noexcept override { PQclear(PQexec(connection_, "ROLLBACK")); }
  // References are the server's to keep, files its owner's to check.
  std::vector<std::string> damage() override { return {}; }

 private:
  PGconn* connection_;
  std::size_t queries_ = 0;
};

}  // namespace

std::unique_ptr<Database> connect_postgresql(const std::string& address) {
  const std::string patience = std::to_string(kBusySeconds);
  // What stands in the address wins over what stands before it.
  const char* const keys[] = {"connect_timeout", "dbname", "client_encoding",
                              "fallback_application_name", nullptr};
  const char* const values[] = {patience.c_str(), address.c_str(), "UTF8", "benchledger", nullptr};
  auto database =
      std::make_unique<PostgresqlDatabase>(PQconnectdbParams(keys, values, /*expand_dbname=*/1));
  database->connect();
  return database;
}

}  // namespace benchledger
