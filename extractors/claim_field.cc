#include "extractors/claim_field.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "extractors/text.h"

namespace benchledger {

namespace {

constexpr std::size_t kNoModel = static_cast<std::size_t>(-1);

}  // namespace

ClaimField::ClaimField(const Document& document, const Page& page, const std::vector<Score>& scores,
                       const Names& names, const Rules& rules)
    : page_(page),
      scores_(scores),
      known_names_(names),
      words_(rules),
      names_(scores, names, rules),
      line_ups_(across_groups(line_ups(scores))) {
  index_line_ups();
  find_page_subject(document);
}

bool ClaimField::is_group(const Score& score) const {
  if (!score.setting.section) return false;
  const auto words = fold_words(*score.setting.section);
  return !words.empty() && std::all_of(words.begin(), words.end(), [&](const std::string& word) {
    return words_.in("group_words", word) || words_.in("model_nouns", word);
  });
}

// "Open-source models" over some rows groups the models and is no setting they
// were measured under: those rows stand among the others of their table.
std::vector<LineUp> ClaimField::across_groups(std::vector<LineUp> apart) const {
  std::map<std::string, std::size_t> places;
  std::vector<LineUp> merged;
  for (LineUp& line_up : apart) {
    if (!is_group(*line_up.scores.front())) {
      merged.push_back(std::move(line_up));
      continue;
    }
    Score first = *line_up.scores.front();
    first.setting.section.reset();
    const auto [place, added] = places.try_emplace(comparability_key(first), merged.size());
    if (added) {
      merged.push_back(std::move(line_up));
      continue;
    }
    auto& scores = merged[place->second].scores;
    scores.insert(scores.end(), line_up.scores.begin(), line_up.scores.end());
  }
  return merged;
}

void ClaimField::index_line_ups() {
  for (std::size_t i = 0; i < scores_.size(); ++i) {
    model_at_.push_back(names_.model_index(scores_[i].model).value_or(kNoModel));
    score_at_.emplace(scores_[i].id, i);
  }
  line_ups_of_.resize(names_.benchmarks().size());
  for (std::size_t i = 0; i < line_ups_.size(); ++i) {
    const Score& first = *line_ups_[i].scores.front();
    if (const auto benchmark = names_.benchmark_index(first.benchmark)) {
      line_ups_of_[*benchmark].push_back(i);
    }
    if (first.evidence.table) tables_[*first.evidence.table].push_back(&line_ups_[i]);
  }
}

void ClaimField::find_page_subject(const Document& document) {
  if (!page_.subject) {
    find_subject_in_titles(document);
    return;
  }
  const auto exact = names_.model_index(*page_.subject);
  if (exact) page_subject_ = {*exact};
  const std::string key = name_key(page_.subject->name);
  for (std::size_t i = 0; i < names_.models().size(); ++i) {
    const ModelRef& model = names_.models()[i];
    const bool same = name_key(model.name) == key ||
                      (model.id && page_.subject->id && *model.id == *page_.subject->id);
    if (same && std::find(page_subject_.begin(), page_subject_.end(), i) == page_subject_.end()) {
      page_subject_.push_back(i);
    }
  }
}

// The one model of the records that the title or the first heading names.
void ClaimField::find_subject_in_titles(const Document& document) {
  std::vector<std::string_view> titles;
  if (document.title) titles.emplace_back(*document.title);
  for (const Block& block : document.blocks) {
    if (block.kind != BlockKind::kHeading) continue;
    titles.emplace_back(block.text.text);
    break;
  }
  for (const std::string_view title : titles) {
    std::set<Models> named;
    for (const ClaimToken& token : claim_tokens(title, names_, words_)) {
      if (token.kind == ClaimToken::Kind::kModel) named.insert(token.candidates);
    }
    if (named.size() != 1 || named.begin()->empty()) continue;
    page_subject_ = *named.begin();
    return;
  }
}

std::vector<ClaimField::Reading> ClaimField::readings(
    const Models& models, const std::vector<std::size_t>& benchmarks,
    const std::optional<std::string>& mode) const {
  std::set<std::size_t> places;
  for (const std::size_t benchmark : benchmarks) {
    places.insert(line_ups_of_[benchmark].begin(), line_ups_of_[benchmark].end());
  }
  std::vector<Reading> list;
  for (const std::size_t place : places) {
    for (const Score* score : line_ups_[place].scores) {
      if (names_model(models, *score)) list.push_back({&line_ups_[place], score});
    }
  }
  if (!mode) return list;
  std::vector<Reading> narrowed;
  for (const Reading& reading : list) {
    if (reading.score->model.mode == mode) narrowed.push_back(reading);
  }
  return narrowed.empty() ? list : narrowed;
}

bool ClaimField::names_model(const Models& models, const Score& score) const {
  const std::size_t model = model_at_[static_cast<std::size_t>(&score - scores_.data())];
  return std::find(models.begin(), models.end(), model) != models.end();
}

const Score* ClaimField::score_in(const LineUp& line_up, const Models& models) const {
  for (const Score* score : line_up.scores) {
    if (names_model(models, *score)) return score;
  }
  return nullptr;
}

bool ClaimField::one_name(const Models& models) const {
  return std::all_of(models.begin(), models.end(), [&](std::size_t model) {
    return name_key(names_.models()[model].raw) == name_key(names_.models()[models.front()].raw);
  });
}

const ModelRef* ClaimField::model_of(const std::string& score_id, const Models& models) const {
  const auto found = score_at_.find(score_id);
  if (found == score_at_.end()) return nullptr;
  const Score& score = scores_[found->second];
  return names_model(models, score) ? &score.model : nullptr;
}

}  // namespace benchledger
