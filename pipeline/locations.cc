#include "pipeline/locations.h"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "pipeline/server_address.h"

namespace benchledger {
namespace {

namespace fs = std::filesystem;

// $variable/benchledger, or ~/fallback/benchledger where it is not set.
fs::path xdg_folder(const char* variable, const char* fallback) {
  const char* set = std::getenv(variable);
  // The XDG specification: a relative path there is to be ignored.
  if (set != nullptr && *set == '/') return fs::path(set) / "benchledger";
  const char* home = std::getenv("HOME");
  return fs::path(home == nullptr ? "." : home) / fallback / "benchledger";
}

bool in_checkout() {
  std::error_code error;
  return fs::is_regular_file("fixtures/sources.yaml", error) && fs::is_directory("out", error);
}

// "2026-05-04" or "2026-05-04T03:00:00Z" to the last second it names; empty
// where it is neither.
std::string last_second_of(const std::string& text) {
  constexpr std::string_view kShape = "dddd-dd-ddTdd:dd:ddZ";
  const bool day = text.size() == 10;
  if (!day && text.size() != kShape.size()) return "";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool fits = kShape[i] == 'd' ? text[i] >= '0' && text[i] <= '9' : text[i] == kShape[i];
    if (!fits) return "";
  }
  return day ? text + "T23:59:59Z" : text;
}

}  // namespace

void add_as_of_option(CLI::App& command, std::string& time) {
  command
      .add_option("--as-of", time,
                  "As the ledger stood at the end of that day or second (UTC; default: now)")
      ->type_name("DATE")
      ->transform([](const std::string& text) {
        const std::string known = last_second_of(text);
        if (!known.empty()) return known;
        throw CLI::ValidationError(
            "--as-of", "not a date: '" + text + "' (write 2026-05-04 or 2026-05-04T03:00:00Z)");
      });
}

void add_location_options(CLI::App& command, LocationOptions& options) {
  command
      .add_option("--out", options.out, "Folder the output goes to (default: ./out in a checkout)")
      ->type_name("DIR");
  command
      .add_option("--ledger", options.ledger,
                  "Ledger: a file (default: .state/ledger.db in --out), or a shared one at "
                  "postgresql://USER@HOST/DATABASE")
      ->type_name("FILE|ADDRESS")
      ->check([](const std::string& place) -> std::string {
        const Status fine = is_server_address(place) ? check_server_address(place) : Status{};
        return fine ? "" : fine.error().message + "\n  " + fine.error().remedy;
      });
}

Locations locate(const LocationOptions& options) {
  const bool checkout = in_checkout();
  Locations at;
  at.sources = !options.sources.empty() ? options.sources
               : checkout               ? "fixtures/sources.yaml"
                          : (xdg_folder("XDG_CONFIG_HOME", ".config") / "sources.yaml").string();
  at.out = !options.out.empty() ? options.out
           : checkout           ? "out"
                                : (xdg_folder("XDG_DATA_HOME", ".local/share") / "out").string();
  at.ledger = !options.ledger.empty() ? options.ledger
                                      : (fs::path(at.out) / ".state" / "ledger.db").string();
  const bool shared = is_server_address(at.ledger);
  const fs::path beside = shared ? fs::path(at.out) / ".state" : fs::path(at.ledger).parent_path();
  at.captures = (beside / "captures").string();
  at.lock = shared ? (beside / "ledger.lock").string() : at.ledger + ".lock";
  return at;
}

}  // namespace benchledger
