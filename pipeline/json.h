#pragma once
// Records as NDJSON lines and back. One owner of the JSON library. Fixed key
// order (the contract's), shortest numbers that read back the same, no NaN.

#include <string>
#include <string_view>

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

}  // namespace benchledger
