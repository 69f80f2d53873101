#pragma once
// The kinds of claim a sentence can hold, one reader a kind. Each reads the
// sentence, emits what it finds and marks the words it has used up; they run
// in the order given here, because the first to use a figure owns it.

#include "extractors/claim_field.h"
#include "extractors/claim_sentence.h"
#include "extractors/claim_writer.h"

namespace benchledger {

// What a reader works on; the referents outlive it.
struct ClaimWork {
  const ClaimField& field;
  ClaimSentence& sentence;
  ClaimWriter& writer;
};

// "ranks 2nd on B", "second only to X on B".
void read_ranks(const ClaimWork& work);
// "triple the X result", "2.5x the score of X"; "10x less compute" is kept unjudged.
void read_ratios(const ClaimWork& work);
// "leads on 9 of 11 benchmarks", "beats X on most benchmarks".
void read_counts(const ClaimWork& work);
// "leads on B", "the highest score on B".
void read_superlatives(const ClaimWork& work);
// "outperforms X on B", "5.2 points ahead of X", "on par with X".
void read_comparisons(const ClaimWork& work);
// "X: 61.2% on B".
void read_values(const ClaimWork& work);
// "strong vision capability": no number behind it.
void read_praise(const ClaimWork& work);

}  // namespace benchledger
