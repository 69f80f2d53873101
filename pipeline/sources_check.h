#pragma once
// What is allowed in a sources file, but is hardly what was meant.

#include <map>
#include <string>
#include <vector>

#include "extractors/result.h"
#include "pipeline/sources.h"

namespace benchledger {

// By source id: the addresses of the pages it found so far.
using KnownPages = std::map<std::string, std::vector<std::string>>;

// Each with the place of its source: the same page named twice, patterns that
// take or leave nothing, files that are not there. Looks at the file system,
// asks no server.
[[nodiscard]] std::vector<Error> check_sources(const Sources& sources, const KnownPages& known);

}  // namespace benchledger
