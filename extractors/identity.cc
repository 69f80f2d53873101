#include "extractors/identity.h"

namespace benchledger {
struct Names::Index {};
Names::Names(const Rules&) {}
Names::~Names() = default;
Names::Names(Names&&) noexcept = default;
Names& Names::operator=(Names&&) noexcept = default;
ModelRef Names::model(std::string_view raw, std::string_view) const {
  ModelRef model;
  model.raw = model.name = std::string(raw);
  return model;
}
BenchmarkRef Names::benchmark(std::string_view raw) const {
  BenchmarkRef benchmark;
  benchmark.raw = std::string(raw);
  return benchmark;
}
const Benchmark* Names::find_benchmark(std::string_view) const { return nullptr; }
const Organization* Names::organization(std::string_view) const { return nullptr; }
const Organization* Names::organization_of_url(std::string_view) const { return nullptr; }
const Organization* Names::organization_in(std::string_view, std::size_t&, std::size_t&,
                                           std::size_t) const {
  return nullptr;
}
double Names::model_likeness(std::string_view) const { return 0; }
double Names::benchmark_likeness(std::string_view) const { return 0; }
bool Names::knows_model(std::string_view) const { return false; }
bool Names::knows_benchmark(std::string_view) const { return false; }
}  // namespace benchledger
