#include "extractors/measurer.h"

#include <algorithm>

#include "extractors/page_voice.h"
#include "extractors/pattern.h"

namespace benchledger {
namespace {

// "reproduced (reported)": a number alone in parentheses is the second one.
std::size_t part_of(const ScoreDraft& draft) {
  const std::string& raw = draft.score.score.raw;
  const bool enclosed = draft.parts == 1 && raw.size() > 2 && raw.front() == '(';
  return enclosed ? 1 : draft.part;
}

AttributionClass class_for(const AttributionPhrase& phrase, const ScoreDraft& draft) {
  if (phrase.parts.empty()) return phrase.says;
  return phrase.parts[std::min(part_of(draft), phrase.parts.size() - 1)];
}

bool is_code_host(std::string_view url) {
  return url.find("github.com/") != std::string_view::npos ||
         url.find("gitlab.com/") != std::string_view::npos;
}

bool is_address(const std::string& text) {
  return text.find("://") != std::string::npos || text.find("www.") != std::string::npos;
}

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

// "Vellum Leaderboard", "EpochAI": a few words with capitals. One plain word
// ("Slow", "Paper") could be anything.
bool is_written_as_name(const std::string& text) {
  static const Pattern kName(
      R"((?:[A-Z\d][\w.&'-]*|[a-z]+\.[a-z]{2,4})(?:\s(?:(?:of|for|and|the|de|&)\s)?[A-Z\d][\w.&'-]*){1,4}|[A-Z][a-z]*[A-Z\d.][\w.-]*|[a-z]+\.[a-z]{2,4})",
      Pattern::Case::kMatter);
  return kName.matches_all(text);
}

Measurer publisher() { return {Measurer::Who::kPublisher, {}, false, false}; }
Measurer developer() { return {Measurer::Who::kModelDeveloper, {}, false, false}; }

}  // namespace

MeasurerResolver::MeasurerResolver(const Names& names, const PhraseBook& book,
                                   const std::vector<ScoreDraft>& drafts)
    : names_(&names), book_(&book), drafts_(&drafts) {}

std::optional<Measurer> MeasurerResolver::of(const Statement& statement,
                                             const ScoreDraft& draft) const {
  switch (class_for(*statement.phrase, draft)) {
    case AttributionClass::kSelf:
      return publisher();
    case AttributionClass::kCited: {
      Measurer cited = named(statement.source, draft).value_or(developer());
      cited.as_developer = true;
      return cited;
    }
    case AttributionClass::kIndependent:
      return independent(statement, draft);
    case AttributionClass::kMixed:
    case AttributionClass::kUnverified:
      return Measurer{};
    case AttributionClass::kIrrelevant:
      return std::nullopt;
  }
  return std::nullopt;
}

std::optional<Measurer> MeasurerResolver::named(const std::string& source,
                                                const ScoreDraft& draft) const {
  if (source.empty()) return std::nullopt;
  if (const Organization* known = organization(source)) {
    return Measurer{Measurer::Who::kNamed, known->id, false, false};
  }
  if (book_->cue("ourselves", source)) return publisher();
  if (book_->cue("the_developer", source)) return developer();
  if (names_->knows_model(source)) {
    const ModelRef model = names_->model(source);
    if (model.developer && model.developer != draft.score.model.developer) {
      return Measurer{Measurer::Who::kNamed, *model.developer, false, false};
    }
    return developer();
  }
  if (is_capital(source[0]) && !names_model_of_page(source)) {
    return Measurer{Measurer::Who::kNamed, source, false, false};
  }
  return std::nullopt;
}

std::optional<Measurer> MeasurerResolver::named_in_cell(const std::string& cell,
                                                        const ScoreDraft& draft) const {
  static const Pattern kRemark(R"(\s*[\[(][^\[\]()]*[\])]\s*$)");
  std::string name = cell;
  if (const auto remark = kRemark.find(name)) name.resize(remark->groups[0].begin);
  const auto measurer = named(name, draft);
  const bool unlisted = measurer && measurer->who == Measurer::Who::kNamed &&
                        measurer->name == name && organization(name) == nullptr;
  if (unlisted && (!is_written_as_name(name) || book_->cue("names_nobody", name))) {
    return std::nullopt;
  }
  return measurer;
}

std::optional<Measurer> MeasurerResolver::independent(const Statement& statement,
                                                      const ScoreDraft& draft) const {
  if (statement.source.empty()) return claimed(statement, draft);
  if (is_software(statement)) return publisher();
  // "Scored by GPT-4" names the judge.
  if (book_->cue("by_somebody", statement.quoted) && names_->knows_model(statement.source)) {
    return std::nullopt;
  }
  if (auto found = named(statement.source, draft)) return found;
  if (const Organization* known = linked(statement.sentence)) {
    return Measurer{Measurer::Who::kNamed, known->id, false, false};
  }
  return std::nullopt;
}

// What was used to measure, by whoever writes: most repositories are that, but
// not the model or the test that results are taken from.
bool MeasurerResolver::is_software(const Statement& statement) const {
  const std::string& source = statement.source;
  const bool quoted = book_->cue("figures_from", statement.quoted);
  if (quoted && (names_->knows_model(source) || names_->knows_benchmark(source))) return false;
  const auto& links = statement.sentence.links;
  return std::any_of(links.begin(), links.end(),
                     [](const auto& link) { return is_code_host(link); }) ||
         book_->cue("software", source);
}

// "Independently measured": by whom, the link, the benchmark or the sentence
// has to say.
std::optional<Measurer> MeasurerResolver::claimed(const Statement& statement,
                                                  const ScoreDraft& draft) const {
  if (const Organization* known = linked(statement.sentence)) {
    return Measurer{Measurer::Who::kNamed, known->id, true, false};
  }
  if (draft.score.benchmark.owner) {
    return Measurer{Measurer::Who::kNamed, *draft.score.benchmark.owner, true, false};
  }
  std::size_t at = 0;
  std::size_t length = 0;
  if (const auto* known = names_->organization_in(statement.sentence.text, at, length)) {
    return Measurer{Measurer::Who::kNamed, known->id, true, false};
  }
  return std::nullopt;
}

const Organization* MeasurerResolver::organization(const std::string& text) const {
  if (const Organization* whole = names_->organization(text)) return whole;
  if (is_address(text)) return names_->organization_of_url(text);
  std::size_t at = 0;
  std::size_t length = 0;
  const Organization* found = names_->organization_in(text, at, length);
  if (found == nullptr || book_->cue("organization_word", text.substr(at + length))) return nullptr;
  return found;
}

const Organization* MeasurerResolver::linked(const Sentence& sentence) const {
  for (const std::string& link : sentence.links) {
    if (const Organization* known = names_->organization_of_url(link)) return known;
  }
  return nullptr;
}

// "the Quill report": a model of the tables, not an organization.
bool MeasurerResolver::names_model_of_page(const std::string& source) const {
  const std::string stem = name_stem(source);
  return std::any_of(drafts_->begin(), drafts_->end(), [&](const ScoreDraft& draft) {
    return name_stem(draft.score.model.name) == stem;
  });
}

}  // namespace benchledger
