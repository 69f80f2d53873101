#pragma once
// The address of a ledger on a PostgreSQL server, as libpq takes it:
// postgresql://USER@HOST:PORT/DATABASE?OPTIONS. Passwords are never part of it:
// they would stand in shell histories and process lists.

#include <string>
#include <string_view>

#include "extractors/result.h"

namespace benchledger {

[[nodiscard]] bool is_server_address(std::string_view place);

// Error (kUsage) where libpq cannot read it or it holds a password; neither the
// address nor anything of it is in the message.
[[nodiscard]] Status check_server_address(const std::string& address);

// The address for messages: user, host, port and database alone.
[[nodiscard]] std::string server_for_people(const std::string& address);

}  // namespace benchledger
