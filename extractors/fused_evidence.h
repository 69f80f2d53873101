#pragma once
// What speaks for a piece of run-together text being a name of its own: the
// page says it elsewhere, the rules know it, or it is shaped like one.
// Not thread safe (remembers answers); one per document.

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "extractors/identity.h"
#include "extractors/rules.h"

namespace benchledger {

class FusedEvidence {
 public:
  static constexpr double kImpossible = 1e6;

  FusedEvidence(const Names& names, const Rules& rules);

  // Learns the phrases of a line of prose: up to six words that no
  // punctuation separates. Linear in the line.
  void learn(std::string_view prose);
  // Learns a whole cell of a table that is certain.
  void learn_cell(std::string_view cell);

  // Said elsewhere on the page, as a whole.
  [[nodiscard]] bool said(std::string_view text) const;
  // A word (letters and digits without a gap) the page writes in one piece.
  [[nodiscard]] bool is_word(std::string_view text) const;
  // Known to the rules as a model, a benchmark or a column heading.
  [[nodiscard]] bool known(std::string_view text) const;
  [[nodiscard]] bool known_column(std::string_view text) const;
  // Shaped like a model or benchmark name, 0..1.
  [[nodiscard]] double likeness(std::string_view text) const;

  // Words and signs that stand for no value, longest first; hyphens excepted.
  [[nodiscard]] const std::vector<std::string>& missing_signs() const { return missing_signs_; }

  // Cost of `text` ending a row's label where digits follow: about 0 where
  // the page says it, 1 for a natural end, 3 for digits that nothing explains.
  [[nodiscard]] double label_cost(std::string_view text) const;

 private:
  [[nodiscard]] double end_cost(std::string_view text) const;
  [[nodiscard]] bool usual_attempts(std::string_view digits) const;
  [[nodiscard]] bool explains(std::string_view text, double end) const;

  const Names& names_;
  const std::vector<std::string>& missing_signs_;
  const std::vector<std::string>& attempts_;
  std::unordered_set<std::string> columns_;    // folded column headings of the rules
  std::unordered_set<std::string> summaries_;  // "Average", "Score"
  std::unordered_set<std::size_t> phrases_;    // hashes of folded phrases
  std::unordered_set<std::size_t> words_;
  std::size_t learned_ = 0;
  mutable std::unordered_map<std::string, bool> known_;
  mutable std::unordered_map<std::string, double> likeness_;
};

// Where two cells may have been run together: between two bytes that no space
// separates. The cost says how odd a cut there is; the gap how odd it is to
// find such a place inside one cell.
struct Seam {
  std::size_t at = 0;
  double cut = 0;   // cost of cutting here
  double keep = 0;  // cost of not cutting here
};
[[nodiscard]] Seam seam_at(std::string_view text, std::size_t at);

}  // namespace benchledger
