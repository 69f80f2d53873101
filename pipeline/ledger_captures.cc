// Which captures the ledger knows, and which of them it needs.

#include "pipeline/ledger_sql.h"

namespace benchledger {
namespace {

// Bytes that some state of the page was read from, whenever, or that its server
// is asked about.
#define BENCHLEDGER_IN_USE                                              \
  "((page_key, sha256) IN (SELECT page_key, capture FROM document) "    \
  "OR (page_key, sha256) IN (SELECT page_key, capture FROM fetch_page " \
  "WHERE capture IS NOT NULL))"

std::vector<CaptureEntry> entries(Statement& read) {
  std::vector<CaptureEntry> captures;
  while (read.step()) {
    captures.push_back({read.text(0), read.text(1), read.text(2),
                        static_cast<std::size_t>(read.integer(3)), read.maybe_text(4),
                        read.maybe_text(5), read.maybe_text(6), read.maybe_text(7)});
  }
  return captures;
}

}  // namespace

std::vector<CaptureEntry> SqlLedger::read_captures() {
  Statement read =
      sql("SELECT sha256, source_id, page_key, bytes, url, final_url, media_type, fetched_at "
          "FROM capture ORDER BY page_key, first_run, sha256");
  return entries(read);
}

std::vector<CaptureEntry> SqlLedger::read_captures_in_use() {
  Statement read =
      sql("SELECT sha256, source_id, page_key, bytes, url, final_url, media_type, fetched_at "
          "FROM capture WHERE " BENCHLEDGER_IN_USE " ORDER BY page_key, first_run, sha256");
  return entries(read);
}

void SqlLedger::delete_unused_captures() {
  sql("DELETE FROM capture WHERE NOT " BENCHLEDGER_IN_USE).run();
}

}  // namespace benchledger
