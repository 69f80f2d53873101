#include "extractors/attribution.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "extractors/legend.h"
#include "extractors/page_voice.h"
#include "extractors/provenance_phrase.h"
#include "extractors/statement.h"
#include "extractors/text.h"

namespace benchledger {
namespace {

// Who measured, before it is judged in relation to the model.
struct Measurer {
  enum class Who { kNobody, kPublisher, kModelDeveloper, kNamed };
  Who who = Who::kNobody;
  std::string name;          // kNamed: organization id, else as printed
  bool independent = false;  // the document itself calls it independent
};

// How strongly a statement speaks for a score; 0: not at all. The order is
// that of the record contract: marks, labels, columns, prose that names the
// thing, the benchmark's owner, prose in general, the publisher.
enum Strength : int {
  kNone = 0,
  kPublisherDefault = 10,
  kGeneralProse = 20,
  kSomeModels = 30,
  kUnmarkedCells = 40,
  kCentralBenchmark = 50,
  kNamesTheThing = 60,
  kSeveralNumbers = 70,
  kSourceColumn = 80,
  kLabel = 82,
  kHeadingMark = 84,
  kHeaderMark = 90,
  kCellMark = 100,
};

// Sections: the blocks under a heading, sub-headings included.
class Sections {
 public:
  explicit Sections(const Document& document) : document_(&document) {
    std::size_t heading = kTop;
    for (std::size_t i = 0; i < document.blocks.size(); ++i) {
      if (document.blocks[i].kind == BlockKind::kHeading) heading = i;
      heading_.push_back(heading);
    }
  }

  // Whether block `b` stands under the innermost heading of block `a`.
  [[nodiscard]] bool covers(std::size_t a, std::size_t b) const {
    if (a >= heading_.size() || b >= heading_.size()) return false;
    const std::size_t heading = heading_[a];
    if (heading == kTop) return true;
    if (b <= heading) return false;
    const int level = document_->blocks[heading].level;
    for (std::size_t i = heading + 1; i <= b; ++i) {
      const Block& block = document_->blocks[i];
      if (block.kind == BlockKind::kHeading && block.level <= level) return false;
    }
    return true;
  }

 private:
  static constexpr std::size_t kTop = static_cast<std::size_t>(-1);
  const Document* document_;
  std::vector<std::size_t> heading_;
};

// A name of several words inside a sentence, on word boundaries.
bool names_in(const std::vector<std::string>& sentence, const std::string& name) {
  const auto words = fold_words(name);
  if (words.empty() || name_key(name).size() < 3) return false;
  return std::search(sentence.begin(), sentence.end(), words.begin(), words.end()) !=
         sentence.end();
}

class Attribution {
 public:
  Attribution(const Document& document, const Page& page, const Names& names, const Rules& rules,
              std::vector<ScoreDraft>& drafts)
      : document_(document),
        page_(page),
        names_(names),
        rules_(rules),
        drafts_(drafts),
        book_(rules),
        sections_(document),
        sentences_(read_sentences(document)),
        statements_(read_statements(sentences_, book_)),
        voice_(hear_voice(document, page, names, rules, book_, sentences_, drafts)) {
    for (const Statement& statement : statements_) {
      words_.push_back(fold_words(statement.sentence.text));
    }
    for (const ScoreDraft& draft : drafts_) {
      if (draft.score.model.developer) {
        rivals_[draft.table].insert(*draft.score.model.developer);
      }
    }
    find_named();
    bind_marks();
  }

  void run(std::vector<Diagnostic>& diagnostics) {
    for (ScoreDraft& draft : drafts_) decide(draft);
    report_unbound(diagnostics);
  }

 private:
  // For each statement and table: which models and benchmarks it names.
  struct Named {
    std::set<std::string> models;
    std::set<std::string> benchmarks;
  };

  void find_named() {
    named_.resize(statements_.size());
    for (std::size_t i = 0; i < statements_.size(); ++i) {
      if (statements_[i].phrase == nullptr) continue;
      for (const ScoreDraft& draft : drafts_) {
        const ModelRef& model = draft.score.model;
        const BenchmarkRef& benchmark = draft.score.benchmark;
        if (names_in(words_[i], model.raw) || names_in(words_[i], model.name)) {
          named_[i].models.insert(model.raw);
        }
        if (names_benchmark(i, benchmark)) named_[i].benchmarks.insert(benchmark.raw);
      }
    }
  }

  bool names_benchmark(std::size_t statement, const BenchmarkRef& benchmark) const {
    if (names_in(words_[statement], benchmark.raw)) return true;
    if (!benchmark.id) return false;
    const Benchmark* known = names_.find_benchmark(*benchmark.id);
    if (known == nullptr) return false;
    if (names_in(words_[statement], known->name)) return true;
    return std::any_of(known->aliases.begin(), known->aliases.end(), [&](const std::string& alias) {
      return names_in(words_[statement], alias);
    });
  }

  // The legend of each (table, mark): the nearest one that explains it.
  void bind_marks() {
    for (const ScoreDraft& draft : drafts_) {
      for (const Marker& marker : draft.markers) {
        const auto key = std::make_pair(draft.table, plain_mark(marker.symbol));
        if (legends_.count(key) == 0) legends_[key] = nearest_legend(key.first, key.second);
      }
    }
  }

  std::optional<std::size_t> nearest_legend(std::size_t table, const std::string& symbol) const {
    std::optional<std::size_t> best;
    std::size_t best_distance = 0;
    const std::size_t at = document_.tables[table].block;
    for (std::size_t i = 0; i < statements_.size(); ++i) {
      const Statement& statement = statements_[i];
      if (statement.cells != Statement::Cells::kMarked || statement.symbol != symbol) continue;
      const std::size_t distance = legend_distance(statement.sentence, table, at);
      if (!best || distance < best_distance) {
        best = i;
        best_distance = distance;
      }
    }
    return best ? best : lone_item_legend(table, symbol);
  }

  // Markdown takes "* text" for a bullet: where a list of one item follows a
  // table with an unexplained "*", the item is the legend.
  std::optional<std::size_t> lone_item_legend(std::size_t table, const std::string& symbol) const {
    const std::size_t item = document_.tables[table].block + 1;
    const auto& blocks = document_.blocks;
    if (symbol != "*" || item >= blocks.size()) return std::nullopt;
    if (blocks[item].kind != BlockKind::kListItem) return std::nullopt;
    if (item + 1 < blocks.size() && blocks[item + 1].kind == BlockKind::kListItem) {
      return std::nullopt;
    }
    for (std::size_t i = 0; i < statements_.size(); ++i) {
      if (statements_[i].sentence.block == item) return i;
    }
    return std::nullopt;
  }

  // After the table in its section, before it in its section, after, before.
  std::size_t legend_distance(const Sentence& sentence, std::size_t table, std::size_t at) const {
    constexpr std::size_t kFar = 1000000;
    if (sentence.table != Table::kNone) {
      return sentence.table == table ? 0 : 4 * kFar + sentence.block;
    }
    const bool after = sentence.block > at;
    const std::size_t steps = after ? sentence.block - at : at - sentence.block;
    const bool together =
        sections_.covers(at, sentence.block) || sections_.covers(sentence.block, at);
    if (!sentence.label.empty()) return steps;
    return steps + (together ? 0 : 2 * kFar) + (after ? 0 : kFar);
  }

  // How far a statement reaches: 0 not to this table, 3 its own caption.
  int reach(const Statement& statement, std::size_t table) const {
    const Sentence& sentence = statement.sentence;
    if (sentence.table != Table::kNone) return sentence.table == table ? 5 : 0;
    const std::size_t at = document_.tables[table].block;
    const bool after = sentence.block > at;
    if (statement.above && !statement.below && !after) return 0;
    if (statement.below && !statement.above && after) return 0;
    if (sentence.block == at + 1 || sentence.block + 1 == at) return 4;
    if (sections_.covers(sentence.block, at)) return 3;
    if (statement.above || statement.below) return 2;
    return statement.about_results && statement.whole_page ? 1 : 0;
  }

  Strength mark_strength(const Statement& statement, std::size_t index,
                         const ScoreDraft& draft) const {
    Strength best = kNone;
    for (const Marker& marker : draft.markers) {
      const auto bound = legends_.find({draft.table, plain_mark(marker.symbol)});
      if (bound == legends_.end() || bound->second != index) continue;
      Strength strength = kHeaderMark;
      if (marker.place == Marker::Place::kCell) strength = kCellMark;
      if (marker.place == Marker::Place::kHeading) strength = kHeadingMark;
      best = std::max(best, strength);
    }
    return statement.phrase == nullptr ? kNone : best;
  }

  // True where the draft carries a mark whose legend says who measured.
  bool has_telling_mark(const ScoreDraft& draft) const {
    return std::any_of(draft.markers.begin(), draft.markers.end(), [&](const Marker& marker) {
      const auto bound = legends_.find({draft.table, plain_mark(marker.symbol)});
      if (bound == legends_.end() || !bound->second) return false;
      const AttributionPhrase* phrase = statements_[*bound->second].phrase;
      return phrase != nullptr && phrase->says != AttributionClass::kIrrelevant;
    });
  }

  int strength(std::size_t index, const ScoreDraft& draft) const {
    const Statement& statement = statements_[index];
    if (const Strength marked = mark_strength(statement, index, draft); marked != kNone) {
      return marked;
    }
    if (statement.cells == Statement::Cells::kMarked || statement.phrase == nullptr) return kNone;
    if (statement.phrase->says == AttributionClass::kIrrelevant) return kNone;
    const int near = reach(statement, draft.table);
    if (near == 0) return kNone;
    const bool own = is_own(draft.score.model);
    if (statement.own_models && !statement.other_models && !own) return kNone;
    if (statement.other_models && !statement.own_models && own) return kNone;
    if (statement.cells == Statement::Cells::kUnmarked) {
      return has_telling_mark(draft) ? kNone : kUnmarkedCells + near;
    }
    if (!statement.phrase->parts.empty()) return draft.parts > 1 ? kSeveralNumbers + near : kNone;
    const Named& named = named_[index];
    if (!named.benchmarks.empty() && named.benchmarks.count(draft.score.benchmark.raw) == 0) {
      return kNone;
    }
    if (!named.models.empty() && named.models.count(draft.score.model.raw) == 0) return kNone;
    if (!named.benchmarks.empty() || !named.models.empty()) return kNamesTheThing + near;
    return (statement.own_models || statement.other_models ? kSomeModels : kGeneralProse) + near;
  }

  bool is_own(const ModelRef& model) const {
    if (model.developer && voice_.publisher && rules_.organization(*voice_.publisher) != nullptr) {
      return same_organization(*model.developer, *voice_.publisher, rules_);
    }
    if (voice_.role != PageVoice::Role::kDeveloper) return false;
    return is_version_label(model.name) || voice_.own_stems.count(name_stem(model.name)) > 0;
  }

  // "v0.3.0 + larger batches": a row of the page's own history.
  static bool is_version_label(const std::string& name) {
    return name.size() > 1 && (name[0] == 'v' || name[0] == 'V') && is_digit(name[1]);
  }

  static AttributionClass class_for(const AttributionPhrase& phrase, const ScoreDraft& draft) {
    if (phrase.parts.empty()) return phrase.says;
    return phrase.parts[std::min(draft.part, phrase.parts.size() - 1)];
  }

  // nullopt: the statement turns out to name nobody who could be resolved.
  std::optional<Measurer> measurer_of(const Statement& statement, const ScoreDraft& draft) const {
    switch (class_for(*statement.phrase, draft)) {
      case AttributionClass::kSelf:
        return Measurer{Measurer::Who::kPublisher, {}, false};
      case AttributionClass::kCited:
        return resolve_source(statement.source, draft)
            .value_or(Measurer{Measurer::Who::kModelDeveloper, {}, false});
      case AttributionClass::kIndependent:
        return resolve_independent(statement, draft);
      case AttributionClass::kMixed:
      case AttributionClass::kUnverified:
        return Measurer{};
      case AttributionClass::kIrrelevant:
        return std::nullopt;
    }
    return std::nullopt;
  }

  std::optional<Measurer> resolve_source(const std::string& source, const ScoreDraft& draft) const {
    if (source.empty()) return std::nullopt;
    if (const Organization* organization = organization_named(source)) {
      return Measurer{Measurer::Who::kNamed, organization->id, false};
    }
    if (book_.cue("ourselves", source)) return Measurer{Measurer::Who::kPublisher, {}, false};
    if (book_.cue("the_developer", source)) {
      return Measurer{Measurer::Who::kModelDeveloper, {}, false};
    }
    if (names_.knows_model(source)) {
      const ModelRef model = names_.model(source);
      if (model.developer && model.developer != draft.score.model.developer) {
        return Measurer{Measurer::Who::kNamed, *model.developer, false};
      }
      return Measurer{Measurer::Who::kModelDeveloper, {}, false};
    }
    if (source[0] >= 'A' && source[0] <= 'Z' && !names_model(source)) {
      return Measurer{Measurer::Who::kNamed, source, false};
    }
    return std::nullopt;
  }

  // "the Quill report": a model of the tables, not an organization.
  bool names_model(const std::string& source) const {
    const std::string stem = name_stem(source);
    return std::any_of(drafts_.begin(), drafts_.end(), [&](const ScoreDraft& draft) {
      return name_stem(draft.score.model.name) == stem;
    });
  }

  const Organization* organization_named(const std::string& text) const {
    if (const Organization* whole = names_.organization(text)) return whole;
    if (text.find("://") != std::string::npos || text.find("www.") != std::string::npos) {
      return names_.organization_of_url(text);
    }
    std::size_t at = 0;
    std::size_t length = 0;
    return names_.organization_in(text, at, length);
  }

  std::optional<Measurer> resolve_independent(const Statement& statement,
                                              const ScoreDraft& draft) const {
    const bool claimed = statement.source.empty();
    for (const std::string& link : statement.sentence.links) {
      // A repository is the software that was used; whoever writes ran it.
      if (!claimed && is_code_host(link)) return Measurer{Measurer::Who::kPublisher, {}, false};
    }
    if (auto named = resolve_source(statement.source, draft)) return named;
    for (const std::string& link : statement.sentence.links) {
      if (const Organization* organization = names_.organization_of_url(link)) {
        return Measurer{Measurer::Who::kNamed, organization->id, claimed};
      }
    }
    if (!claimed) return std::nullopt;
    if (draft.score.benchmark.owner) {
      return Measurer{Measurer::Who::kNamed, *draft.score.benchmark.owner, true};
    }
    std::size_t at = 0;
    std::size_t length = 0;
    if (const auto* organization = names_.organization_in(statement.sentence.text, at, length)) {
      return Measurer{Measurer::Who::kNamed, organization->id, true};
    }
    return std::nullopt;
  }

  static bool is_code_host(std::string_view url) {
    return url.find("github.com/") != std::string_view::npos ||
           url.find("gitlab.com/") != std::string_view::npos;
  }

  void decide(ScoreDraft& draft) {
    std::vector<std::pair<int, std::size_t>> candidates;
    for (std::size_t i = 0; i < statements_.size(); ++i) {
      const int value = strength(i, draft);
      if (value > kNone) candidates.emplace_back(value, i);
    }
    // Strongest first; of equals the one nearest the table.
    const std::size_t at = document_.tables[draft.table].block;
    const auto steps = [&](std::size_t i) {
      const std::size_t block = statements_[i].sentence.block;
      return block > at ? block - at : at - block;
    };
    std::stable_sort(candidates.begin(), candidates.end(), [&](const auto& a, const auto& b) {
      return a.first != b.first ? a.first > b.first : steps(a.second) < steps(b.second);
    });
    set_common(draft.score.evaluator);
    bool labelled = false;
    bool central = false;
    for (const auto& [value, index] : candidates) {
      if (!labelled && value < kLabel) {
        labelled = true;
        if (decide_by_label(draft)) return;
      }
      if (!central && value < kCentralBenchmark) {
        central = true;
        if (decide_by_benchmark(draft)) return;
      }
      if (decide_by_statement(draft, statements_[index], value)) return;
    }
    if (!labelled && decide_by_label(draft)) return;
    if (!central && decide_by_benchmark(draft)) return;
    decide_by_publisher(draft);
  }

  void set_common(Evaluator& evaluator) const {
    evaluator = Evaluator{};
    evaluator.publisher = voice_.publisher;
    evaluator.reported_by = voice_.publisher;
  }

  bool decide_by_statement(ScoreDraft& draft, const Statement& statement, int value) const {
    const auto measurer = measurer_of(statement, draft);
    if (!measurer) return false;
    Evaluator& evaluator = draft.score.evaluator;
    apply(draft, *measurer);
    evaluator.rule = statement.phrase->id;
    evaluator.basis = "prose";
    if (statement.footnote || value >= kHeadingMark) evaluator.basis = "footnote";
    if (statement.sentence.place == Sentence::Place::kCaption) evaluator.basis = "caption";
    evaluator.evidence = Evidence{};
    evaluator.evidence->span = statement.sentence.span;
    evaluator.evidence->text = statement.sentence.text;
    if (measurer->who == Measurer::Who::kModelDeveloper || measurer->who == Measurer::Who::kNamed) {
      evaluator.cited_from = statement.quoted;
    }
    return true;
  }

  // Section rows, headings and the names themselves: "Other models (reported)",
  // "GPT-4 (from LongBoard)"; then cells of a source column.
  bool decide_by_label(ScoreDraft& draft) const {
    std::vector<std::pair<std::string, const char*>> labels;
    for (const std::string& cell : draft.source_cells) labels.emplace_back(cell, "column");
    if (draft.score.setting.section) labels.emplace_back(*draft.score.setting.section, "column");
    labels.emplace_back(draft.score.model.raw, "column");
    for (const std::string& header : draft.score.evidence.column_header) {
      labels.emplace_back(header, "column");
    }
    for (const auto& [text, basis] : labels) {
      const bool source_cell = &text - &labels.front().first == 0 && !draft.source_cells.empty();
      auto measurer = label_measurer(text, source_cell, draft);
      if (!measurer) continue;
      Evaluator& evaluator = draft.score.evaluator;
      apply(draft, measurer->first);
      evaluator.basis = basis;
      evaluator.rule = measurer->second;
      evaluator.cited_from = text;
      return true;
    }
    return false;
  }

  std::optional<std::pair<Measurer, std::string>> label_measurer(const std::string& text,
                                                                 bool source_cell,
                                                                 const ScoreDraft& draft) const {
    if (auto match = book_.find(text)) {
      Statement statement;
      statement.phrase = match->phrase;
      statement.source = match->source;
      if (auto measurer = measurer_of(statement, draft)) {
        return std::make_pair(*measurer, match->phrase->id);
      }
      return std::nullopt;
    }
    if (!source_cell) return std::nullopt;
    if (auto measurer = resolve_source(text, draft)) {
      return std::make_pair(*measurer, std::string("source-column"));
    }
    return std::nullopt;
  }

  bool decide_by_benchmark(ScoreDraft& draft) const {
    const BenchmarkRef& benchmark = draft.score.benchmark;
    if (!benchmark.id || !benchmark.owner) return false;
    const Benchmark* known = names_.find_benchmark(*benchmark.id);
    if (known == nullptr || !known->central) return false;
    apply(draft, Measurer{Measurer::Who::kNamed, *benchmark.owner, true});
    draft.score.evaluator.basis = "benchmark-owner";
    draft.score.evaluator.rule = "benchmark-owner-measures";
    return true;
  }

  // Nothing is said about these cells: a developer's or an evaluator's page
  // speaks for itself, anybody else's says nothing.
  void decide_by_publisher(ScoreDraft& draft) const {
    Evaluator& evaluator = draft.score.evaluator;
    const bool speaks =
        voice_.role == PageVoice::Role::kDeveloper || voice_.role == PageVoice::Role::kEvaluator;
    if (!speaks) {
      evaluator.rule = "no-statement";
      return;
    }
    apply(draft, Measurer{Measurer::Who::kPublisher, {}, false});
    evaluator.basis = "publisher";
    evaluator.rule = voice_.role == PageVoice::Role::kDeveloper ? "publisher-is-developer"
                                                                : "publisher-is-evaluator";
    if (page_.publisher_evidence) {
      evaluator.evidence = page_.publisher_evidence;
    } else if (voice_.evidence) {
      evaluator.evidence = Evidence{};
      evaluator.evidence->span = voice_.evidence->span;
      evaluator.evidence->text = voice_.evidence->text;
    }
  }

  // Organization and the relationship that follows from it.
  void apply(ScoreDraft& draft, const Measurer& measurer) const {
    Evaluator& evaluator = draft.score.evaluator;
    const ModelRef& model = draft.score.model;
    switch (measurer.who) {
      case Measurer::Who::kNobody:
        return;
      case Measurer::Who::kModelDeveloper:
        evaluator.organization = model.developer;
        if (!model.developer && is_own(model)) evaluator.organization = voice_.publisher;
        evaluator.relationship = "first_party";
        return;
      case Measurer::Who::kPublisher:
        evaluator.organization = voice_.publisher;
        evaluator.relationship = publisher_relationship(draft);
        break;
      case Measurer::Who::kNamed:
        evaluator.organization = measurer.name;
        evaluator.relationship = named_relationship(draft, measurer);
        break;
    }
    if (evaluator.relationship == "third_party" && !evaluator.organization) {
      evaluator.relationship = "unknown";
    }
  }

  std::string publisher_relationship(const ScoreDraft& draft) const {
    if (is_own(draft.score.model)) return "first_party";
    if (voice_.role == PageVoice::Role::kDeveloper) return "competitor";
    if (voice_.publisher && is_rival(*voice_.publisher, draft.table)) return "competitor";
    return "third_party";
  }

  std::string named_relationship(const ScoreDraft& draft, const Measurer& measurer) const {
    const ModelRef& model = draft.score.model;
    if (model.developer && same_organization(*model.developer, measurer.name, rules_)) {
      return "first_party";
    }
    if (voice_.publisher && same_printed(*voice_.publisher, measurer.name)) {
      return publisher_relationship(draft);
    }
    if (const Organization* known = rules_.organization(measurer.name)) {
      if (known->kind == OrganizationKind::kDeveloper || is_rival(measurer.name, draft.table)) {
        return "competitor";
      }
      return "third_party";
    }
    if (measurer.independent) return "third_party";
    // A vendor no rule knows, on a page about its model: what it says of its
    // own model is first-party, of the others a competitor's word.
    if (!voice_.own_stems.empty() && !model_known(measurer.name)) {
      const bool own = voice_.own_stems.count(name_stem(model.name)) > 0;
      return own ? "first_party" : "competitor";
    }
    return "unknown";
  }

  bool model_known(const std::string& name) const { return names_.knows_model(name); }

  static bool same_printed(const std::string& a, const std::string& b) {
    return a == b || name_key(a) == name_key(b);
  }

  bool is_rival(const std::string& organization, std::size_t table) const {
    const auto found = rivals_.find(table);
    return found != rivals_.end() &&
           std::any_of(found->second.begin(), found->second.end(), [&](const std::string& id) {
             return same_organization(id, organization, rules_);
           });
  }

  void report_unbound(std::vector<Diagnostic>& diagnostics) const {
    for (const auto& [key, legend] : legends_) {
      if (legend) continue;
      Diagnostic note;
      note.code = "mark-without-legend";
      note.message = "table " + std::to_string(key.first) + ": nothing says what the mark \"" +
                     key.second + "\" means; it decides nothing";
      note.span = document_.tables[key.first].span;
      diagnostics.push_back(std::move(note));
    }
  }

  const Document& document_;
  const Page& page_;
  const Names& names_;
  const Rules& rules_;
  std::vector<ScoreDraft>& drafts_;
  PhraseBook book_;
  Sections sections_;
  std::vector<Sentence> sentences_;
  std::vector<Statement> statements_;
  PageVoice voice_;
  std::vector<std::vector<std::string>> words_;
  std::vector<Named> named_;
  std::map<std::size_t, std::set<std::string>> rivals_;
  std::map<std::pair<std::size_t, std::string>, std::optional<std::size_t>> legends_;
};

}  // namespace

void attribute(const Document& document, const Page& page, const Names& names, const Rules& rules,
               std::vector<ScoreDraft>& drafts, std::vector<Diagnostic>& diagnostics) {
  if (drafts.empty()) return;
  Attribution(document, page, names, rules, drafts).run(diagnostics);
}

}  // namespace benchledger
