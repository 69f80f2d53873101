#pragma once
// Extractor: the whole pure half. Bytes and rules in, records out. Total: any
// bytes give a result. No file, socket, clock, environment, locale or log.
// Thread safety: immutable after construction, any number of calls at once.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extractors/record.h"
#include "extractors/rules.h"

namespace benchledger {

enum class Format { kAuto, kHtml, kMarkdown, kText, kCsv, kTsv, kJson, kYaml };

// Which field of a CSV, JSON or YAML board is which, as its source file states
// it; nested keys are joined by a space ("pass@1 humaneval").
struct FieldMapping {
  std::string model;
  std::string benchmark;            // field that names the benchmark; empty: the value fields do
  std::vector<std::string> values;  // fields that hold scores
  std::string board;                // stands before every benchmark name; may be empty
};

// What the caller knows about the bytes besides the bytes.
struct Input {
  std::string_view bytes;
  std::string page_key;  // names the page across captures: URL, source id + path, file name.
                         // Part of every record id.
  std::optional<std::string> url;
  std::optional<std::string> path;
  std::optional<std::string> final_url;
  std::optional<std::string> fetched_at;  // ISO time, from the capture, never the clock
  std::optional<std::string> charset;     // from the transport (Content-Type)
  std::optional<std::string> publisher;   // organization id the source file states
  Format format = Format::kAuto;
  std::optional<FieldMapping> mapping;  // for data documents
};

// A table as the program sees it; what `benchledger tables` prints.
struct TableView {
  std::size_t index = 0;
  std::string kind;  // score spec other
  std::string why;
  std::string caption;
  std::vector<std::string> heading;
  std::size_t header_rows = 0;
  std::size_t header_columns = 0;
  std::vector<std::vector<std::string>> rows;  // every row equally wide
  Span span;
};

// Records in document order, ids set, so that the same input always gives the
// same output.
struct Extraction {
  DocumentRecord document;
  std::vector<Spec> specs;
  std::vector<Score> scores;
  std::vector<Claim> claims;
  std::vector<Finding> findings;
  std::vector<Diagnostic> diagnostics;
  std::vector<TableView> tables;
};

class Names;

// Build one for a rule set and keep it: construction indexes every name.
class Extractor {
 public:
  explicit Extractor(Rules rules);
  ~Extractor();
  Extractor(const Extractor&) = delete;
  Extractor& operator=(const Extractor&) = delete;

  [[nodiscard]] Extraction extract(const Input& input) const;
  [[nodiscard]] const Rules& rules() const { return rules_; }
  [[nodiscard]] const Names& names() const { return *names_; }

 private:
  Rules rules_;
  std::unique_ptr<const Names> names_;
};

}  // namespace benchledger
