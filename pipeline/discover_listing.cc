#include "pipeline/discover_kinds.h"

namespace benchledger {

FoundPages discover_listing(const Source& source, const IndexReading& indexes) {
  FoundPages found;
  const FetchOutcome& answer = indexes.answers.at(source.url);
  if (!answer.capture) {
    found.troubles.push_back(answer);
    return found;
  }
  const std::string base = answer.capture->final_url.value_or(source.url);
  if (!indexes.links) return found;
  for (const std::string& link : indexes.links(*answer.capture)) {
    if (!link.empty() && link.front() != '#') found.add(base, {link, {}, {}});
  }
  return found;
}

}  // namespace benchledger
