#include "extractors/statement_reach.h"

namespace benchledger {

StatementReach::StatementReach(const Document& document) : document_(&document) {
  const std::size_t blocks = document.blocks.size();
  heading_.assign(blocks, kTop);
  before_.assign(blocks, Table::kNone);
  after_.assign(blocks, Table::kNone);
  std::size_t heading = kTop;
  std::size_t table = Table::kNone;
  for (std::size_t i = 0; i < blocks; ++i) {
    before_[i] = table;
    if (document.blocks[i].kind == BlockKind::kTable) table = document.blocks[i].table;
    if (document.blocks[i].kind == BlockKind::kHeading) {
      heading = i;
      table = before_[i] = Table::kNone;
    }
    heading_[i] = heading;
  }
  find_section_ends();
  table = Table::kNone;
  for (std::size_t i = blocks; i-- > 0;) {
    after_[i] = table;
    if (document.blocks[i].kind == BlockKind::kTable) table = document.blocks[i].table;
    if (document.blocks[i].kind == BlockKind::kHeading) table = Table::kNone;
  }
}

// Where the next heading of the same level or above stands, for each heading.
void StatementReach::find_section_ends() {
  const auto& blocks = document_->blocks;
  section_end_.assign(blocks.size(), blocks.size());
  std::vector<std::size_t> open;  // headings, outermost first
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (blocks[i].kind != BlockKind::kHeading) continue;
    while (!open.empty() && blocks[open.back()].level >= blocks[i].level) {
      section_end_[open.back()] = i;
      open.pop_back();
    }
    open.push_back(i);
  }
}

// Whether block `b` stands under the innermost heading of block `a`,
// sub-headings included.
bool StatementReach::covers(std::size_t a, std::size_t b) const {
  if (a >= heading_.size() || b >= heading_.size()) return false;
  const std::size_t heading = heading_[a];
  if (heading == kTop) return true;
  return b > heading && b < section_end_[heading];
}

bool StatementReach::follows_table(std::size_t block) const {
  return block < before_.size() && before_[block] != Table::kNone;
}

// Between two tables a note is about the one it follows; a sentence of running
// prose may end the one or lead to the other.
Reach StatementReach::beside(const Statement& statement, std::size_t table) const {
  const std::size_t block = statement.sentence.block;
  if (block >= before_.size()) return Reach::kNone;
  const bool leads = statement.below && !statement.above;
  if (before_[block] == table) return leads ? Reach::kNone : Reach::kBeside;
  if (after_[block] != table) return Reach::kNone;
  if (statement.above && !statement.below) return Reach::kNone;
  return statement.note && follows_table(block) && !leads ? Reach::kNone : Reach::kBeside;
}

Reach StatementReach::of(const Statement& statement, std::size_t table) const {
  const Sentence& sentence = statement.sentence;
  if (sentence.table != Table::kNone) {
    return sentence.table == table ? Reach::kOwn : Reach::kNone;
  }
  const std::size_t at = document_->tables[table].block;
  const bool after = sentence.block > at;
  if (statement.above && !statement.below && !after) return Reach::kNone;
  if (statement.below && !statement.above && after) return Reach::kNone;
  if (const Reach near = beside(statement, table); near != Reach::kNone) return near;
  const bool tail = follows_table(sentence.block);
  if (tail ? after && heading_[at] == heading_[sentence.block] : covers(sentence.block, at)) {
    return Reach::kSection;
  }
  if (statement.above || statement.below) return Reach::kSaid;
  if (!statement.about_results) return Reach::kNone;
  if (statement.whole_page) return Reach::kPage;
  return statement.everything && !tail ? Reach::kPage : Reach::kNone;
}

// After the table in its section, before it in its section, after, before.
std::size_t StatementReach::legend_distance(const Sentence& sentence, std::size_t table) const {
  constexpr std::size_t kFar = 1000000;
  if (sentence.table != Table::kNone) {
    return sentence.table == table ? 0 : 4 * kFar + sentence.block;
  }
  const std::size_t at = document_->tables[table].block;
  const bool after = sentence.block > at;
  const bool together = covers(at, sentence.block) || covers(sentence.block, at);
  if (!sentence.label.empty()) return steps(sentence, table);
  return steps(sentence, table) + (together ? 0 : 2 * kFar) + (after ? 0 : kFar);
}

std::size_t StatementReach::steps(const Sentence& sentence, std::size_t table) const {
  const std::size_t at = document_->tables[table].block;
  return sentence.block > at ? sentence.block - at : at - sentence.block;
}

}  // namespace benchledger
