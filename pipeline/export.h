#pragma once
// Export: what one run knows, written for people and other tools as a dated,
// immutable folder of files. Each format is one file of code (export_*.cc) and
// one line of the table in export.cc. Bytes depend on the input alone: no
// clock, no locale, no thread count.

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "extractors/result.h"
#include "pipeline/export_input.h"
#include "pipeline/export_writer.h"

namespace benchledger {

struct ExportFormat {
  const char* name;   // as people ask for it: "csv"
  const char* files;  // what it writes, for people: "scores.csv specs.csv"
  const char* what;   // what it is for, one line
  bool usual;         // part of every run's output
  const char* needs;  // a format whose files it describes; "" for none
  void (*write)(const ExportInput& input, ExportWriter& out);
};

[[nodiscard]] const std::vector<ExportFormat>& export_formats();

using FormatList = std::vector<const ExportFormat*>;

// The formats named and those they need, in the table's order; the usual ones
// where none is named, every one for "all". Error: kUsage for an unknown name.
[[nodiscard]] Result<FormatList> choose_formats(const std::vector<std::string>& names);

struct FormatReport {
  const ExportFormat* format = nullptr;
  std::vector<ExportedFile> files;
  std::vector<Loss> losses;

  [[nodiscard]] std::size_t records() const;
};

struct Exported {
  std::string folder;
  std::vector<FormatReport> formats;
};

// What to do where the run's folder is there with other content: other formats,
// other decisions.
enum class Existing {
  kRefuse,  // an error
  kNumber,  // write <folder>-2 beside it, and so on
};

// Writes the formats and manifest.json to `out`/<date>T<time>-run<N>-d<M>/, M
// decisions having been made (no -d0), and points the relative link
// `out`/`link` at it. The folder of another link than latest has its name at
// the end. All or nothing: the folder is made under another name and renamed
// once every file is on disk, then the link is swapped in one step. A folder is
// never rewritten: writing the same bytes again is fine. Errors are kStore and
// name the path.
[[nodiscard]] Result<Exported> write_output(const std::string& out, ExportInput input,
                                            const FormatList& formats,
                                            Existing existing = Existing::kRefuse,
                                            const std::string& link = "latest");

// The same formats in memory: each file with its bytes.
struct RenderedFile {
  std::string name;
  std::string bytes;
};
struct Rendered {
  std::vector<RenderedFile> files;
  std::vector<FormatReport> formats;
};
[[nodiscard]] Rendered render_output(ExportInput input, const FormatList& formats);

}  // namespace benchledger
