#include "pipeline/export.h"

#include <algorithm>
#include <utility>

#include "pipeline/export_formats.h"
#include "pipeline/json_writer.h"
#include "pipeline/output_folder.h"

namespace benchledger {
namespace {

constexpr const char* kManifest = "manifest.json";

struct ExportedFile {
  WrittenFile file;
  std::size_t records = 0;
  const char* omits = "";
};

// "2026-05-04T03:00:00Z" and run 7 to "2026-05-04T030000-run7": no colons,
// which some file systems and every shell's completion dislike.
Result<std::string> folder_name(const ExportInput& input, const std::string& link) {
  std::string name;
  for (const char c : input.date) {
    if (c == ':' || c == 'Z') continue;
    if (c == '.') break;  // fractions of a second
    if ((c < '0' || c > '9') && c != '-' && c != 'T') {
      return fail(ErrorKind::kUsage, "run date", "not an ISO 8601 UTC time: '" + input.date + "'",
                  "write it as 2026-05-04T03:00:00Z");
    }
    name += c;
  }
  if (name.empty()) return fail(ErrorKind::kUsage, "run date", "is empty");
  name += "-run" + std::to_string(input.run);
  if (input.decision_count > 0) name += "-d" + std::to_string(input.decision_count);
  return link == "latest" ? name : name + "-" + link;
}

void write_counts(JsonWriter& json, const ExportInput& input) {
  std::size_t specs = 0;
  std::size_t scores = 0;
  std::size_t claims = 0;
  std::size_t findings = input.findings.size();
  for (const ExportPage& page : input.pages) {
    specs += page.specs.size();
    scores += page.scores.size();
    claims += page.claims.size();
    findings += page.findings.size();
  }
  json.key("counts")
      .open_object()
      .member("document", input.pages.size())
      .member("spec", specs)
      .member("score", scores)
      .member("claim", claims)
      .member("finding", findings)
      .member("change", input.changes.size())
      .close_object();
}

std::string manifest(const ExportInput& input, const std::vector<ExportedFile>& files) {
  JsonWriter json;
  json.open_object()
      .member("type", "manifest")
      .member("schema", kSchema)
      .member("run", input.run)
      .member("previous_run", input.previous_run)
      .member("date", input.date)
      .member("program", input.program)
      .member("rules_digest", input.rules_digest);
  write_counts(json, input);
  json.key("files").open_array();
  for (const ExportedFile& entry : files) {
    json.open_object()
        .member("name", entry.file.name)
        .member("bytes", entry.file.bytes)
        .member("sha256", entry.file.sha256)
        .member("records", entry.records)
        .member("omits", entry.omits)
        .close_object();
  }
  return json.close_array().close_object().take() + "\n";
}

}  // namespace

const std::vector<ExportFormat>& export_formats() {
  static const std::vector<ExportFormat> formats = {
      {"records.ndjson", write_records_ndjson, ""},
      {"scores.csv", write_scores_csv,
       "specs, claims and findings; null and empty text look the same; lists are joined by ' | '; "
       "text that a spreadsheet would run as a formula starts with an apostrophe"},
      {"specs.csv", write_specs_csv,
       "scores, claims and findings; null and empty text look the same; lists are joined by ' | '; "
       "text that a spreadsheet would run as a formula starts with an apostrophe"},
      {"findings.json", write_findings_json, "the records that findings are about, named by id"},
      {"changes.md", write_changes_md,
       "records that did not change; the full record behind a line"},
      {"report.html", write_report_html,
       "grids past the first 20,000 scores; table and heading context of specs and claims"},
  };
  return formats;
}

Result<std::string> write_output(const std::string& out, ExportInput input,
                                 const std::string& link) {
  const Result<std::string> name = folder_name(input, link);
  if (!name) return tl::unexpected<Error>(name.error());
  std::sort(input.pages.begin(), input.pages.end(), [](const ExportPage& a, const ExportPage& b) {
    return std::pair(a.page_key, a.document.id) < std::pair(b.page_key, b.document.id);
  });

  Result<OutputFolder> folder = OutputFolder::begin(out);
  if (!folder) return tl::unexpected<Error>(folder.error());
  std::vector<ExportedFile> files;
  for (const ExportFormat& format : export_formats()) {
    ExportedFile entry;
    entry.omits = format.omits;
    Result<WrittenFile> written = folder->write(
        format.file, [&](const Sink& sink) { entry.records = format.write(input, sink); });
    if (!written) return tl::unexpected<Error>(written.error());
    entry.file = std::move(*written);
    files.push_back(std::move(entry));
  }
  const Result<WrittenFile> sealed =
      folder->write(kManifest, [&](const Sink& sink) { sink(manifest(input, files)); });
  if (!sealed) return tl::unexpected<Error>(sealed.error());

  if (const Status placed = folder->commit(*name, kManifest); !placed) {
    return tl::unexpected<Error>(placed.error());
  }
  if (const Status linked = swap_link(out, link, *name); !linked) {
    return tl::unexpected<Error>(linked.error());
  }
  return out + "/" + *name;
}

}  // namespace benchledger
