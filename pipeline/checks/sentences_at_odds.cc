#include <cmath>
#include <map>
#include <string>

#include "pipeline/check.h"

namespace benchledger {

// Claims name the claim they are at odds with among the records they were held
// against; each pair is one finding, with both sentences.
void check_sentences_at_odds(const CheckInput& input, FindingSink& sink) {
  std::map<std::string, const Claim*> earlier;
  for (const Claim& claim : input.extraction.claims) {
    for (const std::string& id : claim.against) {
      const auto other = earlier.find(id);
      if (other == earlier.end()) continue;
      const Claim& first = *other->second;
      std::string gap;
      if (claim.kind == "value" && claim.value && first.value) {
        gap = ": " + points(std::fabs(*claim.value - *first.value)) + " apart";
      }
      sink.add({{"first", first.text}, {"second", claim.text}, {"gap", gap}}, {first.id, claim.id},
               {first.evidence, claim.evidence});
    }
    earlier.emplace(claim.id, &claim);
  }
}

}  // namespace benchledger
