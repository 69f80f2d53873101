#pragma once
// What stands around a record's evidence on the captured page, as text: its
// table row, or the line it stands on.

#include <string>

#include "pipeline/capture_store.h"
#include "pipeline/change_view.h"

namespace benchledger {

// `record_json` is a line of the ledger. Without the capture, the evidence text
// alone; nothing where the record has no evidence.
[[nodiscard]] Excerpt excerpt_of(const CaptureStore& store, const std::string& page_key,
                                 const std::string& record_json);

}  // namespace benchledger
