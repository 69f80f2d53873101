#include "tests/fuzz/extract_any.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  benchledger::extract_any(data, size, benchledger::Format::kMarkdown);
  return 0;
}
