#pragma once
// A change between two states of the ledger, at record level.

#include <optional>
#include <string>
#include <vector>

namespace benchledger {

// In order of consequence, most consequential first.
enum class ChangeKind {
  kFindingOpened,
  kProvenanceChanged,
  kValueChanged,
  kSettingChanged,  // unit or setting
  kWithdrawn,
  kReturned,
  kNew,
  kFindingClosed,
  kMoved,  // only the evidence moved: cosmetic
};

enum class ChangeCause { kSource, kRules };

struct Change {
  ChangeKind kind = ChangeKind::kNew;
  ChangeCause cause = ChangeCause::kSource;
  std::string record_id;              // record or finding id, as it is now
  std::string series;                 // the record through time; see lineage.h
  std::string page_key;               // the page it stands on
  std::string type;                   // score spec claim finding document
  std::optional<std::string> before;  // the record's JSON line then
  std::optional<std::string> after;   // and now
  std::vector<std::string> fields;    // "score.value", "evaluator.relationship"
  std::string summary;                // one line: "Muse Spark on GPQA Diamond: 89.5% -> 88.1%"
};

// "value-changed", "finding-opened", ...
[[nodiscard]] const char* to_string(ChangeKind kind);

}  // namespace benchledger
