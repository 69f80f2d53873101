#include "pipeline/review_queue.h"

#include <map>
#include <string_view>
#include <utility>

#include "pipeline/diff.h"
#include "pipeline/review.h"

namespace benchledger {
namespace {

// A state that came after it was accepted: the decision was imported, or the
// page said so before, was corrected, and says so again.
void drop_accepted(ReviewQueue& queue) {
  std::map<std::string_view, const Decision*> by_series;
  for (const Decision& decision : queue.decisions) by_series[decision.series] = &decision;
  std::erase_if(queue.changes, [&](const Change& change) {
    const auto found = by_series.find(change.series);
    return found != by_series.end() && found->second->verdict == Verdict::kAccept &&
           covers(*found->second, change.type, change.after);
  });
}

}  // namespace

Result<ReviewQueue> review_queue(Ledger& ledger, const Moment& moment, const std::string& now) {
  ReviewQueue queue;
  queue.moment = moment;
  Result<Comparison> states = ledger.compare_with_reviewed(moment);
  if (!states) return tl::unexpected<Error>(states.error());
  Result<std::vector<Decision>> decisions = ledger.decisions_at(moment);
  if (!decisions) return tl::unexpected<Error>(decisions.error());
  queue.states = std::move(*states);
  queue.decisions = std::move(*decisions);
  queue.changes = diff(queue.states.before, queue.states.after);
  drop_accepted(queue);
  queue.waiting = pending(queue.changes, queue.decisions, now);
  return queue;
}

Result<ReviewQueue> review_queue(Ledger& ledger, const std::string& now) {
  return ledger.moment("").and_then(
      [&](const Moment& moment) { return review_queue(ledger, moment, now); });
}

}  // namespace benchledger
