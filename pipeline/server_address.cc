#include "pipeline/server_address.h"

#include <libpq-fe.h>

#include <map>
#include <memory>

namespace benchledger {
namespace {

constexpr std::string_view kSchemes[] = {"postgresql://", "postgres://"};

// The parts that are given, by libpq's keyword; empty where it cannot read them.
std::map<std::string, std::string> parts_of(const std::string& address) {
  char* error = nullptr;
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
      PQconninfoParse(address.c_str(), &error), &PQconninfoFree);
  PQfreemem(error);  // quotes the address, password and all
  std::map<std::string, std::string> parts;
  for (const auto* option = options.get(); option != nullptr && option->keyword != nullptr;
       ++option) {
    if (option->val != nullptr) parts[option->keyword] = option->val;
  }
  // An address of a scheme alone is one: everything comes from the environment.
  if (options) parts.emplace("dbname", "");
  return parts;
}

}  // namespace

bool is_server_address(std::string_view place) {
  for (const std::string_view scheme : kSchemes) {
    if (place.starts_with(scheme)) return true;
  }
  return false;
}

Status check_server_address(const std::string& address) {
  const auto parts = parts_of(address);
  if (parts.empty()) {
    return fail(ErrorKind::kUsage, "--ledger", "is no address of a PostgreSQL server",
                "write postgresql://USER@HOST:PORT/DATABASE, with % codes for odd characters");
  }
  if (parts.count("password") == 0 && parts.count("sslpassword") == 0) return {};
  return fail(ErrorKind::kUsage, "--ledger",
              "holds a password, which every user of this machine can read there",
              "take it out of the address and put it into ~/.pgpass (mode 0600), a file that "
              "PGPASSFILE names, or PGPASSWORD");
}

std::string server_for_people(const std::string& address) {
  auto parts = parts_of(address);
  std::string text = "postgresql://";
  if (parts.count("user") > 0) text += parts["user"] + "@";
  text += parts["host"];
  if (parts.count("port") > 0) text += ":" + parts["port"];
  return text + "/" + parts["dbname"];
}

}  // namespace benchledger
