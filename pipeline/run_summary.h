#pragma once
// What a run did, for people, other programs and Prometheus. Pure.

#include <string>

#include "pipeline/run.h"

namespace benchledger {

// For a terminal; at most 20 changes, `diff` has them all.
[[nodiscard]] std::string summary_text(const RunReport& report, bool color);

// For a mail or a chat: what changed, what failed, what is new.
[[nodiscard]] std::string summary_markdown(const RunReport& report);

// One JSON object and a line feed.
[[nodiscard]] std::string summary_json(const RunReport& report);

// The text format of Prometheus, for node_exporter's textfile collector.
[[nodiscard]] std::string summary_metrics(const RunReport& report);

// True where a person has something to look at: a change, or one that waits.
[[nodiscard]] bool is_news(const RunReport& report);

}  // namespace benchledger
