#include "extractors/identity.h"

#include <algorithm>
#include <array>

#include "extractors/name_index.h"
#include "extractors/text.h"

namespace benchledger {

std::size_t matches_at(const std::vector<std::string>& phrase, const std::vector<NameToken>& tokens,
                       std::size_t at) {
  if (at + phrase.size() > tokens.size()) return 0;
  for (std::size_t i = 0; i < phrase.size(); ++i) {
    if (tokens[at + i].text != phrase[i]) return 0;
  }
  return phrase.size();
}

namespace {

std::vector<std::string> pieces(std::string_view text) {
  std::vector<std::string> texts;
  for (NameToken& token : name_tokens(text)) texts.push_back(std::move(token.text));
  return texts;
}

template <typename Entry>
void add_phrase(PhraseTable<Entry>& table, const std::string& spelling, const Entry& entry) {
  Phrase<Entry> phrase{pieces(spelling), spelling, &entry};
  if (phrase.tokens.empty()) return;
  const std::string first = phrase.tokens.front();
  table[first].push_back(std::move(phrase));
}

// Longest first, so that the first that matches is the one to take.
template <typename Entry>
void sort_phrases(PhraseTable<Entry>& table) {
  for (auto& [first, phrases] : table) {
    std::stable_sort(phrases.begin(), phrases.end(), [](const auto& a, const auto& b) {
      return a.tokens.size() > b.tokens.size();
    });
  }
}

bool is_unspaced(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

void index_organizations(Names::Index& index) {
  for (const Organization& o : index.rules.organizations) {
    index.organization_by_id[o.id] = &o;
    index.organization_by_key[quick_key(o.name)] = &o;
    index.organization_by_key.emplace(quick_key(o.id), &o);
    std::vector<std::string> spellings = o.aliases;
    spellings.push_back(o.name);
    for (const std::string& name : spellings) {
      index.organization_by_key[quick_key(name)] = &o;
      if (is_unspaced(name)) {
        index.unspaced_organizations.emplace_back(name, &o);
      } else {
        add_phrase(index.organization_phrases, name, o);
      }
    }
    for (const std::string& host : o.hosts) index.organization_by_host[lower_ascii(host)] = &o;
    for (const std::string& space : o.namespaces) {
      index.organization_by_namespace[lower_ascii(space)] = &o;
      index.organization_by_key.emplace(quick_key(space), &o);
    }
  }
  sort_phrases(index.organization_phrases);
}

void index_families(Names::Index& index) {
  for (const ModelFamily& family : index.rules.families) {
    for (const std::string& name : family.names) add_phrase(index.family_phrases, name, family);
    for (const std::string& expression : family.patterns) {
      auto pattern = Pattern::compile(expression);
      if (pattern) index.family_patterns.emplace_back(std::move(*pattern), &family);
    }
  }
  sort_phrases(index.family_phrases);
}

void index_benchmarks(Names::Index& index) {
  for (const Benchmark& b : index.rules.benchmarks) {
    index.benchmark_by_id[b.id] = &b;
    index.benchmark_by_key[quick_key(b.name)] = &b;
    index.benchmark_by_key.emplace(quick_key(b.id), &b);
    for (const std::string& alias : b.aliases) index.benchmark_by_key[quick_key(alias)] = &b;
  }
}

// words.yaml: mode_thinking, mode_non_thinking ... -> "thinking", "non-thinking".
void index_words(Names::Index& index) {
  constexpr std::string_view kPrefix = "mode_";
  for (const auto& [name, words] : index.rules.words) {
    if (name.rfind(kPrefix, 0) != 0) continue;
    std::string mode = name.substr(kPrefix.size());
    std::replace(mode.begin(), mode.end(), '_', '-');
    for (const std::string& word : words) index.modes.emplace_back(pieces(word), mode);
  }
  std::stable_sort(index.modes.begin(), index.modes.end(),
                   [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
  for (const std::string& word : index.rules.word_list("model_variant_words")) {
    index.variant_words.insert(word);
  }
  for (const std::string& word : index.rules.word_list("built_on_words")) {
    index.built_on_words.insert(word);
  }
  for (const std::string& language : index.rules.word_list("languages")) {
    index.languages.emplace(quick_key(language), quick_key(language));
  }
}

// One family match in a name.
struct FamilyMatch {
  const ModelFamily* family = nullptr;
  std::size_t first = 0;  // tokens
  std::size_t count = 0;
  [[nodiscard]] explicit operator bool() const { return family != nullptr; }
};

// Longest phrase at tokens[at].
FamilyMatch family_at(const Names::Index& index, const std::vector<NameToken>& tokens,
                      std::size_t at) {
  const auto found = index.family_phrases.find(tokens[at].text);
  if (found == index.family_phrases.end()) return {};
  for (const auto& phrase : found->second) {
    const std::size_t count = matches_at(phrase.tokens, tokens, at);
    // "Sam" does not begin "samsung": a word has to end where the phrase ends.
    if (count > 0) return {phrase.entry, at, count};
  }
  return {};
}

FamilyMatch family_by_pattern(const Names::Index& index, std::string_view text) {
  for (const auto& [pattern, family] : index.family_patterns) {
    if (const auto match = pattern.find(text)) return {family, 0, 0};
  }
  return {};
}

// "Llama-based foo", "trainer for Qwen": the name is of something made with the
// family, by whom it does not say.
bool is_built_on(const Names::Index& index, const std::vector<NameToken>& tokens) {
  return std::any_of(tokens.begin(), tokens.end(), [&](const NameToken& token) {
    return index.built_on_words.count(token.text) > 0;
  });
}

// Whether only words that any model's name may hold stand before tokens[at]:
// "Instruct Llama 3", but not "Marlow-Llama-3", which somebody made of one.
bool only_variants_before(const Names::Index& index, const std::vector<NameToken>& tokens,
                          std::size_t at) {
  return std::all_of(
      tokens.begin(), tokens.begin() + static_cast<std::ptrdiff_t>(at),
      [&](const NameToken& token) { return index.variant_words.count(token.text) > 0; });
}

// Which family a name belongs to: one of `owner`'s own families wherever it
// stands, then a derivative one, then the one the name begins with, then a
// pattern, then one that only variant words stand before. A list ("trainer,
// Qwen 2.5, resize") and what is built on a family belong to none.
FamilyMatch find_family(const Names::Index& index, std::string_view text,
                        const std::vector<NameToken>& tokens, const Organization* owner) {
  if (text.find(", ") != std::string_view::npos || is_built_on(index, tokens)) return {};
  FamilyMatch first;
  FamilyMatch derivative;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const FamilyMatch match = family_at(index, tokens, i);
    if (!match) continue;
    if (owner != nullptr && match.family->developer == owner->id && tokens[i].text.size() > 2) {
      return match;
    }
    if (!derivative && match.family->derivative) derivative = match;
    if (!first) first = match;
  }
  if (derivative) return derivative;
  if (first && first.first == 0) return first;
  if (const FamilyMatch match = family_by_pattern(index, text)) return match;
  if (first && tokens[first.first].text.size() >= 4 &&
      only_variants_before(index, tokens, first.first)) {
    return first;
  }
  return {};
}

// Removes text[begin, end) with the space around it.
void cut(std::string& text, std::size_t begin, std::size_t end) {
  text.replace(begin, end - begin, " ");
}

// A date or version in parentheses belongs to the name: "(06-05)", "(2024.06)".
bool is_release_qualifier(std::string_view text) {
  bool digits = false;
  for (const char c : text) {
    if (is_letter(c) || static_cast<unsigned char>(c) >= 0x80) return false;
    digits = digits || is_digit(c);
  }
  return digits;
}

struct Qualifiers {
  std::optional<std::string> mode;
  std::optional<std::string> effort;
};

bool is_effort(const Names::Index& index, const std::string& token) {
  const auto& efforts = index.rules.word_list("efforts");
  return std::find(efforts.begin(), efforts.end(), token) != efforts.end();
}

// The mode a run of words states, with how many tokens say it.
std::optional<std::pair<std::string, std::size_t>> mode_at(const Names::Index& index,
                                                           const std::vector<NameToken>& tokens,
                                                           std::size_t at) {
  for (const auto& [words, mode] : index.modes) {
    const std::size_t count = matches_at(words, tokens, at);
    if (count > 0) return std::make_pair(mode, count);
  }
  return std::nullopt;
}

// What stands in parentheses or after a dash: mode and effort in any order.
// A thinking budget ("Thinking, 64K") counts as effort.
void read_qualifiers(const Names::Index& index, std::string_view text, Qualifiers& found) {
  const std::vector<NameToken> tokens = name_tokens(text);
  bool moded = false;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (const auto mode = mode_at(index, tokens, i); mode && !moded) {
      found.mode = mode->first;
      moded = true;
      i += mode->second - 1;
    } else if (is_effort(index, tokens[i].text)) {
      found.effort = tokens[i].text;
    } else if (moded && tokens[i].digits && i + 1 < tokens.size() && tokens[i + 1].glued &&
               tokens[i + 1].text == "k") {
      found.effort = tokens[i].text + "k";
    }
  }
}

// Takes parenthesised qualifiers out of the name; dates stay without their
// parentheses.
void take_parentheses(const Names::Index& index, std::string& name, Qualifiers& found) {
  for (std::size_t open = name.find_first_of("(["); open != std::string::npos;
       open = name.find_first_of("([", open)) {
    const char closing = name[open] == '(' ? ')' : ']';
    const std::size_t close = name.find(closing, open);
    if (close == std::string::npos) return;
    const std::string inner = name.substr(open + 1, close - open - 1);
    if (is_release_qualifier(inner)) {
      name.replace(open, close - open + 1, " " + inner + " ");
    } else {
      read_qualifiers(index, inner, found);
      cut(name, open, close + 1);
    }
    ++open;
  }
}

// Effort and mode words that stand free in the name. Words that are part of
// the family's own phrase ("Kimi K2 Thinking") or joined by hyphens
// ("Thinking-2507") stay in the name; the mode is noted all the same.
void take_words(const Names::Index& index, const FamilyMatch& family, std::string& name,
                Qualifiers& found) {
  const std::vector<NameToken> tokens = name_tokens(name);
  std::vector<std::pair<std::size_t, std::size_t>> cuts;
  for (std::size_t i = 1; i < tokens.size(); ++i) {
    const bool in_family = family.count > 0 && i >= family.first && i < family.first + family.count;
    if (const auto mode = mode_at(index, tokens, i)) {
      const NameToken& last = tokens[i + mode->second - 1];
      if (!found.mode) found.mode = mode->first;
      const bool spaced = tokens[i].begin > 0 && name[tokens[i].begin - 1] == ' ';
      const bool ends = last.end == name.size() || name[last.end] == ' ' || name[last.end] == ',';
      if (spaced && ends && !in_family) cuts.emplace_back(tokens[i].begin, last.end);
      i += mode->second - 1;
    } else if (!in_family && is_effort(index, tokens[i].text) && !tokens[i].glued &&
               tokens[i].text != "max" && (tokens[i].text != "medium" || tokens[i - 1].digits)) {
      found.effort = tokens[i].text;
      cuts.emplace_back(tokens[i].begin - 1, tokens[i].end);
    }
  }
  for (auto it = cuts.rbegin(); it != cuts.rend(); ++it) {
    name.replace(it->first, it->second - it->first, it->second == name.size() ? "" : " ");
  }
}

std::string trimmed_name(std::string name) {
  name = fold_space(name);
  while (!name.empty() && std::string_view(" -,;:+/").find(name.back()) != std::string_view::npos) {
    name.pop_back();
  }
  // "gpt-5 -2025-08-07", left where a word was taken out.
  for (std::size_t at = name.find(" -"); at != std::string::npos; at = name.find(" -")) {
    name.erase(at, 1);
  }
  return name;
}

// "openai/gpt-4.1", "OpenAI o1": the owner in front of the name, if any.
struct OwnerPrefix {
  const Organization* owner = nullptr;
  std::size_t length = 0;  // bytes to skip
};

OwnerPrefix owner_prefix(const Names::Index& index, std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash != std::string_view::npos && slash + 1 < text.size() &&
      text.substr(0, slash).find(' ') == std::string_view::npos) {
    const auto found = index.organization_by_namespace.find(lower_ascii(text.substr(0, slash)));
    if (found != index.organization_by_namespace.end()) return {found->second, slash + 1};
    const auto by_key = index.organization_by_key.find(quick_key(text.substr(0, slash)));
    if (by_key != index.organization_by_key.end()) return {by_key->second, slash + 1};
    const bool plain = slash > 1 && text.find(' ') == std::string_view::npos;
    return {nullptr, plain ? slash + 1 : 0};
  }
  const std::vector<NameToken> tokens = name_tokens(text);
  if (tokens.size() < 2) return {};
  const auto found = index.organization_phrases.find(tokens[0].text);
  if (found == index.organization_phrases.end()) return {};
  for (const auto& phrase : found->second) {
    const std::size_t count = matches_at(phrase.tokens, tokens, 0);
    if (count == 0 || count >= tokens.size()) continue;
    // "DeepSeek-R1": the owner's name is the family's too.
    const std::vector<NameToken> owner_tokens(tokens.begin(),
                                              tokens.begin() + static_cast<std::ptrdiff_t>(count));
    if (const FamilyMatch own = family_at(index, owner_tokens, 0); own && own.count == count)
      return {};
    // The word that follows has to be a name of the owner's own family.
    const FamilyMatch next = family_at(index, tokens, count);
    const std::string_view rest = text.substr(tokens[count].begin);
    const bool by_pattern = !next && family_by_pattern(index, rest);
    if (by_pattern || (next && next.family->developer == phrase.entry->id)) {
      return {phrase.entry, tokens[count].begin};
    }
  }
  return {};
}

// Whether "4-5" between these tokens is a version written with a hyphen.
bool is_split_version(const std::vector<NameToken>& tokens, std::size_t i, std::string_view text) {
  if (!tokens[i].digits || !tokens[i - 1].digits) return false;
  const std::string_view between =
      text.substr(tokens[i - 1].end, tokens[i].begin - tokens[i - 1].end);
  if (between == "." || (between == "_" && tokens[i].text.size() == 1)) return true;
  const bool word_follows = i + 1 < tokens.size() && tokens[i + 1].glued;
  return between == "-" && tokens[i - 1].text.size() == 1 && tokens[i].text.size() == 1 &&
         !word_follows && text.find('.') == std::string_view::npos;
}

// "4p7", as some hosts write 4.7.
bool is_p_for_point(const std::vector<NameToken>& tokens, std::size_t i) {
  return tokens[i].text == "p" && tokens[i].glued && i > 0 && tokens[i - 1].digits &&
         i + 1 < tokens.size() && tokens[i + 1].digits && tokens[i + 1].glued;
}

// Whether the number at tokens[i] is a size: "7B", "1.8B".
bool is_size_at(const std::vector<NameToken>& tokens, std::size_t i, std::string_view text) {
  std::size_t last = i;
  if (i + 1 < tokens.size() && tokens[i + 1].digits && is_split_version(tokens, i + 1, text))
    ++last;
  return last + 1 < tokens.size() && tokens[last + 1].glued &&
         (tokens[last + 1].text == "b" || tokens[last + 1].text == "m");
}

// The name in the parts its id is made of: "claude", "opus", "4.5", "20251101".
std::vector<std::string> slug_parts(std::string_view name, const FamilyMatch& family) {
  const std::vector<NameToken> tokens = name_tokens(name);
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const NameToken& token = tokens[i];
    if (i == 0) {
      parts.push_back(token.text);
    } else if (is_p_for_point(tokens, i)) {
      parts.back() += '.';
    } else if (parts.back().back() == '.') {
      parts.back() += token.text;
    } else if (is_split_version(tokens, i, name)) {
      parts.back() += '.' + token.text;
    } else {
      const bool after_family =
          family.family != nullptr && i == 1 && token.digits && !is_size_at(tokens, i, name);
      const bool glue =
          after_family && tokens[0].text.size() > 1 ? family.family->glued : token.glued;
      if (!glue) parts.emplace_back();
      parts.back() += token.text == "inst" ? "instruct" : token.text;
    }
  }
  return parts;
}

// "4", "3.5"; longer numbers are dates or counts.
bool is_version_part(const std::string& part) {
  return part.size() <= 4 && is_digit(part[0]) &&
         std::all_of(part.begin(), part.end(), [](char c) { return is_digit(c) || c == '.'; });
}

// The id's second part: the same for every way of writing one name, whichever
// of tier and version comes first ("Claude 4 Opus", "Claude Opus 4").
std::string slug_of(const Names::Index& index, std::string_view name, const FamilyMatch& family) {
  std::vector<std::string> parts = slug_parts(name, family);
  if (family && parts.size() > 2) {
    const std::string& tier = parts[family.family->tier_first ? 2 : 1];
    const std::string& version = parts[family.family->tier_first ? 1 : 2];
    const auto& tiers = index.rules.word_list("tier_words");
    const bool turned =
        is_version_part(version) && std::find(tiers.begin(), tiers.end(), tier) != tiers.end();
    if (turned) std::swap(parts[1], parts[2]);
  }
  std::string slug;
  for (const std::string& part : parts) slug += (slug.empty() ? "" : "-") + part;
  return slug;
}

}  // namespace

Names::Names(const Rules& rules) {
  auto index = std::make_unique<Index>(rules);
  index_organizations(*index);
  index_families(*index);
  index_benchmarks(*index);
  index_words(*index);
  index_ = std::move(index);
}
Names::~Names() = default;
Names::Names(Names&&) noexcept = default;
Names& Names::operator=(Names&&) noexcept = default;

ModelRef Names::model(std::string_view raw, std::string_view heading) const {
  ModelRef model;
  model.raw = std::string(raw);
  Qualifiers found;
  std::string name(raw);
  take_parentheses(*index_, name, found);
  // "Qwen-7B + dynamic_ntk": what was added to a known model.
  if (const std::size_t plus = name.find(" + ");
      plus != std::string::npos && plus > 0 && knows_model(name.substr(0, plus))) {
    name.resize(plus);
  }
  name = trimmed_name(std::move(name));
  const OwnerPrefix prefix = owner_prefix(*index_, name);
  std::string bare = name.substr(prefix.length);
  const FamilyMatch family = find_family(*index_, bare, name_tokens(bare), prefix.owner);
  take_words(*index_, family, bare, found);
  bare = trimmed_name(std::move(bare));
  if (!found.mode && !heading.empty()) found.mode = mode_of_heading(heading);
  model.name = bare.empty() ? std::string(raw) : bare;
  model.mode = found.mode;
  model.effort = found.effort;
  if (family) {
    model.developer = family.family->developer;
  } else if (prefix.owner != nullptr && prefix.owner->kind == OrganizationKind::kDeveloper) {
    model.developer = prefix.owner->id;
  }
  const std::string slug = slug_of(*index_, bare, family);
  if (model.developer && !slug.empty()) model.id = *model.developer + "/" + slug;
  return model;
}

std::optional<std::string> Names::mode_of_heading(std::string_view heading) const {
  const std::vector<NameToken> tokens = name_tokens(heading);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const auto mode = mode_at(*index_, tokens, i);
    if (!mode) continue;
    const std::size_t next = i + mode->second;
    const bool whole = i == 0 && next == tokens.size();
    const bool says_mode =
        next < tokens.size() && (tokens[next].text == "mode" || tokens[next].text == "modes");
    if (whole || says_mode) return mode->first;
    i = next - 1;
  }
  return std::nullopt;
}

const Organization* Names::organization(std::string_view text) const {
  const auto found = index_->organization_by_key.find(quick_key(text));
  return found == index_->organization_by_key.end() ? nullptr : found->second;
}

const Organization* Names::find_organization(std::string_view id) const {
  const auto found = index_->organization_by_id.find(std::string(id));
  return found == index_->organization_by_id.end() ? nullptr : found->second;
}

namespace {

struct UrlParts {
  std::string host;  // lower case, without "www."
  std::vector<std::string> path;
};

UrlParts url_parts(std::string_view url) {
  UrlParts parts;
  const std::size_t scheme = url.find("://");
  if (scheme != std::string_view::npos) {
    url.remove_prefix(scheme + 3);
  } else if (url.substr(0, 2) == "//") {
    url.remove_prefix(2);
  }
  url = url.substr(0, url.find_first_of("?#"));
  std::string_view host = url.substr(0, url.find('/'));
  url.remove_prefix(std::min(url.size(), host.size() + 1));
  if (const std::size_t at = host.rfind('@'); at != std::string_view::npos)
    host.remove_prefix(at + 1);
  parts.host = lower_ascii(host.substr(0, host.find(':')));
  if (parts.host.rfind("www.", 0) == 0) parts.host.erase(0, 4);
  while (!url.empty() && parts.path.size() < 4) {
    const std::string_view segment = url.substr(0, url.find('/'));
    url.remove_prefix(std::min(url.size(), segment.size() + 1));
    if (!segment.empty()) parts.path.push_back(lower_ascii(segment));
  }
  return parts;
}

bool contains(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

const Organization* Names::organization_of_url(std::string_view url) const {
  const UrlParts parts = url_parts(url);
  if (parts.host.find('.') == std::string::npos) return nullptr;
  // owner.github.io and github.com/owner name the owner, not the host.
  const auto& rules = index_->rules;
  std::string owner;
  if (contains(rules.word_list("owner_hosts"), parts.host) && !parts.path.empty()) {
    const bool prefixed = contains(rules.word_list("owner_path_prefixes"), parts.path[0]);
    owner = prefixed && parts.path.size() > 1 ? parts.path[1] : parts.path[0];
  }
  for (const std::string& suffix : rules.word_list("owner_host_suffixes")) {
    const std::string dotted = "." + suffix;
    if (parts.host.size() > dotted.size() &&
        parts.host.compare(parts.host.size() - dotted.size(), dotted.size(), dotted) == 0) {
      owner = parts.host.substr(0, parts.host.size() - dotted.size());
    }
  }
  for (std::string_view host = parts.host;;) {
    const auto found = index_->organization_by_host.find(std::string(host));
    if (found != index_->organization_by_host.end()) return found->second;
    const std::size_t dot = host.find('.');
    if (dot == std::string_view::npos) break;
    host.remove_prefix(dot + 1);
  }
  if (owner.empty()) return nullptr;
  const auto found = index_->organization_by_namespace.find(owner);
  return found == index_->organization_by_namespace.end() ? nullptr : found->second;
}

const Organization* Names::organization_in(std::string_view sentence, std::size_t& at,
                                           std::size_t& length, std::size_t from) const {
  const std::vector<NameToken> tokens = name_tokens(sentence);
  const Organization* best = nullptr;
  at = std::string_view::npos;
  for (std::size_t i = 0; i < tokens.size() && best == nullptr; ++i) {
    if (tokens[i].begin < from || tokens[i].glued) continue;
    const auto found = index_->organization_phrases.find(tokens[i].text);
    if (found == index_->organization_phrases.end()) continue;
    for (const auto& phrase : found->second) {
      const std::size_t count = matches_at(phrase.tokens, tokens, i);
      if (count == 0 || (i + count < tokens.size() && tokens[i + count].glued)) continue;
      const std::size_t end = tokens[i + count - 1].end;
      // Many names are words too ("Scale", "Together"): letter case counts,
      // and a name that is also a model's says nothing about who.
      if (phrase.spelling.size() < 3 && phrase.spelling != "HF") continue;
      if (sentence.substr(tokens[i].begin, 1) != std::string_view(phrase.spelling).substr(0, 1))
        continue;
      if (phrase.tokens.size() == 1 && family_at(*index_, tokens, i)) continue;
      best = phrase.entry;
      at = tokens[i].begin;
      length = end - tokens[i].begin;
      break;
    }
  }
  for (const auto& [name, organization] : index_->unspaced_organizations) {
    const std::size_t found = sentence.find(name, from);
    if (found >= at || found == std::string_view::npos) continue;
    best = organization;
    at = found;
    length = name.size();
  }
  return best;
}

bool Names::knows_model(std::string_view text) const {
  const std::vector<NameToken> tokens = name_tokens(text);
  if (tokens.empty()) return false;
  const OwnerPrefix prefix = owner_prefix(*index_, text);
  const std::string_view bare = text.substr(prefix.length);
  const std::vector<NameToken> rest = name_tokens(bare);
  if (rest.empty()) return false;
  const FamilyMatch match = find_family(*index_, bare, rest, prefix.owner);
  return match && (match.count == 0 || match.first == 0 || match.family->derivative);
}

double Names::model_likeness(std::string_view text) const {
  if (knows_benchmark(text)) return 0;
  const double shape = index_->shapes.judge(text).model;
  if (!knows_model(text)) return shape;
  // A family word in a heading-like phrase ("Claude subscription plan prices")
  // is not yet a name.
  const std::size_t words = fold_words(text).size();
  return words <= 8 ? std::max(0.85, shape) : std::max(0.5, shape);
}

double Names::benchmark_likeness(std::string_view text) const {
  if (knows_benchmark(text)) return 1;
  const double shape = index_->shapes.judge(text).benchmark;
  return knows_model(text) ? shape * 0.3 : shape;
}

}  // namespace benchledger
