// Statuses of sources and pages for people and for programs.

#include <fmt/format.h>

#include <algorithm>

#include "pipeline/json_writer.h"
#include "pipeline/source_status.h"

namespace benchledger {
namespace {

std::string percent(const std::optional<double>& share, const char* format) {
  return share ? fmt::format(fmt::runtime(format), *share * 100) : std::string("-");
}

std::string outcome_text(const SourceStatus& status) {
  if (status.outcome.empty()) return "never asked";
  return status.streak > 1 ? fmt::format("{} x{}", status.outcome, status.streak) : status.outcome;
}

std::string pages_text(const SourceStatus& status) {
  if (status.outcome.empty()) return "-";
  if (status.failed == 0) return std::to_string(status.pages);
  return fmt::format("{} of {}", status.pages - status.failed, status.pages);
}

// Columns as wide as what stands in them; those named in `right` to the right.
std::string table(const std::vector<std::vector<std::string>>& rows, std::string_view right) {
  std::vector<std::size_t> widths(rows.front().size());
  for (const auto& row : rows) {
    for (std::size_t at = 0; at < row.size(); ++at)
      widths[at] = std::max(widths[at], row[at].size());
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t at = 0; at < row.size(); ++at) {
      line += right[at] == '>' ? fmt::format("{:>{}}  ", row[at], widths[at])
                               : fmt::format("{:<{}}  ", row[at], widths[at]);
    }
    text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return text;
}

}  // namespace

std::string status_text(const std::vector<SourceStatus>& statuses) {
  std::vector<std::vector<std::string>> rows = {
      {"SOURCE", "OUTCOME", "LAST OK", "NEXT", "PAGES", "RECORDS", "FILL", "DRIFT"}};
  for (const SourceStatus& status : statuses) {
    rows.push_back({status.id, outcome_text(status), status.last_ok.empty() ? "-" : status.last_ok,
                    status.due.value_or("next run"), pages_text(status),
                    std::to_string(status.records), percent(status.fill_rate, "{:.0f}%"),
                    percent(status.drift, "{:+.1f}")});
  }
  return table(rows, "<<<<>>>>");
}

std::string status_text(const std::vector<PageStatus>& pages) {
  std::vector<std::vector<std::string>> rows = {
      {"SOURCE", "FIRST SEEN", "LAST ASKED", "OUTCOME", "PAGE"}};
  for (const PageStatus& page : pages) {
    rows.push_back({page.source_id, page.first_seen, page.checked_at, page.outcome, page.page_key});
  }
  return table(rows, "<<<<<");
}

std::string status_json(const std::vector<SourceStatus>& statuses) {
  std::string lines;
  for (const SourceStatus& status : statuses) {
    JsonWriter out;
    out.open_object()
        .member("type", "source_status")
        .member("source", status.id)
        .member("kind", status.kind)
        .key("outcome");
    status.outcome.empty() ? out.null() : out.value(status.outcome);
    out.member("streak", status.streak).key("last_ok");
    status.last_ok.empty() ? out.null() : out.value(status.last_ok);
    out.member("due", status.due)
        .member("pages", status.pages)
        .member("failed", status.failed)
        .member("records", status.records)
        .member("fill_rate", status.fill_rate)
        .member("drift", status.drift);
    lines += out.close_object().take() + "\n";
  }
  return lines;
}

std::string status_json(const std::vector<PageStatus>& pages) {
  std::string lines;
  for (const PageStatus& page : pages) {
    JsonWriter out;
    out.open_object()
        .member("type", "page_status")
        .member("source", page.source_id)
        .member("page", page.page_key)
        .member("first_seen", page.first_seen)
        .member("checked_at", page.checked_at)
        .member("outcome", page.outcome)
        .member("detail", page.detail);
    lines += out.close_object().take() + "\n";
  }
  return lines;
}

}  // namespace benchledger
