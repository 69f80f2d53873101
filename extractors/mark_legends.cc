#include "extractors/mark_legends.h"

#include <algorithm>

namespace benchledger {

MarkLegends::MarkLegends(const Document& document, const StatementReach& reach,
                         const std::vector<Statement>& statements,
                         const std::vector<ScoreDraft>& drafts)
    : document_(&document), reach_(&reach), statements_(&statements) {
  for (std::size_t i = 0; i < statements.size(); ++i) {
    const Statement& statement = statements[i];
    by_block_.try_emplace(statement.sentence.block, i);
    if (statement.cells == Statement::Cells::kMarked) by_symbol_[statement.symbol].push_back(i);
  }
  for (const ScoreDraft& draft : drafts) {
    for (const Marker& marker : draft.markers) {
      const auto key = std::make_pair(draft.table, plain_mark(marker.symbol));
      if (legends_.count(key) == 0) legends_[key] = nearest(key.first, key.second);
    }
  }
}

std::optional<std::size_t> MarkLegends::legend_of(const ScoreDraft& draft,
                                                  const Marker& marker) const {
  const auto bound = legends_.find({draft.table, plain_mark(marker.symbol)});
  return bound == legends_.end() ? std::nullopt : bound->second;
}

bool MarkLegends::tells(const ScoreDraft& draft) const {
  return std::any_of(draft.markers.begin(), draft.markers.end(), [&](const Marker& marker) {
    const auto legend = legend_of(draft, marker);
    if (!legend) return false;
    const AttributionPhrase* phrase = (*statements_)[*legend].phrase;
    return phrase != nullptr && phrase->says != AttributionClass::kIrrelevant;
  });
}

void MarkLegends::report_unbound(std::vector<Diagnostic>& diagnostics) const {
  for (const auto& [key, legend] : legends_) {
    if (legend) continue;
    Diagnostic note;
    note.code = "mark-without-legend";
    note.message = "table " + std::to_string(key.first) + ": nothing says what the mark \"" +
                   key.second + "\" means; it decides nothing";
    note.span = document_->tables[key.first].span;
    diagnostics.push_back(std::move(note));
  }
}

std::optional<std::size_t> MarkLegends::nearest(std::size_t table,
                                                const std::string& symbol) const {
  std::optional<std::size_t> best;
  std::size_t best_distance = 0;
  const auto legends = by_symbol_.find(symbol);
  if (legends == by_symbol_.end()) return lone_item(table, symbol);
  for (const std::size_t i : legends->second) {
    const std::size_t distance = reach_->legend_distance((*statements_)[i].sentence, table);
    if (!best || distance < best_distance) {
      best = i;
      best_distance = distance;
    }
  }
  return best;
}

// Markdown takes "* text" for a bullet: where a list of one item follows a
// table with an unexplained "*", the item is the legend.
std::optional<std::size_t> MarkLegends::lone_item(std::size_t table,
                                                  const std::string& symbol) const {
  const std::size_t item = document_->tables[table].block + 1;
  const auto& blocks = document_->blocks;
  if (symbol != "*" || item >= blocks.size()) return std::nullopt;
  if (blocks[item].kind != BlockKind::kListItem) return std::nullopt;
  if (item + 1 < blocks.size() && blocks[item + 1].kind == BlockKind::kListItem) {
    return std::nullopt;
  }
  const auto first = by_block_.find(item);
  return first == by_block_.end() ? std::nullopt : std::optional(first->second);
}

}  // namespace benchledger
