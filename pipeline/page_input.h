#pragma once
// Pages named on the command line: read, extracted, checked. Shared by the
// commands that work on files without a ledger.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extractors/extract.h"
#include "extractors/result.h"
#include "pipeline/capture.h"

namespace benchledger {

// Largest file taken; more is an error, not a truncated page.
inline constexpr std::size_t kMaxPageBytes = std::size_t{64} << 20;

// The whole file, or standard input for "-". Errors are kInput.
[[nodiscard]] Result<std::string> read_page_file(const std::string& path);

// "html md text csv tsv json yaml auto"; nullopt for another word.
[[nodiscard]] std::optional<Format> parse_format(std::string_view word);
[[nodiscard]] const std::vector<std::string>& format_words();

// `path` as the command line gave it; the page is keyed by its base name, so
// that the same file has the same ids wherever it lies.
[[nodiscard]] Input page_input(std::string_view bytes, const std::string& path);

// The capture's bytes and what the transport said. Looks into `capture`, which
// must outlive the Input.
[[nodiscard]] Input page_input(const Capture& capture);

// Extraction with the findings that one document alone decides appended.
[[nodiscard]] Extraction extract_and_check(const Extractor& extractor, const Input& input);

// The targets of the page's links, as written, in order.
[[nodiscard]] std::vector<std::string> page_links(const Extractor& extractor,
                                                  const Capture& capture);

// "path: warning: message [code] (bytes 10-20)" for every warning and error
// among the diagnostics, a line each.
[[nodiscard]] std::string diagnostic_lines(const Extraction& extraction, std::string_view path);

}  // namespace benchledger
