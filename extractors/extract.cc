#include "extractors/extract.h"

#include <algorithm>
#include <map>
#include <utility>

#include "extractors/attribution.h"
#include "extractors/claim_records.h"
#include "extractors/digest.h"
#include "extractors/document.h"
#include "extractors/extractability.h"
#include "extractors/identity.h"
#include "extractors/page.h"
#include "extractors/provenance_phrase.h"
#include "extractors/record_ids.h"
#include "extractors/score_records.h"
#include "extractors/spec_records.h"

namespace benchledger {
namespace {

// Keeps the records whose span reads back to their text; counts the others.
template <typename Record>
void keep_readable(std::vector<Record>& records, const Input& input, const Document& document,
                   const char* reason, std::map<std::string, std::size_t>& dropped) {
  std::vector<Record> kept;
  kept.reserve(records.size());
  for (Record& record : records) {
    Evidence& evidence = record.evidence;
    evidence.span =
        mend_span(input.bytes, evidence.span, document.format, document.charset, evidence.text);
    if (evidence.span.empty()) {
      ++dropped[reason];
    } else {
      kept.push_back(std::move(record));
    }
  }
  records = std::move(kept);
}

// The sentence that says who measured reads back too; where no span gives the
// text, the text becomes what the span gives.
void mend_attributions(std::vector<Score>& scores, const Input& input, const Document& document) {
  for (Score& score : scores) {
    if (!score.evaluator.evidence) continue;
    Evidence& evidence = *score.evaluator.evidence;
    const Span mended =
        mend_span(input.bytes, evidence.span, document.format, document.charset, evidence.text);
    if (mended.empty()) {
      evidence.text = read_span(input.bytes, evidence.span, document.format, document.charset);
    } else {
      evidence.span = mended;
    }
  }
}

std::vector<TableView> view_tables(const Document& document, const ScoreReading& reading) {
  std::vector<TableView> views;
  for (std::size_t index = 0; index < document.tables.size(); ++index) {
    const Table& table = document.tables[index];
    TableView view;
    view.index = index;
    view.kind = reading.tables[index].kind;
    view.why = reading.tables[index].why;
    view.caption = table.caption.text;
    view.heading = heading_path(document, table.block);
    view.header_rows = reading.tables[index].header_rows;
    view.header_columns = reading.tables[index].header_columns;
    view.span = table.span;
    for (std::size_t row = 0; row < table.rows; ++row) {
      auto& cells = view.rows.emplace_back();
      for (std::size_t column = 0; column < table.columns; ++column) {
        cells.emplace_back(table.text(row, column));
      }
    }
    views.push_back(std::move(view));
  }
  return views;
}

DocumentRecord describe_document(const Input& input, const Document& document, const Page& page,
                                 const std::string& id) {
  DocumentRecord record;
  record.id = id;
  record.url = input.url ? input.url : document.canonical;
  record.path = input.path;
  record.final_url = input.final_url;
  record.fetched_at = input.fetched_at;
  record.media_type = media_type_of(document.format);
  record.charset = document.charset;
  record.title = document.title;
  record.published = page.published;
  record.last_verified = page.last_verified;
  record.publisher = page.publisher;
  record.bytes = input.bytes.size();
  return record;
}

void count_cut_cells(const Document& document, std::map<std::string, std::size_t>& dropped) {
  for (const Table& table : document.tables) {
    if (table.cells_cut > 0) dropped["table-too-large"] += table.cells_cut;
  }
}

void count_records(Extraction& extraction, const ScoreReading& reading) {
  DocumentRecord& record = extraction.document;
  record.tables = {{"score", 0}, {"spec", 0}, {"other", 0}};
  for (const TableReading& table : reading.tables) ++record.tables[table.kind];
  record.records = {{"score", extraction.scores.size()},
                    {"spec", extraction.specs.size()},
                    {"claim", extraction.claims.size()}};
}

std::vector<std::size_t> spec_tables(const ScoreReading& reading) {
  std::vector<std::size_t> indexes;
  for (std::size_t i = 0; i < reading.tables.size(); ++i) {
    if (reading.tables[i].kind == "spec") indexes.push_back(i);
  }
  return indexes;
}

}  // namespace

Extractor::Extractor(Rules rules)
    : rules_(std::move(rules)), names_(std::make_unique<const Names>(rules_)) {}
Extractor::~Extractor() = default;

Extraction Extractor::extract(const Input& input) const {
  Extraction out;
  const Document document = read_document(input, *names_, rules_, out.diagnostics);
  const PhraseBook book(rules_);
  const Page page = describe_page(input, document, *names_, book, rules_);
  const std::string id = "sha256:" + sha256_hex(input.bytes);
  out.document = describe_document(input, document, page, id);

  ScoreReading reading =
      read_scores(document, page, *names_, rules_, input.mapping, out.diagnostics);
  attribute(document, page, *names_, book, rules_, reading.drafts, out.diagnostics);
  for (ScoreDraft& draft : reading.drafts) out.scores.push_back(std::move(draft.score));
  keep_readable(out.scores, input, document, "score-span-does-not-read-back", reading.dropped);
  mend_attributions(out.scores, input, document);
  set_ids(out.scores, input.page_key, id);
  // A vendor no rule knows signs with the name its page prints.
  if (!out.document.publisher && !out.scores.empty()) {
    out.document.publisher = out.scores.front().evaluator.publisher;
  }

  out.specs = read_specs(document, page, spec_tables(reading), out.scores, *names_, rules_,
                         out.diagnostics);
  keep_readable(out.specs, input, document, "spec-span-does-not-read-back", reading.dropped);
  set_ids(out.specs, input.page_key, id);

  out.claims = read_claims(document, page, out.scores, out.specs, *names_, rules_, input.page_key,
                           out.diagnostics);
  keep_readable(out.claims, input, document, "claim-span-does-not-read-back", reading.dropped);
  for (Claim& claim : out.claims) claim.document = id;

  note_not_extractable(document, out.scores.size(), rules_, out.diagnostics);
  out.tables = view_tables(document, reading);
  count_cut_cells(document, reading.dropped);
  out.document.dropped = std::move(reading.dropped);
  count_records(out, reading);
  return out;
}

}  // namespace benchledger
