#include "extractors/page_voice.h"

#include <algorithm>

#include "extractors/text.h"

namespace benchledger {
namespace {

// Stems of the models of the tables that the title or the first heading names.
std::set<std::string> stems_in_title(const Document& document, const Page& page,
                                     const std::vector<ScoreDraft>& drafts) {
  std::set<std::string> stems;
  if (page.subject) stems.insert(name_stem(page.subject->name));
  std::vector<std::string> titles;
  if (document.title) titles.push_back(*document.title);
  const auto heading = std::find_if(document.blocks.begin(), document.blocks.end(),
                                    [](const Block& b) { return b.kind == BlockKind::kHeading; });
  if (heading != document.blocks.end()) titles.push_back(heading->text.text);
  std::set<std::string> words;
  for (const std::string& title : titles) {
    for (const std::string& word : fold_words(title)) words.insert(name_stem(word));
  }
  for (const ScoreDraft& draft : drafts) {
    const std::string stem = name_stem(draft.score.model.name);
    if (stem.size() >= 3 && words.count(stem) > 0) stems.insert(stem);
  }
  stems.erase("");
  return stems;
}

std::string host_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  std::string_view host = url.substr(scheme + 3);
  host = host.substr(0, host.find_first_of("/?#:"));
  if (host.substr(0, 4) == "www.") host.remove_prefix(4);
  return std::string(host);
}

// What the page calls itself, for a publisher no rule knows.
std::optional<std::string> printed_publisher(const Document& document) {
  if (document.site && !document.site->empty()) return document.site;
  if (document.canonical) {
    const std::string host = host_of(*document.canonical);
    if (!host.empty()) return host;
  }
  return std::nullopt;
}

PageVoice::Role role_of(const Organization& organization) {
  switch (organization.kind) {
    case OrganizationKind::kDeveloper:
      return PageVoice::Role::kDeveloper;
    case OrganizationKind::kEvaluator:
      return PageVoice::Role::kEvaluator;
    case OrganizationKind::kPublisher:
      return PageVoice::Role::kPublisher;
  }
  return PageVoice::Role::kUnknown;
}

// The developer of the models the title names, where all have the same one.
std::optional<std::string> developer_of(const std::set<std::string>& stems,
                                        const std::vector<ScoreDraft>& drafts) {
  std::optional<std::string> developer;
  for (const ScoreDraft& draft : drafts) {
    if (stems.count(name_stem(draft.score.model.name)) == 0) continue;
    const auto& found = draft.score.model.developer;
    if (!found) continue;
    if (developer && *developer != *found) return std::nullopt;
    developer = found;
  }
  return developer;
}

}  // namespace

std::string name_stem(std::string_view name) {
  const auto words = fold_words(name);
  if (words.empty()) return {};
  std::string stem;
  for (const char c : words.front()) {
    if (is_digit(c)) break;
    stem += c;
  }
  return stem.size() >= 2 ? stem : std::string{};
}

bool same_organization(std::string_view a, std::string_view b, const Rules& rules) {
  if (a == b) return true;
  const Organization* first = rules.organization(a);
  const Organization* second = rules.organization(b);
  return (first != nullptr && first->parent && *first->parent == b) ||
         (second != nullptr && second->parent && *second->parent == a);
}

PageVoice hear_voice(const Document& document, const Page& page, const Names&, const Rules& rules,
                     const PhraseBook& book, const std::vector<Sentence>& sentences,
                     const std::vector<ScoreDraft>& drafts) {
  PageVoice voice;
  voice.own_stems = stems_in_title(document, page, drafts);
  if (page.publisher) {
    voice.publisher = page.publisher;
    if (const Organization* known = rules.organization(*page.publisher)) {
      voice.role = role_of(*known);
      return voice;
    }
  }
  const auto says = [&](const char* cue) {
    return std::find_if(sentences.begin(), sentences.end(),
                        [&](const Sentence& s) { return book.cue(cue, s.text); });
  };
  if (!voice.publisher) voice.publisher = printed_publisher(document);
  if (const auto at = says("evaluator_voice"); at != sentences.end()) {
    voice.role = PageVoice::Role::kEvaluator;
    voice.evidence = *at;
    // The authors sign with nothing but the title.
    if (!voice.publisher) voice.publisher = document.title;
  } else if (const auto developer = says("developer_voice"); developer != sentences.end()) {
    voice.role = PageVoice::Role::kDeveloper;
    voice.evidence = *developer;
    if (const auto known = developer_of(voice.own_stems, drafts)) voice.publisher = known;
  }
  return voice;
}

}  // namespace benchledger
