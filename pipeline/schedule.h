#pragma once
// When a source is fetched again. Pure.

#include <cstdint>
#include <optional>
#include <string>

#include "pipeline/sources.h"

namespace benchledger {

// ISO 8601, from which on the source is due; nullopt: now, and with every run.
// `last_checked` is when any of its pages was last asked for, empty for never.
// Some hours short of the whole days, because no nightly run starts at the same
// second each night.
[[nodiscard]] std::optional<std::string> due_from(const Source& source,
                                                  const std::string& last_checked);

// Seconds since 1970 of "2026-05-04T03:00:00Z"; nullopt for anything else.
[[nodiscard]] std::optional<std::int64_t> seconds_of(const std::string& iso_time);

}  // namespace benchledger
