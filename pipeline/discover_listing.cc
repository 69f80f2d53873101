#include "pipeline/discover_kinds.h"

namespace benchledger {

FoundPages discover_listing(const Source& source, const FetchContext& context) {
  FoundPages found;
  FetchOutcome answer = fetch_index(source, context, source.url);
  if (!answer.capture) {
    found.troubles.push_back(std::move(answer));
    return found;
  }
  const std::string base = answer.capture->final_url.value_or(source.url);
  if (!context.links) return found;
  for (const std::string& link : context.links(*answer.capture)) {
    if (!link.empty() && link.front() != '#') found.add(base, {link, {}, {}});
  }
  return found;
}

}  // namespace benchledger
