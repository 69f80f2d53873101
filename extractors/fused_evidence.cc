#include "extractors/fused_evidence.h"

#include <algorithm>
#include <functional>

#include "extractors/text.h"

namespace benchledger {
namespace {

constexpr std::size_t kPhraseWords = 6;
constexpr std::size_t kMaxLearned = 400'000;  // words of one page
constexpr std::size_t kMaxName = 80;
constexpr std::size_t kMaxLookups = 20'000;  // names looked up for one page

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_wide(char c) { return static_cast<unsigned char>(c) >= 0x80; }
bool is_name_byte(char c) { return is_letter(c) || is_digit(c) || is_wide(c) || c == '+'; }

// Letters and digits, ASCII lower case: cheap enough for every phrase.
std::string fold(std::string_view text) {
  std::string key;
  for (const char c : text) {
    if (is_name_byte(c)) key += is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return key;
}

std::size_t hash(std::string_view text) { return std::hash<std::string_view>{}(text); }

bool separates(char c) {
  return std::string_view(",;:()[]{}\"|!?<>=*").find(c) != std::string_view::npos;
}

bool balanced(std::string_view text) {
  int depth = 0;
  for (const char c : text) {
    if (c == '(' || c == '[') ++depth;
    if ((c == ')' || c == ']') && --depth < 0) return false;
  }
  return depth == 0;
}

int number_of(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

bool is_month(int value) { return value >= 1 && value <= 12; }
bool is_day(int value) { return value >= 1 && value <= 31; }
bool is_year(int value) { return value >= 2000 && value <= 2039; }

// Four digits that read as a year, as month and day or as year and month.
bool is_dated(std::string_view digits) {
  const int value = number_of(digits);
  const int first = value / 100;
  const int second = value % 100;
  return is_year(value) || (is_month(first) && is_day(second)) ||
         (first >= 20 && first <= 39 && is_month(second));
}

}  // namespace

FusedEvidence::FusedEvidence(const Names& names, const Rules& rules)
    : names_(names),
      missing_signs_(rules.word_list("fused_missing")),
      attempts_(rules.word_list("fused_attempts")) {
  // Lists of whole header texts are named for it: "header_shots". Remarks stand
  // over words; a column of figures called "Reason" is a test.
  for (const auto& [name, words] : rules.words) {
    if (name.compare(0, 7, "header_") != 0 || name == "header_remarks") continue;
    for (const std::string& word : words) columns_.insert(fold(word));
  }
  for (const std::string_view list : {"aggregates", "generic_scores"}) {
    for (const std::string& word : rules.word_list(list)) summaries_.insert(fold(word));
  }
  for (const Attribute& attribute : rules.attributes) {
    for (const std::string& label : attribute.labels) columns_.insert(fold(label));
  }
}

void FusedEvidence::learn(std::string_view prose) {
  std::vector<std::string> chain;
  std::size_t at = 0;
  const auto end_word = [&](std::string_view word, bool chain_ends) {
    while (!word.empty() && (word.back() == '.' || word.back() == '\'' || word.back() == '-')) {
      chain_ends = true;
      word.remove_suffix(1);
    }
    const std::string key = fold(word);
    if (!key.empty() && learned_ < kMaxLearned) {
      ++learned_;
      chain.push_back(key);
      std::string phrase;
      for (std::size_t n = 0; n < std::min(chain.size(), kPhraseWords); ++n) {
        phrase.insert(0, chain[chain.size() - 1 - n]);
        phrases_.insert(hash(phrase));
      }
      std::size_t begin = 0;  // parts of a word between hyphens, slashes, points
      for (std::size_t i = 0; i <= word.size(); ++i) {
        if (i < word.size() && is_name_byte(word[i])) continue;
        if (i > begin) words_.insert(hash(fold(word.substr(begin, i - begin))));
        begin = i + 1;
      }
    }
    if (chain_ends || key.empty()) chain.clear();
  };
  while (at < prose.size()) {
    std::size_t end = at;
    while (end < prose.size() && prose[end] != ' ' && !separates(prose[end])) ++end;
    if (end > at) end_word(prose.substr(at, end - at), end < prose.size() && separates(prose[end]));
    if (end < prose.size() && separates(prose[end])) chain.clear();
    at = end + 1;
  }
}

void FusedEvidence::learn_cell(std::string_view cell) {
  const std::string key = fold(cell);
  if (key.size() >= 2 && cell.size() <= kMaxName) phrases_.insert(hash(key));
}

bool FusedEvidence::said(std::string_view text) const {
  if (text.size() > kMaxName) return false;
  const std::string key = fold(text);
  return key.size() >= 2 && phrases_.count(hash(key)) > 0;
}

bool FusedEvidence::is_word(std::string_view text) const {
  return words_.count(hash(fold(text))) > 0;
}

bool FusedEvidence::known_column(std::string_view text) const {
  return text.size() <= kMaxName && columns_.count(fold(text)) > 0;
}

bool FusedEvidence::known(std::string_view text) const {
  if (text.size() > kMaxName || text.size() < 2) return false;
  if (known_column(text) || summaries_.count(fold(text)) > 0) return true;
  const auto [entry, added] = known_.try_emplace(std::string(text), false);
  if (added && known_.size() < kMaxLookups) {
    entry->second = names_.knows_benchmark(text) || names_.knows_model(text);
  }
  return entry->second;
}

double FusedEvidence::likeness(std::string_view text) const {
  if (text.size() > kMaxName) return 0;
  const auto [entry, added] = likeness_.try_emplace(std::string(text), 0.0);
  if (added && likeness_.size() < kMaxLookups) {
    entry->second = std::max(names_.model_likeness(text), names_.benchmark_likeness(text));
  }
  return entry->second;
}

// The end of `text` is values that belong to other columns: "GPT-489.9940.20";
// or values stand anywhere in it: "Labs0.320.27N/A".
bool holds_values(std::string_view text) {
  std::size_t run = 0;
  std::size_t dots = 0;
  for (const char c : text) {
    const bool part = is_digit(c) || c == '.' || c == '/' || c == '%';
    run = part ? run + 1 : 0;
    dots = part ? dots + (c == '.' ? 1 : 0) : 0;
    if (dots >= 2 && run >= 7) return true;
  }
  std::size_t begin = text.size();
  std::size_t points = 0;
  while (begin > 0 && (is_digit(text[begin - 1]) || text[begin - 1] == '.' ||
                       text[begin - 1] == '%' || text[begin - 1] == ' ')) {
    if (text[begin - 1] == '.') ++points;
    --begin;
  }
  std::size_t digits = text.size();
  while (digits > 0 && is_digit(text[digits - 1])) --digits;
  if (digits > 0 && text[digits - 1] == '%') return true;
  return (points >= 2 && text.size() - begin >= 8);
}

// "Avg.1", "avg/5", "2025-0": the digits belong to what follows.
bool ends_in_half_number(std::string_view text) {
  std::size_t begin = text.size();
  while (begin > 0 && is_digit(text[begin - 1])) --begin;
  if (begin == text.size() || begin < 2) return false;
  const char before = text[begin - 1];
  const char second = text[begin - 2];
  if (before == '.' || before == '/') return is_letter(second);
  const bool hyphen = before == '-' && is_digit(second);
  return hyphen && text[begin] == '0' && text.size() - begin == 1;
}

// "GPT-5.4", "Terminal-Bench 2.0" against "LLaMA-7B28.9".
double decimal_end_cost(std::string_view text, std::size_t point, std::size_t decimals) {
  std::size_t begin = point;
  while (begin > 0 && is_digit(text[begin - 1])) --begin;
  const char before = begin > 0 ? text[begin - 1] : ' ';
  const bool joined = before == '-' || before == ' ';
  if (decimals > 1 || point - begin > 2) return 3.0;
  if (point - begin == 1) return is_digit(before) ? 3.0 : 1.0;
  return joined ? 2.0 : 3.0;
}

// How natural it is that a name ends in these digits.
bool FusedEvidence::usual_attempts(std::string_view digits) const {
  return std::find(attempts_.begin(), attempts_.end(), digits) != attempts_.end();
}

double FusedEvidence::end_cost(std::string_view text) const {
  std::size_t begin = text.size();
  while (begin > 0 && is_digit(text[begin - 1])) --begin;
  const std::string_view digits = text.substr(begin);
  const char before = begin > 0 ? text[begin - 1] : ' ';
  const char second = begin > 1 ? text[begin - 2] : ' ';
  if (digits.empty()) {
    // "LiveCodeBench v": a version without its number.
    const bool lone = begin > 0 && (text[begin - 1] == 'v' || text[begin - 1] == 'V') &&
                      !is_letter(second) && !is_digit(second);
    return lone ? 3.0 : 1.0;
  }
  const bool joined = before == '-' || before == ' ' || before == '_';
  if (digits.size() == 4 && is_dated(digits) && (joined || is_year(number_of(digits)))) return 1.0;
  if (digits.size() == 2 && before == '-' && begin >= 3 && is_digit(second) &&
      is_digit(text[begin - 3])) {
    return is_day(number_of(digits)) ? 1.0 : 3.0;  // the day of a date
  }
  if (before == '@') {  // "Pass@1", "Avg@32"
    return usual_attempts(digits) ? 1.0 : 3.0;
  }
  const bool version = (before == 'v' || before == 'V') && !is_letter(second);
  if (before == '.' && is_digit(second)) return decimal_end_cost(text, begin - 1, digits.size());
  if (digits.size() == 1) {
    if (joined || version || before == ':') return 1.0;
    const bool lone = is_lower(before) && !is_letter(second) && !is_digit(second);
    return lone ? 1.0 : 2.6;  // "o3" against "MMLU7"
  }
  if (digits.size() == 2 && (joined || before == '&')) return 2.0;
  if (digits.size() == 3 && joined) return 1.8;
  return 3.0;
}

double FusedEvidence::label_cost(std::string_view text) const {
  if (text.empty() || text.back() == ' ') return kImpossible;
  if (std::string_view("-./(,@_~:<>=&").find(text.back()) != std::string_view::npos) {
    return kImpossible;
  }
  if (text.find("--") != std::string_view::npos) return kImpossible;
  if (!balanced(text) || holds_values(text) || ends_in_half_number(text)) return kImpossible;
  const double end = end_cost(text);
  if (said(text)) return 0.0;
  if (explains(text, end)) return std::min(end, 0.3);
  // A category may stand before the name: "MathematicsAIME 2024".
  for (std::size_t at = text.size() - 1; at > 1 && text.size() - at <= kMaxName; --at) {
    if (text[at] == ' ' || text[at - 1] == ' ' || seam_at(text, at).keep < 0.3) continue;
    if (said(text.substr(at))) return 0.2;
    if (explains(text.substr(at), end)) return std::min(end, 0.4);
  }
  return end;
}

// A model family takes any number behind it, so that its word alone does not
// explain one; a benchmark's name is known as a whole.
bool FusedEvidence::explains(std::string_view text, double end) const {
  if (text.size() > kMaxName || text.size() < 2) return false;
  if (names_.knows_benchmark(text)) return true;
  return end <= 1.0 && names_.knows_model(text);
}

Seam seam_at(std::string_view text, std::size_t at) {
  constexpr double kNever = FusedEvidence::kImpossible;
  const char left = text[at - 1];
  const char right = text[at];
  const char next = at + 1 < text.size() ? text[at + 1] : ' ';
  if (left == ' ' || right == ' ') return {at, kNever, 0};
  if ((static_cast<unsigned char>(right) & 0xC0U) == 0x80U) return {at, kNever, 0};
  if (std::string_view("-./)],:;%'&+*_@").find(right) != std::string_view::npos) {
    return {at, kNever, 0};
  }
  if (left == '.' && at > 1 && is_lower(text[at - 2]) && is_upper(right) && is_lower(next)) {
    return {at, 0.3, 0.2};  // "Inst.Claude"
  }
  if (std::string_view("-./([,:;'&_@").find(left) != std::string_view::npos) {
    return {at, kNever, 0};
  }
  if (right == '(' || right == '[') return {at, kNever, 0};
  const bool closes = std::string_view(")]%*!?").find(left) != std::string_view::npos;
  if (closes) return {at, 0.0, 1.0};
  if (right == '#' || right == '$') return {at, 0.0, 1.0};
  if (is_lower(left) && is_upper(right)) return {at, 0.0, 0.8};
  if (is_digit(left) && is_upper(right)) {
    return is_lower(next) ? Seam{at, 0.0, 0.8} : Seam{at, 0.3, 0.1};
  }
  if (is_wide(left) != is_wide(right)) return {at, 0.1, 0.5};
  if (is_upper(left) && is_upper(right)) {
    const bool size = at > 1 && is_digit(text[at - 2]);  // "7BQwen"
    if (size && is_lower(next)) return {at, 0.0, 0.6};
    return is_lower(next) ? Seam{at, 0.2, 0.3} : Seam{at, 0.9, 0.05};
  }
  if (left == '+') return {at, 0.3, 0.3};
  if (is_digit(right) && is_letter(left)) return {at, 0.9, 0};
  if (is_lower(right) && (is_upper(left) || is_digit(left))) return {at, 0.9, 0};
  if (is_digit(left) && is_digit(right)) return {at, 1.2, 0};
  return {at, 1.2, 0};
}

}  // namespace benchledger
