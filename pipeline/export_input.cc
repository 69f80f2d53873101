#include "pipeline/export_input.h"

#include <algorithm>
#include <tuple>

namespace benchledger {
namespace {

Score score_of(const Claim& claim, const DocumentRecord& document) {
  Score score;
  score.id = claim.id;
  score.document = claim.document;
  score.model = claim.subject;
  score.benchmark = *claim.benchmark;
  score.setting.stated = {std::string(kProseMark)};
  score.score.raw = claim.evidence.text;
  score.score.value = *claim.value;
  score.score.unit = claim.unit.value_or("unknown");
  score.evaluator.publisher = document.publisher;
  score.evidence = claim.evidence;
  return score;
}

}  // namespace

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

void sort_pages(ExportInput& input) {
  std::sort(input.pages.begin(), input.pages.end(), [](const ExportPage& a, const ExportPage& b) {
    return std::tie(a.page_key, a.document.id) < std::tie(b.page_key, b.document.id);
  });
}

void include_prose_figures(ExportInput& input) {
  for (ExportPage& page : input.pages) {
    page.prose_scores.clear();
    for (const Claim& claim : page.claims) {
      const bool figure = claim.kind == "value" && claim.value && claim.benchmark;
      if (figure && !claim.subject.raw.empty()) {
        page.prose_scores.push_back(score_of(claim, page.document));
      }
    }
  }
}

std::vector<std::pair<std::string_view, std::size_t>> record_counts(const ExportInput& input) {
  std::size_t specs = 0;
  std::size_t scores = 0;
  std::size_t claims = 0;
  std::size_t findings = input.findings.size();
  for (const ExportPage& page : input.pages) {
    specs += page.specs.size();
    scores += page.scores.size();
    claims += page.claims.size();
    findings += page.findings.size();
  }
  return {{"document", input.pages.size()},
          {"spec", specs},
          {"score", scores},
          {"claim", claims},
          {"finding", findings}};
}

}  // namespace benchledger
