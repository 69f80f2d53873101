#include "pipeline/diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <tuple>
#include <utility>

#include "pipeline/json.h"
#include "pipeline/record_fields.h"

namespace benchledger {
namespace {

using Fields = std::map<std::string, JsonField>;

Fields fields_of(const StoredRecord& record) {
  Fields fields;
  // What the ledger holds was written by to_json(); a damaged line compares as
  // empty and so shows up as changed.
  for (JsonField& field : json_fields(record.json).value_or(std::vector<JsonField>{})) {
    std::string path = field.path;
    fields.emplace(std::move(path), std::move(field));
  }
  return fields;
}

std::string plain(const Fields& fields, const std::string& path) {
  const auto found = fields.find(path);
  return found == fields.end() ? std::string() : found->second.plain();
}

std::string shortened(const std::string& text) {
  constexpr std::size_t kMost = 100;
  if (text.size() <= kMost) return text;
  std::size_t at = kMost;
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) --at;
  return text.substr(0, at) + "…";
}

// What the record is about, for people.
std::string subject_of(const StoredRecord& record, const Fields& fields) {
  if (record.type == "score") {
    return plain(fields, "model.raw") + " on " + plain(fields, "benchmark.raw");
  }
  if (record.type == "spec") return plain(fields, "model.raw") + " " + plain(fields, "attribute");
  if (record.type == "claim") return fmt::format("\"{}\"", shortened(plain(fields, "text")));
  if (record.type == "finding") return plain(fields, "rule");
  const std::string title = plain(fields, "title");
  return "page " + (title.empty() ? record.page_key : title);
}

// What it says, for people.
std::string statement_of(const StoredRecord& record, const Fields& fields) {
  if (record.type == "score") return plain(fields, "score.raw");
  if (record.type == "spec") return plain(fields, "raw");
  if (record.type == "claim") return plain(fields, "verdict");
  if (record.type == "finding") return plain(fields, "message");
  return plain(fields, "publisher");
}

ChangeKind kind_of(FieldMeaning meaning) {
  switch (meaning) {
    case FieldMeaning::kProvenance:
      return ChangeKind::kProvenanceChanged;
    case FieldMeaning::kValue:
      return ChangeKind::kValueChanged;
    case FieldMeaning::kSetting:
      return ChangeKind::kSettingChanged;
    case FieldMeaning::kEvidenceText:
    case FieldMeaning::kPlace:
      break;
  }
  return ChangeKind::kMoved;
}

std::vector<std::string> changed_paths(const Fields& before, const Fields& after) {
  std::vector<std::string> paths;
  for (const auto& [path, field] : after) {
    const auto old = before.find(path);
    if (old == before.end() || old->second.json != field.json) paths.push_back(path);
  }
  for (const auto& [path, field] : before) {
    if (after.find(path) == after.end()) paths.push_back(path);
  }
  return paths;
}

// "relationship first_party -> third_party", for the fields that made the kind.
std::string field_moves(const Change& change, const Fields& before, const Fields& after) {
  std::string text;
  for (const std::string& path : change.fields) {
    if (kind_of(meaning_of(change.type, path)) != change.kind) continue;
    const auto shown = [&](const Fields& fields) {
      const std::string value = plain(fields, path);
      return value.empty() ? std::string("none") : shortened(value);
    };
    const std::string name = path.substr(path.rfind('.') + 1);
    text +=
        fmt::format("{}{} {} -> {}", text.empty() ? "" : ", ", name, shown(before), shown(after));
  }
  return text;
}

std::string summary_of(const Change& change, const StoredRecord& record, const Fields& before,
                       const Fields& after) {
  const Fields& now = after.empty() ? before : after;
  const std::string subject = subject_of(record, now);
  const std::string statement = statement_of(record, now);
  switch (change.kind) {
    case ChangeKind::kValueChanged:
      if (statement_of(record, before) != statement) {
        return fmt::format("{}: {} -> {}", subject, statement_of(record, before), statement);
      }
      [[fallthrough]];
    case ChangeKind::kProvenanceChanged:
    case ChangeKind::kSettingChanged:
      return subject + ": " + field_moves(change, before, after);
    default:
      return statement.empty() ? subject : subject + ": " + statement;
  }
}

Change compared(const SnapshotEntry& before, const SnapshotEntry& after) {
  const Fields old_fields = fields_of(before.record);
  const Fields new_fields = fields_of(after.record);
  Change change;
  change.kind = ChangeKind::kMoved;
  change.type = after.record.type;
  change.fields = changed_paths(old_fields, new_fields);
  for (const std::string& path : change.fields) {
    change.kind = std::min(change.kind, kind_of(meaning_of(change.type, path)));
  }
  change.cause = after.started_by;
  change.before = before.record.json;
  change.after = after.record.json;
  change.summary = summary_of(change, after.record, old_fields, new_fields);
  return change;
}

// Findings about a change tell what the change itself tells: whoever decides about that has
// decided.
bool retells_a_change(const StoredRecord& record) {
  if (record.type != "finding") return false;
  const std::string rule = plain(fields_of(record), "rule");
  return rule == "silent-change" || rule == "withdrawn-score";
}

Change appeared(const SnapshotEntry& after) {
  const bool finding = after.record.type == "finding";
  Change change;
  change.kind = retells_a_change(after.record) ? ChangeKind::kMoved
                : finding                      ? ChangeKind::kFindingOpened
                : after.seen_before            ? ChangeKind::kReturned
                                               : ChangeKind::kNew;
  change.cause = after.started_by;
  change.after = after.record.json;
  change.summary = summary_of(change, after.record, {}, fields_of(after.record));
  return change;
}

Change disappeared(const SnapshotEntry& before) {
  const bool finding = before.record.type == "finding";
  Change change;
  change.kind = retells_a_change(before.record) ? ChangeKind::kMoved
                : finding                       ? ChangeKind::kFindingClosed
                                                : ChangeKind::kWithdrawn;
  change.cause = before.ended_by;
  change.before = before.record.json;
  change.summary = summary_of(change, before.record, fields_of(before.record), {});
  return change;
}

// Where the record stands on its page, for the order of the list.
std::size_t position_of(const StoredRecord& record) {
  const std::string start = plain(fields_of(record), "evidence.start");
  std::size_t position = 0;
  std::from_chars(start.data(), start.data() + start.size(), position);
  return position;
}

}  // namespace

const char* to_string(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::kFindingOpened:
      return "finding-opened";
    case ChangeKind::kProvenanceChanged:
      return "provenance-changed";
    case ChangeKind::kValueChanged:
      return "value-changed";
    case ChangeKind::kSettingChanged:
      return "setting-changed";
    case ChangeKind::kWithdrawn:
      return "withdrawn";
    case ChangeKind::kReturned:
      return "returned";
    case ChangeKind::kNew:
      return "new";
    case ChangeKind::kFindingClosed:
      return "finding-closed";
    case ChangeKind::kMoved:
      break;
  }
  return "moved";
}

std::vector<Change> diff(const Snapshot& before, const Snapshot& after) {
  using Key = std::tuple<ChangeKind, std::string, std::size_t, std::string>;
  std::map<Key, Change> ordered;
  const auto add = [&](Change change, const StoredRecord& record) {
    change.record_id = record.id;
    change.series = record.series.empty() ? record.id : record.series;
    change.page_key = record.page_key;
    change.type = record.type;
    Key key{change.kind, record.page_key, position_of(record), record.id};
    ordered.emplace(std::move(key), std::move(change));
  };
  for (const auto& [id, now] : after) {
    const auto then = before.find(id);
    if (then == before.end()) {
      add(appeared(now), now.record);
    } else if (then->second.record.json != now.record.json) {
      add(compared(then->second, now), now.record);
    }
  }
  for (const auto& [id, then] : before) {
    if (after.find(id) == after.end()) add(disappeared(then), then.record);
  }
  std::vector<Change> changes;
  for (auto& [key, change] : ordered) changes.push_back(std::move(change));
  return changes;
}

}  // namespace benchledger
