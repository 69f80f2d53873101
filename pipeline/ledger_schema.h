#pragma once
// The ledger's tables, with a comment for each column: they stay in the file,
// where people who open it with SQL read them.

#include <cstddef>
#include <cstdint>

namespace benchledger {

// "BLgr", so that another program's database is not taken for a ledger.
inline constexpr std::int32_t kLedgerApplicationId = 0x424c6772;

// kLedgerMigrations[n] takes the tables of a file of user_version n to n + 1.
// Never edit one that was released: add another.
extern const char* const kLedgerMigrations[];
extern const int kLedgerVersion;  // how many there are

// Of a ledger on a server beside those: what the runs of a night that several
// fetch together tell one another. Nothing of it is history.
extern const char* const kNightTables;

// Made anew by every migration: views hold no data.
extern const char* const kLedgerViews[];
extern const std::size_t kLedgerViewCount;

}  // namespace benchledger
