#pragma once
// Changes for people and as JSON lines; shared by run, diff and review.

#include <string>
#include <vector>

#include "pipeline/change.h"

namespace benchledger {

// Two lines: what changed; where, why and the record's id.
[[nodiscard]] std::string change_text(const Change& change, bool color);

// "3 changes: 1 value-changed, 2 new; 12 only moved". "no changes" for none.
[[nodiscard]] std::string count_changes(const std::vector<Change>& changes);

// One object, no line feed; before and after are the records' own lines.
[[nodiscard]] std::string to_json(const Change& change);

// The words the record was read from and what stands around them:
// "\"89.5%\" at GPQA Diamond | Muse Spark, under Benchmark Performance".
[[nodiscard]] std::string evidence_text(const std::string& record_json);

}  // namespace benchledger
