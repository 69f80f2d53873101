#pragma once
// What was decided about a change, by a person or by a rule of a policy. It
// holds for as long as the record still says what it said then: value and
// evidence text, not their place.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace benchledger {

enum class Verdict { kAccept, kReject, kSnooze };

struct Decision {
  std::int64_t id = 0;       // set by the ledger
  std::string series;        // the record through time; see lineage.h
  std::string record_id;     // its id then
  std::int64_t version = 0;  // the state decided about; 0: that the record is gone
  Verdict verdict = Verdict::kAccept;
  std::string value_hash;  // see fingerprint() in review.h
  std::string evidence_hash;
  std::string note;
  std::string reviewer;
  std::optional<std::string> rule;       // of the policy that decided; nullopt: a person did
  std::string decided_at;                // ISO 8601 UTC
  std::string recorded_at;               // when the ledger learnt of it; empty: when decided
  std::optional<std::string> until;      // ISO date or time a snooze ends
  std::optional<std::string> undone_at;  // when it was taken back
};

[[nodiscard]] const char* to_string(Verdict verdict);
// nullopt for a word that is none.
[[nodiscard]] std::optional<Verdict> verdict_from(std::string_view word);

}  // namespace benchledger
