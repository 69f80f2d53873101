#pragma once
// A score record on its way: the record plus what the attribution stage needs
// to know about the cell it came from.

#include <string>
#include <vector>

#include "extractors/record.h"

namespace benchledger {

// A footnote marker ("*", "†", "1", "[^2]") met on the cell or on one of the
// headers that name it.
struct Marker {
  enum class Place { kCell, kModelHeader, kBenchmarkHeader, kHeading };
  std::string symbol;
  Place place = Place::kCell;
  Span span;
};

struct ScoreDraft {
  Score score;  // id and evaluator not yet set
  std::size_t table = 0;
  std::vector<Marker> markers;
  std::size_t part = 0;   // which number of the cell: "58.5 (55.1)" gives parts 0 and 1
  std::size_t parts = 1;  // numbers in the cell
  // Other cells of the same row or column that say who measured ("Source",
  // "Evaluated by"), as printed; empty where the table has none.
  std::vector<std::string> source_cells;
  // Remarks of the same row: free text, which may say who measured in words
  // but is never itself a name.
  std::vector<std::string> remark_cells;
};

}  // namespace benchledger
