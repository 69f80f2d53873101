#pragma once
// What pages used to say, out of the ledger, for the checks that look back.
// Only what the pages' own edits ended: where the rules or the program changed
// between two runs, a difference may be ours.

#include <map>
#include <string>
#include <vector>

#include "extractors/extract.h"
#include "extractors/result.h"
#include "extractors/rules.h"
#include "pipeline/ledger.h"
#include "pipeline/page_history.h"

namespace benchledger {

using Histories = std::map<std::string, PageHistory>;  // by page key

// As the ledger will stand once a run that read `pages` with these rules and
// this program is recorded. Cost: the changes of every run there was.
[[nodiscard]] Result<Histories> read_histories(Ledger& ledger, const std::vector<PageEntry>& pages,
                                               const std::string& rules_digest,
                                               const std::string& program);

// Appends the findings about what the page used to say.
void look_back(Extraction& extraction, const std::string& page_key, const Histories& histories,
               const Rules& rules);

}  // namespace benchledger
