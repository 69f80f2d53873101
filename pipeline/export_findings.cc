// findings.json: one object that holds every finding, page by page.

#include "pipeline/export_formats.h"
#include "pipeline/export_loss.h"
#include "pipeline/json.h"
#include "pipeline/json_writer.h"

namespace benchledger {
namespace {

// One finding on a line of its own, so that two runs compare by line.
void put_finding(const Sink& sink, const Finding& finding, const ExportPage* page,
                 DecisionState state, std::size_t index) {
  JsonWriter more;
  more.open_object();
  if (page != nullptr) {
    more.member("page", page->page_key).member("source", page->source_id);
  } else {
    more.key("page").null().key("source").null();
  }
  more.member("decision", to_string(state)).close_object();
  std::string line = to_json(finding);
  line.pop_back();
  sink(index == 0 ? "\n" : ",\n");
  sink(line + "," + more.text().substr(1));
}

std::size_t write_findings(const ExportInput& input, const Sink& sink) {
  JsonWriter head;
  head.open_object()
      .member("type", "findings")
      .member("schema", kSchema)
      .member("run", input.run)
      .member("date", input.date)
      .key("findings");
  sink(head.text());
  sink("[");
  std::size_t count = 0;
  const auto put_all = [&](const std::vector<Finding>& findings, const ExportPage* page) {
    for (const Finding& finding : findings) {
      put_finding(sink, finding, page, input.decision(finding.id), count++);
    }
  };
  for (const ExportPage& page : input.pages) put_all(page.findings, &page);
  put_all(input.findings, nullptr);
  sink(count == 0 ? "]}\n" : "\n]}\n");
  return count;
}

}  // namespace

void export_findings(const ExportInput& input, ExportWriter& out) {
  out.write("findings.json", [&](const Sink& sink) { return write_findings(input, sink); });
  lose_other_types(input, {"finding"}, out);
}

}  // namespace benchledger
