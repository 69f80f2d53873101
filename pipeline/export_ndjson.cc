// records.ndjson and records.json: every record, complete, as the record
// contract writes it, with the page, the source and the decision appended.

#include "pipeline/export_formats.h"
#include "pipeline/json.h"
#include "pipeline/json_writer.h"

namespace benchledger {

std::string exported_record(std::string_view record, const std::string* page,
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
  return line;
}

namespace {

template <typename Take>
void each_record(const ExportInput& input, Take take) {
  const auto one = [&](const auto& record, const ExportPage* page) {
    take(exported_record(to_json(record), page == nullptr ? nullptr : &page->page_key,
                         page == nullptr ? "" : page->source_id, input.decision(record.id)));
  };
  const auto all = [&](const auto& records, const ExportPage* page) {
    for (const auto& record : records) one(record, page);
  };
  for (const ExportPage& page : input.pages) {
    one(page.document, &page);
    all(page.specs, &page);
    all(page.scores, &page);
    all(page.claims, &page);
    all(page.findings, &page);
  }
  all(input.findings, nullptr);
}

std::size_t write_lines(const ExportInput& input, const Sink& sink) {
  std::size_t count = 0;
  each_record(input, [&](const std::string& record) {
    sink(record + "\n");
    ++count;
  });
  return count;
}

// One record on a line of its own, so that two runs compare by line.
std::size_t write_object(const ExportInput& input, const Sink& sink) {
  JsonWriter head;
  head.open_object()
      .member("type", "records")
      .member("schema", kSchema)
      .member("run", input.run)
      .member("date", input.date)
      .key("records");
  sink(head.text());
  sink("[");
  std::size_t count = 0;
  each_record(input, [&](const std::string& record) {
    sink(count++ == 0 ? "\n" : ",\n");
    sink(record);
  });
  sink(count == 0 ? "]}\n" : "\n]}\n");
  return count;
}

}  // namespace

// Nothing is left out.
void export_ndjson(const ExportInput& input, ExportWriter& out) {
  out.write("records.ndjson", [&](const Sink& sink) { return write_lines(input, sink); });
}

void export_json(const ExportInput& input, ExportWriter& out) {
  out.write("records.json", [&](const Sink& sink) { return write_object(input, sink); });
}

}  // namespace benchledger
