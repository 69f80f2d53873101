#include "extractors/statement.h"

#include <algorithm>
#include <utility>

#include "extractors/text.h"

namespace benchledger {
namespace {

// Reads the sentences of one document in order; remembers the block whose
// earlier sentence explained a mark, because "all other results" after it
// means the unmarked ones.
class StatementReader {
 public:
  explicit StatementReader(const PhraseBook& book) : book_(&book) {}

  void read(const Sentence& sentence) {
    if (sentence.part == 0) in_note_ = book_->cue("note", sentence.text);
    const auto pieces = split(sentence.text, ';');
    if (pieces.size() < 2 || !sentence.label.empty() || mark_mentions(sentence).empty()) {
      read_piece(sentence);
      return;
    }
    // "Those with * are ...; those with † are ...": a legend each, the
    // evidence is the sentence.
    const std::size_t before = statements_.size();
    for (const std::string& piece : pieces) {
      Sentence part = sentence;
      part.text = piece;
      read_piece(part);
    }
    for (std::size_t i = before; i < statements_.size(); ++i) statements_[i].sentence = sentence;
  }

  std::vector<Statement> take() { return std::move(statements_); }

 private:
  static std::vector<std::string> split(std::string_view text, char at) {
    std::vector<std::string> pieces;
    for (std::size_t begin = 0; begin <= text.size();) {
      const std::size_t end = std::min(text.find(at, begin), text.size());
      pieces.push_back(fold_space(text.substr(begin, end - begin)));
      begin = end + 1;
    }
    return pieces;
  }

  void read_piece(const Sentence& sentence) {
    const auto mentions = mark_mentions(sentence);
    if (mentions.empty()) {
      read_plain(sentence);
    } else {
      read_legend(sentence, mentions);
    }
  }

  Statement draft(const Sentence& sentence, std::string_view clause) const {
    Statement statement;
    statement.sentence = sentence;
    if (auto match = book_->find(clause)) {
      statement.phrase = match->phrase;
      statement.source = match->source;
      statement.quoted = std::string(clause.substr(match->begin, match->end - match->begin));
    }
    statement.own_models = book_->cue("own_models", clause);
    statement.other_models = book_->cue("other_models", clause);
    statement.open_models = book_->cue("open_models", clause);
    statement.closed_models = book_->cue("closed_models", clause);
    statement.above = book_->cue("above", clause);
    statement.below = book_->cue("below", clause);
    statement.about_results = book_->cue("about_results", sentence.text);
    statement.whole_page = book_->cue("whole_page", sentence.text);
    statement.everything = book_->cue("everything", sentence.text);
    statement.footnote = !sentence.label.empty();
    statement.note = in_note_ || statement.footnote || sentence.block == legend_block_;
    return statement;
  }

  void add(Statement statement) { statements_.push_back(std::move(statement)); }

  // A sentence without a mark: speaks for all cells, for the unmarked ones,
  // or goes on with the legend that began its block.
  void read_plain(const Sentence& sentence) {
    const bool same_block = sentence.block == legend_block_ && sentence.table == legend_table_;
    Statement statement = draft(sentence, sentence.text);
    if (statement.phrase == nullptr) return;
    if (book_->cue("unmarked", sentence.text)) {
      statement.cells = Statement::Cells::kUnmarked;
      statement.footnote = same_block;
    } else if (same_block && open_legend_ != kNoLegend &&
               statements_[open_legend_].phrase == nullptr) {
      complete_legend(std::move(statement));
      return;
    }
    add(std::move(statement));
  }

  // "† Not from us. Measured by the developer.": the second sentence decides.
  void complete_legend(Statement statement) {
    statement.cells = Statement::Cells::kMarked;
    statement.symbol = statements_[open_legend_].symbol;
    statement.footnote = true;
    statements_[open_legend_] = std::move(statement);
  }

  void read_legend(const Sentence& sentence, const std::vector<MarkMention>& mentions) {
    const std::string_view text = sentence.text;
    legend_block_ = sentence.block;
    legend_table_ = sentence.table;
    const MarkMention& first = mentions.front();
    if (first.opens && mentions.size() > 1) {
      read_list(sentence, mentions);
      return;
    }
    const auto except = book_->cue_at("except", text);
    const auto unmarked = book_->cue_at("unmarked", text);
    if (unmarked && *unmarked < first.begin && !(except && *except < first.begin)) {
      add_clause(sentence, text, Statement::Cells::kUnmarked, "");
    } else if (except && *except < first.begin) {
      add_clause(sentence, text.substr(0, *except), Statement::Cells::kUnmarked, "");
      add_clause(sentence, text.substr(first.end), Statement::Cells::kMarked, first.symbol);
    } else if (first.nested) {
      add_clause(sentence, text.substr(first.open, first.close - first.open),
                 Statement::Cells::kMarked, first.symbol);
      const std::string rest = std::string(text.substr(0, first.open)) +
                               std::string(text.substr(std::min(first.close + 1, text.size())));
      add_clause(sentence, rest, Statement::Cells::kAll, "");
    } else {
      const bool after = first.opens || text.size() - first.end > kShortClause;
      add_clause(sentence, after ? text.substr(first.end) : text.substr(0, first.begin),
                 Statement::Cells::kMarked, first.symbol);
    }
  }

  // "*: measured by us; †: reported by the developers" in one sentence.
  void read_list(const Sentence& sentence, const std::vector<MarkMention>& mentions) {
    const std::string_view text = sentence.text;
    for (std::size_t i = 0; i < mentions.size(); ++i) {
      const std::size_t end = i + 1 < mentions.size() ? mentions[i + 1].begin : text.size();
      add_clause(sentence, text.substr(mentions[i].end, end - mentions[i].end),
                 Statement::Cells::kMarked, mentions[i].symbol);
    }
  }

  void add_clause(const Sentence& sentence, std::string_view clause, Statement::Cells cells,
                  const std::string& symbol) {
    Statement statement = draft(sentence, clause);
    statement.cells = cells;
    statement.symbol = symbol;
    statement.footnote = cells != Statement::Cells::kAll;
    if (cells == Statement::Cells::kMarked) {
      // The first letters of a legend do not narrow it to some models: the
      // marks do.
      statement.own_models = statement.other_models = false;
      statement.open_models = statement.closed_models = false;
      open_legend_ = statements_.size();
    } else if (statement.phrase == nullptr) {
      return;
    }
    add(std::move(statement));
  }

  static constexpr std::size_t kNoLegend = static_cast<std::size_t>(-1);
  static constexpr std::size_t kShortClause = 12;

  const PhraseBook* book_;
  std::vector<Statement> statements_;
  std::size_t open_legend_ = kNoLegend;
  std::size_t legend_block_ = static_cast<std::size_t>(-1);
  std::size_t legend_table_ = Table::kNone;
  bool in_note_ = false;
};

}  // namespace

std::vector<Statement> read_statements(const std::vector<Sentence>& sentences,
                                       const PhraseBook& book) {
  StatementReader reader(book);
  for (const Sentence& sentence : sentences) reader.read(sentence);
  return reader.take();
}

}  // namespace benchledger
