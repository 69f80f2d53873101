#include "extractors/statement_ranking.h"

#include <algorithm>

#include "extractors/text.h"

namespace benchledger {
namespace {

// A name of several words inside a sentence, on word boundaries.
bool names_in(const std::vector<std::string>& sentence, const std::string& name) {
  const auto words = fold_words(name);
  if (words.empty() || name_key(name).size() < 3) return false;
  return std::search(sentence.begin(), sentence.end(), words.begin(), words.end()) !=
         sentence.end();
}

bool several_numbers(const ScoreDraft& draft) {
  const std::string& raw = draft.score.score.raw;
  return draft.parts > 1 || (!raw.empty() && raw.front() == '(');
}

}  // namespace

StatementRanking::StatementRanking(const Names& names, const StatementReach& reach,
                                   const MarkLegends& legends, const Relationships& relationships,
                                   const PhraseBook& book, const std::vector<Statement>& statements,
                                   const std::vector<ScoreDraft>& drafts)
    : names_(&names),
      reach_(&reach),
      legends_(&legends),
      relationships_(&relationships),
      book_(&book),
      statements_(&statements) {
  find_named(drafts);
}

std::vector<StatementRanking::Candidate> StatementRanking::candidates(
    const ScoreDraft& draft) const {
  std::vector<Candidate> found;
  for (std::size_t i = 0; i < statements_->size(); ++i) {
    const int value = strength(i, draft);
    if (value > kNone) found.push_back({value, i});
  }
  // Of equals the one nearest the table.
  const auto steps = [&](const Candidate& candidate) {
    return reach_->steps((*statements_)[candidate.statement].sentence, draft.table);
  };
  std::stable_sort(found.begin(), found.end(), [&](const Candidate& a, const Candidate& b) {
    return a.strength != b.strength ? a.strength > b.strength : steps(a) < steps(b);
  });
  return found;
}

void StatementRanking::find_named(const std::vector<ScoreDraft>& drafts) {
  named_.resize(statements_->size());
  for (std::size_t i = 0; i < named_.size(); ++i) {
    if ((*statements_)[i].phrase == nullptr) continue;
    Named& named = named_[i];
    named.words = fold_words((*statements_)[i].sentence.text);
    for (const ScoreDraft& draft : drafts) {
      const ModelRef& model = draft.score.model;
      if (names_in(named.words, model.raw) || names_in(named.words, model.name) ||
          names_rival_family(i, model)) {
        named.models.insert(model.raw);
      }
      if (names_benchmark(named, draft.score.benchmark)) {
        named.benchmarks.insert(draft.score.benchmark.raw);
      }
    }
    named.elsewhere =
        named.benchmarks.empty() && names_other_benchmark((*statements_)[i].sentence.text);
  }
}

// By a word that is no ordinary one: "BBH", "GPQA", "MMLU-Pro".
bool StatementRanking::names_other_benchmark(const std::string& sentence) const {
  constexpr std::size_t kTelling = 3;
  for (std::size_t begin = 0; begin < sentence.size();) {
    const std::size_t end = std::min(sentence.find_first_of(" ,;:()", begin), sentence.size());
    std::string_view word(sentence.data() + begin, end - begin);
    while (!word.empty() && word.back() == '.') word.remove_suffix(1);
    const auto capitals =
        std::count_if(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    if (static_cast<std::size_t>(capitals) >= kTelling && names_->knows_benchmark(word)) {
      return true;
    }
    begin = end + 1;
  }
  return false;
}

bool StatementRanking::names_benchmark(const Named& named, const BenchmarkRef& benchmark) const {
  if (names_in(named.words, benchmark.raw)) return true;
  if (!benchmark.id) return false;
  const Benchmark* known = names_->find_benchmark(*benchmark.id);
  if (known == nullptr) return false;
  if (names_in(named.words, known->name)) return true;
  return std::any_of(known->aliases.begin(), known->aliases.end(),
                     [&](const std::string& alias) { return names_in(named.words, alias); });
}

int StatementRanking::strength(std::size_t index, const ScoreDraft& draft) const {
  const Statement& statement = (*statements_)[index];
  if (statement.phrase == nullptr) return kNone;
  if (const int marked = mark_strength(index, draft); marked != kNone) return marked;
  if (statement.cells == Statement::Cells::kMarked) return kNone;
  if (statement.phrase->says == AttributionClass::kIrrelevant) return kNone;
  return prose_strength(index, draft);
}

int StatementRanking::mark_strength(std::size_t index, const ScoreDraft& draft) const {
  int best = kNone;
  for (const Marker& marker : draft.markers) {
    if (legends_->legend_of(draft, marker) != index) continue;
    int strength = kHeaderMark;
    if (marker.place == Marker::Place::kCell) strength = kCellMark;
    if (marker.place == Marker::Place::kHeading) strength = kHeadingMark;
    best = std::max(best, strength);
  }
  return best;
}

int StatementRanking::prose_strength(std::size_t index, const ScoreDraft& draft) const {
  const Statement& statement = (*statements_)[index];
  const int near = static_cast<int>(reach_->of(statement, draft.table));
  if (near == 0 || !is_for_model(statement, draft)) return kNone;
  const bool elsewhere = near < static_cast<int>(Reach::kSection);
  const Named& named = named_[index];
  if (statement.cells == Statement::Cells::kUnmarked) {
    if (legends_->tells(draft)) return kNone;
    return (elsewhere ? kElsewhereOnPage : kUnmarkedCells) + near;
  }
  if (!statement.phrase->parts.empty()) {
    return several_numbers(draft) ? kSeveralNumbers + near : kNone;
  }
  if (named.elsewhere) return kNone;
  if (!named.benchmarks.empty() && named.benchmarks.count(draft.score.benchmark.raw) == 0) {
    return kNone;
  }
  if (!named.models.empty() && named.models.count(draft.score.model.raw) == 0) return kNone;
  if (!named.benchmarks.empty() || !named.models.empty()) return kNamesTheThing + near;
  if (elsewhere) return kElsewhereOnPage + near;
  return (statement.own_models || statement.other_models ? kSomeModels : kGeneralProse) + near;
}

// "Gemma results were reported by Google": the family of a model of others.
// A family of one's own is named all over a page.
bool StatementRanking::names_rival_family(std::size_t index, const ModelRef& model) const {
  constexpr std::size_t kTelling = 4;
  const AttributionClass says = (*statements_)[index].phrase->says;
  if (says != AttributionClass::kCited && says != AttributionClass::kIndependent) return false;
  if (relationships_->is_own(model)) return false;
  const std::string stem = name_stem(model.name);
  // "As reported by DeepSeek" names the firm, not its models.
  const auto source = fold_words((*statements_)[index].source);
  if (std::find(source.begin(), source.end(), stem) != source.end()) return false;
  const auto& words = named_[index].words;
  return stem.size() >= kTelling && std::find(words.begin(), words.end(), stem) != words.end();
}

bool StatementRanking::is_for_model(const Statement& statement, const ScoreDraft& draft) const {
  if (statement.own_models != statement.other_models &&
      statement.own_models != relationships_->is_own(draft.score.model)) {
    return false;
  }
  if (statement.open_models == statement.closed_models) return true;
  const auto& section = draft.score.setting.section;
  return section && book_->cue(statement.open_models ? "open_models" : "closed_models", *section);
}

}  // namespace benchledger
