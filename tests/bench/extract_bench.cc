// Extraction of the bundled pages: one benchmark a page, bytes and records per second.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "extractors/embedded_rules.h"
#include "extractors/extract.h"
#include "extractors/rules_load.h"

namespace benchledger {
namespace {

std::string read_file(const std::filesystem::path& path) {
  std::ostringstream bytes;
  bytes << std::ifstream(path, std::ios::binary).rdbuf();
  return bytes.str();
}

const Extractor& extractor() {
  static const Extractor instance(load_rules(embedded_rules()).value());
  return instance;
}

void extract_page(benchmark::State& state, const std::string& bytes) {
  Input input;
  input.bytes = bytes;
  input.page_key = "bench";
  std::size_t records = 0;
  for (auto _ : state) {
    const Extraction extraction = extractor().extract(input);
    records += extraction.scores.size() + extraction.specs.size() + extraction.claims.size();
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes.size()) * state.iterations());
  state.counters["records/s"] =
      benchmark::Counter(static_cast<double>(records), benchmark::Counter::kIsRate);
}

const bool kRegistered = [] {
  std::vector<std::filesystem::path> pages;
  for (const auto& folder :
       std::filesystem::directory_iterator(BENCHLEDGER_SOURCE_DIR "/fixtures/pages")) {
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
      if (file.path().stem() == "source") pages.push_back(file.path());
    }
  }
  std::sort(pages.begin(), pages.end());
  for (const auto& page : pages) {
    benchmark::RegisterBenchmark(
        page.parent_path().filename().c_str(),
        [bytes = read_file(page)](benchmark::State& state) { extract_page(state, bytes); });
  }
  return true;
}();

// A leaderboard of so many rows: time a row has to stay the same.
void extract_board(benchmark::State& state) {
  std::string page =
      "<table><tr><th>Rank</th><th>Model</th><th>MMLU</th><th>GPQA</th><th>MATH-500</th></tr>";
  for (std::int64_t i = 0; i < state.range(0); ++i) {
    const std::string number = std::to_string(i);
    const std::string score = std::to_string(20 + i % 60);
    page += "<tr><td>" + number + "</td><td>Vireo-" + number + "B-Chat</td><td>" + score +
            ".1</td><td>" + score + ".2</td><td>" + score + ".3</td></tr>";
  }
  page += "</table>";
  extract_page(state, page);
  state.SetComplexityN(state.range(0));
}
BENCHMARK(extract_board)
    ->Arg(1000)
    ->Arg(4000)
    ->Arg(16000)
    ->Unit(benchmark::kMillisecond)
    ->Complexity(benchmark::oN);

void build_extractor(benchmark::State& state) {
  for (auto _ : state) {
    const Extractor built(load_rules(embedded_rules()).value());
    benchmark::DoNotOptimize(&built);
  }
}
BENCHMARK(build_extractor)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace benchledger
