#include "extractors/rules_check.h"

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

#include "extractors/rule_lists.h"
#include "extractors/rules_load.h"
#include "extractors/text.h"
#include "extractors/yaml_reader.h"

namespace benchledger {
namespace {

// One file being looked at; problems land in `found`.
struct Looking {
  const YamlNode& root;
  const std::string& file;
  std::vector<Error>& found;

  void report(const YamlNode& at, std::string message, std::string remedy) const {
    found.push_back(
        {ErrorKind::kUsage, YamlProblems(file).where(at), std::move(message), std::move(remedy)});
  }
};

void check_pattern(const Looking& looking, const YamlNode& pattern) {
  if (!repeats_a_repetition(pattern.text)) return;
  looking.report(pattern, "pattern " + pattern.text + " repeats a repetition",
                 "bound the outer one: {0,8} instead of * or +");
}

// The texts of a list, or of the `words` of a list that says what it is.
const std::vector<YamlNode>& words_of(const YamlNode& list) {
  const YamlNode* words = list.find("words");
  return words == nullptr ? list.items : words->items;
}

// Lists nobody reads, and lists that are read and missing.
void check_lists(const Looking& looking, const YamlNode* lists, RuleListKind kind) {
  if (lists == nullptr) return;
  const auto known = rule_list_names(kind);
  for (const auto& [name, words] : lists->entries) {
    if (reads_rule_list(kind, name.text)) continue;
    const std::string near = nearest_word(name.text, {known.begin(), known.end()});
    looking.report(name, "list \"" + name.text + "\" is read by nothing",
                   near.empty() ? "take it out" : "did you mean \"" + near + "\"?");
  }
  for (const std::string_view name : known) {
    if (lists->find(name) != nullptr) continue;
    looking.report(*lists, "list \"" + std::string(name) + "\" is missing",
                   "add it, empty if it has no words");
  }
}

// Header texts are folded before they are looked up, so these are never met.
void check_header_words(const Looking& looking, const YamlNode& lists) {
  constexpr std::string_view kPrefix = "header_";
  for (const auto& [name, list] : lists.entries) {
    if (name.text.rfind(kPrefix, 0) != 0) continue;
    for (const YamlNode& word : words_of(list)) {
      const bool folded = std::none_of(word.text.begin(), word.text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x80 && c != ' ' && !is_digit(c) && !(c >= 'a' && c <= 'z');
      });
      if (folded) continue;
      looking.report(word, "\"" + word.text + "\" of \"" + name.text + "\" is never met",
                     "lower case letters and digits, one space between words");
    }
  }
}

void check_words(const Looking& looking) {
  const YamlNode* lists = looking.root.find("lists");
  if (lists == nullptr) return;
  check_lists(looking, lists, RuleListKind::kWords);
  check_header_words(looking, *lists);
}

void check_claims(const Looking& looking) {
  check_lists(looking, looking.root.find("tables"), RuleListKind::kClaimTables);
}

void check_families(const Looking& looking) {
  const YamlNode* families = looking.root.find("families");
  if (families == nullptr) return;
  for (const YamlNode& family : families->items) {
    if (const YamlNode* patterns = family.find("patterns")) {
      for (const YamlNode& pattern : patterns->items) check_pattern(looking, pattern);
    }
    if (family.find("examples") == nullptr) {
      looking.report(family, "family \"" + family.find("id")->text + "\" has no example",
                     "add examples: [a name it resolves]");
    }
  }
}

void check_attribution(const Looking& looking) {
  if (const YamlNode* phrases = looking.root.find("phrases")) {
    for (const YamlNode& phrase : phrases->items) {
      if (const YamlNode* pattern = phrase.find("pattern")) check_pattern(looking, *pattern);
      for (const std::string_view key : {"matches", "rejects"}) {
        const YamlNode* sentences = phrase.find(key);
        if (sentences != nullptr && !sentences->items.empty()) continue;
        looking.report(
            phrase, "phrase \"" + phrase.find("id")->text + "\" has no " + std::string(key),
            "add a sentence it must " + std::string(key == "matches" ? "" : "not ") + "match");
      }
    }
  }
  const YamlNode* cues = looking.root.find("cues");
  check_lists(looking, cues, RuleListKind::kCues);
  if (cues == nullptr) return;
  for (const auto& [name, patterns] : cues->entries) {
    for (const YamlNode& pattern : patterns.items) check_pattern(looking, pattern);
  }
}

void check_spec_sentences(const Looking& looking, std::string_view list) {
  const YamlNode* sentences = looking.root.find(list);
  if (sentences == nullptr) return;
  for (const YamlNode& sentence : sentences->items) {
    for (const std::string_view key : {"pattern", "unless"}) {
      if (const YamlNode* pattern = sentence.find(key)) check_pattern(looking, *pattern);
    }
    for (const std::string_view key : {"matches", "rejects"}) {
      const YamlNode* examples = sentence.find(key);
      if (examples != nullptr && !examples->items.empty()) continue;
      looking.report(
          sentence, "sentence \"" + sentence.find("id")->text + "\" has no " + std::string(key),
          "add a sentence it must " + std::string(key == "matches" ? "" : "not ") + "match");
    }
  }
}

// A label that belongs to two attributes fills whichever is asked first.
void check_attributes(const Looking& looking) {
  check_spec_sentences(looking, "introductions");
  check_spec_sentences(looking, "sentences");
  const YamlNode* attributes = looking.root.find("attributes");
  if (attributes == nullptr) return;
  std::map<std::string, std::string> owners;  // key -> attribute id
  for (const YamlNode& attribute : attributes->items) {
    const YamlNode* labels = attribute.find("labels");
    if (labels == nullptr) continue;
    const std::string& id = attribute.find("id")->text;
    for (const YamlNode& label : labels->items) {
      const auto [at, added] = owners.emplace(name_key(label.text), id);
      if (added || at->second == id) continue;
      looking.report(
          label,
          "label \"" + label.text + "\" of \"" + id + "\" is also one of \"" + at->second + "\"",
          "keep it in one attribute");
    }
  }
}

using FileCheck = void (*)(const Looking&);

const std::map<std::string_view, FileCheck>& file_checks() {
  static const std::map<std::string_view, FileCheck> kChecks = {
      {"attributes.yaml", check_attributes},
      {"attribution.yaml", check_attribution},
      {"claims.yaml", check_claims},
      {"models.yaml", check_families},
      {"words.yaml", check_words}};
  return kChecks;
}

void check_presence(const std::vector<RuleFile>& files, std::vector<Error>& found) {
  for (const std::string& name : rule_file_names()) {
    const bool present = std::any_of(files.begin(), files.end(),
                                     [&](const RuleFile& file) { return file.name == name; });
    if (present) continue;
    found.push_back({ErrorKind::kUsage, name + ":1:1", "the file is missing",
                     "add it; a rule set replaces the built-in one as a whole"});
  }
}

// Skips an escape or a character class that begins at `at`; the index of its
// last byte.
std::size_t end_of_atom(std::string_view expression, std::size_t at) {
  if (expression[at] == '\\') return at + 1;
  if (expression[at] != '[') return at;
  std::size_t end = at + 1;
  if (end < expression.size() && expression[end] == '^') ++end;
  if (end < expression.size() && expression[end] == ']') ++end;
  while (end < expression.size() && expression[end] != ']') {
    end += expression[end] == '\\' ? std::size_t{2} : std::size_t{1};
  }
  return end;
}

// "++", "*+": gives nothing back and is safe.
bool is_possessive(std::string_view expression, std::size_t at) {
  return at + 1 < expression.size() && (expression[at] == '*' || expression[at] == '+') &&
         expression[at + 1] == '+';
}

// "*", "+", "{3,}" at expression[at].
bool is_unbounded(std::string_view expression, std::size_t at) {
  if (at >= expression.size()) return false;
  if (expression[at] == '*' || expression[at] == '+') return !is_possessive(expression, at);
  if (expression[at] != '{') return false;
  const std::size_t close = expression.find('}', at);
  return close != std::string_view::npos && expression[close - 1] == ',';
}

}  // namespace

bool repeats_a_repetition(std::string_view expression) {
  std::vector<bool> repeats = {false};  // for each open group: whether it repeats something
  for (std::size_t at = 0; at < expression.size(); ++at) {
    if (expression[at] == '(') {
      repeats.push_back(false);
      if (expression.substr(at, 2) == "(?") ++at;
      continue;
    }
    bool inner = false;
    if (expression[at] == ')' && repeats.size() > 1) {
      inner = repeats.back();
      repeats.pop_back();
    } else {
      at = end_of_atom(expression, at);
    }
    const bool repeated = is_unbounded(expression, at + 1);
    if (inner && repeated) return true;
    if (inner || repeated) repeats.back() = true;
    if (is_possessive(expression, at + 1)) at += 2;
  }
  return false;
}

std::vector<Error> check_rules(const std::vector<RuleFile>& files) {
  std::vector<Error> found = load_problems(files);
  const bool loads = found.empty();
  check_presence(files, found);
  if (!loads) return found;
  for (const RuleFile& file : files) {
    const auto check = file_checks().find(file.name);
    if (check == file_checks().end()) continue;
    const auto root = read_yaml(file.name, file.text);
    if (root) check->second({*root, file.name, found});
  }
  return found;
}

}  // namespace benchledger
