#pragma once
// Which sentence explains which mark of which table: the nearest one that
// mentions the mark as such. The same star may mean opposite things under two
// tables of one page.

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "extractors/diagnostic.h"
#include "extractors/document.h"
#include "extractors/score_draft.h"
#include "extractors/statement.h"
#include "extractors/statement_reach.h"

namespace benchledger {

class MarkLegends {
 public:
  // References outlive the object.
  MarkLegends(const Document& document, const StatementReach& reach,
              const std::vector<Statement>& statements, const std::vector<ScoreDraft>& drafts);

  // Index of the statement that explains the mark where the draft carries it.
  [[nodiscard]] std::optional<std::size_t> legend_of(const ScoreDraft& draft,
                                                     const Marker& marker) const;
  // True where the draft carries a mark whose legend says who measured.
  [[nodiscard]] bool tells(const ScoreDraft& draft) const;
  // One note for each mark that nothing explains.
  void report_unbound(std::vector<Diagnostic>& diagnostics) const;

 private:
  [[nodiscard]] std::optional<std::size_t> nearest(std::size_t table,
                                                   const std::string& symbol) const;
  [[nodiscard]] std::optional<std::size_t> lone_item(std::size_t table,
                                                     const std::string& symbol) const;

  const Document* document_;
  const StatementReach* reach_;
  const std::vector<Statement>* statements_;
  std::map<std::string, std::vector<std::size_t>> by_symbol_;  // statements of marked cells
  std::map<std::size_t, std::size_t> by_block_;                // the first statement of each
  std::map<std::pair<std::size_t, std::string>, std::optional<std::size_t>> legends_;
};

}  // namespace benchledger
