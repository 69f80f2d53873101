#pragma once
// What every form of review does around its decisions: open the ledger with
// what waits, find a change by id, bring the output up to date afterwards.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "extractors/result.h"
#include "extractors/rules.h"
#include "pipeline/ledger.h"
#include "pipeline/locations.h"
#include "pipeline/review_queue.h"

namespace benchledger {

struct ReviewDesk {
  Locations at;
  std::unique_ptr<Ledger> ledger;
  ReviewQueue queue;
};

// As of `as_of`, an ISO time, or now where it is empty.
[[nodiscard]] Result<ReviewDesk> open_desk(const Locations& at, const std::string& as_of,
                                           const std::string& now);

// The one change of the list whose record id starts with `id`.
[[nodiscard]] Result<const Change*> change_named(const std::vector<Change>& changes,
                                                 const std::string& id);

// Writes out/latest and out/accepted anew, in the formats that out/latest is
// in; `rules` is asked for those that say what checks mean. False where a run
// is under way: it will do so at its end.
[[nodiscard]] Result<bool> publish_decisions(Ledger& ledger, const Locations& at,
                                             const std::function<Result<Rules>()>& rules);

}  // namespace benchledger
