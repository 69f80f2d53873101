#include "pipeline/export_input.h"

namespace benchledger {

const char* to_string(DecisionState state) {
  switch (state) {
    case DecisionState::kAccepted:
      return "accepted";
    case DecisionState::kRejected:
      return "rejected";
    case DecisionState::kSnoozed:
      return "snoozed";
    case DecisionState::kBaseline:
      return "baseline";
    case DecisionState::kPending:
      break;
  }
  return "pending";
}

DecisionState ExportInput::decision(const std::string& record_id) const {
  const auto found = decisions.find(record_id);
  return found == decisions.end() ? DecisionState::kPending : found->second;
}

}  // namespace benchledger
