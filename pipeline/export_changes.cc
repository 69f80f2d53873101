// changes.md and pull-request.md: what changed since the run before, most
// consequential first. The first holds every change; the second fits the
// description of a pull request.

#include <map>

#include "pipeline/export_formats.h"
#include "pipeline/export_loss.h"

namespace benchledger {
namespace {

// GitHub refuses descriptions of more than 65,536 characters.
constexpr std::size_t kMostBytes = 60'000;
// More changes of one kind than this are folded.
constexpr std::size_t kMostOpen = 25;

using ChangesByKind = std::map<ChangeKind, std::vector<const Change*>>;  // order of consequence

ChangesByKind by_kind(const ExportInput& input) {
  ChangesByKind groups;
  for (const Change& change : input.changes) groups[change.kind].push_back(&change);
  return groups;
}

std::string change_line(const Change& change) {
  std::string line = "- " + markdown_text(change.summary);
  if (!change.page_key.empty()) line += " — " + markdown_text(change.page_key);
  if (change.cause == ChangeCause::kRules) line += " (our rules changed, not the page)";
  return line + " `" + markdown_text(change.record_id) + "`\n";
}

std::string compared_with(const ExportInput& input) {
  return input.date + ", compared with " +
         (input.previous_run == 0 ? std::string("nothing: this is the first run")
                                  : "run " + std::to_string(input.previous_run)) +
         ".\n";
}

std::size_t write_changes(const ExportInput& input, const Sink& sink) {
  sink("# Changes in run " + std::to_string(input.run) + "\n\n");
  sink(compared_with(input));
  if (input.changes.empty()) {
    sink("\nNothing changed.\n");
    return 0;
  }
  for (const auto& [kind, changes] : by_kind(input)) {
    sink("\n## " + std::string(change_title(kind)) + " (" + std::to_string(changes.size()) +
         ")\n\n");
    for (const Change* change : changes) sink(change_line(*change));
  }
  return input.changes.size();
}

std::string totals(const ExportInput& input, const ChangesByKind& groups) {
  std::string text = "| Changes | |\n|---|---:|\n";
  for (const auto& [kind, changes] : groups) {
    text +=
        "| " + std::string(change_title(kind)) + " | " + std::to_string(changes.size()) + " |\n";
  }
  for (const auto& [type, count] : record_counts(input)) {
    if (type == "finding") text += "| Findings open now | " + std::to_string(count) + " |\n";
  }
  return text;
}

// Returns the changes written: those that fit.
std::size_t write_pull_request(const ExportInput& input, const Sink& sink) {
  const ChangesByKind groups = by_kind(input);
  std::string text = "## Run " + std::to_string(input.run) + "\n\n" + compared_with(input) + "\n" +
                     totals(input, groups);
  std::size_t count = 0;
  for (const auto& [kind, changes] : groups) {
    if (kind == ChangeKind::kMoved || text.size() > kMostBytes) continue;
    const bool folded = changes.size() > kMostOpen;
    const std::string title =
        std::string(change_title(kind)) + " (" + std::to_string(changes.size()) + ")";
    text += folded ? "\n<details><summary>" + title + "</summary>\n\n" : "\n### " + title + "\n\n";
    for (const Change* change : changes) {
      const std::string line = change_line(*change);
      if (text.size() + line.size() > kMostBytes) break;
      text += line;
      ++count;
    }
    if (folded) text += "\n</details>\n";
  }
  const std::size_t left = input.changes.size() - count;
  if (left > 0) text += "\n" + std::to_string(left) + " more stand in changes.md.\n";
  if (input.changes.empty()) text += "\nNothing changed.\n";
  sink(text);
  return count;
}

}  // namespace

std::string markdown_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n' || c == '\r' || c == '\t') {
      out += ' ';
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '&') {
      out += "&amp;";
    } else if (c == '@') {
      out += "&#64;";  // "@name" would call somebody
    } else {
      if (std::string_view("\\`*_[]()#>|~!").find(c) != std::string_view::npos) out += '\\';
      out += c;
    }
  }
  return out;
}

const char* change_title(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::kFindingOpened:
      return "Findings opened";
    case ChangeKind::kProvenanceChanged:
      return "Who measured changed";
    case ChangeKind::kValueChanged:
      return "Values changed";
    case ChangeKind::kSettingChanged:
      return "Units or settings changed";
    case ChangeKind::kWithdrawn:
      return "Withdrawn";
    case ChangeKind::kReturned:
      return "Returned";
    case ChangeKind::kNew:
      return "New";
    case ChangeKind::kFindingClosed:
      return "Findings closed";
    case ChangeKind::kMoved:
      return "Only moved on the page";
  }
  return "Other";
}

void export_changes(const ExportInput& input, ExportWriter& out) {
  out.write("changes.md", [&](const Sink& sink) { return write_changes(input, sink); });
  out.lose({LossKind::kField, "before and after", input.changes.size(),
            "a line sums up what changed; the record stands in records.ndjson"});
}

void export_pull_request(const ExportInput& input, ExportWriter& out) {
  std::size_t written = 0;
  out.write("pull-request.md", [&](const Sink& sink) {
    written = write_pull_request(input, sink);
    return written;
  });
  out.lose({LossKind::kRecords, "change", input.changes.size() - written,
            "only moved on the page, or past the length a code host takes"});
  out.lose({LossKind::kField, "before and after", written,
            "a line sums up what changed; the record stands in records.ndjson"});
}

}  // namespace benchledger
