// benchledger captures: what the store holds, whether it is whole, and the
// store as a WARC file and back.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "pipeline/capture_archive.h"
#include "pipeline/command.h"
#include "pipeline/exit_code.h"
#include "pipeline/json_writer.h"
#include "pipeline/locations.h"
#include "pipeline/run_lock.h"
#include "pipeline/terminal.h"

namespace benchledger {
namespace {

constexpr const char* kExample =
    "Examples:\n"
    "  benchledger captures list\n"
    "  benchledger captures verify\n"
    "  benchledger captures export captures.warc.gz\n"
    "  benchledger captures import captures.warc.gz --out /srv/benchledger";

struct CapturesOptions {
  LocationOptions locations;
  std::string file;
};

std::string line_of(const Capture& capture, bool json) {
  if (!json) {
    return fmt::format("{}  {}  {:>9}  {}\n", capture.sha256.substr(0, 12),
                       capture.fetched_at.value_or(std::string(20, '-')), capture.bytes.size(),
                       capture.page_key);
  }
  JsonWriter out;
  out.open_object()
      .member("type", "capture")
      .member("sha256", capture.sha256)
      .member("source", capture.source_id)
      .member("page", capture.page_key)
      .member("bytes", capture.bytes.size())
      .key("fetched_at");
  capture.fetched_at ? out.value(*capture.fetched_at) : out.null();
  return out.close_object().take() + "\n";
}

// Every capture is read and so verified; only what is wrong is printed where
// `quiet`.
int list(const Context& context, const CapturesOptions& options, bool quiet) {
  const CaptureStore store(locate(options.locations).captures);
  const auto files = store.files();
  if (!files) return report(context, files.error());
  std::size_t whole = 0;
  std::size_t damaged = 0;
  for (const CaptureStore::StoredFile& file : *files) {
    if (file.page.empty()) continue;
    const Result<Capture> capture = store.get(file);
    if (!capture) {
      ++damaged;
      report(context, capture.error());
      continue;
    }
    ++whole;
    if (!quiet && !print(line_of(*capture, context.json))) return kExitFine;
  }
  if (quiet && !context.quiet) {
    (void)print(fmt::format("{} captures are whole, {} damaged.\n", whole, damaged));
  }
  return damaged == 0 ? kExitFine : kExitIncomplete;
}

int export_to(const Context& context, const CapturesOptions& options) {
  const Result<std::size_t> count =
      export_captures(CaptureStore(locate(options.locations).captures), options.file);
  if (!count) return report(context, count.error());
  if (!context.quiet)
    (void)print(fmt::format("{} captures written to {}.\n", *count, options.file));
  return kExitFine;
}

int import_from(const Context& context, const CapturesOptions& options) {
  const Locations at = locate(options.locations);
  const Result<RunLock> lock = RunLock::take(at.lock);
  if (!lock) return report(context, lock.error());
  const Result<ImportCount> count = import_captures(options.file, CaptureStore(at.captures));
  if (!count) return report(context, count.error());
  if (!context.quiet) {
    (void)print(fmt::format("{} captures read from {}.\n", count->captures, options.file));
    if (count->others > 0) {
      (void)print(
          fmt::format("{} records of another program left out: read them as a source of "
                      "kind warc.\n",
                      count->others));
    }
  }
  return kExitFine;
}

}  // namespace

void add_captures(CLI::App& app, Context& context) {
  auto options = std::make_shared<CapturesOptions>();
  CLI::App* command =
      app.add_subcommand("captures", "List, verify, export and import the captured pages");
  command->footer(kExample);
  command->require_subcommand(1);
  const auto add = [&](const char* name, const char* about, bool file, auto action) {
    CLI::App* sub = command->add_subcommand(name, about);
    add_location_options(*sub, options->locations);
    if (file) sub->add_option("FILE", options->file, "WARC file, .warc or .warc.gz")->required();
    sub->callback([options, &context, action] {
      context.action = [options, &context, action] { return action(context, *options); };
    });
  };
  add("list", "Print every capture: hash, time, bytes, page", false,
      [](const Context& c, const CapturesOptions& o) { return list(c, o, false); });
  add("verify", "Read every capture against its hash", false,
      [](const Context& c, const CapturesOptions& o) { return list(c, o, true); });
  add("export", "Write every capture into a WARC file", true, export_to);
  add("import", "Put the captures of an exported WARC file into the store", true, import_from);
}

}  // namespace benchledger
