#pragma once
// The checks over records. Each check is one file in pipeline/checks/ with one
// rules/checks/<id>.yaml; validate.cc holds the table of them.

#include <string>
#include <vector>

#include "extractors/extract.h"
#include "extractors/rules.h"
#include "pipeline/page_history.h"

namespace benchledger {

// Findings that one document alone decides, in document order, ids set.
[[nodiscard]] std::vector<Finding> validate_document(const Extraction& extraction,
                                                     const Rules& rules);

// Findings that need every document of a run. One for each record it names has
// its evidence in step: the record says which document the evidence is in.
[[nodiscard]] std::vector<Finding> validate_run(const std::vector<const Extraction*>& run,
                                                const Rules& rules);

// Findings about what the page used to say, ids set.
[[nodiscard]] std::vector<Finding> validate_history(const Extraction& extraction,
                                                    const PageHistory& history, const Rules& rules);

// The ids of the checks there are; a rule file with another id does nothing.
[[nodiscard]] std::vector<std::string> check_ids();

}  // namespace benchledger
