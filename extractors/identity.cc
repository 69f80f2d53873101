#include "extractors/identity.h"

#include <algorithm>
#include <array>

#include "extractors/name_family.h"
#include "extractors/name_index.h"
#include "extractors/text.h"

namespace benchledger {

namespace {

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

// "64K": so many thousand tokens to think.
bool is_budget(const std::vector<NameToken>& tokens, std::size_t at) {
  const bool ends = at + 2 >= tokens.size() || !tokens[at + 2].glued;
  return tokens[at].digits && at + 1 < tokens.size() && tokens[at + 1].glued &&
         tokens[at + 1].text == "k" && ends;
}

// What stands in parentheses or after a dash: mode and effort in any order.
// A thinking budget ("Thinking, 64K") counts as effort.
void read_qualifiers(const Names::Index& index, std::string_view text, Qualifiers& found) {
  const std::vector<NameToken> tokens = name_tokens(text);
  bool moded = false;
  std::optional<std::string> budget;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (const auto mode = mode_at(index, tokens, i); mode && !moded) {
      found.mode = mode->first;
      moded = true;
      i += mode->second - 1;
    } else if (is_effort(index, tokens[i].text)) {
      found.effort = tokens[i].text;
    } else if (is_budget(tokens, i)) {
      budget = tokens[i].text + "k";
    }
  }
  if (moded && budget) found.effort = budget;
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
      const std::size_t next = i + mode->second;
      const NameToken& last = tokens[next - 1];
      // "Claude Instant" is called so and has no other mode.
      if (!found.mode && !(in_family && mode->first == "instant")) found.mode = mode->first;
      const bool switched = tokens[i].begin > 1 && name[tokens[i].begin - 1] == '/' &&
                            name[tokens[i].begin - 2] == ' ';  // "Qwen3 4B /no_think"
      const bool spaced = tokens[i].begin > 0 && name[tokens[i].begin - 1] == ' ';
      const bool ends = last.end == name.size() || name[last.end] == ' ' || name[last.end] == ',';
      if (next + 2 == tokens.size() && is_budget(tokens, next) && !in_family) {
        // "-thinking-16k"
        found.effort = tokens[next].text + "k";
        cuts.emplace_back(tokens[i].begin - 1, tokens[next + 1].end);
        ++i;
      } else if ((spaced || switched) && ends && !in_family) {
        cuts.emplace_back(tokens[i].begin - (switched ? 1 : 0), last.end);
      }
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
  // The plus of "Command R+" is the name's.
  const auto is_rest = [&name] {
    const bool loose_plus = name.back() == '+' && name.size() > 1 && name[name.size() - 2] == ' ';
    return loose_plus || std::string_view(" -,;:/").find(name.back()) != std::string_view::npos;
  };
  while (!name.empty() && is_rest()) name.pop_back();
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
    // "Command R+" is not "Command R".
    const bool plus = token.end < name.size() && name[token.end] == '+';
    if (plus && (token.end + 1 == name.size() || !is_letter(name[token.end + 1]))) {
      parts.emplace_back("plus");
    }
  }
  return parts;
}

// "4", "3.5"; longer numbers are dates or counts.
bool is_version_part(const std::string& part) {
  const bool year = part.size() == 4 && part.find('.') == std::string::npos;
  return part.size() <= 4 && !year && is_digit(part[0]) &&
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
  // "meta-llama/Meta-Llama-3-8B"
  if (prefix.owner != nullptr && bare.find('/') == std::string::npos) {
    const OwnerPrefix again = owner_prefix(*index_, bare);
    if (again.owner == prefix.owner) bare.erase(0, again.length);
  }
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
