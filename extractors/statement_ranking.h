#pragma once
// Which statements speak for a score, strongest first. The order is that of
// the record contract: marks, labels, columns, prose that names the thing, the
// benchmark's owner, prose in general, the publisher; what stands by the table
// beats what stands elsewhere on the page.

#include <cstddef>
#include <set>
#include <string>
#include <unordered_map>
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

  // Linear in the statements. Quickest where drafts of one table follow each
  // other. Not thread-safe.
  [[nodiscard]] std::vector<Candidate> candidates(const ScoreDraft& draft);

 private:
  // Names of the tables by their folded words, so that a sentence finds those
  // it holds without asking for each.
  struct Phrases {
    std::unordered_map<std::string, std::vector<std::string>> raws;  // words -> names as printed
    std::size_t longest = 0;                                         // in words
    void add(const std::string& name, const std::string& raw);
    void find(const std::vector<std::string>& words, std::set<std::string>& found) const;
  };
  // The statements as one table sees them, nearest first.
  struct View {
    std::size_t table = static_cast<std::size_t>(-1);
    std::vector<std::size_t> nearest;  // statements
    std::vector<int> reach;            // by statement
  };
  // The models and benchmarks of the tables that a statement names.
  struct Named {
    std::vector<std::string> words;
    bool elsewhere = false;  // names a benchmark that no table holds
    std::set<std::string> models;
    std::set<std::string> rival_stems;  // families of models of others
    std::set<std::string> benchmarks;
  };

  void find_named(const std::vector<ScoreDraft>& drafts);
  void find_rival_stems(std::size_t index);
  void add_benchmark(const BenchmarkRef& benchmark, Phrases& benchmarks) const;
  [[nodiscard]] bool names_other_benchmark(const std::string& sentence,
                                           const std::string& source) const;
  [[nodiscard]] bool names_model(const Named& named, const std::string& raw) const;
  [[nodiscard]] std::vector<Candidate> marks_of(const ScoreDraft& draft) const;
  [[nodiscard]] int prose_strength(std::size_t index, const ScoreDraft& draft) const;
  [[nodiscard]] bool is_for_model(const Statement& statement, const ScoreDraft& draft) const;
  [[nodiscard]] std::string rival_stem(const ModelRef& model) const;
  void look_from(std::size_t table);

  const Names* names_;
  const StatementReach* reach_;
  const MarkLegends* legends_;
  const Relationships* relationships_;
  const PhraseBook* book_;
  const std::vector<Statement>* statements_;
  std::vector<Named> named_;                            // for each statement
  std::unordered_map<std::string, std::string> stems_;  // model as printed -> rival_stem()
  std::set<std::string> all_stems_;
  View view_;
};

}  // namespace benchledger
