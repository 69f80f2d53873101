#include <algorithm>

#include "pipeline/check.h"

namespace benchledger {

// Each false sentence on its own: it is what a reader came for.
void check_prose_contradicts_table(const CheckInput& input, FindingSink& sink) {
  for (const Claim& claim : input.extraction.claims) {
    if (claim.verdict != "fails") continue;
    std::vector<Evidence> evidence = {claim.evidence};
    std::vector<std::string> records = {claim.id};
    for (const Score& score : input.extraction.scores) {
      const bool used =
          std::find(claim.against.begin(), claim.against.end(), score.id) != claim.against.end();
      if (!used) continue;
      records.push_back(score.id);
      evidence.push_back(score.evidence);
    }
    // Refuted by another sentence, not by a table.
    if (records.size() == 1 && claim.kind == "provenance") continue;
    sink.add({{"text", claim.text},
              {"detail", claim.detail},
              {"kind", claim.kind},
              {"model", claim.subject.raw},
              {"benchmark", claim.benchmark ? claim.benchmark->raw : std::string("a benchmark")}},
             std::move(records), std::move(evidence), claim.id);
  }
}

}  // namespace benchledger
