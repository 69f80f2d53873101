#pragma once
// Records as NDJSON lines and back. One owner of the JSON library. Fixed key
// order (the contract's), shortest numbers that read back the same, no NaN.

#include <string>
#include <string_view>
#include <vector>

#include "extractors/extract.h"
#include "extractors/record.h"
#include "extractors/result.h"

namespace benchledger {

// One object, no line feed.
[[nodiscard]] std::string to_json(const DocumentRecord& record);
[[nodiscard]] std::string to_json(const Score& record);
[[nodiscard]] std::string to_json(const Spec& record);
[[nodiscard]] std::string to_json(const Claim& record);
[[nodiscard]] std::string to_json(const Finding& record);
[[nodiscard]] std::string to_json(const TableView& table, std::string_view document);

[[nodiscard]] Result<Score> score_from_json(std::string_view line);
[[nodiscard]] Result<Spec> spec_from_json(std::string_view line);
[[nodiscard]] Result<Claim> claim_from_json(std::string_view line);
[[nodiscard]] Result<Finding> finding_from_json(std::string_view line);
[[nodiscard]] Result<DocumentRecord> document_from_json(std::string_view line);

// Any JSON text taken apart: "score.value" -> "89.5", "model.raw" -> "\"A\"".
// Objects are opened, arrays are one field. In the order of the text.
struct JsonField {
  std::string path;
  std::string json;

  // Without the quotes and escapes where it is a string, else as it is; "" for
  // null.
  [[nodiscard]] std::string plain() const;
};
[[nodiscard]] Result<std::vector<JsonField>> json_fields(std::string_view text);
// The items of a JSON array, paths empty; none where it is no array.
[[nodiscard]] std::vector<JsonField> json_items(std::string_view array);

}  // namespace benchledger
