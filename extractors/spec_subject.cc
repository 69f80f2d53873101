#include "extractors/spec_subject.h"

#include <algorithm>

#include "extractors/pattern.h"
#include "extractors/sentence.h"
#include "extractors/text.h"

namespace benchledger {
namespace {

using Kind = ClaimToken::Kind;

constexpr std::size_t kMaxNameWords = 7;
// A model is introduced at the beginning of its page.
constexpr std::size_t kOpeningBlocks = 40;

std::vector<Score> with_subject(std::vector<Score> scores, const Page& page) {
  if (!page.subject) return scores;
  Score named;
  named.model = *page.subject;
  scores.push_back(std::move(named));
  return scores;
}

bool same_model(const ModelRef& a, const ModelRef& b) {
  if (a.id && b.id) return *a.id == *b.id;
  return name_key(a.name) == name_key(b.name);
}

}  // namespace

SpecSubjects::SpecSubjects(const Document& document, const Page& page,
                           const std::vector<Score>& scores, const Names& names, const Rules& rules)
    : document_(document),
      names_(names),
      rules_(rules),
      words_(rules),
      mentions_(with_subject(scores, page), names, rules),
      page_model_(page.subject) {
  if (!page_model_ && document.title) page_model_ = named_in(*document.title);
  if (!page_model_) page_model_ = introduced();
}

std::optional<ModelRef> SpecSubjects::at(std::size_t block) const {
  const auto path = heading_path(document_, block);
  for (auto heading = path.rbegin(); heading != path.rend(); ++heading) {
    if (auto model = named_in(*heading)) return model;
    const auto list = tokens(*heading);
    const bool names_some = std::any_of(list.begin(), list.end(),
                                        [](const ClaimToken& t) { return t.kind == Kind::kModel; });
    if (names_some && groups_models(list)) return std::nullopt;
  }
  return page_model_;
}

std::optional<ModelRef> SpecSubjects::named_in(std::string_view text) const {
  if (fold_words(text).size() > kMaxNameWords) return std::nullopt;
  const auto list = tokens(text);
  if (groups_models(list)) return std::nullopt;
  const bool one_word = fold_space(text).find(' ') == std::string::npos;
  if (one_word && names_.knows_model(text)) return names_.model(fold_space(text));
  std::optional<ModelRef> only;
  for (const ClaimToken& token : list) {
    if (token.kind != Kind::kModel) continue;
    const ModelRef model = names_.model(token.word);
    if (only && !same_model(*only, model)) return std::nullopt;
    only = model;
  }
  return only;
}

// "Foo 3 models", "the Foo 3 family of ...".
bool SpecSubjects::groups_models(const std::vector<ClaimToken>& tokens) const {
  constexpr std::size_t kReach = 3;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].kind != Kind::kModel) continue;
    for (std::size_t k = i + 1; k < tokens.size() && k <= i + kReach; ++k) {
      if (tokens[k].kind != Kind::kWord) break;
      if (words_.in("plural_model_nouns", tokens[k].word)) return true;
    }
  }
  return false;
}

// "Foo 3 is a mixture-of-experts language model": the model whose page this is,
// where all sentences that introduce one mean the same.
std::optional<ModelRef> SpecSubjects::introduced() const {
  std::vector<Pattern> patterns;
  for (const SpecSentence& rule : rules_.introductions) {
    if (auto pattern = Pattern::compile(rule.pattern)) patterns.push_back(*pattern);
  }
  std::optional<ModelRef> only;
  const std::size_t end = std::min(kOpeningBlocks, document_.blocks.size());
  for (std::size_t i = 0; i < end; ++i) {
    const Block& block = document_.blocks[i];
    if (block.kind != BlockKind::kParagraph) continue;
    for (const TextRange range : split_sentences(block.text.text, words_.table("abbreviations"))) {
      const std::string_view sentence = range.of(block.text.text);
      for (const Pattern& pattern : patterns) {
        const auto match = pattern.find(sentence);
        if (!match) continue;
        const auto model = named_in(match->text(sentence, 1));
        if (!model) continue;
        if (only && !same_model(*only, *model)) return std::nullopt;
        only = model;
      }
    }
  }
  return only;
}

}  // namespace benchledger
