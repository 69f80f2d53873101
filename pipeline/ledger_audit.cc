#include "pipeline/ledger_audit.h"

#include <fmt/format.h>

#include <charconv>
#include <map>
#include <string_view>
#include <utility>

#include "extractors/charset.h"
#include "extractors/document.h"
#include "extractors/format.h"
#include "pipeline/json.h"
#include "pipeline/page_input.h"

namespace benchledger {
namespace {

// A page's bytes and how to read them.
struct Page {
  std::string sha256;
  std::string bytes;
  std::string charset;
  Format format = Format::kAuto;
};

class Audit {
 public:
  Audit(Ledger& ledger, const CaptureStore& store) : ledger_(ledger), store_(store) {}

  Result<AuditReport> go() {
    Result<std::vector<std::string>> rows = ledger_.inconsistencies();
    if (!rows) return tl::unexpected<Error>(rows.error());
    report_.problems = std::move(*rows);
    for (const auto step : {&Audit::count_runs, &Audit::check_captures, &Audit::check_records}) {
      if (const Status done = (this->*step)(); !done) return tl::unexpected<Error>(done.error());
    }
    return std::move(report_);
  }

 private:
  Status count_runs() {
    return ledger_.runs().map(
        [&](const std::vector<RunInfo>& runs) { report_.runs = runs.size(); });
  }

  Status check_captures() {
    const Result<std::vector<CaptureEntry>> captures = ledger_.captures();
    if (!captures) return tl::unexpected<Error>(captures.error());
    for (const CaptureEntry& entry : *captures) {
      ++report_.captures;
      const Result<Capture> capture = store_.get(entry.sha256, entry.page_key);
      if (!capture) {
        problem(entry.page_key, "capture", describe(capture.error()));
      } else if (capture->bytes.size() != entry.bytes) {
        problem(entry.page_key, "capture",
                fmt::format("has {} bytes, not {}", capture->bytes.size(), entry.bytes));
      }
    }
    return {};
  }

  Status check_records() {
    const Result<Moment> now = ledger_.moment("");
    if (!now) return tl::unexpected<Error>(now.error());
    const Result<std::vector<PageEntry>> pages = ledger_.pages_at(now->run);
    if (!pages) return tl::unexpected<Error>(pages.error());
    for (const PageEntry& page : *pages) captures_[page.page_key] = page.capture;
    return ledger_.each_record_at(now->run, [&](const StoredRecord& record) {
      ++report_.records;
      check_record(record);
    });
  }

  void check_record(const StoredRecord& record) {
    if (record.page_key.empty()) return;
    open(record.page_key);
    if (page_.bytes.empty()) return;
    const Result<std::vector<JsonField>> fields = json_fields(record.json);
    if (!fields) return problem(record.page_key, record.id, "is no JSON");
    std::map<std::string_view, std::string> values;
    for (const JsonField& field : *fields) values[field.path] = field.json;
    if (record.type != "document" &&
        values["document"] != fmt::format("\"sha256:{}\"", page_.sha256)) {
      problem(record.page_key, record.id, "was read from other bytes than the page's");
    }
    check_span(record, *fields, "evidence.");
    check_span(record, *fields, "evaluator.evidence.");
  }

  void check_span(const StoredRecord& record, const std::vector<JsonField>& fields,
                  std::string_view prefix) {
    Span span;
    std::string text;
    bool found = false;
    for (const JsonField& field : fields) {
      if (!field.path.starts_with(prefix)) continue;
      const std::string_view name = std::string_view(field.path).substr(prefix.size());
      std::size_t* number = name == "start" ? &span.start : name == "end" ? &span.end : nullptr;
      if (number != nullptr) {
        std::from_chars(field.json.data(), field.json.data() + field.json.size(), *number);
      }
      if (name == "text") text = field.plain();
      found = found || name == "text";
    }
    if (!found) return;
    ++report_.spans;
    const bool inside = span.start <= span.end && span.end <= page_.bytes.size();
    if (!inside || !reads_back(page_.bytes, span, page_.format, page_.charset, text)) {
      problem(record.page_key, record.id,
              fmt::format("bytes {}-{} do not read as '{}'", span.start, span.end, text));
    }
  }

  // Records come page by page.
  void open(const std::string& page_key) {
    if (page_key == open_) return;
    open_ = page_key;
    page_ = {};
    const Result<Capture> capture = store_.get(captures_[page_key], page_key);
    if (!capture) return;  // a problem already
    std::vector<Diagnostic> ignored;
    const Decoded decoded = decode(capture->bytes, page_input(*capture).charset, ignored);
    page_ = {captures_[page_key], capture->bytes, decoded.charset, detect_format(decoded.text)};
  }

  void problem(std::string_view where, std::string_view what, const std::string& message) {
    report_.problems.push_back(fmt::format("{}: {}: {}", where, what, message));
  }

  Ledger& ledger_;
  const CaptureStore& store_;
  AuditReport report_;
  std::map<std::string, std::string> captures_;  // page key to hash
  std::string open_;
  Page page_;
};

}  // namespace

Result<AuditReport> audit(Ledger& ledger, const CaptureStore& store) {
  return Audit(ledger, store).go();
}

}  // namespace benchledger
