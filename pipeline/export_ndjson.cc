// records.ndjson: every record, complete, as the record contract writes it,
// with the page, the source and the decision appended.

#include "pipeline/export_formats.h"
#include "pipeline/json.h"
#include "pipeline/json_writer.h"

namespace benchledger {
namespace {

void put_line(const Sink& sink, std::string line, const ExportPage* page, DecisionState state) {
  line.pop_back();  // the closing brace
  JsonWriter more;
  more.open_object();
  if (page != nullptr) more.member("page", page->page_key).member("source", page->source_id);
  more.member("decision", to_string(state)).close_object();
  line += ',';
  line += std::string_view(more.text()).substr(1);
  line += '\n';
  sink(line);
}

}  // namespace

std::size_t write_records_ndjson(const ExportInput& input, const Sink& sink) {
  std::size_t count = 0;
  const auto put_all = [&](const auto& records, const ExportPage* page) {
    for (const auto& record : records) {
      put_line(sink, to_json(record), page, input.decision(record.id));
      ++count;
    }
  };
  for (const ExportPage& page : input.pages) {
    put_line(sink, to_json(page.document), &page, input.decision(page.document.id));
    ++count;
    put_all(page.specs, &page);
    put_all(page.scores, &page);
    put_all(page.claims, &page);
    put_all(page.findings, &page);
  }
  put_all(input.findings, nullptr);
  return count;
}

}  // namespace benchledger
