#include "pipeline/export.h"

#include <algorithm>
#include <set>
#include <utility>

#include "extractors/digest.h"
#include "pipeline/export_formats.h"
#include "pipeline/export_loss.h"
#include "pipeline/json_writer.h"
#include "pipeline/output_folder.h"

namespace benchledger {
namespace {

constexpr const char* kManifest = "manifest.json";

// Where files go: given a name and what writes the bytes.
using Store = std::function<Result<WrittenFile>(const std::string& name,
                                                const std::function<void(const Sink&)>& fill)>;

// Keeps the reports of all formats and the first error; once there is one,
// nothing more is written.
class ReportingWriter final : public ExportWriter {
 public:
  explicit ReportingWriter(Store store) : store_(std::move(store)) {}

  void begin(const ExportFormat& format) { reports_.push_back({&format, {}, {}}); }

  void write(const std::string& name, const Fill& fill) override {
    if (!status_) return;
    std::size_t records = 0;
    Result<WrittenFile> written = store_(name, [&](const Sink& sink) { records = fill(sink); });
    if (!written) {
      status_ = tl::unexpected<Error>(written.error());
      return;
    }
    files_.push_back({name, written->bytes, written->sha256, records});
    reports_.back().files.push_back(files_.back());
  }

  void lose(const Loss& loss) override {
    if (loss.count > 0) reports_.back().losses.push_back(loss);
  }

  [[nodiscard]] const std::vector<ExportedFile>& files() const override { return files_; }
  [[nodiscard]] const Status& status() const { return status_; }
  [[nodiscard]] std::vector<FormatReport> take() { return std::move(reports_); }

 private:
  Store store_;
  Status status_;
  std::vector<ExportedFile> files_;
  std::vector<FormatReport> reports_;
};

Result<std::vector<FormatReport>> write_formats(const ExportInput& input, const FormatList& formats,
                                                Store store) {
  ReportingWriter writer(std::move(store));
  for (const ExportFormat* format : formats) {
    writer.begin(*format);
    format->write(input, writer);
    if (!writer.status()) return tl::unexpected<Error>(writer.status().error());
  }
  return writer.take();
}

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

void write_files(JsonWriter& json, const std::vector<FormatReport>& reports) {
  json.key("files").open_array();
  for (const FormatReport& report : reports) {
    for (const ExportedFile& file : report.files) {
      json.open_object()
          .member("name", file.name)
          .member("format", report.format->name)
          .member("bytes", file.bytes)
          .member("sha256", file.sha256)
          .member("records", file.records)
          .close_object();
    }
  }
  json.close_array();
}

void list_formats(JsonWriter& json, const std::vector<FormatReport>& reports) {
  json.key("formats").open_array();
  for (const FormatReport& report : reports) {
    json.open_object()
        .member("name", report.format->name)
        .member("records", report.records())
        .key("loses");
    write_losses(json, report.losses);
    json.close_object();
  }
  json.close_array();
}

std::string manifest(const ExportInput& input, const std::vector<FormatReport>& reports) {
  JsonWriter json;
  json.open_object()
      .member("type", "manifest")
      .member("schema", kSchema)
      .member("run", input.run)
      .member("previous_run", input.previous_run)
      .member("date", input.date)
      .member("program", input.program)
      .member("rules_digest", input.rules_digest)
      .key("counts")
      .open_object();
  for (const auto& [type, count] : record_counts(input)) json.member(type, count);
  json.member("change", input.changes.size()).close_object();
  write_files(json, reports);
  list_formats(json, reports);
  return json.close_object().take() + "\n";
}

}  // namespace

const std::vector<ExportFormat>& export_formats() {
  static const std::vector<ExportFormat> formats = {
      {"ndjson", "records.ndjson", "every record, complete, one a line", true, "", export_ndjson},
      {"csv", "scores.csv specs.csv", "scores and specs for spreadsheets and data frames", true, "",
       export_csv},
      {"findings", "findings.json", "what does not hold up", true, "", export_findings},
      {"changes", "changes.md", "what changed since the run before", true, "", export_changes},
      {"report", "report.html", "the run for people, in a browser", true, "", export_report},
      {"json", "records.json", "every record, complete, as one object", false, "", export_json},
      {"sqlite", "benchledger.sqlite", "the run's tables as an SQLite database", false, "",
       export_sqlite},
      {"frictionless", "datapackage.json", "the CSV files as a data package, typed", false, "csv",
       export_frictionless},
      {"croissant", "croissant.json", "the CSV files as a Croissant dataset", false, "csv",
       export_croissant},
      {"every-eval-ever", "every_eval_ever/", "aggregate logs, schema 0.3.0", false, "",
       export_every_eval_ever},
      {"eval-results", "huggingface/", "Hugging Face .eval_results of models", false, "",
       export_eval_results},
      {"model-index", "huggingface/", "Hugging Face model cards with a model-index", false, "",
       export_model_index},
      {"models-dev", "models_dev/", "models.dev TOML, a file a model", false, "",
       export_models_dev},
      {"singer", "singer.jsonl", "Singer messages for a warehouse's target", false, "",
       export_singer},
      {"sarif", "findings.sarif", "findings for code hosts and editors", false, "", export_sarif},
      {"atom", "changes.atom", "changes as a feed", false, "", export_atom},
      {"pull-request", "pull-request.md", "changes as the text of a pull request", false, "",
       export_pull_request},
  };
  return formats;
}

std::size_t FormatReport::records() const {
  std::size_t count = 0;
  for (const ExportedFile& file : files) count += file.records;
  return count;
}

Result<FormatList> choose_formats(const std::vector<std::string>& names) {
  std::set<std::string_view> wanted;
  std::string known;
  for (const ExportFormat& format : export_formats()) {
    const bool named = std::find(names.begin(), names.end(), format.name) != names.end();
    const bool all = std::find(names.begin(), names.end(), "all") != names.end();
    known += (known.empty() ? "" : ", ") + std::string(format.name);
    if (!named && !all && !(names.empty() && format.usual)) continue;
    wanted.insert(format.name);
    if (*format.needs != '\0') wanted.insert(format.needs);
  }
  for (const std::string& name : names) {
    if (name != "all" && !wanted.contains(name)) {
      return fail(ErrorKind::kUsage, "--format", "no format '" + name + "'", known + ", all");
    }
  }
  FormatList chosen;
  for (const ExportFormat& format : export_formats()) {
    if (wanted.contains(format.name)) chosen.push_back(&format);
  }
  return chosen;
}

Result<Exported> write_output(const std::string& out, ExportInput input, const FormatList& formats,
                              Existing existing, const std::string& link) {
  Result<std::string> name = folder_name(input, link);
  if (!name) return tl::unexpected<Error>(name.error());
  sort_pages(input);
  Result<OutputFolder> folder = OutputFolder::begin(out);
  if (!folder) return tl::unexpected<Error>(folder.error());
  Result<std::vector<FormatReport>> reports = write_formats(
      input, formats,
      [&](const std::string& file, const auto& fill) { return folder->write(file, fill); });
  if (!reports) return tl::unexpected<Error>(reports.error());
  const Result<WrittenFile> sealed =
      folder->write(kManifest, [&](const Sink& sink) { sink(manifest(input, *reports)); });
  if (!sealed) return tl::unexpected<Error>(sealed.error());

  if (existing == Existing::kNumber) *name = folder->free_name(*name, kManifest);
  if (const Status placed = folder->commit(*name, kManifest); !placed) {
    return tl::unexpected<Error>(placed.error());
  }
  if (const Status linked = swap_link(out, link, *name); !linked) {
    return tl::unexpected<Error>(linked.error());
  }
  return Exported{out + "/" + *name, std::move(*reports)};
}

Rendered render_output(ExportInput input, const FormatList& formats) {
  sort_pages(input);
  Rendered rendered;
  const auto keep = [&](const std::string& name, const auto& fill) -> Result<WrittenFile> {
    std::string bytes;
    fill([&bytes](std::string_view piece) { bytes += piece; });
    WrittenFile file{name, bytes.size(), sha256_hex(bytes)};
    rendered.files.push_back({name, std::move(bytes)});
    return file;
  };
  rendered.formats = *write_formats(input, formats, keep);  // memory never refuses
  return rendered;
}

}  // namespace benchledger
