#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "extractors/cell_value.h"
#include "extractors/document.h"
#include "extractors/embedded_rules.h"
#include "extractors/extract.h"
#include "extractors/identity.h"
#include "extractors/rules_load.h"

// What no record may say, whatever the document: a number or a benchmark as
// the model, a model as the benchmark; and every record's bytes read back.

namespace benchledger {
namespace {

namespace fs = std::filesystem;

const Extractor& extractor() {
  static const Extractor instance(*load_rules(embedded_rules()));
  return instance;
}

// "olmOCR-Bench Tables": begins with a benchmark's name, which begins with a
// model's.
bool begins_with_benchmark(const Names& names, const std::string& text) {
  for (std::size_t space = text.size(); space != std::string::npos && space > 0;
       space = text.rfind(' ', space - 1)) {
    if (names.knows_benchmark(text.substr(0, space))) return true;
  }
  return false;
}

void check_document(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream stream;
  stream << file.rdbuf();
  const std::string bytes = stream.str();
  Input input;
  input.bytes = bytes;
  input.page_key = path.filename().string();
  const Names& names = extractor().names();
  std::vector<Diagnostic> diagnostics;
  const Document document = read_document(input, names, extractor().rules(), diagnostics);
  for (const Score& score : extractor().extract(input).scores) {
    const std::string where = path.filename().string() + ": " + score.model.raw + " | " +
                              score.benchmark.raw + " | " + score.score.raw;
    const CellKind kind = parse_cell(score.model.raw, {}, false, extractor().rules()).kind;
    EXPECT_EQ(kind, CellKind::kWords) << where;
    EXPECT_FALSE(names.knows_benchmark(score.model.raw) && !names.knows_model(score.model.raw))
        << where;
    EXPECT_FALSE(names.knows_model(score.benchmark.raw) &&
                 names.benchmark_likeness(score.benchmark.raw) < 0.1 &&
                 !begins_with_benchmark(names, score.benchmark.raw))
        << where;
    EXPECT_TRUE(reads_back(bytes, score.evidence.span, document.format, document.charset,
                           score.evidence.text))
        << where;
  }
}

void check_folder(const fs::path& folder) {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && entry.path().extension() != ".tsv")
      paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  for (const fs::path& path : paths) check_document(path);
}

TEST(RecordNames, AreNamesOfTheirKindInOurReadings) {
  check_folder(BENCHLEDGER_SOURCE_DIR "/tests/data/readings");
}

TEST(RecordNames, AreNamesOfTheirKindInTheCorpus) {
  const fs::path corpus = BENCHLEDGER_SOURCE_DIR "/../shared/corpus";
  if (!fs::exists(corpus)) GTEST_SKIP() << "the corpus is not here";
  check_folder(corpus);
}

}  // namespace
}  // namespace benchledger
