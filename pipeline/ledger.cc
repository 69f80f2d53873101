#include "pipeline/ledger.h"

#include <utility>

#include "extractors/digest.h"

namespace benchledger {

const char* to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::kReject:
      return "reject";
    case Verdict::kSnooze:
      return "snooze";
    case Verdict::kAccept:
      break;
  }
  return "accept";
}

std::optional<Verdict> verdict_from(std::string_view word) {
  for (const Verdict verdict : {Verdict::kAccept, Verdict::kReject, Verdict::kSnooze}) {
    if (word == to_string(verdict)) return verdict;
  }
  return std::nullopt;
}

std::string document_history_id(const std::string& page_key) {
  return short_id("document\n" + page_key);
}

Result<std::vector<StoredRecord>> Ledger::records_at(RunId run) {
  std::vector<StoredRecord> records;
  return each_record_at(run, [&](const StoredRecord& record) { records.push_back(record); })
      .map([&] { return std::move(records); });
}

Result<std::vector<PageEntry>> Ledger::pages() {
  return moment("").and_then([&](const Moment& now) { return pages_at(now.run); });
}

Result<Comparison> Ledger::compare_with_reviewed() {
  return moment("").and_then([&](const Moment& now) { return compare_with_reviewed(now); });
}

Result<std::vector<Decision>> Ledger::decisions() {
  return moment("").and_then([&](const Moment& now) { return decisions_at(now); });
}

Result<std::int64_t> Ledger::decide(const Decision& decision) {
  return decide_all({decision}).map([](const std::vector<std::int64_t>& ids) {
    return ids.front();
  });
}

}  // namespace benchledger
