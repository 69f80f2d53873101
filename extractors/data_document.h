#pragma once
// CSV, TSV, JSON and YAML documents, and JSON inside pages, as grids that the
// same stages read as any other table: lists of objects become rows, nested
// keys become header levels joined by a space.

#include <string_view>
#include <vector>

#include "extractors/diagnostic.h"
#include "extractors/document.h"
#include "extractors/offset_map.h"

namespace benchledger {

// Appends tables (origin kData) to `document`. Limits: 20,000 rows and 400
// columns a table; past them the table is left out with a diagnostic.
void read_delimited(std::string_view text, char delimiter, const OffsetMap& map, Document& document,
                    std::vector<Diagnostic>& diagnostics);
void read_json(std::string_view text, const OffsetMap& map, Document& document,
               std::vector<Diagnostic>& diagnostics);
void read_yaml_document(std::string_view text, const OffsetMap& map, Document& document,
                        std::vector<Diagnostic>& diagnostics);

// The kData blocks of a page (JSON-LD, __NEXT_DATA__, application/json).
void read_embedded_data(Document& document, std::vector<Diagnostic>& diagnostics);

}  // namespace benchledger
