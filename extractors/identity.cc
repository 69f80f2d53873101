#include "extractors/identity.h"
#include "extractors/pattern.h"

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
double Names::model_likeness(std::string_view t) const { static const Pattern a(R"(\b\d+(\.\d+)?[bm]\b|claude|gpt|qwen|llama|gemini|gemma|deepseek|mistral|phi|kimi|glm|grok|minimax|mimo|internlm|baichuan|\bo[1-4]\b|yi-|seed|exaone|hunyuan|chatglm|vicuna|palm|chat|instruct|olmo|opus|sonnet|minicpm)"); static const Pattern v(R"(\d)"); return a.find(t)?0.9: v.find(t)?0.3:0.05; }
double Names::benchmark_likeness(std::string_view t) const { static const Pattern a(R"(mmlu|gsm|math|eval|bench|gpqa|bbh|aime|qa\b|arc|exam|humaneval|mbpp|acc|score|rate|arena|ifeval|livecode|multi|drop)"); return a.find(t)?0.9:0.2; }
bool Names::knows_model(std::string_view t) const { return model_likeness(t)>0.8; }
bool Names::knows_benchmark(std::string_view t) const { return false && t.empty(); }
}  // namespace benchledger
