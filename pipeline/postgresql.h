#pragma once
// PostgreSQL behind the Database interface, through libpq.

#include <memory>
#include <string>

#include "pipeline/database.h"

namespace benchledger {

// Connects; what the address leaves open comes from the environment (PGHOST,
// PGUSER, PGPASSFILE, ...) as with psql. SQL is translated on its way
// (postgresql_dialect.h). Rows of a query are held in memory, all of them.
// A server that does not answer fails after kBusySeconds. Throws SqlFailure.
[[nodiscard]] std::unique_ptr<Database> connect_postgresql(const std::string& address);

}  // namespace benchledger
