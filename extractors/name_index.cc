#include "extractors/name_index.h"

#include <algorithm>

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
  constexpr std::string_view kSplit = "split_";
  for (const auto& [name, words] : index.rules.words) {
    if (name.rfind(kSplit, 0) != 0) continue;
    std::string split = name.substr(kSplit.size());
    std::replace(split.begin(), split.end(), '_', '-');
    for (const std::string& word : words) index.splits.emplace(quick_key(word), split);
  }
  for (const std::string& language : index.rules.word_list("languages")) {
    index.languages.emplace(quick_key(language), quick_key(language));
  }
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

}  // namespace benchledger
