#pragma once
// SQLite behind the Database interface.

#include <memory>
#include <string>

#include "pipeline/database.h"

namespace benchledger {

// Opens or creates the file; ":memory:" is one that ends with the connection.
// Waits kBusySeconds for another program's lock. Throws SqlFailure.
[[nodiscard]] std::unique_ptr<Database> open_sqlite(const std::string& path);

}  // namespace benchledger
