#include "pipeline/discover_kinds.h"

namespace benchledger {

FoundPages discover_feed(const Source& source, const IndexReading& indexes) {
  FoundPages found;
  const FetchOutcome& answer = indexes.answers.at(source.url);
  if (!answer.capture) {
    found.troubles.push_back(answer);
    return found;
  }
  const std::string base = answer.capture->final_url.value_or(source.url);
  const std::optional<std::vector<FoundPage>> entries = read_feed(answer.capture->bytes);
  if (!entries) {
    found.troubles.push_back(not_an_index(source, source.url, "is no RSS, Atom or JSON feed",
                                          "use kind listing for a page with links"));
    return found;
  }
  for (const FoundPage& entry : *entries) found.add(base, entry);
  return found;
}

}  // namespace benchledger
