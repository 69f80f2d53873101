#pragma once
// Statements about who measured: a sentence that holds a phrase, together
// with the cells it is about. Reading them is independent of the scores;
// attribution.h decides which statement speaks for which score.

#include <string>
#include <vector>

#include "extractors/document.h"
#include "extractors/legend.h"
#include "extractors/provenance_phrase.h"

namespace benchledger {

struct Statement {
  enum class Cells { kAll, kMarked, kUnmarked };
  const AttributionPhrase* phrase = nullptr;  // null: explains a mark, says nothing of who measured
  std::string source;                         // who, as the phrase names it; may be empty
  std::string quoted;                         // the words that matched
  Cells cells = Cells::kAll;
  std::string symbol;          // kMarked: the plain form of the mark
  bool own_models = false;     // only the publisher's models
  bool other_models = false;   // only the others
  bool open_models = false;    // only models anybody can run
  bool closed_models = false;  // only the others
  bool above = false;
  bool below = false;
  bool about_results = false;  // speaks of scores, results, every model ...
  bool whole_page = false;     // says that it speaks for the whole page
  bool everything = false;     // "all scores": everything in sight
  bool note = false;           // of a block that calls itself a note
  bool footnote = false;       // a legend or a [^n] note, not running prose
  Sentence sentence;
};

// In document order.
[[nodiscard]] std::vector<Statement> read_statements(const std::vector<Sentence>& sentences,
                                                     const PhraseBook& book);

}  // namespace benchledger
