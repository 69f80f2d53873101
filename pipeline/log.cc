#include "pipeline/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>

#include "pipeline/json_writer.h"

namespace benchledger {
namespace {

struct Log {
  LogFormat format = LogFormat::kText;
  std::shared_ptr<spdlog::logger> logger;
};

Log make_log(LogFormat format, bool quiet) {
  Log log{format, std::make_shared<spdlog::logger>(
                      "benchledger", std::make_shared<spdlog::sinks::stderr_sink_mt>())};
  log.logger->set_level(quiet ? spdlog::level::err : spdlog::level::info);
  log.logger->flush_on(spdlog::level::info);
  const bool json = format == LogFormat::kJson;
  log.logger->set_pattern(json ? R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ",%v)" : "benchledger: %v",
                          spdlog::pattern_time_type::utc);
  return log;
}

Log& the_log() {
  static Log log = make_log(LogFormat::kText, false);
  return log;
}

const char* name_of(LogLevel level) {
  return level == LogLevel::kError ? "error" : level == LogLevel::kWarning ? "warning" : "info";
}

spdlog::level::level_enum spdlog_level(LogLevel level) {
  return level == LogLevel::kError     ? spdlog::level::err
         : level == LogLevel::kWarning ? spdlog::level::warn
                                       : spdlog::level::info;
}

// Escape sequences in a page's title or a server's answer must not reach the
// terminal.
std::string one_line(std::string_view text) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string line;
  for (const char c : valid_utf8(text)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte != 0x7f) {
      line += c;
    } else {
      line += "\\x";
      line += kHex[byte >> 4];
      line += kHex[byte & 15];
    }
  }
  return line;
}

std::string json_line(LogLevel level, std::string_view message, const LogFields& fields) {
  JsonWriter line;
  line.open_object().member("level", name_of(level)).member("message", message);
  for (const auto& [name, value] : fields) line.member(name, value);
  return line.close_object().take();
}

std::string text_line(LogLevel level, std::string_view message, const LogFields& fields) {
  std::string line = level == LogLevel::kInfo ? "" : std::string(name_of(level)) + ": ";
  line += one_line(message);
  for (std::size_t i = 0; i < fields.size(); ++i) {
    line += (i == 0 ? " (" : ", ") + fields[i].first + " " + one_line(fields[i].second);
  }
  return fields.empty() ? line : line + ")";
}

}  // namespace

void open_log(LogFormat format, bool quiet) { the_log() = make_log(format, quiet); }

std::string log_line(LogFormat format, LogLevel level, std::string_view message,
                     const LogFields& fields) {
  return format == LogFormat::kJson ? json_line(level, message, fields)
                                    : text_line(level, message, fields);
}

void log(LogLevel level, std::string_view message, const LogFields& fields) {
  const Log& out = the_log();
  std::string line = log_line(out.format, level, message, fields);
  // The pattern has opened the object with the time.
  if (out.format == LogFormat::kJson) line.erase(0, 1);
  out.logger->log(spdlog_level(level), "{}", line);
}

}  // namespace benchledger
