#pragma once
// Which statements speak for a score, strongest first. The order is that of
// the record contract: marks, labels, columns, prose that names the thing, the
// benchmark's owner, prose in general, the publisher; what stands by the table
// beats what stands elsewhere on the page.

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "extractors/identity.h"
#include "extractors/mark_legends.h"
#include "extractors/relationship.h"
#include "extractors/score_draft.h"
#include "extractors/statement.h"
#include "extractors/statement_reach.h"

namespace benchledger {

// 0: does not speak for the score. Reach (1..5) is added to a strength.
enum Strength : int {
  kNone = 0,
  kElsewhereOnPage = 10,
  kGeneralProse = 20,
  kSomeModels = 30,
  kUnmarkedCells = 40,
  kCentralBenchmark = 50,
  kNamesTheThing = 60,
  kSeveralNumbers = 70,
  kLabel = 82,
  kHeadingMark = 84,
  kHeaderMark = 90,
  kCellMark = 100,
};

class StatementRanking {
 public:
  struct Candidate {
    int strength = kNone;
    std::size_t statement = 0;
  };

  // References outlive the object.
  StatementRanking(const Names& names, const StatementReach& reach, const MarkLegends& legends,
                   const Relationships& relationships, const PhraseBook& book,
                   const std::vector<Statement>& statements, const std::vector<ScoreDraft>& drafts);

  [[nodiscard]] std::vector<Candidate> candidates(const ScoreDraft& draft) const;

 private:
  // The models and benchmarks of the tables that a statement names.
  struct Named {
    std::vector<std::string> words;
    bool elsewhere = false;  // names a benchmark that no table holds
    std::set<std::string> models;
    std::set<std::string> benchmarks;
  };

  void find_named(const std::vector<ScoreDraft>& drafts);
  [[nodiscard]] bool names_other_benchmark(const std::string& sentence) const;
  [[nodiscard]] bool names_benchmark(const Named& named, const BenchmarkRef& benchmark) const;
  [[nodiscard]] int strength(std::size_t index, const ScoreDraft& draft) const;
  [[nodiscard]] int mark_strength(std::size_t index, const ScoreDraft& draft) const;
  [[nodiscard]] int prose_strength(std::size_t index, const ScoreDraft& draft) const;
  [[nodiscard]] bool is_for_model(const Statement& statement, const ScoreDraft& draft) const;
  [[nodiscard]] bool names_rival_family(std::size_t index, const ModelRef& model) const;

  const Names* names_;
  const StatementReach* reach_;
  const MarkLegends* legends_;
  const Relationships* relationships_;
  const PhraseBook* book_;
  const std::vector<Statement>* statements_;
  std::vector<Named> named_;  // for each statement
};

}  // namespace benchledger
