#include "extractors/page_voice.h"

#include <algorithm>
#include <map>

#include "extractors/repository_address.h"
#include "extractors/text.h"

namespace benchledger {
namespace {

constexpr std::size_t kTelling = 5;  // letters of a title that tell: "Yi" begins many names

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
std::optional<std::string> printed_publisher(const Document& document, const Page& page) {
  if (document.site && !document.site->empty()) return document.site;
  if (page.address && !page.address->empty()) return page.address;
  if (document.canonical) {
    const std::string host = host_of(*document.canonical);
    if (!host.empty()) return host;
  }
  return std::nullopt;
}

// Whoever keeps most of the repositories that `own` holds for, by id where the
// rules know them, else as printed in the address; nobody where two do equally.
template <typename Own>
std::optional<std::string> repository_owner(const Document& document, const Names& names,
                                            const Rules& rules, const Own& own) {
  std::map<std::string, std::size_t> owners;
  for (const std::string& link : document.links) {
    const auto repository = repository_of(link, rules);
    if (repository && own(*repository)) ++owners[repository->owner];
  }
  std::optional<std::string> best;
  std::size_t most = 0;
  for (const auto& [owner, count] : owners) {
    if (count == most) best.reset();
    if (count > most) best = owner;
    most = std::max(most, count);
  }
  if (!best) return std::nullopt;
  const Organization* known = names.organization(*best);
  return known != nullptr ? known->id : best;
}

// Whoever keeps the repositories named as the page is titled, or after it
// ("open_llama_7b" for "OpenLLaMA").
std::optional<std::string> titled_repository_owner(const Document& document, const Names& names,
                                                   const Rules& rules) {
  const std::string title = document.title ? name_key(title_name(*document.title)) : std::string{};
  if (title.empty()) return std::nullopt;
  return repository_owner(document, names, rules, [&](const Repository& repository) {
    const std::string name = name_key(repository.name);
    return name == title || (title.size() >= kTelling && name.compare(0, title.size(), title) == 0);
  });
}

// The name a page signs with where it prints no other: its title up to the
// first colon; the authors of it where the title is a question or a sentence.
std::string signature_of(const std::string& title) {
  constexpr std::size_t kMostWords = 6;
  const std::string name = title_name(title);
  const bool reads_as_name = !name.empty() && fold_words(name).size() <= kMostWords &&
                             name.find_first_of("?!;") == std::string::npos;
  return reads_as_name ? name : "authors of \"" + title + "\"";
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

// The developer of the models outside a section of "other models", where such
// a section sets them apart and all have the same one.
std::optional<std::string> developer_beside_others(const std::vector<ScoreDraft>& drafts,
                                                   const PhraseBook& book) {
  std::optional<std::string> developer;
  bool others = false;
  for (const ScoreDraft& draft : drafts) {
    const auto& section = draft.score.setting.section;
    if (section && book.cue("other_models", *section)) {
      others = true;
      continue;
    }
    const auto& found = draft.score.model.developer;
    if (!found || (developer && *developer != *found)) return std::nullopt;
    developer = found;
  }
  return others ? developer : std::nullopt;
}

// Who made the model the page is about, as a sentence or a label says.
struct Maker {
  std::string name;  // organization id, else as printed
  bool label = false;
  const Sentence* sentence = nullptr;
};

bool begins_with_stem(const std::string& text, const std::set<std::string>& stems) {
  constexpr std::size_t kFirst = 3;
  const auto words = fold_words(text);
  for (std::size_t i = 0; i < words.size() && i < kFirst; ++i) {
    if (stems.count(name_stem(words[i])) > 0) return true;
  }
  return false;
}

Maker maker_of(const std::vector<Sentence>& sentences, const std::set<std::string>& own_stems,
               const Names& names, const PhraseBook& book) {
  constexpr std::size_t kFirst = 12;  // labels stand at the top
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    const std::string& text = sentences[i].text;
    std::string name = i < kFirst ? book.cue_name("maker_label", text) : std::string{};
    const bool label = !name.empty();
    if (!label && begins_with_stem(text, own_stems)) name = book.cue_name("maker", text);
    if (name.empty() || name[0] < 'A' || name[0] > 'Z') continue;
    if (const Organization* known = names.organization(name)) name = known->id;
    return {name, label, &sentences[i]};
  }
  return {};
}

bool has_card_part(const Document& document, const PhraseBook& book) {
  constexpr std::size_t kShort = 60;
  return std::any_of(document.blocks.begin(), document.blocks.end(), [&](const Block& block) {
    return block.text.text.size() < kShort && book.cue("card_part", block.text.text);
  });
}

// A page titled with nothing but a model's name, whole or up to its variant, or
// that calls itself a card, and that has a card's parts. A review has a maker line too, but
// neither.
bool is_model_card(const Document& document, const Maker& maker, const PhraseBook& book,
                   const std::vector<ScoreDraft>& drafts) {
  if (!document.title) return false;
  if (book.cue("card_title", *document.title)) return true;
  const std::string title = name_key(*document.title);
  const bool bare = std::any_of(drafts.begin(), drafts.end(), [&](const ScoreDraft& draft) {
    const std::string model = name_key(draft.score.model.raw);
    return model == title ||
           (title.size() >= kTelling && model.compare(0, title.size(), title) == 0);
  });
  return bare && (maker.label || has_card_part(document, book));
}

// A page titled with the one family that all its figures are of, that links to
// repositories of that name and has a card's parts: nobody else writes such.
bool is_card_of_one_family(const Document& document, const Rules& rules, const PhraseBook& book,
                           const std::vector<ScoreDraft>& drafts) {
  if (!document.title || drafts.empty()) return false;
  const std::string family = name_key(*document.title);
  const auto of_family = [&](const std::string& name) {
    return !family.empty() && name_key(name).compare(0, family.size(), family) == 0;
  };
  const bool alone = std::all_of(drafts.begin(), drafts.end(), [&](const ScoreDraft& draft) {
    return of_family(draft.score.model.name);
  });
  const bool kept =
      std::any_of(document.links.begin(), document.links.end(), [&](const std::string& link) {
        const auto repository = repository_of(link, rules);
        return repository && of_family(repository->name);
      });
  return alone && kept && has_card_part(document, book);
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

namespace {

// What the voice is heard from; lives as long as one call.
struct Heard {
  const Document& document;
  const Page& page;
  const Names& names;
  const Rules& rules;
  const PhraseBook& book;
  const std::vector<Sentence>& sentences;
  const std::vector<ScoreDraft>& drafts;

  // The first sentence with one of the cue's wordings; null where none has.
  [[nodiscard]] const Sentence* says(const char* cue) const {
    const auto at = std::find_if(sentences.begin(), sentences.end(),
                                 [&](const Sentence& s) { return book.cue(cue, s.text); });
    return at == sentences.end() ? nullptr : &*at;
  }
};

void take_role(PageVoice& voice, PageVoice::Role role, const Sentence* evidence) {
  voice.role = role;
  if (evidence != nullptr) voice.evidence = *evidence;
}

// A paper's page about its own test: the authors put the models to it, unless
// whoever wants hands figures in.
void hear_test(const Heard& heard, PageVoice& voice) {
  if (heard.says("takes_submissions") != nullptr) return;
  const auto& title = heard.document.title;
  const bool titled = title && heard.book.cue("benchmark_title", *title) &&
                      !heard.names.knows_model(title_name(*title));
  const Sentence* test = heard.says("benchmark_voice");
  if (!titled && test == nullptr) return;
  take_role(voice, PageVoice::Role::kEvaluator, test);
  if (title) voice.test_stem = name_stem(title_name(*title));
}

void hear_role(const Heard& heard, const Maker& maker, PageVoice& voice) {
  if (const Sentence* evaluator = heard.says("evaluator_voice")) {
    take_role(voice, PageVoice::Role::kEvaluator, evaluator);
  } else if (const Sentence* developer = heard.says("developer_voice")) {
    take_role(voice, PageVoice::Role::kDeveloper, developer);
  } else if (const Sentence* opener = heard.says("opens_something");
             opener != nullptr && !voice.own_stems.empty()) {
    take_role(voice, PageVoice::Role::kDeveloper, opener);
  } else if (maker.sentence != nullptr &&
             is_model_card(heard.document, maker, heard.book, heard.drafts)) {
    take_role(voice, PageVoice::Role::kDeveloper, maker.sentence);
  } else if (!voice.own_names.empty() ||
             is_card_of_one_family(heard.document, heard.rules, heard.book, heard.drafts)) {
    take_role(voice, PageVoice::Role::kDeveloper, nullptr);
  } else {
    hear_test(heard, voice);
  }
}

// "我们发布了Quill-3": Chinese sets no space before a name.
std::string apart_from_ideographs(std::string_view text) {
  std::string spaced;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_length(text, at);
    if (length < 3) spaced += text.substr(at, length);
    if (length >= 3 && (spaced.empty() || spaced.back() != ' ')) spaced += ' ';
    at += length;
  }
  return spaced;
}

// The first of the stems among the first words of a sentence, before any word
// that sets another model beside its subject ("... outperforming Llama 3").
std::string first_named(const Heard& heard, const std::set<std::string>& stems,
                        std::string_view text, std::size_t words) {
  if (const auto rival = heard.book.cue_at("before_a_rival", text)) text = text.substr(0, *rival);
  for (const std::string& word : fold_words(apart_from_ideographs(text))) {
    if (words-- == 0) break;
    if (const std::string stem = name_stem(word); stems.count(stem) > 0) return stem;
  }
  return {};
}

// The stem that more sentences begin with than any other, and not one alone;
// empty where two do.
std::string most_spoken_of(const Heard& heard, const std::set<std::string>& stems,
                           std::size_t words) {
  std::map<std::string, std::size_t> counts;
  for (const Sentence& sentence : heard.sentences) {
    if (const std::string stem = first_named(heard, stems, sentence.text, words); !stem.empty()) {
      ++counts[stem];
    }
  }
  std::string most;
  std::size_t count = 1;
  for (const auto& [stem, times] : counts) {
    if (times == count) most.clear();
    if (times > count) most = stem;
    count = std::max(count, times);
  }
  return most;
}

// Where a maker's title names none of the models: the first that its own words
// name ("We present Quill-3, ..."), else the one an opening sentence is about
// ("The Quill 3 collection is ..."), else the one most sentences begin with.
void find_own_stem(const Heard& heard, PageVoice& voice) {
  if (voice.role != PageVoice::Role::kDeveloper) return;
  if (!voice.own_stems.empty() || !voice.own_names.empty()) return;
  std::set<std::string> stems;
  for (const ScoreDraft& draft : heard.drafts) {
    const std::string stem = name_stem(draft.score.model.name);
    if (stem.size() >= 3) stems.insert(stem);
  }
  constexpr std::size_t kAnywhere = 40;
  constexpr std::size_t kSubject = 4;
  constexpr std::size_t kOpening = 12;
  std::string found =
      voice.evidence ? first_named(heard, stems, voice.evidence->text, kAnywhere) : std::string{};
  for (std::size_t i = 0; found.empty() && i < std::min(kOpening, heard.sentences.size()); ++i) {
    if (heard.book.cue("is_something", heard.sentences[i].text)) {
      found = first_named(heard, stems, heard.sentences[i].text, kSubject);
    }
  }
  const bool own = voice.evidence && heard.book.cue("own_models", voice.evidence->text);
  if (found.empty() && own) found = most_spoken_of(heard, stems, kSubject);
  if (!found.empty()) voice.own_stems.insert(found);
}

// The developer of every model printed as "ours", where the page links to
// repositories of that developer.
std::optional<std::string> linked_developer_of_ours(const Heard& heard, const PageVoice& voice) {
  std::set<std::string> developers;
  for (const ScoreDraft& draft : heard.drafts) {
    const ModelRef& model = draft.score.model;
    if (voice.own_names.count(model.raw) > 0 && model.developer) {
      developers.insert(*model.developer);
    }
  }
  if (developers.size() != 1) return std::nullopt;
  const bool linked = std::any_of(
      heard.document.links.begin(), heard.document.links.end(), [&](const std::string& link) {
        const Organization* owner = heard.names.organization_of_url(link);
        return owner != nullptr && owner->id == *developers.begin();
      });
  return linked ? std::optional(*developers.begin()) : std::nullopt;
}

std::optional<std::string> maker_name(const Heard& heard, const Maker& maker,
                                      const PageVoice& voice) {
  // "LLaMA Pro" is kept by whoever made it out of somebody else's LLaMA.
  std::optional<std::string> known =
      titled_repository_owner(heard.document, heard.names, heard.rules);
  if (known && !maker.label) return known;
  // So may a model printed as "ours", unless its developer's own repositories
  // are what the page links to.
  known = linked_developer_of_ours(heard, voice);
  if (voice.own_names.empty()) known = developer_of(voice.own_stems, heard.drafts);
  if (!known) known = developer_beside_others(heard.drafts, heard.book);
  // "Developer: Acme" over a model named after the one it was made from.
  if (maker.label && known && *known != maker.name) known.reset();
  if (!known && maker.sentence != nullptr) known = maker.name;
  return known;
}

void name_publisher(const Heard& heard, const Maker& maker, PageVoice& voice) {
  const bool developer = voice.role == PageVoice::Role::kDeveloper;
  const bool evaluator = voice.role == PageVoice::Role::kEvaluator;
  if (developer) {
    if (const auto name = maker_name(heard, maker, voice)) voice.publisher = name;
  }
  if (!voice.publisher && (developer || evaluator)) {
    auto owner = titled_repository_owner(heard.document, heard.names, heard.rules);
    if (!owner) {
      owner = repository_owner(heard.document, heard.names, heard.rules,
                               [&](const Repository& repository) {
                                 return voice.own_stems.count(name_stem(repository.name)) > 0;
                               });
    }
    // A private account keeps a test's files; the test's name says more.
    if (developer || (owner && heard.rules.organization(*owner) != nullptr)) {
      voice.publisher = owner;
    }
  }
  if (!voice.publisher) voice.publisher = printed_publisher(heard.document, heard.page);
  if (voice.publisher || !heard.document.title) return;
  const std::string& title = *heard.document.title;
  // "News and updates" names nobody.
  if (evaluator || (developer && voice.own_stems.count(name_stem(title_name(title))) > 0)) {
    voice.publisher = signature_of(title);
  }
}

// Models that the publisher keeps repositories of: its own, whatever family
// their names are of.
void find_own_repositories(const Heard& heard, PageVoice& voice) {
  if (voice.role != PageVoice::Role::kDeveloper || !voice.publisher) return;
  std::set<std::string> kept;
  std::set<std::string> kept_by_others;
  for (const std::string& link : heard.document.links) {
    const auto repository = repository_of(link, heard.rules);
    if (!repository) continue;
    const Organization* owner = heard.names.organization_of_url(link);
    const bool own = (owner != nullptr ? owner->id : repository->owner) == *voice.publisher;
    (own ? kept : kept_by_others).insert(name_key(repository->name));
  }
  for (const ScoreDraft& draft : heard.drafts) {
    const std::string key = name_key(draft.score.model.name);
    if (kept.count(key) > 0 && kept_by_others.count(key) == 0) {
      voice.own_names.insert(draft.score.model.raw);
    }
  }
}

}  // namespace

PageVoice hear_voice(const Document& document, const Page& page, const Names& names,
                     const Rules& rules, const PhraseBook& book,
                     const std::vector<Sentence>& sentences,
                     const std::vector<ScoreDraft>& drafts) {
  PageVoice voice;
  voice.own_stems = stems_in_title(document, page, drafts);
  const Heard heard{document, page, names, rules, book, sentences, drafts};
  if (page.publisher) {
    voice.publisher = page.publisher;
    if (const Organization* known = rules.organization(*page.publisher)) {
      voice.role = role_of(*known);
      find_own_repositories(heard, voice);
      return voice;
    }
  }
  for (const ScoreDraft& draft : drafts) {
    const std::string& raw = draft.score.model.raw;
    if (book.cue("ours_label", raw)) voice.own_names.insert(raw);
  }
  const Maker maker = maker_of(sentences, voice.own_stems, names, book);
  hear_role(heard, maker, voice);
  find_own_stem(heard, voice);
  name_publisher(heard, maker, voice);
  find_own_repositories(heard, voice);
  return voice;
}

}  // namespace benchledger
