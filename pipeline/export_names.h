#pragma once
// Names and quoting that several formats share.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "extractors/record.h"

namespace benchledger {

// The metric of a score as a portable name: as stated, else by its unit, else
// "score".
[[nodiscard]] std::string metric_name(const Score& score);

// A random-looking UUID (version 4, RFC 9562) that depends on `key` alone.
[[nodiscard]] std::string uuid_of(std::string_view key);

// `text` as a file name that every system takes: lower-case ASCII letters,
// digits, '.', '-' and '_'. Where that drops or folds something that tells
// names apart, a short hash follows.
[[nodiscard]] std::string portable_name(std::string_view text);

// "developer/model" from the resolved id, else from developer and printed
// name; "" where the developer is not known. Both parts are portable names.
[[nodiscard]] std::string model_path(const ModelRef& model);

// Seconds since 1970 of "2026-05-04T03:00:00Z"; nullopt for anything else.
[[nodiscard]] std::optional<std::int64_t> unix_time(std::string_view iso);

// A double-quoted string that JSON, YAML and TOML read alike.
[[nodiscard]] std::string quoted(std::string_view text);

}  // namespace benchledger
