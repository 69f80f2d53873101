#include "extractors/attribution.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "extractors/legend.h"
#include "extractors/mark_legends.h"
#include "extractors/measurer.h"
#include "extractors/page_voice.h"
#include "extractors/provenance_phrase.h"
#include "extractors/relationship.h"
#include "extractors/statement.h"
#include "extractors/statement_ranking.h"
#include "extractors/statement_reach.h"

namespace benchledger {
namespace {

Evidence evidence_of(const Sentence& sentence) {
  Evidence evidence;
  evidence.span = sentence.span;
  evidence.text = sentence.text;
  return evidence;
}

class Attribution {
 public:
  Attribution(const Document& document, const Page& page, const Names& names,
              const PhraseBook& book, const Rules& rules, std::vector<ScoreDraft>& drafts)
      : page_(page),
        names_(names),
        drafts_(drafts),
        book_(book),
        sentences_(read_sentences(document)),
        statements_(read_statements(sentences_, book_)),
        voice_(hear_voice(document, page, names, rules, book_, sentences_, drafts)),
        measurers_(names, book_, drafts),
        relationships_(voice_, rules, drafts),
        reach_(document),
        legends_(document, reach_, statements_, drafts),
        ranking_(names, reach_, legends_, relationships_, book_, statements_, drafts) {}

  void run(std::vector<Diagnostic>& diagnostics) {
    for (ScoreDraft& draft : drafts_) {
      decide(draft);
      relationships_.settle_developer(draft);
    }
    legends_.report_unbound(diagnostics);
  }

 private:
  // Labels and the benchmark's owner take their turn among the statements.
  void decide(ScoreDraft& draft) {
    Evaluator& evaluator = draft.score.evaluator;
    evaluator = Evaluator{};
    evaluator.publisher = voice_.publisher;
    evaluator.reported_by = voice_.publisher;
    const auto candidates = ranking_.candidates(draft);
    bool labelled = false;
    bool central = ran_by_page(candidates);  // then its owner has no turn
    for (const auto& [strength, index] : candidates) {
      if (!labelled && strength < kLabel) {
        labelled = true;
        if (decide_by_label(draft)) return;
      }
      if (!central && strength < kCentralBenchmark) {
        central = true;
        if (decide_by_benchmark(draft)) return;
      }
      if (decide_by_statement(draft, statements_[index], strength)) return;
    }
    if (!labelled && decide_by_label(draft)) return;
    if (!central && decide_by_benchmark(draft)) return;
    decide_by_publisher(draft);
  }

  bool decide_by_statement(ScoreDraft& draft, const Statement& statement, int strength) const {
    const auto measurer = measurers_.of(statement, draft);
    if (!measurer) return false;
    Evaluator& evaluator = draft.score.evaluator;
    relationships_.apply(draft, *measurer);
    evaluator.rule = statement.phrase->id;
    evaluator.basis = "prose";
    if (statement.footnote || strength >= kHeadingMark) evaluator.basis = "footnote";
    if (statement.sentence.place == Sentence::Place::kCaption) evaluator.basis = "caption";
    evaluator.evidence = evidence_of(statement.sentence);
    if (measurer->who == Measurer::Who::kModelDeveloper || measurer->who == Measurer::Who::kNamed) {
      evaluator.cited_from = statement.quoted;
    }
    return true;
  }

  // Cells of a source column, then section rows, headers and the names
  // themselves: "Other models (reported)", "GPT-4 (from LongBoard)".
  bool decide_by_label(ScoreDraft& draft) const {
    for (const std::string& cell : draft.source_cells) {
      if (apply_label(draft, cell, true)) return true;
    }
    for (const std::string& remark : draft.remark_cells) {
      if (apply_label(draft, remark, false)) return true;
    }
    const auto& section = draft.score.setting.section;
    if (section && apply_label(draft, *section, false)) return true;
    if (apply_label(draft, draft.score.model.raw, false)) return true;
    for (const std::string& header : draft.score.evidence.column_header) {
      if (apply_label(draft, header, false)) return true;
    }
    return false;
  }

  bool apply_label(ScoreDraft& draft, const std::string& text, bool source_cell) const {
    std::string rule = "source-column";
    std::optional<Measurer> measurer;
    if (const auto match = book_.find(text)) {
      Statement statement;
      statement.phrase = match->phrase;
      statement.source = match->source;
      statement.quoted = text;
      measurer = measurers_.of(statement, draft);
      rule = match->phrase->id;
      // "Independent" in a source column says whose it is not.
      const bool unnamed = match->phrase->says == AttributionClass::kIndependent;
      if (!measurer && source_cell && unnamed) measurer = Measurer{};
    } else if (source_cell) {
      measurer = measurers_.named_in_cell(text, draft);
    }
    if (!measurer) return false;
    Evaluator& evaluator = draft.score.evaluator;
    relationships_.apply(draft, *measurer);
    evaluator.basis = "column";
    evaluator.rule = std::move(rule);
    evaluator.cited_from = text;
    return true;
  }

  // "We ran its tasks with the evaluation harness": the tests of a board, but no
  // run of its owner's.
  template <typename Candidates>
  bool ran_by_page(const Candidates& candidates) const {
    return std::any_of(candidates.begin(), candidates.end(), [&](const auto& candidate) {
      const Statement& statement = statements_[candidate.statement];
      return statement.phrase->says == AttributionClass::kSelf &&
             book_.cue("software", statement.sentence.text);
    });
  }

  bool decide_by_benchmark(ScoreDraft& draft) const {
    const Benchmark* known = central_benchmark(draft.score);
    if (known == nullptr) return false;
    Measurer owner;
    owner.who = Measurer::Who::kNamed;
    owner.name = *known->owner;
    owner.independent = true;
    relationships_.apply(draft, owner);
    draft.score.evaluator.basis = "benchmark-owner";
    draft.score.evaluator.rule = "benchmark-owner-measures";
    return true;
  }

  // As the score's own header or, where that is no known name, the heading
  // over its table names it.
  const Benchmark* central_benchmark(const Score& score) const {
    BenchmarkRef benchmark = score.benchmark;
    if (!benchmark.id && !score.evidence.heading.empty()) {
      benchmark = names_.benchmark(book_.cue_name("board_name", score.evidence.heading.back()));
    }
    if (!benchmark.id) return nullptr;
    const Benchmark* known = names_.find_benchmark(*benchmark.id);
    return known != nullptr && known->central && known->owner ? known : nullptr;
  }

  // Nothing is said about these cells: a developer's or an evaluator's page
  // speaks for itself, anybody else's says nothing.
  void decide_by_publisher(ScoreDraft& draft) const {
    Evaluator& evaluator = draft.score.evaluator;
    const bool developer = voice_.role == PageVoice::Role::kDeveloper;
    const bool nobody = !voice_.publisher && voice_.own_stems.empty() && voice_.own_names.empty();
    if (nobody || (!developer && voice_.role != PageVoice::Role::kEvaluator)) {
      evaluator.rule = "no-statement";
      return;
    }
    Measurer publisher;
    publisher.who = Measurer::Who::kPublisher;
    relationships_.apply(draft, publisher);
    if (evaluator.relationship == "unknown") {
      evaluator.rule = "no-statement";
      return;
    }
    evaluator.basis = "publisher";
    evaluator.rule = developer ? "publisher-is-developer" : "publisher-is-evaluator";
    if (page_.publisher_evidence) {
      evaluator.evidence = page_.publisher_evidence;
    } else if (voice_.evidence) {
      evaluator.evidence = evidence_of(*voice_.evidence);
    }
  }

  const Page& page_;
  const Names& names_;
  std::vector<ScoreDraft>& drafts_;
  const PhraseBook& book_;
  const std::vector<Sentence> sentences_;
  const std::vector<Statement> statements_;
  const PageVoice voice_;
  const MeasurerResolver measurers_;
  const Relationships relationships_;
  const StatementReach reach_;
  const MarkLegends legends_;
  StatementRanking ranking_;
};

}  // namespace

void attribute(const Document& document, const Page& page, const Names& names,
               const PhraseBook& book, const Rules& rules, std::vector<ScoreDraft>& drafts,
               std::vector<Diagnostic>& diagnostics) {
  if (drafts.empty()) return;
  Attribution(document, page, names, book, rules, drafts).run(diagnostics);
}

}  // namespace benchledger
