#pragma once
// The ledger of one machine: an SQLite file.

#include <memory>
#include <string>

#include "pipeline/ledger.h"

namespace benchledger {

// Opens or creates the file at `path`. Refuses a file that is not a ledger, an
// empty one (something cut it off), one of a newer program, and network file
// systems. A file of an older program is brought forward after a copy was put
// beside it: `path`.schema<N>.bak.
[[nodiscard]] Result<std::unique_ptr<Ledger>> open_ledger_file(const std::string& path);

// The name of the network file system with this statfs(2) f_type; nullptr for
// a local one. SQLite's write-ahead log needs shared memory, which those lack.
[[nodiscard]] const char* network_file_system(unsigned long type);

}  // namespace benchledger
