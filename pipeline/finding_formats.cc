#include "pipeline/finding_formats.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "pipeline/html_writer.h"
#include "pipeline/json.h"
#include "pipeline/json_writer.h"

namespace benchledger {
namespace {

// ---- text

struct Colors {
  const char* error;
  const char* warning;
  const char* note;
  const char* soft;
  const char* bold;
  const char* off;
};
constexpr Colors kPlain{"", "", "", "", "", ""};
constexpr Colors kAnsi{"\x1b[1;31m", "\x1b[1;33m", "\x1b[1;36m", "\x1b[2m", "\x1b[1m", "\x1b[0m"};

const char* color_of(const Colors& colors, Severity severity) {
  switch (severity) {
    case Severity::kError:
      return colors.error;
    case Severity::kWarning:
      return colors.warning;
    case Severity::kNote:
      break;
  }
  return colors.note;
}

std::string place_text(const LocatedFinding& located, std::size_t index) {
  std::string text = printable(located.page_at(index));
  if (index < located.places.size()) {
    const SourcePlace& start = located.places[index].first;
    return fmt::format("{}:{}:{}", text, start.line, start.column);
  }
  const Span span = located.finding.evidence[index].span;
  return fmt::format("{} bytes {}-{}", text, span.start, span.end);
}

std::string context_text(const Evidence& evidence) {
  std::string text;
  for (const auto* headers : {&evidence.row_header, &evidence.column_header}) {
    for (const std::string& header : *headers) {
      text += text.empty() ? "" : " · ";
      text += printable(header);
    }
  }
  return text;
}

void append_text(std::string& out, const LocatedFinding& located, const Colors& colors) {
  const Finding& finding = located.finding;
  out += fmt::format("{}{}{}: {}{}{} {}[{}] {}{}\n", color_of(colors, finding.severity),
                     severity_word(finding.severity), colors.off, colors.bold,
                     printable(finding.message), colors.off, colors.soft, finding.rule, finding.id,
                     colors.off);
  for (std::size_t i = 0; i < finding.evidence.size(); ++i) {
    out += fmt::format("  {}{}{}  “{}”", colors.soft, place_text(located, i), colors.off,
                       printable(finding.evidence[i].text));
    const std::string context = context_text(finding.evidence[i]);
    if (!context.empty()) out += fmt::format("  {}{}{}", colors.soft, context, colors.off);
    out += '\n';
  }
}

std::string totals(const std::vector<LocatedFinding>& findings) {
  std::map<Severity, std::size_t> counts;
  for (const LocatedFinding& located : findings) ++counts[located.finding.severity];
  const auto part = [&](Severity severity) {
    const std::size_t count = counts[severity];
    return fmt::format("{} {}{}", count, severity_word(severity), count == 1 ? "" : "s");
  };
  return part(Severity::kError) + ", " + part(Severity::kWarning) + ", " + part(Severity::kNote);
}

std::string as_text(const FindingReport& report) {
  const Colors& colors = report.color ? kAnsi : kPlain;
  std::string out;
  for (const LocatedFinding& located : report.findings) append_text(out, located, colors);
  if (report.findings.empty()) return "no findings\n";
  return out + totals(report.findings) + "\n";
}

// ---- json

std::string as_json(const FindingReport& report) {
  std::string out;
  for (const LocatedFinding& located : report.findings) out += to_json(located.finding) + "\n";
  return out;
}

// ---- SARIF 2.1.0 (OASIS)

void write_sarif_rules(JsonWriter& json, const FindingReport& report) {
  std::set<std::string> used;
  for (const LocatedFinding& located : report.findings) used.insert(located.finding.rule);
  json.key("rules").open_array();
  for (const std::string& id : used) {
    const CheckRule* rule = report.rules == nullptr ? nullptr : report.rules->check(id);
    json.open_object().member("id", id);
    if (rule != nullptr) {
      json.key("shortDescription").open_object().member("text", rule->what).close_object();
      json.key("fullDescription").open_object().member("text", rule->why).close_object();
    }
    json.close_object();
  }
  json.close_array();
}

// A path as the URI reference SARIF wants: everything but unreserved
// characters and '/' percent-encoded (RFC 3986).
std::string uri_of(std::string_view path) {
  std::string uri;
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~/").find(c) != std::string_view::npos;
    uri += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return uri;
}

void write_sarif_location(JsonWriter& json, const LocatedFinding& located, std::size_t index) {
  const Evidence& evidence = located.finding.evidence[index];
  json.open_object().key("physicalLocation").open_object();
  json.key("artifactLocation").open_object();
  const std::string& page = located.page_at(index);
  json.member("uri", is_web_link(page) ? page : uri_of(page)).close_object();
  json.key("region").open_object();
  if (index < located.places.size()) {
    const auto& [start, end] = located.places[index];
    json.member("startLine", start.line)
        .member("startColumn", start.column)
        .member("endLine", end.line)
        .member("endColumn", end.column);
  }
  json.member("byteOffset", evidence.span.start).member("byteLength", evidence.span.size());
  json.key("snippet").open_object().member("text", evidence.text).close_object();
  json.close_object().close_object().close_object();
}

void write_sarif_result(JsonWriter& json, const LocatedFinding& located) {
  const Finding& finding = located.finding;
  json.open_object()
      .member("ruleId", finding.rule)
      .member("level", severity_word(finding.severity))
      .key("message")
      .open_object()
      .member("text", finding.message)
      .close_object();
  const std::size_t count = located.page_at(0).empty() ? 0 : finding.evidence.size();
  json.key("locations").open_array();
  if (count > 0) write_sarif_location(json, located, 0);
  json.close_array();
  if (count > 1) {
    json.key("relatedLocations").open_array();
    for (std::size_t i = 1; i < count; ++i) write_sarif_location(json, located, i);
    json.close_array();
  }
  if (!located.silenced.empty()) {
    json.key("suppressions").open_array().open_object();
    json.member("kind", "external").member("justification", located.silenced);
    json.close_object().close_array();
  }
  json.key("partialFingerprints").open_object().member("findingId/v1", finding.id).close_object();
  json.close_object();
}

std::string as_sarif(const FindingReport& report) {
  JsonWriter json;
  json.open_object()
      .member("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
      .member("version", "2.1.0")
      .key("runs")
      .open_array()
      .open_object();
  json.key("tool").open_object().key("driver").open_object();
  json.member("name", "benchledger").member("version", BENCHLEDGER_VERSION);
  write_sarif_rules(json, report);
  json.close_object().close_object().member("columnKind", "unicodeCodePoints");
  json.key("results").open_array();
  for (const LocatedFinding& located : report.findings) write_sarif_result(json, located);
  return json.close_array().close_object().close_array().close_object().take() + "\n";
}

// ---- GitHub workflow commands

std::string github_escape(std::string_view text, bool property) {
  std::string out;
  for (const char c : text) {
    const bool special = c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ','));
    out += special ? fmt::format("%{:02X}", static_cast<unsigned char>(c)) : std::string(1, c);
  }
  return out;
}

std::string as_github(const FindingReport& report) {
  std::string out;
  for (const LocatedFinding& located : report.findings) {
    const Finding& finding = located.finding;
    const char* level =
        finding.severity == Severity::kNote ? "notice" : severity_word(finding.severity);
    std::string properties = "title=" + github_escape(finding.rule, true);
    const std::string& page = located.page_at(0);
    if (!page.empty()) properties += ",file=" + github_escape(page, true);
    if (!located.places.empty()) {
      const auto& [start, end] = located.places.front();
      properties += fmt::format(",line={},endLine={},col={}", start.line, end.line, start.column);
    }
    out += fmt::format("::{} {}::{}\n", level, properties, github_escape(finding.message, false));
  }
  return out;
}

// ---- JUnit: a suite a page, a failing case a finding; a clean page passes.

std::string junit_case(const LocatedFinding& located) {
  const Finding& finding = located.finding;
  std::string body;
  for (std::size_t i = 0; i < finding.evidence.size(); ++i) {
    body += place_text(located, i) + "  " + finding.evidence[i].text + "\n";
  }
  return fmt::format(
      "    <testcase classname=\"{}\" name=\"{}\"><failure type=\"{}\" "
      "message=\"{}\">{}</failure></testcase>\n",
      html_escape(finding.rule), html_escape(finding.id), severity_word(finding.severity),
      html_escape(finding.message), html_escape(body));
}

std::string as_junit(const FindingReport& report) {
  std::map<std::string, std::vector<const LocatedFinding*>> by_page;
  for (const std::string& page : report.pages) by_page[page];
  for (const LocatedFinding& located : report.findings) by_page[located.page].push_back(&located);
  std::string suites;
  for (const auto& [page, findings] : by_page) {
    suites += fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\">\n",
                          html_escape(page.empty() ? "several pages" : page),
                          std::max<std::size_t>(findings.size(), 1), findings.size());
    for (const LocatedFinding* located : findings) suites += junit_case(*located);
    if (findings.empty()) suites += "    <testcase classname=\"benchledger\" name=\"clean\"/>\n";
    suites += "  </testsuite>\n";
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"benchledger\" tests=\"{}\" "
      "failures=\"{}\">\n{}</testsuites>\n",
      report.findings.size() + static_cast<std::size_t>(std::count_if(
                                   by_page.begin(), by_page.end(),
                                   [](const auto& entry) { return entry.second.empty(); })),
      report.findings.size(), suites);
}

// ---- Markdown

std::string table_text(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    if (c == '<') {
      out += "&lt;";
    } else {
      if (std::string_view("\\`*_[]|").find(c) != std::string_view::npos) out += '\\';
      out += c;
    }
  }
  return out;
}

std::string as_markdown(const FindingReport& report) {
  if (report.findings.empty()) return "No findings.\n";
  std::string out = "| Severity | Finding | Where | Rule |\n|---|---|---|---|\n";
  for (const LocatedFinding& located : report.findings) {
    const Finding& finding = located.finding;
    const std::string where =
        finding.evidence.empty() ? printable(located.page) : place_text(located, 0);
    out += fmt::format("| {} | {} | {} | {} |\n", severity_word(finding.severity),
                       table_text(finding.message), table_text(where), finding.rule);
  }
  return out + "\n" + totals(report.findings) + "\n";
}

}  // namespace

const std::vector<FindingFormat>& finding_formats() {
  static const std::vector<FindingFormat> formats = {
      {"text", as_text},     {"json", as_json},   {"sarif", as_sarif},
      {"github", as_github}, {"junit", as_junit}, {"markdown", as_markdown},
  };
  return formats;
}

const FindingFormat* finding_format(std::string_view name) {
  for (const FindingFormat& format : finding_formats()) {
    if (name == format.name) return &format;
  }
  return nullptr;
}

const char* severity_word(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "error";
    case Severity::kWarning:
      return "warning";
    case Severity::kNote:
      break;
  }
  return "note";
}

}  // namespace benchledger
