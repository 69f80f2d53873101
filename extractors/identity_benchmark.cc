// Benchmark names: qualifiers come off step by step until a name is known.

#include <algorithm>

#include "extractors/identity.h"
#include "extractors/name_index.h"
#include "extractors/question_window.h"
#include "extractors/text.h"

namespace benchledger {
namespace {

// A name on its way to an id: what is left of it and what came off.
struct Peeling {
  std::string text;
  std::optional<std::string> version;
  std::optional<std::string> window;
  std::optional<std::string> subset;
};

// "val" for "val", "validation", "validation set"; null for what is no split.
std::optional<std::string> split_of(const Names::Index& index, std::string_view text) {
  const auto found = index.splits.find(quick_key(text));
  return found == index.splits.end() ? std::nullopt : std::optional<std::string>(found->second);
}

bool is_version(std::string_view word) {
  std::size_t at = !word.empty() && (word[0] == 'v' || word[0] == 'V') ? 1 : 0;
  const bool marked = at == 1;
  bool digits = false;
  bool point = false;
  for (; at < word.size(); ++at) {
    if (is_digit(word[at])) {
      digits = true;
    } else if (word[at] == '.' && digits) {
      point = true;
    } else {
      return false;
    }
  }
  return digits && (marked || point);
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kEdges = " -_,;:|/$\\.";
  while (!text.empty() && kEdges.find(text.front()) != std::string_view::npos)
    text.remove_prefix(1);
  while (!text.empty() && kEdges.find(text.back()) != std::string_view::npos) text.remove_suffix(1);
  return text;
}

// The last word and what stands before it; words end at spaces, hyphens too
// where `hyphens`.
std::size_t last_word(std::string_view text, bool hyphens) {
  const std::size_t at = text.find_last_of(hyphens ? " -_" : " ");
  return at == std::string_view::npos ? 0 : at + 1;
}

bool contains(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_attempts(std::string_view word) {
  const std::size_t at = word.find('@');
  return at != std::string_view::npos && at > 0;
}

bool is_shots(std::string_view lower) {
  const std::size_t at = lower.rfind("shot");
  return at != std::string_view::npos && at + 5 >= lower.size();
}

// "128K": how long the texts of a long-context test are.
bool is_length(std::string_view lower) {
  return lower.size() > 1 && (lower.back() == 'k' || lower.back() == 'm') &&
         std::all_of(lower.begin(), lower.end() - 1, is_digit);
}

// "20241125", "2024-11-25": the edition of a test that is renewed, as a date.
std::optional<std::string> release_of(std::string_view word) {
  std::string digits;
  for (const char c : word) {
    if (is_digit(c)) digits += c;
    if (!is_digit(c) && c != '-') return std::nullopt;
  }
  if (digits.size() != 8 || digits.compare(0, 2, "20") != 0) return std::nullopt;
  return digits.insert(6, "-").insert(4, "-");
}

bool is_how_measured(const Names::Index& index, const std::string& lower) {
  return contains(index.rules.word_list("benchmark_qualifiers"), lower) || is_attempts(lower) ||
         is_shots(lower);
}

// What stands in parentheses and says neither how it was measured nor when:
// "(Vision)", "(8-needle)", "(I)". Such a part is a test of its own.
std::optional<std::string> part_of(const Names::Index& index, std::string_view inner) {
  constexpr std::size_t kLongest = 32;
  const std::string lower = lower_ascii(fold_space(inner));
  if (lower.empty() || lower.size() > kLongest || is_how_measured(index, lower))
    return std::nullopt;
  const std::vector<std::string> words = fold_words(lower);
  const bool settings = std::all_of(words.begin(), words.end(), [&](const std::string& word) {
    return is_how_measured(index, word) || contains(index.rules.word_list("setting_parts"), word) ||
           std::all_of(word.begin(), word.end(), is_digit);
  });
  return settings ? std::nullopt : std::optional<std::string>(lower);
}

// Drops the last parenthesised part; dates become the window, "val" the subset.
bool peel_parentheses(const Names::Index& index, Peeling& name) {
  const std::size_t open = name.text.find_last_of("([");
  if (open == std::string::npos || open == 0) return false;
  const std::size_t close = name.text.find_first_of(")]", open);
  const std::size_t end = close == std::string::npos ? name.text.size() : close;
  const std::string inner = name.text.substr(open + 1, end - open - 1);
  if (is_version(inner)) {
    if (!name.version) name.version = inner;
  } else if (auto release = release_of(inner)) {
    if (!name.version) name.version = std::move(release);
  } else if (auto window = question_window(inner)) {
    if (!name.window) name.window = std::move(window);
  } else if (!name.subset) {
    name.subset = split_of(index, inner);
    if (!name.subset) name.subset = part_of(index, inner);
  }
  name.text.replace(open, close == std::string::npos ? std::string::npos : close - open + 1, " ");
  name.text = fold_space(trimmed(name.text));
  return !name.text.empty();
}

// Drops one word at the end that says how it was measured, not what.
bool peel_word(const Names::Index& index, Peeling& name) {
  for (const bool hyphens : {false, true}) {
    const std::size_t at = last_word(name.text, hyphens);
    if (at == 0) continue;
    const std::string word = name.text.substr(at);
    const std::string lower = lower_ascii(trimmed(word));
    if (is_version(word)) {
      if (!name.version) name.version = word;
    } else if (auto release = release_of(word)) {
      if (!name.version) name.version = std::move(release);
    } else if (is_length(lower)) {
      if (!name.subset) name.subset = lower;
    } else if (index.languages.count(quick_key(word)) > 0) {
      if (!name.subset) name.subset = lower;
    } else if (const auto split = split_of(index, word)) {
      if (!name.subset) name.subset = split;
    } else if (!contains(index.rules.word_list("benchmark_qualifiers"), lower) &&
               !is_attempts(word) && !is_shots(lower)) {
      continue;
    }
    name.text = std::string(trimmed(std::string_view(name.text).substr(0, at)));
    return !name.text.empty();
  }
  return false;
}

// "5-shot MMLU", "MMLU Score".
bool peel_front(Peeling& name) {
  const std::size_t space = name.text.find(' ');
  if (space == std::string::npos || !is_shots(lower_ascii(name.text.substr(0, space))))
    return false;
  name.text = std::string(trimmed(std::string_view(name.text).substr(space)));
  return !name.text.empty();
}

const Benchmark* lookup(const Names::Index& index, std::string_view text) {
  const auto found = index.benchmark_by_key.find(quick_key(text));
  return found == index.benchmark_by_key.end() ? nullptr : found->second;
}

const Benchmark* resolve(const Names::Index& index, Peeling& name) {
  constexpr int kMostSteps = 8;
  for (int step = 0; step < kMostSteps; ++step) {
    if (const Benchmark* found = lookup(index, name.text)) return found;
    if (peel_parentheses(index, name) || peel_word(index, name) || peel_front(name)) continue;
    return nullptr;
  }
  return nullptr;
}

}  // namespace

BenchmarkRef Names::benchmark(std::string_view raw) const {
  BenchmarkRef benchmark;
  benchmark.raw = std::string(raw);
  if (raw.size() > 200) return benchmark;
  Peeling name{std::string(raw), std::nullopt, std::nullopt, std::nullopt};
  const Benchmark* found = resolve(*index_, name);
  if (found == nullptr) return benchmark;
  benchmark.id = found->id;
  benchmark.version = found->version ? found->version : name.version;
  // Questions of other months are another test.
  if (name.window) {
    benchmark.version = (benchmark.version ? *benchmark.version + " " : "") + *name.window;
  }
  benchmark.subset = found->subset ? found->subset : name.subset;
  benchmark.owner = found->owner;
  return benchmark;
}

const Benchmark* Names::find_benchmark(std::string_view id) const {
  const auto found = index_->benchmark_by_id.find(std::string(id));
  return found == index_->benchmark_by_id.end() ? nullptr : found->second;
}

bool Names::knows_benchmark(std::string_view text) const {
  if (text.size() > 200) return false;
  Peeling name{std::string(text), std::nullopt, std::nullopt, std::nullopt};
  return resolve(*index_, name) != nullptr;
}

}  // namespace benchledger
