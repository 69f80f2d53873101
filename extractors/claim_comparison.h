#pragma once
// The part of comparisons that superlatives share: "leads X on B" compares.

#include <cstddef>

#include "extractors/claim_kinds.h"
#include "extractors/verdict.h"

namespace benchledger {

// What the value of a cue in the rules means: 1 better, -1 worse, 2 higher,
// -2 lower.
[[nodiscard]] Sense sense_of(double value);

// +1 ahead, -1 behind; 0 where only the number is spoken of.
[[nodiscard]] int standing(Sense sense);

// The subject of the cue at `at` against each model named after it, on each
// benchmark it speaks of; with a gap where one is stated.
void read_against_rivals(const ClaimWork& work, std::size_t at, Sense sense);

}  // namespace benchledger
