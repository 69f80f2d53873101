#include "pipeline/change_text.h"

#include <fmt/format.h>

#include <map>

#include "extractors/record.h"
#include "pipeline/json.h"
#include "pipeline/json_writer.h"
#include "pipeline/source_place.h"

namespace benchledger {
namespace {

const char* color_of(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::kFindingOpened:
    case ChangeKind::kWithdrawn:
      return "\x1b[31m";  // red
    case ChangeKind::kProvenanceChanged:
      return "\x1b[35m";  // magenta
    case ChangeKind::kValueChanged:
    case ChangeKind::kSettingChanged:
      return "\x1b[33m";  // yellow
    case ChangeKind::kReturned:
    case ChangeKind::kNew:
    case ChangeKind::kFindingClosed:
      return "\x1b[32m";  // green
    case ChangeKind::kMoved:
      break;
  }
  return "\x1b[2m";  // faint
}

}  // namespace

std::string change_text(const Change& change, bool color) {
  const char* start = color ? color_of(change.kind) : "";
  const char* stop = color ? "\x1b[0m" : "";
  return fmt::format(
      "{}{:<18}{} {}\n                   {}{}, id {}\n", start, to_string(change.kind), stop,
      printable(change.summary), change.page_key.empty() ? "" : printable(change.page_key) + ", ",
      change.cause == ChangeCause::kRules ? "our rules changed" : "the source changed",
      change.record_id);
}

std::string count_changes(const std::vector<Change>& changes) {
  std::map<ChangeKind, std::size_t> counts;
  for (const Change& change : changes) ++counts[change.kind];
  const std::size_t moved = counts[ChangeKind::kMoved];
  const std::size_t real = changes.size() - moved;
  std::string text =
      real == 0 ? "no changes" : fmt::format("{} change{}", real, real == 1 ? "" : "s");
  const char* separator = ": ";
  for (const auto& [kind, count] : counts) {
    if (kind == ChangeKind::kMoved || count == 0) continue;
    text += fmt::format("{}{} {}", separator, count, to_string(kind));
    separator = ", ";
  }
  if (moved > 0) text += fmt::format("; {} only moved on the page", moved);
  return text;
}

std::string to_json(const Change& change) {
  JsonWriter out;
  out.open_object()
      .member("type", "change")
      .member("schema", kSchema)
      .member("kind", to_string(change.kind))
      .member("cause", change.cause == ChangeCause::kRules ? "rules" : "source")
      .member("record", change.record_id)
      .member("record_type", change.type)
      .member("page", change.page_key)
      .member("fields", change.fields)
      .member("summary", change.summary)
      .key("before");
  change.before ? out.raw(*change.before) : out.null();
  out.key("after");
  change.after ? out.raw(*change.after) : out.null();
  return out.close_object().take();
}

std::string evidence_text(const std::string& record_json) {
  const auto fields = json_fields(record_json);
  if (!fields) return "";
  std::string text;
  std::string headers;
  std::string heading;
  for (const JsonField& field : *fields) {
    if (field.path == "evidence.text") text = field.plain();
    const bool is_header =
        field.path == "evidence.row_header" || field.path == "evidence.column_header";
    if (is_header && field.json != "[]") headers += (headers.empty() ? "" : " | ") + field.json;
    if (field.path == "evidence.heading" && field.json != "[]") heading = field.json;
  }
  if (text.empty()) return "";
  std::string shown = fmt::format("\"{}\"", printable(text));
  if (!headers.empty()) shown += " at " + printable(headers);
  if (!heading.empty()) shown += " under " + printable(heading);
  return shown;
}

}  // namespace benchledger
