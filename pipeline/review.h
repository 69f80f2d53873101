#pragma once
// Which changes wait for a person, and what a decision about one holds on to.
// Pure; the ledger keeps the decisions, review_queue.h brings both together.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/change.h"
#include "pipeline/decision.h"
#include "pipeline/snapshot.h"

namespace benchledger {

// What a record says and the words it was read from, without where they stand:
// a page that was only rearranged keeps its decisions. "gone" for nullopt.
struct Fingerprint {
  std::string value_hash;
  std::string evidence_hash;

  friend bool operator==(const Fingerprint&, const Fingerprint&) = default;
};
[[nodiscard]] Fingerprint fingerprint(std::string_view type,
                                      const std::optional<std::string>& json);

// Whether the decision was about a record that says this; see decision.h.
[[nodiscard]] bool covers(const Decision& decision, std::string_view type,
                          const std::optional<std::string>& json);

// The changes no decision in force covers, cosmetic ones left out. `now` is an
// ISO time; a snooze that ended before it no longer covers.
[[nodiscard]] std::vector<Change> pending(const std::vector<Change>& changes,
                                          const std::vector<Decision>& decisions,
                                          std::string_view now);

// The decision `verdict` about `change`, ready for Ledger::decide().
[[nodiscard]] Decision decide_about(const Change& change, const Comparison& comparison,
                                    Verdict verdict);

}  // namespace benchledger
