#pragma once
// What must hold for any bytes in any format; shared by the extraction fuzzers.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "extractors/document.h"
#include "extractors/embedded_rules.h"
#include "extractors/extract.h"
#include "extractors/rules_load.h"

namespace benchledger {

inline const Extractor& fuzzed_extractor() {
  static const Extractor extractor(load_rules(embedded_rules()).value());
  return extractor;
}

// Aborts where a record's evidence lies outside the capture or does not read back.
inline void require_evidence(const Evidence& evidence, const Extraction& extraction,
                             std::string_view bytes, Format format) {
  if (evidence.span.start > evidence.span.end || evidence.span.end > bytes.size()) std::abort();
  if (!reads_back(bytes, evidence.span, format, extraction.document.charset, evidence.text)) {
    std::abort();
  }
}

inline void extract_any(const std::uint8_t* data, std::size_t size, Format format) {
  Input input;
  input.bytes = {reinterpret_cast<const char*>(data), size};
  input.page_key = "fuzz";
  input.format = format;
  const Extraction extraction = fuzzed_extractor().extract(input);
  for (const Score& score : extraction.scores) {
    require_evidence(score.evidence, extraction, input.bytes, format);
  }
  for (const Spec& spec : extraction.specs) {
    require_evidence(spec.evidence, extraction, input.bytes, format);
  }
}

}  // namespace benchledger
