#include "extractors/spec_value.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "extractors/date.h"
#include "extractors/number.h"
#include "extractors/text.h"

namespace benchledger {
namespace {

constexpr std::size_t kLongestText = 160;
constexpr std::size_t kLongestAbsence = 60;

// A number with its magnitude: "1.5T", "262 K", "30 billion".
struct Quantity {
  double value = 0;     // in base units
  double step = 0;      // width of the last printed digit; 0: exact
  bool scaled = false;  // a magnitude was printed
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string after;  // the word that follows, lower case
};

struct Magnitude {
  std::string_view word;
  double factor;
};
constexpr std::array<Magnitude, 17> kMagnitudes = {{
    {"thousand", 1e3},
    {"million", 1e6},
    {"billion", 1e9},
    {"trillion", 1e12},
    {"mln", 1e6},
    {"bln", 1e9},
    {"bn", 1e9},
    {"mm", 1e6},
    {"tn", 1e12},
    {"k", 1e3},
    {"m", 1e6},
    {"b", 1e9},
    {"t", 1e12},
    {"万", 1e4},
    {"亿", 1e8},
    {"万亿", 1e12},
    {"百万", 1e6},
}};

std::string letters_from(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() &&
         (is_letter(text[end]) || static_cast<unsigned char>(text[end]) >= 0x80)) {
    ++end;
  }
  return lower_ascii(text.substr(at, end - at));
}

double factor_of(const std::string& word) {
  double factor = 0;
  std::size_t longest = 0;
  for (const Magnitude& magnitude : kMagnitudes) {
    const bool ascii = is_letter(magnitude.word.front());
    const bool fits = ascii ? word == magnitude.word
                            : word.compare(0, magnitude.word.size(), magnitude.word) == 0;
    if (fits && magnitude.word.size() > longest) {
      factor = magnitude.factor;
      longest = magnitude.word.size();
    }
  }
  return factor;
}

// Every number of the text that stands on its own: not "A22B", "8x7B", "v3".
std::vector<Quantity> quantities_in(std::string_view text) {
  std::vector<Quantity> found;
  std::size_t at = 0;
  std::size_t last_end = 0;
  while (at < text.size()) {
    const auto number = is_digit(text[at]) ? number_at(text, at) : std::nullopt;
    if (!number) {
      ++at;
      continue;
    }
    // "A22B", "v3", "GPT-4"; but the second number of "32K-128K" is one.
    const bool range = at > 0 && text[at - 1] == '-' && at - 1 == last_end;
    const bool glued =
        at > 0 && (is_letter(text[at - 1]) || text[at - 1] == '.' ||
                   (text[at - 1] == '-' && at > 1 && is_letter(text[at - 2]) && !range));
    Quantity quantity;
    quantity.begin = at;
    std::size_t end = number->end;
    std::string word = letters_from(text, end);
    if (word.empty() && end < text.size() && (text[end] == ' ' || text[end] == '-')) {
      word = letters_from(text, end + 1);
      if (factor_of(word) > 0) ++end;
    }
    const double factor = factor_of(word);
    quantity.scaled = factor > 0;
    // 4.1 * 1e9 in decimals, not in binary dust.
    quantity.value = quantity.scaled ? std::round(number->value * factor) : number->value;
    quantity.step = quantity.scaled ? factor * std::pow(10.0, -number->decimals) : 0;
    if (!quantity.scaled && number->decimals > 0) quantity.step = std::pow(10.0, -number->decimals);
    if (quantity.scaled) end += word.size();
    last_end = end;
    while (end < text.size() && (text[end] == ' ' || text[end] == '+' || text[end] == '-')) ++end;
    quantity.end = end;
    quantity.after = letters_from(text, end);
    // "8x7B", "3D": a number inside a word is a name.
    const bool joined = !quantity.scaled && !word.empty() && number->end < text.size() &&
                        is_letter(text[number->end]);
    if (!glued && !joined && !number->percent) found.push_back(quantity);
    at = std::max(number->end, at + 1);
    while (at < text.size() && (is_letter(text[at]) || is_digit(text[at]))) ++at;
  }
  return found;
}

std::string without_parentheses(std::string_view text) {
  std::string kept;
  int depth = 0;
  for (const char c : text) {
    if (c == '(' || c == '[') ++depth;
    if (depth == 0) kept += c;
    if ((c == ')' || c == ']') && depth > 0) --depth;
  }
  return fold_space(kept);
}

std::optional<std::pair<double, double>> interval_of(const Quantity& quantity) {
  double step = quantity.step;
  // A round count of thousands is printed to the thousand.
  if (step == 0 && quantity.value >= 1000 && std::fmod(quantity.value, 1000) == 0) step = 1000;
  if (step == 0) return std::nullopt;
  return std::make_pair(quantity.value - step / 2, quantity.value + step / 2);
}

// "(B)", "in billions", "(K tokens)" in a label scale a bare number.
double label_factor(std::string_view label) {
  const std::size_t open = label.find('(');
  if (open != std::string_view::npos) {
    const double factor = factor_of(letters_from(label, open + 1));
    if (factor > 0) return factor;
  }
  const std::string lower = lower_ascii(label);
  if (lower.find("billions") != std::string::npos) return 1e9;
  if (lower.find("millions") != std::string::npos) return 1e6;
  if (lower.find("thousands") != std::string::npos) return 1e3;
  return 1;
}

// The one quantity a cell states: the parenthesis explains or repeats it.
std::optional<Quantity> single_quantity(std::string_view text) {
  auto outside = quantities_in(without_parentheses(text));
  if (outside.size() == 1) {
    // "262K (262,144)": the exact one says more.
    const auto all = quantities_in(text);
    for (const Quantity& other : all) {
      const auto interval = interval_of(outside.front());
      if (outside.front().scaled && !other.scaled && interval && other.value >= interval->first &&
          other.value <= interval->second && other.value >= 1000) {
        return other;
      }
    }
    return outside.front();
  }
  return std::nullopt;
}

SpecReading reading_of(const Attribute& attribute) {
  SpecReading reading;
  reading.attribute = attribute.id;
  reading.unit = attribute.unit;
  return reading;
}

const Attribute* attribute_by_id(std::string_view id, const Rules& rules) {
  const auto found = std::find_if(rules.attributes.begin(), rules.attributes.end(),
                                  [&](const Attribute& a) { return a.id == id; });
  return found == rules.attributes.end() ? nullptr : &*found;
}

SpecReading quantity_reading(const Attribute& attribute, const Quantity& quantity) {
  SpecReading reading = reading_of(attribute);
  reading.value = quantity.value;
  reading.interval = interval_of(quantity);
  return reading;
}

// "132B total / 36B active", "30B (3B active)", "17B (activated) 109B (total)":
// which of the two is active is said after it.
std::vector<SpecReading> total_and_active(std::string_view text, const Rules& rules) {
  const auto all = quantities_in(text);
  const Attribute* total = attribute_by_id("parameters", rules);
  const Attribute* active = attribute_by_id("active_parameters", rules);
  if (all.size() != 2 || total == nullptr || active == nullptr) return {};
  const auto said_active = [&](std::size_t begin, std::size_t end) {
    return lower_ascii(text.substr(begin, end - begin)).find("activ") != std::string::npos;
  };
  const bool first = said_active(all[0].end, all[1].begin);
  const bool second = said_active(all[1].end, text.size());
  if (first == second) return {};
  return {quantity_reading(*total, all[first ? 1 : 0]),
          quantity_reading(*active, all[first ? 0 : 1])};
}

// What a bare number must reach to be believed without a magnitude.
double least_plausible(const Attribute& attribute) {
  if (attribute.id == "parameters" || attribute.id == "active_parameters") return 1e6;
  if (attribute.kind == ValueKind::kTokens) return attribute.id == "training_tokens" ? 1e6 : 512;
  if (attribute.id == "vocabulary_size") return 256;
  return 1;
}

std::vector<SpecReading> read_quantity(const Attribute& attribute, std::string_view label,
                                       std::string_view text, const Rules& rules) {
  if (attribute.id == "parameters" || attribute.id == "active_parameters") {
    if (auto both = total_and_active(text, rules); !both.empty()) return both;
  }
  auto quantity = single_quantity(text);
  if (!quantity) return {};
  if (!quantity->scaled && label_factor(label) > 1) {
    const double factor = label_factor(label);
    quantity->step = factor * (quantity->step > 0 ? quantity->step : 1);
    quantity->value *= factor;
  }
  if (quantity->value < least_plausible(attribute)) return {};
  const std::string plain = without_parentheses(text);
  // Sentences belong to the prose readers; bytes and speeds are no counts.
  if (plain.size() > kLongestAbsence || plain.find('/') != std::string::npos) return {};
  static constexpr std::array<std::string_view, 8> kOtherUnits = {
      "gb", "mb", "gib", "mib", "seconds", "hours", "ms", "gpus"};
  if (std::find(kOtherUnits.begin(), kOtherUnits.end(), quantity->after) != kOtherUnits.end()) {
    return {};
  }
  return {quantity_reading(attribute, *quantity)};
}

// Factor to dollars per million tokens; 0 where the price is of another kind.
double price_factor(std::string_view label, std::string_view text) {
  const std::string all = lower_ascii(std::string(text) + " " + std::string(label));
  for (const std::string_view other :
       {"month", "/mo", "year", "seat", "user", "image", "minute", "credit", "generation", "page",
        "second", "request", "hour", "€", "£", "¥", "￥"}) {
    if (all.find(other) != std::string::npos) return 0;
  }
  if (all.find("1k") != std::string::npos || all.find("thousand") != std::string::npos ||
      all.find("/k") != std::string::npos || all.find("1,000 ") != std::string::npos) {
    return 1000;
  }
  return 1;
}

std::vector<Quantity> prices_in(std::string_view text) {
  auto found = quantities_in(text);
  const bool dollars = text.find('$') != std::string_view::npos;
  found.erase(std::remove_if(found.begin(), found.end(),
                             [&](const Quantity& q) {
                               // "per 1M tokens" is the unit, not a price.
                               if (q.scaled) return true;
                               if (!dollars) return false;
                               std::size_t at = q.begin;
                               while (at > 0 && text[at - 1] == ' ') --at;
                               return at == 0 || text[at - 1] != '$';
                             }),
              found.end());
  return found;
}

std::optional<SpecReading> price_reading(const Attribute& attribute, const Quantity& price,
                                         double factor) {
  if (factor <= 0) return std::nullopt;
  SpecReading reading = reading_of(attribute);
  // 0.003 * 1000 in decimals, not in binary dust.
  reading.value = std::round(price.value * factor * 1e6) / 1e6;
  return reading;
}

std::vector<SpecReading> read_price(const Attribute& attribute, std::string_view label,
                                    std::string_view text) {
  const auto prices = prices_in(without_parentheses(text));
  if (prices.size() != 1) return {};
  const auto reading = price_reading(attribute, prices.front(), price_factor(label, text));
  return reading ? std::vector<SpecReading>{*reading} : std::vector<SpecReading>{};
}

std::vector<SpecReading> read_date(const Attribute& attribute, std::string_view text) {
  const auto digits = std::count_if(text.begin(), text.end(), is_digit);
  const auto date = find_date(text, digits == 4);
  if (!date) return {};
  // A second, different date: which one is meant is not said.
  const auto second = find_date(text.substr(date->end));
  if (second && second->iso != date->iso) return {};
  if (text.size() > kLongestAbsence) return {};
  SpecReading reading = reading_of(attribute);
  reading.value = date->iso;
  return {reading};
}

std::vector<SpecReading> read_license(const Attribute& attribute, std::string_view text,
                                      const Rules& rules) {
  SpecReading reading = reading_of(attribute);
  std::string plain = without_parentheses(text);
  for (const std::string& candidate : {std::string(text), plain}) {
    const auto known = rules.licenses.find(name_key(candidate));
    if (known != rules.licenses.end()) {
      reading.value = known->second;
      return {reading};
    }
  }
  const std::string lower = lower_ascii(plain);
  for (const std::string_view tail : {" license", " licence"}) {
    if (lower.size() > tail.size() &&
        lower.compare(lower.size() - tail.size(), tail.size(), tail) == 0) {
      const auto known = rules.licenses.find(name_key(plain.substr(0, plain.size() - tail.size())));
      if (known != rules.licenses.end()) {
        reading.value = known->second;
        return {reading};
      }
    }
  }
  if (text.size() > kLongestText) return {};
  reading.value = std::string(text);
  return {reading};
}

std::vector<SpecReading> read_boolean(const Attribute& attribute, std::string_view text) {
  const auto words = fold_words(text);
  std::optional<bool> value;
  static constexpr std::array<std::string_view, 8> kYes = {"yes",  "true",      "open", "available",
                                                           "full", "supported", "是",   "public"};
  static constexpr std::array<std::string_view, 7> kNo = {"no",   "false", "closed", "proprietary",
                                                          "none", "not",   "否"};
  if (!words.empty()) {
    if (std::find(kYes.begin(), kYes.end(), words.front()) != kYes.end()) value = true;
    if (std::find(kNo.begin(), kNo.end(), words.front()) != kNo.end()) value = false;
  }
  for (const std::string_view mark : {"✅", "✓", "✔", "☑"}) {
    if (text.substr(0, mark.size()) == mark) value = true;
  }
  for (const std::string_view mark : {"❌", "✗", "✘", "✖"}) {
    if (text.substr(0, mark.size()) == mark) value = false;
  }
  if (!value || text.size() > kLongestAbsence) return {};
  SpecReading reading = reading_of(attribute);
  reading.value = *value;
  return {reading};
}

// Pieces between commas, slashes, plus signs, "and".
std::vector<std::string> listed(std::string_view text) {
  std::string flat;
  for (const char c : text)
    flat += (c == ',' || c == '/' || c == '+' || c == '&' || c == ';' || c == '(' || c == ')' ||
             c == '|' || c == ':')
                ? '\n'
                : c;
  std::vector<std::string> pieces;
  std::size_t begin = 0;
  while (begin <= flat.size()) {
    std::size_t end = flat.find('\n', begin);
    if (end == std::string::npos) end = flat.size();
    std::string piece = fold_space(std::string_view(flat).substr(begin, end - begin));
    begin = end + 1;
    while (true) {
      const std::size_t conjunction = find_word(piece, "and");
      if (conjunction == std::string::npos) break;
      if (conjunction > 0) pieces.push_back(fold_space(piece.substr(0, conjunction)));
      piece = fold_space(piece.substr(conjunction + 3));
    }
    if (!piece.empty()) pieces.push_back(piece);
  }
  return pieces;
}

std::vector<SpecReading> read_modalities(const Attribute& attribute, std::string_view text,
                                         const Rules& rules) {
  if (text.size() > kLongestText) return {};
  std::vector<std::string> found;
  static constexpr std::array<std::string_view, 8> kFiller = {
      "only", "input", "inputs", "output", "outputs", "multimodal", "in", "out"};
  for (const std::string& piece : listed(text)) {
    auto known = rules.modalities.find(name_key(piece));
    if (known == rules.modalities.end()) {
      std::string rest;
      for (const std::string& word : fold_words(piece)) {
        if (std::find(kFiller.begin(), kFiller.end(), word) == kFiller.end()) rest += word;
      }
      if (rest.empty()) continue;
      known = rules.modalities.find(rest);
    }
    if (known == rules.modalities.end()) return {};
    if (std::find(found.begin(), found.end(), known->second) == found.end()) {
      found.push_back(known->second);
    }
  }
  if (found.empty()) return {};
  SpecReading reading = reading_of(attribute);
  reading.value = found;
  return {reading};
}

// "Text, image → Text": what goes in, what comes out.
std::vector<SpecReading> in_and_out(std::string_view text, const Rules& rules) {
  for (const std::string_view arrow : {"→", "->", "⇒", "=>"}) {
    const std::size_t at = text.find(arrow);
    if (at == std::string_view::npos) continue;
    const Attribute* in = attribute_by_id("input_modalities", rules);
    const Attribute* out = attribute_by_id("output_modalities", rules);
    if (in == nullptr || out == nullptr) return {};
    auto readings = read_modalities(*in, text.substr(0, at), rules);
    const auto second = read_modalities(*out, text.substr(at + arrow.size()), rules);
    if (readings.empty() || second.empty()) return {};
    readings.push_back(second.front());
    return readings;
  }
  return {};
}

// A typed reason that stands where a value would. The whole text, or, for
// values that would be numbers, a phrase in a text without a number.
std::optional<std::string> absence_in(const Attribute& attribute, std::string_view text,
                                      const Rules& rules) {
  const std::string key = name_key(text);
  for (const auto& [kind, phrases] : rules.absences) {
    for (const std::string& phrase : phrases) {
      if (name_key(phrase) == key) return kind;
    }
  }
  const bool needs_figure =
      attribute.kind == ValueKind::kPrice || attribute.kind == ValueKind::kTokens ||
      attribute.kind == ValueKind::kCount || attribute.kind == ValueKind::kDate;
  if (!needs_figure || text.size() > kLongestAbsence) return std::nullopt;
  if (std::any_of(text.begin(), text.end(), is_digit)) return std::nullopt;
  std::optional<std::string> best;
  std::size_t longest = 0;
  for (const auto& [kind, phrases] : rules.absences) {
    // Having no endpoint explains a free product, not the other way round.
    const std::size_t bonus = kind == "no_public_api" ? 100 : 0;
    for (const std::string& phrase : phrases) {
      if (phrase.size() < 4 || find_word(text, phrase) == std::string_view::npos) continue;
      if (phrase.size() + bonus > longest) {
        best = kind;
        longest = phrase.size() + bonus;
      }
    }
  }
  return best;
}

std::vector<SpecReading> read_words(const Attribute& attribute, std::string_view text) {
  if (text.size() > kLongestText) return {};
  if (std::none_of(text.begin(), text.end(),
                   [](char c) { return is_letter(c) || static_cast<unsigned char>(c) >= 0x80; })) {
    return {};
  }
  if (fold_words(text).empty()) return {};
  SpecReading reading = reading_of(attribute);
  reading.value = std::string(text);
  return {reading};
}

}  // namespace

AttributeIndex::AttributeIndex(const Rules& rules) {
  for (const Attribute& attribute : rules.attributes) {
    for (const std::string& label : attribute.labels) by_key_.emplace(name_key(label), &attribute);
  }
  static constexpr std::pair<const char*, const char*> kPriced[] = {
      {"labels_of_cached_input_price", "cached_input_price"},
      {"labels_of_input_price", "input_price"},
      {"labels_of_output_price", "output_price"},
  };
  for (const auto& [list, id] : kPriced) {
    for (const std::string& label : rules.word_list(list)) {
      priced_.emplace(name_key(label), attribute_by_id(id, rules));
    }
  }
  if (const auto found = rules.absences.find("free_product"); found != rules.absences.end()) {
    for (const std::string& phrase : found->second) free_.insert(name_key(phrase));
  }
}

namespace {

const Attribute* find_label(const std::map<std::string, const Attribute*>& keys,
                            std::string_view label) {
  std::string text = fold_space(label);
  while (!text.empty() && (text.back() == ':' || text.back() == '*')) text.pop_back();
  for (const std::string& candidate : {text, without_parentheses(text)}) {
    const auto found = keys.find(name_key(candidate));
    if (found != keys.end() && !found->first.empty()) return found->second;
  }
  return nullptr;
}

}  // namespace

const Attribute* AttributeIndex::find(std::string_view label) const {
  return find_label(by_key_, label);
}

const Attribute* AttributeIndex::find(std::string_view label, std::string_view value) const {
  if (value.find('$') != std::string_view::npos || free_.count(name_key(value)) > 0) {
    if (const Attribute* priced = find_label(priced_, label)) return priced;
  }
  return find(label);
}

std::vector<SpecReading> read_spec_value(const Attribute& attribute, std::string_view label,
                                         std::string_view text, const Rules& rules) {
  if (states_nothing(text)) return {};
  if (attribute.kind != ValueKind::kBoolean) {
    if (auto absence = absence_in(attribute, text, rules)) {
      SpecReading reading = reading_of(attribute);
      reading.absence = std::move(absence);
      return {reading};
    }
  }
  switch (attribute.kind) {
    case ValueKind::kTokens:
    case ValueKind::kCount:
      return read_quantity(attribute, label, text, rules);
    case ValueKind::kPrice:
      return read_price(attribute, label, text);
    case ValueKind::kDate:
      return read_date(attribute, text);
    case ValueKind::kLicense:
      return read_license(attribute, text, rules);
    case ValueKind::kBoolean:
      return read_boolean(attribute, text);
    case ValueKind::kModalities:
      if (auto both = in_and_out(text, rules); !both.empty()) return both;
      return read_modalities(attribute, text, rules);
    case ValueKind::kText:
    case ValueKind::kName:
      return read_words(attribute, text);
  }
  return {};
}

std::vector<SpecReading> read_price_pair(std::string_view label, std::string_view text,
                                         const Rules& rules) {
  const std::string lower = lower_ascii(label);
  if (lower.find("pric") == std::string::npos && lower.find("cost") == std::string::npos) return {};
  const Attribute* in = attribute_by_id("input_price", rules);
  const Attribute* out = attribute_by_id("output_price", rules);
  const auto prices = prices_in(text);
  if (in == nullptr || out == nullptr || prices.size() != 2) return {};
  const std::string all = lower_ascii(std::string(label) + " " + std::string(text));
  const bool said =
      all.find("input") != std::string::npos && all.find("output") != std::string::npos;
  const std::string_view gap = text.substr(prices[0].begin, prices[1].begin - prices[0].begin);
  if (!said && gap.find('/') == std::string_view::npos) return {};
  const double factor = price_factor(label, text);
  const bool reversed = said && all.find("output") < all.find("input");
  const auto first = price_reading(reversed ? *out : *in, prices[0], factor);
  const auto second = price_reading(reversed ? *in : *out, prices[1], factor);
  if (!first || !second) return {};
  return {*first, *second};
}

bool states_nothing(std::string_view text) {
  const std::string folded = fold_space(text);
  if (folded.empty()) return true;
  for (const std::string_view dash :
       {"-", "--", "---", "–", "—", "−", "/", "\\", "\\-", "...", "…", "?", "*", "X", "x"}) {
    if (folded == dash) return true;
  }
  return false;
}

}  // namespace benchledger
