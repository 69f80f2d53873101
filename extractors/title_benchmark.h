#pragma once
// The test that a table's caption, title, heading or lead-in sentence names, for
// labels that are only its parts ("Average", "STEM") or its measures
// ("Accuracy"). Abstains where two tests are named.
// Rule: record contract, "benchmark.raw"; design, "named only by heading or caption".

#include <string>
#include <vector>

#include "extractors/document.h"
#include "extractors/identity.h"
#include "extractors/rules.h"

namespace benchledger {

// Where a title may stand; references must outlive the call.
struct TitlePlaces {
  const Document& document;
  const Table& table;
  const std::vector<std::string>& heading;  // outermost first
};

struct TitledBenchmark {
  std::string name;           // as printed; empty where none is named
  std::string metric;         // of all the figures ("WER results:"); empty where none is stated
  bool parts_of_one = false;  // most of the labels name no test of their own
};

// `labels`: what stands on the table's benchmark axis. Cost: the text of the
// places times the patterns for names, each linear.
TitledBenchmark titled_benchmark(const TitlePlaces& places, const std::vector<std::string>& labels,
                                 const Names& names, const Rules& rules);

}  // namespace benchledger
