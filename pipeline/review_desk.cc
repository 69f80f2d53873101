#include "pipeline/review_desk.h"

#include <algorithm>
#include <utility>

#include "pipeline/capture_store.h"
#include "pipeline/publish.h"
#include "pipeline/run_lock.h"

namespace benchledger {

Result<ReviewDesk> open_desk(const Locations& at, const std::string& as_of,
                             const std::string& now) {
  ReviewDesk desk;
  desk.at = at;
  Result<std::unique_ptr<Ledger>> ledger = open_existing_ledger(at.ledger);
  if (!ledger) return tl::unexpected<Error>(ledger.error());
  desk.ledger = std::move(*ledger);
  const Result<Moment> moment = desk.ledger->moment(as_of);
  if (!moment) return tl::unexpected<Error>(moment.error());
  Result<ReviewQueue> queue = review_queue(*desk.ledger, *moment, as_of.empty() ? now : as_of);
  if (!queue) return tl::unexpected<Error>(queue.error());
  desk.queue = std::move(*queue);
  return desk;
}

Result<const Change*> change_named(const std::vector<Change>& changes, const std::string& id) {
  const Change* found = nullptr;
  for (const Change& change : changes) {
    if (change.record_id.compare(0, id.size(), id) != 0) continue;
    if (found != nullptr) {
      return fail(ErrorKind::kUsage, id, "begins the ids of several waiting changes",
                  "give more of the id");
    }
    found = &change;
  }
  if (found == nullptr) {
    return fail(ErrorKind::kUsage, id, "no change of a record with this id waits",
                "`benchledger review list` shows what does");
  }
  return found;
}

Result<bool> publish_decisions(Ledger& ledger, const Locations& at,
                               const std::function<Result<Rules>()>& rules) {
  const Result<RunLock> lock = RunLock::take(at.lock);
  if (!lock && lock.error().kind == ErrorKind::kLocked) return false;
  if (!lock) return tl::unexpected<Error>(lock.error());
  const auto done = [](const Published&) { return true; };
  const FormatList formats = formats_of_latest(at.out);
  const bool usual =
      std::all_of(formats.begin(), formats.end(), [](const auto* format) { return format->usual; });
  // These say nothing of rules and captures, and reading rules takes a while.
  if (usual) return publish(ledger, at.out, {formats}).map(done);
  const Result<Rules> known = rules();
  if (!known) return tl::unexpected<Error>(known.error());
  const CaptureStore captures(at.captures);
  return publish(ledger, at.out, {formats, &*known, &captures}).map(done);
}

}  // namespace benchledger
