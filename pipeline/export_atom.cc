// changes.atom: a feed (RFC 4287) with an entry for each change since the run
// before. Ids and dates come from the run, so that a reader sees each once.

#include "pipeline/export_formats.h"
#include "pipeline/export_names.h"
#include "pipeline/html_writer.h"

namespace benchledger {
namespace {

// Control characters and bytes that are not UTF-8 are gone from html_escape().
std::string element(const char* name, std::string_view text) {
  return "<" + std::string(name) + ">" + html_escape(text) + "</" + name + ">\n";
}

std::string address_of(const ExportInput& input, const Change& change) {
  for (const ExportPage& page : input.pages) {
    if (page.page_key != change.page_key) continue;
    return page.document.final_url.value_or(page.document.url.value_or(""));
  }
  return "";
}

std::string content_of(const Change& change) {
  std::string text = change.summary;
  if (!change.page_key.empty()) text += "\nPage: " + change.page_key;
  if (!change.fields.empty()) {
    text += "\nChanged:";
    for (const std::string& field : change.fields) text += " " + field;
  }
  if (change.cause == ChangeCause::kRules) text += "\nOur rules changed, not the page.";
  return text + "\nRecord: " + change.record_id;
}

std::string entry_of(const ExportInput& input, const Change& change) {
  const std::string key = std::to_string(input.run) + "\n" + input.date + "\n" +
                          to_string(change.kind) + "\n" + change.record_id + "\n" +
                          change.page_key + (change.cause == ChangeCause::kRules ? "\nrules" : "");
  std::string entry = "<entry>\n";
  entry += element("title", std::string(change_title(change.kind)) + ": " + change.summary);
  entry += element("id", "urn:uuid:" + uuid_of(key));
  entry += element("updated", input.date);
  entry += "<category term=\"" + std::string(to_string(change.kind)) + "\"/>\n";
  if (const std::string address = address_of(input, change); is_web_link(address)) {
    entry += "<link rel=\"alternate\" href=\"" + html_escape(address) + "\"/>\n";
  }
  entry += "<content type=\"text\">" + html_escape(content_of(change)) + "</content>\n";
  return entry + "</entry>\n";
}

std::size_t write_feed(const ExportInput& input, const Sink& sink) {
  sink(
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
      "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\">\n");
  sink(element("title", "What changed about AI models"));
  sink(element("id", "urn:uuid:" + uuid_of("benchledger changes")));
  sink(element("updated", input.date));
  sink("<author><name>benchledger</name></author>\n");
  sink("<link rel=\"self\" href=\"changes.atom\"/>\n");
  sink(element("generator", input.program));
  std::size_t count = 0;
  for (const Change& change : input.changes) {
    if (change.kind == ChangeKind::kMoved) continue;
    sink(entry_of(input, change));
    ++count;
  }
  sink("</feed>\n");
  return count;
}

}  // namespace

void export_atom(const ExportInput& input, ExportWriter& out) {
  std::size_t entries = 0;
  out.write("changes.atom", [&](const Sink& sink) {
    entries = write_feed(input, sink);
    return entries;
  });
  out.lose({LossKind::kRecords, "change", input.changes.size() - entries,
            "only moved on the page: no news"});
  out.lose({LossKind::kField, "before and after", entries,
            "an entry sums up what changed; the record stands in records.ndjson"});
}

}  // namespace benchledger
