#pragma once
// Export: what one run knows, written for people and other tools as a dated,
// immutable folder of files. Each format is one file of code (export_*.cc) and
// one line of the table in export.cc. Bytes depend on the input alone: no
// clock, no locale, no thread count.

#include <cstddef>
#include <string>
#include <vector>

#include "extractors/result.h"
#include "pipeline/export_input.h"

namespace benchledger {

struct ExportFormat {
  const char* file;  // name in the folder: "scores.csv"
  // Writes the file; pages come sorted by key. Returns the records written.
  std::size_t (*write)(const ExportInput& input, const Sink& sink);
  const char* omits;  // what this format cannot carry, for the manifest
};

[[nodiscard]] const std::vector<ExportFormat>& export_formats();

// Writes every format and manifest.json to `out`/<date>T<time>-run<N>-d<M>/,
// M decisions having been made (no -d0), and points the relative link
// `out`/`link` at it; returns that folder's path. The folder of another link
// than latest has its name at the end.
// All or nothing: the folder is made under another name and renamed once every
// file is on disk, then `latest` is swapped in one step. The folder of a run is
// never rewritten: writing the same bytes again is fine, others are an error.
// Errors are kStore and name the path.
[[nodiscard]] Result<std::string> write_output(const std::string& out, ExportInput input,
                                               const std::string& link = "latest");

}  // namespace benchledger
