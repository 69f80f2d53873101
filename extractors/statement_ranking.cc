#include "extractors/statement_ranking.h"

#include <algorithm>
#include <functional>
#include <map>

#include "extractors/text.h"

namespace benchledger {
namespace {

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

std::vector<StatementRanking::Candidate> StatementRanking::candidates(const ScoreDraft& draft) {
  look_from(draft.table);
  const std::vector<Candidate> marks = marks_of(draft);
  // By strength, strongest first; of equals the one nearest the table.
  std::map<int, std::vector<std::size_t>, std::greater<>> by_strength;
  for (const std::size_t i : view_.nearest) {
    const auto mark = std::find_if(marks.begin(), marks.end(),
                                   [&](const Candidate& c) { return c.statement == i; });
    const int value = mark != marks.end() ? mark->strength : prose_strength(i, draft);
    if (value > kNone) by_strength[value].push_back(i);
  }
  std::vector<Candidate> found;
  for (const auto& [strength, statements] : by_strength) {
    for (const std::size_t statement : statements) found.push_back({strength, statement});
  }
  return found;
}

void StatementRanking::look_from(std::size_t table) {
  if (view_.table == table) return;
  view_ = View{table, {}, std::vector<int>(statements_->size(), 0)};
  for (std::size_t i = 0; i < statements_->size(); ++i) {
    if ((*statements_)[i].phrase == nullptr) continue;
    view_.nearest.push_back(i);
    view_.reach[i] = static_cast<int>(reach_->of((*statements_)[i], table));
  }
  std::stable_sort(view_.nearest.begin(), view_.nearest.end(), [&](std::size_t a, std::size_t b) {
    return reach_->steps((*statements_)[a].sentence, table) <
           reach_->steps((*statements_)[b].sentence, table);
  });
}

void StatementRanking::Phrases::add(const std::string& name, const std::string& raw) {
  constexpr std::size_t kShortest = 3;
  const auto words = fold_words(name);
  if (words.empty() || name_key(name).size() < kShortest) return;
  longest = std::max(longest, words.size());
  std::string joined;
  for (const std::string& word : words) joined += word + ' ';
  std::vector<std::string>& printed = raws[joined];
  if (printed.empty() || printed.back() != raw) printed.push_back(raw);
}

void StatementRanking::Phrases::find(const std::vector<std::string>& words,
                                     std::set<std::string>& found) const {
  for (std::size_t first = 0; first < words.size(); ++first) {
    std::string joined;
    for (std::size_t at = first; at < std::min(words.size(), first + longest); ++at) {
      joined += words[at] + ' ';
      const auto names = raws.find(joined);
      if (names != raws.end()) found.insert(names->second.begin(), names->second.end());
    }
  }
}

void StatementRanking::find_named(const std::vector<ScoreDraft>& drafts) {
  Phrases models;
  Phrases benchmarks;
  std::set<std::string> seen;
  for (const ScoreDraft& draft : drafts) {
    const ModelRef& model = draft.score.model;
    if (stems_.emplace(model.raw, std::string()).second) stems_[model.raw] = rival_stem(model);
    all_stems_.insert(stems_[model.raw]);
    models.add(model.raw, model.raw);
    models.add(model.name, model.raw);
    if (seen.insert(draft.score.benchmark.raw).second) {
      add_benchmark(draft.score.benchmark, benchmarks);
    }
  }
  named_.resize(statements_->size());
  for (std::size_t i = 0; i < named_.size(); ++i) {
    if ((*statements_)[i].phrase == nullptr) continue;
    Named& named = named_[i];
    named.words = fold_words((*statements_)[i].sentence.text);
    models.find(named.words, named.models);
    benchmarks.find(named.words, named.benchmarks);
    find_rival_stems(i);
    named.elsewhere =
        named.benchmarks.empty() &&
        names_other_benchmark((*statements_)[i].sentence.text, (*statements_)[i].source);
  }
}

void StatementRanking::add_benchmark(const BenchmarkRef& benchmark, Phrases& benchmarks) const {
  benchmarks.add(benchmark.raw, benchmark.raw);
  const Benchmark* known = benchmark.id ? names_->find_benchmark(*benchmark.id) : nullptr;
  if (known == nullptr) return;
  benchmarks.add(known->name, benchmark.raw);
  for (const std::string& alias : known->aliases) benchmarks.add(alias, benchmark.raw);
}

// By a word that is no ordinary one: "BBH", "GPQA", "MMLU-Pro". In the words
// that name the source it is a board ("measured by LMArena").
bool StatementRanking::names_other_benchmark(const std::string& sentence,
                                             const std::string& source) const {
  constexpr std::size_t kTelling = 3;
  for (std::size_t begin = 0; begin < sentence.size();) {
    const std::size_t end = std::min(sentence.find_first_of(" ,;:()", begin), sentence.size());
    std::string_view word(sentence.data() + begin, end - begin);
    while (!word.empty() && word.back() == '.') word.remove_suffix(1);
    const auto capitals =
        std::count_if(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    if (static_cast<std::size_t>(capitals) >= kTelling && source.find(word) == std::string::npos &&
        names_->knows_benchmark(word)) {
      return true;
    }
    begin = end + 1;
  }
  return false;
}

// The marks a draft carries and the statements that explain them.
std::vector<StatementRanking::Candidate> StatementRanking::marks_of(const ScoreDraft& draft) const {
  std::vector<Candidate> found;
  for (const Marker& marker : draft.markers) {
    const auto legend = legends_->legend_of(draft, marker);
    if (!legend) continue;
    int strength = kHeaderMark;
    if (marker.place == Marker::Place::kCell) strength = kCellMark;
    if (marker.place == Marker::Place::kHeading) strength = kHeadingMark;
    const auto known = std::find_if(found.begin(), found.end(),
                                    [&](const Candidate& c) { return c.statement == *legend; });
    if (known == found.end()) {
      found.push_back({strength, *legend});
    } else {
      known->strength = std::max(known->strength, strength);
    }
  }
  return found;
}

int StatementRanking::prose_strength(std::size_t index, const ScoreDraft& draft) const {
  const Statement& statement = (*statements_)[index];
  if (statement.cells == Statement::Cells::kMarked) return kNone;
  if (statement.phrase->says == AttributionClass::kIrrelevant) return kNone;
  const int near = view_.reach[index];
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
  const bool some_models = !named.models.empty() || !named.rival_stems.empty();
  if (some_models && !names_model(named, draft.score.model.raw)) return kNone;
  if (!named.benchmarks.empty() || some_models) return kNamesTheThing + near;
  if (elsewhere) return kElsewhereOnPage + near;
  return (statement.own_models || statement.other_models ? kSomeModels : kGeneralProse) + near;
}

bool StatementRanking::names_model(const Named& named, const std::string& raw) const {
  if (named.models.count(raw) > 0) return true;
  const auto stem = stems_.find(raw);
  return stem != stems_.end() && named.rival_stems.count(stem->second) > 0;
}

// "Gemma results were reported by Google": the family of a model of others.
// A family of one's own is named all over a page. Empty where too short to tell.
std::string StatementRanking::rival_stem(const ModelRef& model) const {
  constexpr std::size_t kTelling = 4;
  if (relationships_->is_own(model)) return {};
  std::string stem = name_stem(model.name);
  return stem.size() >= kTelling ? stem : std::string();
}

void StatementRanking::find_rival_stems(std::size_t index) {
  const AttributionClass says = (*statements_)[index].phrase->says;
  if (says != AttributionClass::kCited && says != AttributionClass::kIndependent) return;
  // "As reported by DeepSeek" names the firm, not its models.
  const auto source = fold_words((*statements_)[index].source);
  Named& named = named_[index];
  for (const std::string& word : named.words) {
    if (word.empty() || all_stems_.count(word) == 0) continue;
    if (std::find(source.begin(), source.end(), word) == source.end()) {
      named.rival_stems.insert(word);
    }
  }
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
