#pragma once
// What a person decided about a change. It holds for as long as the record
// still says what it said then: value and evidence text, not their place.

#include <cstdint>
#include <optional>
#include <string>

namespace benchledger {

enum class Verdict { kAccept, kReject, kSnooze };

struct Decision {
  std::int64_t id = 0;  // set by the ledger
  std::string record_id;
  std::int64_t version = 0;  // the state decided about; 0: that the record is gone
  Verdict verdict = Verdict::kAccept;
  std::string value_hash;  // see fingerprint() in review.h
  std::string evidence_hash;
  std::string note;
  std::string reviewer;
  std::string decided_at;            // ISO 8601 UTC
  std::optional<std::string> until;  // ISO date or time a snooze ends
};

[[nodiscard]] const char* to_string(Verdict verdict);

}  // namespace benchledger
