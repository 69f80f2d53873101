#include "pipeline/sqlite.h"

namespace benchledger {

std::string remedy_for(int code) {
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "another program is writing to it; try again";
    case SQLITE_FULL:
      return "make room on the disk; what was written before is safe, nothing of this was";
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
      return "check the permissions of the file and its folder";
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return "the file is damaged or no ledger; put a copy in its place";
    case SQLITE_IOERR:
      return "the disk refuses; what was written before is safe, nothing of this was";
    default:
      return "";
  }
}

void throw_failure(sqlite3* database) {
  const int code = sqlite3_extended_errcode(database);
  const int kind = code & 0xff;
  throw SqlFailure{sqlite3_errmsg(database), remedy_for(code),
                   kind == SQLITE_BUSY || kind == SQLITE_LOCKED};
}

void execute(sqlite3* database, const char* sql) {
  if (sqlite3_exec(database, sql, nullptr, nullptr, nullptr) != SQLITE_OK) throw_failure(database);
}

}  // namespace benchledger
