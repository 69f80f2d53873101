#pragma once
// Which axis of a laid-out table names models and which benchmarks. Every
// reading that the grid allows is scored on the same evidence (what the names
// look like, header words, bold cells, how alike the numbers of a line are,
// the page's own subject); the best one is kept with its margin, and none is
// kept below it.

#include <string>
#include <vector>

#include "extractors/document.h"
#include "extractors/identity.h"
#include "extractors/page.h"
#include "extractors/rules.h"
#include "extractors/table_layout.h"

namespace benchledger {

enum class Reading {
  kNone,
  kModelsInColumns,  // header rows name models, rows name benchmarks
  kModelsInRows,     // rows name models, header rows name benchmarks
  kOneModel,         // the page or the heading names the only model
};

// What one level of the header rows, or one header column, names.
enum class AxisRole { kModel, kBenchmark, kGroup };

struct Axes {
  Reading reading = Reading::kNone;
  double margin = 0;                   // over the next best reading
  std::string why;                     // of the choice, or of the refusal
  std::vector<AxisRole> levels;        // by Layout::header_rows of role kName
  std::vector<AxisRole> name_columns;  // by Layout::header_columns of role kName
};

// The one model a table without model names is about: named by a heading above
// it, the innermost first, else by the page's title or a sentence that announces
// its results. Empty where nothing names one, or
// the heading names several.
[[nodiscard]] std::string sole_model(const Page& page, const std::vector<std::string>& heading,
                                     const Names& names, const Rules& rules);

[[nodiscard]] Axes find_axes(const Table& table, const Layout& layout, const Page& page,
                             const std::vector<std::string>& heading, const Names& names,
                             const Rules& rules);

}  // namespace benchledger
