#pragma once
// Names to ids: organizations, models, benchmarks. Never forced onto a
// neighbour: what is not known stays as printed with id null.

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "extractors/record.h"
#include "extractors/rules.h"

namespace benchledger {

// An index over the rule set; build once per rule set, use from any thread.
class Names {
 public:
  explicit Names(const Rules& rules);
  ~Names();
  Names(Names&&) noexcept;
  Names& operator=(Names&&) noexcept;

  // "Claude Opus 4 (w/o thinking)" -> name, developer, id, mode, effort.
  // `heading` is the innermost heading; it may state the mode ("Thinking Mode").
  [[nodiscard]] ModelRef model(std::string_view raw, std::string_view heading = {}) const;

  // "GPQA Diamond", "MMLU (5-shot)", "LiveCodeBench v6 (Aug 24 - May 25)".
  [[nodiscard]] BenchmarkRef benchmark(std::string_view raw) const;
  [[nodiscard]] const Benchmark* find_benchmark(std::string_view id) const;

  // Organization by name or alias (the whole text), by host, by the owner
  // part of a code or model host URL; null where unknown.
  [[nodiscard]] const Organization* organization(std::string_view text) const;
  [[nodiscard]] const Organization* organization_of_url(std::string_view url) const;
  // The first organization named anywhere in a sentence, from `from` on;
  // `at` and `length` say where.
  [[nodiscard]] const Organization* organization_in(std::string_view sentence, std::size_t& at,
                                                    std::size_t& length,
                                                    std::size_t from = 0) const;

  // How much the text looks like a model or a benchmark name, 0..1: lexicon
  // first, then shape (family + version + size ...). Used as evidence by the
  // axes stage, never alone.
  [[nodiscard]] double model_likeness(std::string_view text) const;
  [[nodiscard]] double benchmark_likeness(std::string_view text) const;

  // Whether the rule set knows the name as such (not only its shape).
  [[nodiscard]] bool knows_model(std::string_view text) const;
  [[nodiscard]] bool knows_benchmark(std::string_view text) const;

  [[nodiscard]] const Organization* find_organization(std::string_view id) const;

  // The mode a heading states ("Thinking Mode"); null where it states none.
  [[nodiscard]] std::optional<std::string> mode_of_heading(std::string_view heading) const;

  struct Index;  // the tables behind it, see name_index.h

 private:
  std::unique_ptr<const Index> index_;
};

}  // namespace benchledger
