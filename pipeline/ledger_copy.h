#pragma once
// A shared ledger as a file: to try something out on, without the server.

#include <string>

#include "extractors/result.h"

namespace benchledger {

// Makes the file at `path`, which must not be there, of the ledger at the
// address, as it stood at one moment. Cost: every row once; memory for some
// thousand of them.
[[nodiscard]] Status copy_ledger(const std::string& address, const std::string& path);

}  // namespace benchledger
