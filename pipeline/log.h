#pragma once
// The log: lines on standard error, as text for people or as JSON for
// collectors. Never a credential: URLs go through url_for_people() first.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace benchledger {

enum class LogLevel { kInfo, kWarning, kError };
enum class LogFormat { kText, kJson };

// "source" -> "acme": what a collector filters by.
using LogFields = std::vector<std::pair<std::string, std::string>>;

// Once, before the first line. Quiet leaves errors only.
void open_log(LogFormat format, bool quiet);

// Safe from any thread; a line is written at once and whole.
void log(LogLevel level, std::string_view message, const LogFields& fields = {});

// The line without level and line feed, as open_log()'s format has it. For
// tests; control characters are escaped, so that a line stays one line.
[[nodiscard]] std::string log_line(LogFormat format, LogLevel level, std::string_view message,
                                   const LogFields& fields);

}  // namespace benchledger
