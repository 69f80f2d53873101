#include "pipeline/check.h"

namespace benchledger {

void check_vacuous_superlative(const CheckInput& input, FindingSink& sink) {
  for (const Claim& claim : input.extraction.claims) {
    if (claim.verdict != "vacuous") continue;
    sink.add({{"text", claim.text},
              {"detail", claim.detail},
              {"benchmark", claim.benchmark ? claim.benchmark->raw : std::string("a benchmark")}},
             {claim.id}, {claim.evidence});
  }
}

}  // namespace benchledger
