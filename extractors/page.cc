#include "extractors/page.h"

#include <algorithm>
#include <array>
#include <map>

#include "extractors/identity.h"
#include "extractors/pattern.h"
#include "extractors/repository_address.h"
#include "extractors/text.h"

namespace benchledger {
namespace {

struct Vote {
  double weight = 0;
  std::string rule;
  double strongest = 0;
  std::optional<Evidence> evidence;
};
using Votes = std::map<std::string, Vote>;

void vote(Votes& votes, const Organization* organization, double weight, std::string_view rule,
          std::optional<Evidence> evidence = std::nullopt) {
  if (organization == nullptr) return;
  Vote& entry = votes[organization->id];
  entry.weight += weight;
  if (weight > entry.strongest) {
    entry.strongest = weight;
    entry.rule = rule;
    entry.evidence = std::move(evidence);
  }
}

Evidence whole_block(const Block& block) {
  Evidence evidence;
  evidence.span = block.text.source();
  evidence.text = block.text.text;
  return evidence;
}

// Links to an owner's repositories: repeated and early ones count, up to a cap.
void vote_by_links(const Document& document, const Names& names, Votes& votes) {
  constexpr double kMost = 5;
  std::map<std::string, double> sums;
  for (std::size_t i = 0; i < document.links.size(); ++i) {
    const Organization* owner = names.organization_of_url(document.links[i]);
    // Archives and news sites are linked to from everywhere.
    if (owner == nullptr || owner->kind == OrganizationKind::kPublisher) continue;
    sums[owner->id] += i < 10 ? 1.0 : 0.3;
  }
  for (const auto& [id, sum] : sums) {
    vote(votes, names.find_organization(id), std::min(sum, kMost), "publisher-links");
  }
}

// A repository named as the page is titled is the page's own.
void vote_by_own_repository(const Document& document, const Names& names, const Rules& rules,
                            Votes& votes) {
  if (!document.title) return;
  const std::string name = name_key(title_name(*document.title));
  if (name.empty()) return;
  for (const std::string& link : document.links) {
    const auto repository = repository_of(link, rules);
    if (!repository || name_key(repository->name) != name) continue;
    vote(votes, names.organization_of_url(link), 3, "publisher-own-repository");
    return;
  }
}

// Whether the block's "we" made a model or a test, rather than wrote about one.
bool speaks_as_maker(const Block& block, const PhraseBook& book) {
  const std::string& text = block.text.text;
  return book.cue("developer_voice", text) || book.cue("opens_something", text) ||
         book.cue("benchmark_voice", text);
}

// How a page speaks of itself.
struct Voice {
  std::size_t sentences = 0;  // blocks that say "we"
  bool maker = false;         // as those who made a model or a test
};

// "We introduce X", "our X": the developer of X's family speaks.
Voice vote_by_voice(const Document& document, const Names& names, const PhraseBook& book,
                    Votes& votes) {
  static const Pattern kVoice(R"(\b(we|our|us)\b)");
  static const Pattern kIntroduce(
      R"(\b(?:we|our team)\b.{0,40}\b(?:introduc|releas|present|announc|open.?sourc|develop|propos|launch)\w*\s+(?:the\s+)?(.{3,40}))");
  Voice voice;
  double given = 0;
  for (const Block& block : document.blocks) {
    const bool prose = block.kind == BlockKind::kParagraph || block.kind == BlockKind::kListItem;
    if (!prose || !kVoice.find(block.text.text)) continue;
    ++voice.sentences;
    voice.maker = voice.maker || speaks_as_maker(block, book);
    const auto match = kIntroduce.find(block.text.text);
    if (!match || given >= 6) continue;
    const ModelRef model = names.model(match->text(block.text.text, 1));
    if (!model.developer) continue;
    given += 2;
    vote(votes, names.find_organization(*model.developer), 2, "publisher-voice",
         whole_block(block));
  }
  return voice;
}

// "Developer: Acme", "Trained by: Acme" among the first lines: whoever stands
// there made the model, whatever family its name is of. False where it is
// somebody no rule knows: then nobody else did.
bool vote_by_label(const Document& document, const Names& names, const PhraseBook& book,
                   Votes& votes) {
  constexpr std::size_t kFirst = 16;
  for (std::size_t i = 0; i < std::min(kFirst, document.blocks.size()); ++i) {
    const Block& block = document.blocks[i];
    if (block.kind == BlockKind::kTable || block.kind == BlockKind::kCode) continue;
    const std::string name = book.cue_name("maker_label", block.text.text);
    if (name.empty() || name[0] < 'A' || name[0] > 'Z') continue;
    const Organization* known = names.organization(name);
    vote(votes, known, 12, "publisher-maker-label", whole_block(block));
    return known != nullptr;
  }
  return true;
}

void vote_by_footer(const Document& document, const Names& names, Votes& votes) {
  static const Pattern kCopyright(R"((?:©|\(c\)|copyright)\s*(?:\d{4})?(?:\s*[-–]\s*\d{4})?)");
  static const Pattern kDevelopedBy(R"(\b(?:developed|built|created|released|trained) by\b)");
  double given = 0;
  for (const Block& block : document.blocks) {
    if (block.kind == BlockKind::kTable || block.kind == BlockKind::kCode) continue;
    for (const auto& [pattern, weight, rule] :
         {std::tuple<const Pattern*, double, std::string_view>{&kCopyright, 4,
                                                               "publisher-copyright"},
          {&kDevelopedBy, 1, "publisher-developed-by"}}) {
      const auto match = pattern->find(block.text.text);
      if (!match || given >= 8) continue;
      std::size_t at = 0;
      std::size_t length = 0;
      const std::size_t from = match->groups[0].end;
      const Organization* found = names.organization_in(block.text.text, at, length, from);
      if (found == nullptr || at > from + 30) continue;
      given += weight;
      vote(votes, found, weight, rule, whole_block(block));
    }
  }
}

// Known by what the page says of itself; a tie is no answer.
void find_publisher(const Document& document, const Names& names, const PhraseBook& book,
                    const Rules& rules, Page& page) {
  constexpr double kEnough = 3;
  constexpr double kLead = 1.5;
  constexpr std::size_t kOwnVoice = 2;  // sentences with we/our: a developer's page has them
  Votes votes;
  vote_by_links(document, names, votes);
  vote_by_own_repository(document, names, rules, votes);
  const Voice voice = vote_by_voice(document, names, book, votes);
  vote_by_footer(document, names, votes);
  if (!vote_by_label(document, names, book, votes)) return;
  if (page.subject && page.subject->developer && voice.sentences >= kOwnVoice) {
    vote(votes, names.find_organization(*page.subject->developer), 2, "publisher-title");
  }
  const std::pair<const std::string, Vote>* best = nullptr;
  double second = 0;
  for (const auto& entry : votes) {
    if (best == nullptr || entry.second.weight > best->second.weight) {
      second = best == nullptr ? 0 : best->second.weight;
      best = &entry;
    } else {
      second = std::max(second, entry.second.weight);
    }
  }
  if (best == nullptr || best->second.weight < kEnough || best->second.weight < kLead * second)
    return;
  if (voice.sentences < kOwnVoice) return;
  const Organization* organization = names.find_organization(best->first);
  const bool developer =
      organization != nullptr && organization->kind == OrganizationKind::kDeveloper;
  if (developer && !voice.maker && best->second.rule != "publisher-copyright") return;
  // Links alone do not outweigh whose model the title names.
  if (best->second.rule == "publisher-links" && page.subject && page.subject->developer &&
      *page.subject->developer != best->first) {
    return;
  }
  page.publisher = best->first;
  page.publisher_rule = best->second.rule;
  page.publisher_evidence = best->second.evidence;
}

// "9 April 2026", "April 9, 2026", "2026-04-09", "April 2026": ISO, partial
// where the text is.
std::optional<std::string> iso_date(std::string_view text) {
  static constexpr std::array<std::string_view, 12> kMonths = {
      "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
  static const Pattern kIso(R"(\b(20\d\d)[-/.](\d{1,2})(?:[-/.](\d{1,2}))?\b)");
  static const Pattern kMonthFirst(
      R"(\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?:\s+(\d{1,2})(?:st|nd|rd|th)?,?)?,?\s+(20\d\d)\b)");
  static const Pattern kDayFirst(
      R"(\b(\d{1,2})(?:st|nd|rd|th)?\s+(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+(20\d\d)\b)");
  const auto two = [](std::string_view digits) {
    return digits.size() == 1 ? "0" + std::string(digits) : std::string(digits);
  };
  const auto month = [](std::string_view word) {
    const std::string lower = lower_ascii(word);
    const auto at = std::find(kMonths.begin(), kMonths.end(), lower) - kMonths.begin() + 1;
    return (at < 10 ? "0" : "") + std::to_string(at);
  };
  if (const auto m = kIso.find(text)) {
    const std::string day = m->groups[3].matched ? "-" + two(m->text(text, 3)) : "";
    return std::string(m->text(text, 1)) + "-" + two(m->text(text, 2)) + day;
  }
  if (const auto m = kDayFirst.find(text)) {
    return std::string(m->text(text, 3)) + "-" + month(m->text(text, 2)) + "-" +
           two(m->text(text, 1));
  }
  if (const auto m = kMonthFirst.find(text)) {
    const std::string day = m->groups[2].matched ? "-" + two(m->text(text, 2)) : "";
    return std::string(m->text(text, 3)) + "-" + month(m->text(text, 1)) + day;
  }
  return std::nullopt;
}

void read_dates(const Document& document, Page& page) {
  static const Pattern kVerified(
      R"(\blast\s+(?:verified|updated|checked|reviewed)\b[:\s]*(?:on\s+)?(.{4,30}))");
  static const Pattern kPublished(R"(\b(?:published|posted)\b[:\s]*(?:on\s+)?(.{4,30}))");
  if (document.published) page.published = iso_date(*document.published);
  for (const Block& block : document.blocks) {
    if (block.kind == BlockKind::kTable || block.kind == BlockKind::kCode) continue;
    const std::string& text = block.text.text;
    if (!page.last_verified) {
      if (const auto match = kVerified.find(text))
        page.last_verified = iso_date(match->text(text, 1));
    }
    if (!page.published) {
      if (const auto match = kPublished.find(text)) page.published = iso_date(match->text(text, 1));
    }
  }
}

std::vector<std::string> split_words(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    if (end > at) words.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

// The model a title names: from the family word on, while words look like
// parts of a name.
std::optional<ModelRef> model_of_title(std::string_view title, const Names& names) {
  std::vector<std::string> words = split_words(title);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!names.knows_model(words[i]) &&
        (i + 1 == words.size() || !names.knows_model(words[i] + " " + words[i + 1])))
      continue;
    std::string name = words[i];
    for (std::size_t j = i + 1; j < words.size() && j < i + 4; ++j) {
      if (std::string_view(":|,-–—").find(name.back()) != std::string_view::npos) break;
      const std::string longer = name + " " + words[j];
      const bool part = is_digit(words[j][0]) || names.model_likeness("X " + words[j]) > 0.25 ||
                        (j == i + 1 && !names.knows_model(words[i]));
      if (!part) break;
      name = longer;
    }
    while (!name.empty() && std::string_view(":|,.-").find(name.back()) != std::string_view::npos)
      name.pop_back();
    ModelRef model = names.model(name);
    if (model.developer) return model;
  }
  return std::nullopt;
}

bool in_list(const Rules& rules, std::string_view list, const std::string& word) {
  const auto& words = rules.word_list(list);
  return std::find(words.begin(), words.end(), word) != words.end();
}

// "Introducing Foo 2 Pro: …" -> "Foo 2 Pro": up to the first separator, words
// that any title may have taken off both ends; empty where words in between
// are not written as a name.
std::string name_in_title(std::string_view title, const Rules& rules) {
  static const Pattern kSeparator(R"(\s[-–—|·•:]\s|:\s|\s\||,\s|[!?])");
  if (const auto match = kSeparator.find(title)) title = title.substr(0, match->groups[0].begin);
  std::vector<std::string> words = split_words(title);
  const auto generic = [&](const std::string& word) {
    const auto folded = fold_words(word);
    return folded.empty() || (folded.size() == 1 && in_list(rules, "title_words", folded.front()));
  };
  while (!words.empty() && generic(words.back())) words.pop_back();
  while (!words.empty() && generic(words.front())) words.erase(words.begin());
  constexpr std::size_t kMaxWords = 5;
  if (words.empty() || words.size() > kMaxWords) return {};
  std::string name;
  for (const std::string& word : words) {
    const bool named =
        (word[0] >= 'A' && word[0] <= 'Z') || std::any_of(word.begin(), word.end(), is_digit);
    if (!named) return {};
    name += (name.empty() ? "" : " ") + word;
  }
  return name;
}

// The name that begins at `at` of a sentence: its first word written as a
// name, then numbers, sizes and variants; empty where others are named with it.
std::string name_from(const std::vector<std::string>& words, std::size_t at, const Names& names) {
  constexpr std::size_t kMaxWords = 4;
  constexpr double kPart = 0.25;
  std::string name;
  bool ends = false;
  std::size_t next = at;
  for (; next < words.size() && next < at + kMaxWords && !ends; ++next) {
    std::string word = words[next];
    const std::size_t end = word.find_last_not_of(".,;:!");
    ends = end + 1 < word.size();
    const bool several = ends && word[end + 1] == ',';
    word.resize(end == std::string::npos ? 0 : end + 1);
    if (word.empty()) break;
    const bool capital = word[0] >= 'A' && word[0] <= 'Z';
    const bool part =
        next == at ? capital : is_digit(word[0]) || names.model_likeness("X " + word) > kPart;
    if (!part) break;
    if (several) return {};
    name += (name.empty() ? "" : " ") + word;
  }
  const bool joined = !ends && next < words.size() &&
                      (words[next] == "and" || words[next] == "&" || words[next] == "or" ||
                       words[next].rfind("vs", 0) == 0 || words[next] == "against");
  return joined ? std::string() : name;
}

// "Below are the detailed results of Foo-7B-Chat.": the one model whose results
// sentences of the page announce; none where they announce several.
std::optional<std::string> announced_model(const Document& document, const Names& names,
                                           const Rules& rules) {
  constexpr double kNoDoubt = 0.6;
  std::optional<std::string> found;
  for (const Block& block : document.blocks) {
    if (block.kind != BlockKind::kParagraph && block.kind != BlockKind::kCaption) continue;
    const std::vector<std::string> words = split_words(block.text.text);
    for (std::size_t i = 0; i + 2 < words.size(); ++i) {
      if (words[i + 1] != "of" && words[i + 1] != "for") continue;
      if (!in_list(rules, "results_words", folded(words[i]))) continue;
      const std::size_t at = words[i + 2] == "the" || words[i + 2] == "our" ? i + 3 : i + 2;
      const std::string name = name_from(words, at, names);
      if (name.empty() || names.model_likeness(name) < kNoDoubt || names.knows_benchmark(name)) {
        continue;
      }
      if (found && *found != name) return std::nullopt;
      found = name;
    }
  }
  return found;
}

std::size_t mentions(const Document& document, std::string_view name) {
  std::size_t count = 0;
  for (const Block& block : document.blocks) {
    if (find_word(block.text.text, name) != std::string_view::npos) ++count;
  }
  for (const Table& table : document.tables) {
    for (const Cell& cell : table.cells) {
      if (find_word(cell.text.text, name) != std::string_view::npos) ++count;
    }
  }
  return count;
}

// A title's model that no rule knows: named in the title, written like a
// model, and named again on the page unless its version or size leaves no doubt.
std::optional<ModelRef> unknown_subject(const Document& document, const Names& names,
                                        const Rules& rules) {
  const std::string name = name_in_title(*document.title, rules);
  constexpr double kLooksLikeOne = 0.25;
  constexpr double kNoDoubt = 0.6;
  constexpr std::size_t kNamedAgain = 2;
  if (name.empty() || names.knows_benchmark(name) || names.organization(name) != nullptr)
    return std::nullopt;
  const double likeness = names.model_likeness(name);
  if (likeness < kLooksLikeOne || names.benchmark_likeness(name) > likeness) return std::nullopt;
  if (likeness < kNoDoubt && mentions(document, name) < kNamedAgain) return std::nullopt;
  return names.model(name);
}

}  // namespace

std::string title_name(std::string_view title) {
  return fold_space(title.substr(0, title.find(':')));
}

Page describe_page(const Input& input, const Document& document, const Names& names,
                   const PhraseBook& book, const Rules& rules) {
  Page page;
  if (document.title) {
    page.subject = model_of_title(*document.title, names);
    if (!page.subject) page.subject = unknown_subject(document, names, rules);
  }
  if (!page.subject) page.announced = announced_model(document, names, rules);
  read_dates(document, page);
  if (input.publisher) {
    page.publisher = input.publisher;
    page.publisher_rule = "publisher-source-file";
    return page;
  }
  for (const auto& [url, rule] :
       {std::pair{&input.final_url, "publisher-url"}, std::pair{&input.url, "publisher-url"},
        std::pair{&document.canonical, "publisher-canonical"}}) {
    if (!*url) continue;
    if (const Organization* found = names.organization_of_url(**url)) {
      page.publisher = found->id;
      page.publisher_rule = rule;
      return page;
    }
  }
  // A URL whose owner nobody knows is somebody else's page.
  if (input.url || input.final_url) {
    const std::string& url = input.final_url ? *input.final_url : *input.url;
    const auto repository = repository_of(url, rules);
    page.address = repository ? repository->owner : url_parts(url).host;
    return page;
  }
  if (document.site) {
    if (const Organization* found = names.organization(*document.site)) {
      page.publisher = found->id;
      page.publisher_rule = "publisher-site-name";
      return page;
    }
  }
  find_publisher(document, names, book, rules, page);
  return page;
}

}  // namespace benchledger
