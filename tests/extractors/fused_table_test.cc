// Flattened tables: tests/data/fused/NAME.txt beside the grid it stands for,
// NAME.tsv; a line "!code<tab>n" there counts diagnostics.

#include "extractors/fused_table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "extractors/embedded_rules.h"
#include "extractors/rules_load.h"

namespace benchledger {
namespace {

const Rules& rules() {
  static const Rules kRules = load_rules(embedded_rules()).value();
  return kRules;
}

const Names& names() {
  static const Names kNames(rules());
  return kNames;
}

Document read(const std::string& text, std::vector<Diagnostic>& diagnostics) {
  Input input;
  input.bytes = text;
  input.format = Format::kText;
  return read_document(input, names(), rules(), diagnostics);
}

std::string slurp(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string grids(const Document& document) {
  std::string text;
  for (const Table& table : document.tables) {
    for (std::size_t row = 0; row < table.rows; ++row) {
      for (std::size_t column = 0; column < table.columns; ++column) {
        if (column > 0) text += '\t';
        text += table.text(row, column);
      }
      text += '\n';
    }
  }
  return text;
}

TEST(FusedTable, ReadsTheGridsOfItsFolder) {
  const std::filesystem::path folder =
      std::filesystem::path(BENCHLEDGER_SOURCE_DIR) / "tests/data/fused";
  std::size_t cases = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".txt") continue;
    SCOPED_TRACE(entry.path().filename().string());
    ++cases;
    const std::string text = slurp(entry.path());
    std::vector<Diagnostic> diagnostics;
    const Document document = read(text, diagnostics);
    std::filesystem::path expected_path = entry.path();
    std::istringstream expected(slurp(expected_path.replace_extension(".tsv")));
    std::string grid;
    for (std::string line; std::getline(expected, line);) {
      if (line.empty() || line.front() != '!') {
        grid += line + '\n';
        continue;
      }
      const std::string code = line.substr(1, line.find('\t') - 1);
      const auto count = std::count_if(diagnostics.begin(), diagnostics.end(),
                                       [&](const Diagnostic& d) { return d.code == code; });
      EXPECT_EQ(std::to_string(count), line.substr(line.find('\t') + 1)) << code;
    }
    EXPECT_EQ(grids(document), grid);
    for (const Table& table : document.tables) {
      for (const Cell& cell : table.cells) {
        const Span span = cell.text.source();
        EXPECT_EQ(text.substr(span.start, span.size()), cell.text.text);
      }
    }
  }
  EXPECT_GE(cases, 4U);
}

TEST(FusedTable, StaysFastOnHostileText) {
  std::string rows = "BenchmarkAlpha OneBeta Two\n";
  for (int i = 0; i < 100'000; ++i) rows += "Row1234567890.1.2.3.4.5\n";
  const std::string inputs[] = {std::string(1 << 20, '1'), std::string(1 << 20, '-'), rows};
  for (const std::string& input : inputs) {
    std::vector<Diagnostic> diagnostics;
    const auto begin = std::chrono::steady_clock::now();
    (void)read(input, diagnostics);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    EXPECT_LT(took.count(), 5.0);  // well under 1 s in a release build
  }
}

}  // namespace
}  // namespace benchledger
