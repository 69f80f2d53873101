#include "extractors/name_shape.h"

#include <algorithm>
#include <initializer_list>

#include "extractors/name_tokens.h"
#include "extractors/number.h"
#include "extractors/text.h"

namespace benchledger {
namespace {

constexpr std::size_t kLongestName = 120;
constexpr std::size_t kMostWords = 14;

// What was seen in a name; the weights stand in one place, below.
struct Signs {
  int model_words = 0;
  int sizes = 0;
  int dates = 0;
  bool owner_slash = false;
  bool version = false;
  bool benchmark_word = false;
  bool benchmark_suffix = false;
  bool metric = false;
  bool attempts = false;  // pass@1, 5-shot
  bool acronym = false;   // MMLU, GSM8K
  bool year = false;
  bool letters = false;
};

bool is_size_unit(const std::string& text) {
  return text == "b" || text == "m" || text == "t" || text == "bn" || text == "billion";
}

bool is_expert_mark(const std::string& text) { return text == "a" || text == "x" || text == "e"; }

// 20240620, 0613, 2407: the dates vendors put into names.
bool is_release_stamp(const std::string& digits) {
  if (digits.size() == 8) return digits.compare(0, 2, "20") == 0;
  if (digits.size() != 4) return false;
  const int first = (digits[0] - '0') * 10 + (digits[1] - '0');
  const int last = (digits[2] - '0') * 10 + (digits[3] - '0');
  const bool month_day = first >= 1 && first <= 12 && last >= 1 && last <= 31;
  const bool year_month = first >= 22 && first <= 29 && last >= 1 && last <= 12;
  return month_day || year_month;
}

bool is_acronym(std::string_view word) {
  const auto upper =
      std::count_if(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  const auto lower =
      std::count_if(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  return upper >= 3 && lower == 0;
}

void look_at_numbers(const std::vector<NameToken>& tokens, Signs& signs) {
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (!tokens[i].digits) continue;
    const bool unit =
        i + 1 < tokens.size() && tokens[i + 1].glued && is_size_unit(tokens[i + 1].text);
    const bool word_ends = i + 2 >= tokens.size() || !tokens[i + 2].glued;
    if (unit && word_ends) {
      ++signs.sizes;
      if (i > 0 && tokens[i].glued && is_expert_mark(tokens[i - 1].text)) ++signs.sizes;
    } else if (is_release_stamp(tokens[i].text) && i > 0) {
      ++signs.dates;
    } else if (tokens[i].text.size() == 4 && tokens[i].text.compare(0, 2, "20") == 0) {
      signs.year = true;
    } else if (tokens[i].text.size() <= 2 && i > 0) {
      signs.version = true;
    }
  }
}

double clamp(double value) { return std::max(0.0, std::min(1.0, value)); }

}  // namespace

ShapeJudge::ShapeJudge(const Rules& rules) {
  for (const std::string& word : rules.word_list("model_variant_words"))
    model_words_.insert(lower_ascii(word));
  for (const std::string& word : rules.word_list("benchmark_words"))
    benchmark_words_.insert(lower_ascii(word));
  for (const std::string& word : rules.word_list("metric_words"))
    metric_words_.insert(lower_ascii(word));
  for (const std::string& word : rules.word_list("not_names")) not_names_.insert(quick_key(word));
  for (const std::string& word : rules.word_list("benchmark_suffixes")) {
    benchmark_suffixes_.push_back(lower_ascii(word));
  }
}

NameShape ShapeJudge::judge(std::string_view text) const {
  if (text.empty() || text.size() > kLongestName) return {};
  const std::string key = quick_key(text);
  if (key.empty() || not_names_.count(key) > 0) return {};
  const std::vector<NameToken> tokens = name_tokens(text);
  if (tokens.empty() || tokens.size() > 2 * kMostWords) return {};
  Signs signs;
  look_at_numbers(tokens, signs);
  for (const NameToken& token : tokens) {
    if (token.digits) continue;
    signs.letters = signs.letters || token.text.size() > 1;
    if (model_words_.count(token.text) > 0) ++signs.model_words;
    if (benchmark_words_.count(token.text) > 0) signs.benchmark_word = true;
    if (metric_words_.count(token.text) > 0) signs.metric = true;
    if (is_acronym(text.substr(token.begin, token.end - token.begin))) signs.acronym = true;
    for (const std::string& suffix : benchmark_suffixes_) {
      if (token.text.size() > suffix.size() + 1 &&
          token.text.compare(token.text.size() - suffix.size(), suffix.size(), suffix) == 0) {
        signs.benchmark_suffix = true;
      }
    }
  }
  if (!signs.letters) return {};
  signs.attempts = text.find('@') != std::string_view::npos ||
                   lower_ascii(text).find("-shot") != std::string::npos;
  const std::size_t slash = text.find('/');
  signs.owner_slash = slash != std::string_view::npos && slash > 0 &&
                      text.substr(0, slash).find(' ') == std::string_view::npos &&
                      slash + 4 < text.size() && !is_digit(text[slash + 1]) &&
                      text.find(' ', slash) == std::string_view::npos;

  const bool of_benchmark = signs.benchmark_word || signs.benchmark_suffix || signs.attempts;
  NameShape shape;
  shape.model = clamp(0.55 * (signs.sizes > 0) + 0.15 * (signs.sizes > 1) +
                      0.30 * std::min(signs.model_words, 2) + 0.25 * (signs.dates > 0) +
                      0.15 * signs.version + 0.35 * signs.owner_slash - 0.70 * of_benchmark -
                      0.30 * signs.metric);
  shape.benchmark =
      clamp(0.50 * signs.benchmark_word + 0.50 * signs.benchmark_suffix + 0.40 * signs.attempts +
            0.30 * signs.metric + 0.35 * signs.acronym + 0.20 * signs.year + 0.05 * signs.version -
            0.60 * (signs.sizes > 0) - 0.25 * std::min(signs.model_words, 2) -
            0.30 * (signs.dates > 0) - 0.40 * signs.owner_slash);
  return shape;
}

}  // namespace benchledger
