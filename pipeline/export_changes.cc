// changes.md: what changed since the run before, most consequential first;
// fit to be the body of a pull request or a mail.

#include <map>

#include "pipeline/export_formats.h"

namespace benchledger {
namespace {

// Text from a page must not become mark-up, a link or a heading.
std::string markdown_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n' || c == '\r' || c == '\t') {
      out += ' ';
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '&') {
      out += "&amp;";
    } else {
      if (std::string_view("\\`*_[]()#>|~!").find(c) != std::string_view::npos) out += '\\';
      out += c;
    }
  }
  return out;
}

std::string change_line(const Change& change) {
  std::string line = "- " + markdown_text(change.summary);
  if (!change.page_key.empty()) line += " — " + markdown_text(change.page_key);
  if (change.cause == ChangeCause::kRules) line += " (our rules changed, not the page)";
  return line + " `" + markdown_text(change.record_id) + "`\n";
}

}  // namespace

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

std::size_t write_changes_md(const ExportInput& input, const Sink& sink) {
  sink("# Changes in run " + std::to_string(input.run) + "\n\n");
  sink(input.date + ", compared with " +
       (input.previous_run == 0 ? std::string("nothing: this is the first run")
                                : "run " + std::to_string(input.previous_run)) +
       ".\n");
  if (input.changes.empty()) {
    sink("\nNothing changed.\n");
    return 0;
  }
  std::map<ChangeKind, std::vector<const Change*>> by_kind;  // declared in order of consequence
  for (const Change& change : input.changes) by_kind[change.kind].push_back(&change);
  for (const auto& [kind, changes] : by_kind) {
    sink("\n## " + std::string(change_title(kind)) + " (" + std::to_string(changes.size()) +
         ")\n\n");
    for (const Change* change : changes) sink(change_line(*change));
  }
  return input.changes.size();
}

}  // namespace benchledger
