#include <fmt/format.h>

#include <array>

#include "pipeline/check.h"

namespace benchledger {

namespace {

constexpr std::array<std::string_view, 6> kCodes = {
    "image-only", "script-only", "unrendered-template", "loading-placeholder", "empty", "not-text"};

}  // namespace

// One finding for each cause on a page, not for each cell.
void check_not_extractable(const CheckInput& input, FindingSink& sink) {
  for (const std::string_view code : kCodes) {
    std::vector<Evidence> evidence;
    std::string first;
    std::size_t count = 0;
    for (const Diagnostic& diagnostic : input.extraction.diagnostics) {
      if (diagnostic.code != code) continue;
      if (count++ == 0) first = diagnostic.message;
      Evidence place;
      place.span = diagnostic.span;
      if (evidence.size() < 4) evidence.push_back(std::move(place));
    }
    if (count == 0) continue;
    sink.add({{"what", first}, {"count", fmt::format("{}", count)}}, {}, std::move(evidence),
             std::string(code));
  }
}

}  // namespace benchledger
