#pragma once
// Diagnostic: "did it, but". Malformed input that was mended, a limit that
// was reached, a guess that was refused; never a reason to lose the rest.

#include <string>

#include "extractors/span.h"

namespace benchledger {

enum class Severity { kNote, kWarning, kError };

struct Diagnostic {
  Severity severity = Severity::kNote;
  std::string code;     // kebab-case, stable: "span-clamped", "depth-capped"
  std::string message;  // says what was met and what was done
  Span span;
};

}  // namespace benchledger
