#pragma once
// The ledger a team shares: tables on a PostgreSQL server, in the schema that
// the connection's search path names first.

#include <memory>
#include <string>

#include "pipeline/ledger.h"

namespace benchledger {

enum class IfNone { kMake, kLeave };

// Opens the ledger at a PostgreSQL address. Where there is none it is made, or
// nullptr with kLeave. Refuses a schema that holds another program's tables,
// and one of a newer program. One of an older program is brought forward after
// its tables were copied into a schema beside it: <schema>_<N>_bak.
[[nodiscard]] Result<std::unique_ptr<Ledger>> open_ledger_server(const std::string& address,
                                                                 IfNone if_none);

}  // namespace benchledger
