#pragma once
// Who a statement says measured, before that is judged in relation to the
// model. Software, judges and data sets are named in the same words as people
// ("evaluated by X"), and are nobody: whoever writes the page ran them.

#include <optional>
#include <string>
#include <vector>

#include "extractors/identity.h"
#include "extractors/provenance_phrase.h"
#include "extractors/score_draft.h"
#include "extractors/statement.h"

namespace benchledger {

struct Measurer {
  enum class Who { kNobody, kPublisher, kModelDeveloper, kNamed };
  Who who = Who::kNobody;
  std::string name;           // kNamed: organization id, else as printed
  bool independent = false;   // the document itself calls it independent
  bool as_developer = false;  // kNamed: named as the source of its own figures
};

// References outlive the resolver. Pure, thread safe.
class MeasurerResolver {
 public:
  MeasurerResolver(const Names& names, const PhraseBook& book,
                   const std::vector<ScoreDraft>& drafts);

  // nullopt: the statement turns out to name nobody who could be resolved.
  [[nodiscard]] std::optional<Measurer> of(const Statement& statement,
                                           const ScoreDraft& draft) const;
  // A cell of a "Source" column: an organization or model it names, else the
  // whole cell where it is written as a name. nullopt for anything else ("Slow",
  // "Technical report"): who measured is never a guess.
  [[nodiscard]] std::optional<Measurer> named_in_cell(const std::string& cell,
                                                      const ScoreDraft& draft) const;

 private:
  [[nodiscard]] std::optional<Measurer> named(const std::string& source,
                                              const ScoreDraft& draft) const;
  [[nodiscard]] std::optional<Measurer> independent(const Statement& statement,
                                                    const ScoreDraft& draft) const;
  [[nodiscard]] bool is_software(const Statement& statement) const;
  [[nodiscard]] std::optional<Measurer> claimed(const Statement& statement,
                                                const ScoreDraft& draft) const;
  [[nodiscard]] const Organization* organization(const std::string& text) const;
  [[nodiscard]] const Organization* linked(const Sentence& sentence) const;
  [[nodiscard]] bool names_model_of_page(const std::string& source) const;

  const Names* names_;
  const PhraseBook* book_;
  const std::vector<ScoreDraft>* drafts_;
};

}  // namespace benchledger
