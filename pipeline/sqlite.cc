#include "pipeline/sqlite.h"

namespace benchledger {

std::string remedy_for(int code) {
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "another program is writing to it; try again";
    case SQLITE_FULL:
      return "make room on the disk; nothing of the run was written";
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
      return "check the permissions of the file and its folder";
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return "the file is damaged or no ledger; restore a copy";
    default:
      return "";
  }
}

void throw_failure(sqlite3* database) {
  throw SqlFailure{sqlite3_errmsg(database), remedy_for(sqlite3_extended_errcode(database))};
}

void execute(sqlite3* database, const char* sql) {
  if (sqlite3_exec(database, sql, nullptr, nullptr, nullptr) != SQLITE_OK) throw_failure(database);
}

}  // namespace benchledger
