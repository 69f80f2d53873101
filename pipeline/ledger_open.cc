#include <filesystem>
#include <system_error>

#include "pipeline/ledger.h"
#include "pipeline/ledger_file.h"
#include "pipeline/ledger_server.h"
#include "pipeline/server_address.h"

namespace benchledger {

Result<std::unique_ptr<Ledger>> open_ledger(const std::string& place) {
  if (is_server_address(place)) return open_ledger_server(place, IfNone::kMake);
  return open_ledger_file(place);
}

Result<std::unique_ptr<Ledger>> open_ledger_if_any(const std::string& place) {
  if (is_server_address(place)) return open_ledger_server(place, IfNone::kLeave);
  std::error_code error;
  if (!std::filesystem::exists(place, error)) return nullptr;
  return open_ledger_file(place);
}

Result<std::unique_ptr<Ledger>> open_existing_ledger(const std::string& place) {
  Result<std::unique_ptr<Ledger>> ledger = open_ledger_if_any(place);
  if (!ledger || *ledger != nullptr) return ledger;
  return fail(ErrorKind::kUsage, is_server_address(place) ? server_for_people(place) : place,
              "there is no ledger yet",
              "make one with `benchledger run`, or name it with --ledger or --out");
}

}  // namespace benchledger
