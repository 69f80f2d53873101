// records.ndjson: every record, complete, as the record contract writes it,
// with the page, the source and the decision appended.

#include "pipeline/export_formats.h"
#include "pipeline/json.h"
#include "pipeline/json_writer.h"

namespace benchledger {

void put_record_line(const Sink& sink, std::string_view record, const std::string* page,
                     std::string_view source, DecisionState state) {
  JsonWriter more;
  more.open_object();
  if (page != nullptr) more.member("page", *page).member("source", source);
  more.member("decision", to_string(state)).close_object();
  std::string line;
  line.reserve(record.size() + more.text().size() + 1);
  line += record.substr(0, record.size() - 1);  // without the closing brace
  line += ',';
  line += std::string_view(more.text()).substr(1);
  line += '\n';
  sink(line);
}

std::size_t write_records_ndjson(const ExportInput& input, const Sink& sink) {
  std::size_t count = 0;
  const auto put = [&](const auto& record, const ExportPage* page) {
    put_record_line(sink, to_json(record), page == nullptr ? nullptr : &page->page_key,
                    page == nullptr ? "" : page->source_id, input.decision(record.id));
    ++count;
  };
  const auto put_all = [&](const auto& records, const ExportPage* page) {
    for (const auto& record : records) put(record, page);
  };
  for (const ExportPage& page : input.pages) {
    put(page.document, &page);
    put_all(page.specs, &page);
    put_all(page.scores, &page);
    put_all(page.claims, &page);
    put_all(page.findings, &page);
  }
  put_all(input.findings, nullptr);
  return count;
}

}  // namespace benchledger
