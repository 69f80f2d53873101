#include "extractors/model_comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "extractors/text.h"

namespace benchledger {
namespace {

bool in_list(const Rules& rules, std::string_view list, const std::string& word) {
  const auto& words = rules.word_list(list);
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

bool has_digit(std::string_view text) { return std::any_of(text.begin(), text.end(), is_digit); }

// "32b", "1.8b", "a22b", "16e", "8x7b", "135m".
bool is_size(std::string_view part) {
  if (part.size() < 2) return false;
  const char unit = part.back();
  if (unit != 'b' && unit != 'm' && unit != 't' && unit != 'e') return false;
  std::string_view number = part.substr(0, part.size() - 1);
  if (!number.empty() && number.front() == 'a') number.remove_prefix(1);
  return !number.empty() && is_digit(number.front()) &&
         std::all_of(number.begin(), number.end(),
                     [](char c) { return is_digit(c) || c == '.' || c == 'x'; });
}

// "20251101", "2025", "0613", "2507": two digits more than a version has.
bool is_date(std::string_view part) {
  return all_digits(part) && (part.size() == 8 || part.size() == 4 || part.size() == 6);
}

bool is_day_or_month(std::string_view part) { return all_digits(part) && part.size() == 2; }

std::vector<std::string> split(std::string_view slug) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= slug.size();) {
    const std::size_t end = std::min(slug.find('-', begin), slug.size());
    if (end > begin) parts.emplace_back(slug.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

// "qwen3" -> "qwen" and "3"; "o3" -> "o" and "3".
void take_family(const std::string& part, ModelParts& name) {
  const auto digit = std::find_if(part.begin(), part.end(), is_digit);
  name.family.assign(part.begin(), digit);
  name.version.assign(digit, part.end());
}

void append(std::string& text, const std::string& part, char between) {
  if (!text.empty()) text += between;
  text += part;
}

std::string joined(std::vector<std::string> words) {
  std::sort(words.begin(), words.end());
  return fmt::format("{}", fmt::join(words, " "));
}

std::string told(const std::string& text) { return text.empty() ? "none" : text; }

// One thing both names may say.
struct Aspect {
  const char* name;
  std::string a;
  std::string b;
  [[nodiscard]] bool differs() const { return a != b; }
  [[nodiscard]] bool one_sided() const { return a.empty() != b.empty(); }
};

std::string apart(const Aspect& aspect) {
  return fmt::format("{}: {} and {}", aspect.name, told(aspect.a), told(aspect.b));
}

ModelComparison unresolved(const ModelRef& a, const ModelRef& b) {
  if (name_key(a.name) == name_key(b.name) && a.mode == b.mode && a.effort == b.effort) {
    return {ModelRelation::kSame, "printed alike"};
  }
  return {ModelRelation::kUnknown, fmt::format("no rule knows \"{}\"", a.id ? b.name : a.name)};
}

// What both state and state differently makes two models; what only one states
// leaves it open.
std::optional<ModelComparison> told_apart(const ModelParts& a, const ModelParts& b) {
  const Aspect by_maker{"developer", a.developer, b.developer};
  if (by_maker.differs()) return ModelComparison{ModelRelation::kDifferent, apart(by_maker)};
  for (const Aspect& aspect : {Aspect{"family", a.family, b.family},
                               Aspect{"product line", joined(a.lines), joined(b.lines)},
                               Aspect{"name", joined(a.others), joined(b.others)}}) {
    if (aspect.differs()) return ModelComparison{ModelRelation::kDifferent, apart(aspect)};
  }
  for (const Aspect& aspect :
       {Aspect{"version", a.version, b.version}, Aspect{"size", a.size, b.size}}) {
    if (!aspect.differs()) continue;
    const bool open = aspect.one_sided();
    return ModelComparison{open ? ModelRelation::kUnknown : ModelRelation::kDifferent,
                           open ? fmt::format("only one states a {}", aspect.name) : apart(aspect)};
  }
  return std::nullopt;
}

}  // namespace

ModelParts parts_of(const ModelRef& model, const Rules& rules) {
  ModelParts name;
  if (!model.id) return name;
  const std::size_t slash = model.id->find('/');
  name.developer = model.id->substr(0, slash);
  const auto parts =
      split(std::string_view(*model.id).substr(slash == std::string::npos ? 0 : slash + 1));
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::string& part = parts[i];
    if (i == 0) {
      take_family(part, name);
    } else if (is_size(part)) {
      append(name.size, part, ' ');
    } else if (is_date(part) ||
               (is_day_or_month(part) && (!name.date.empty() || !name.version.empty()))) {
      append(name.date, part, '-');
    } else if (has_digit(part) && name.version.empty()) {
      name.version = part;
    } else if (in_list(rules, "tier_words", part) || in_list(rules, "product_line_words", part)) {
      name.lines.push_back(part);
    } else if (in_list(rules, "model_variant_words", part)) {
      name.tails.push_back(part);
    } else {
      name.others.push_back(part);
    }
  }
  return name;
}

ModelComparison compare_models(const ModelRef& a, const ModelRef& b, const Rules& rules) {
  if (!a.id || !b.id) return unresolved(a, b);
  const ModelParts first = parts_of(a, rules);
  const ModelParts second = parts_of(b, rules);
  if (const auto apart_by_name = told_apart(first, second)) return *apart_by_name;
  std::vector<std::string> reasons;
  for (const Aspect& aspect : {Aspect{"build", joined(first.tails), joined(second.tails)},
                               Aspect{"release", first.date, second.date},
                               Aspect{"mode", a.mode.value_or(""), b.mode.value_or("")},
                               Aspect{"effort", a.effort.value_or(""), b.effort.value_or("")}}) {
    if (aspect.differs()) reasons.push_back(apart(aspect));
  }
  if (reasons.empty()) return {ModelRelation::kSame, "every part that is stated agrees"};
  return {ModelRelation::kVariant, fmt::format("{}", fmt::join(reasons, "; "))};
}

std::string name_of(ModelRelation relation) {
  switch (relation) {
    case ModelRelation::kSame:
      return "same";
    case ModelRelation::kVariant:
      return "variant";
    case ModelRelation::kDifferent:
      return "different";
    case ModelRelation::kUnknown:
      return "unknown";
  }
  return "unknown";
}

}  // namespace benchledger
