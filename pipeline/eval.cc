#include "pipeline/eval.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "extractors/number.h"
#include "extractors/text.h"
#include "pipeline/json.h"

namespace benchledger {
namespace {

using Key = std::tuple<std::string, std::string, long long>;  // model, benchmark, value in 1e-6

Key key_of(std::string_view model, std::string_view benchmark, double value) {
  return {name_key(model), name_key(benchmark), std::llround(value * 1e6)};
}

std::vector<std::string> sorted_words(std::string_view text) {
  std::vector<std::string> words;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t start = text.find_first_not_of(" \t\r\n/|:,()", at);
    if (start == std::string_view::npos) break;
    at = std::min(text.find_first_of(" \t\r\n/|:,()", start), text.size());
    std::string word = name_key(text.substr(start, at - start));
    if (!word.empty()) words.push_back(std::move(word));
  }
  std::sort(words.begin(), words.end());
  return words;
}

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

bool near(std::string_view a, std::string_view b) {
  const std::string x = name_key(a);
  const std::string y = name_key(b);
  if (x.empty() || y.empty()) return false;
  return x.rfind(y, 0) == 0 || y.rfind(x, 0) == 0 || ends_with(x, y) || ends_with(y, x) ||
         sorted_words(a) == sorted_words(b);
}

std::string shown(std::string_view model, std::string_view benchmark, double value) {
  return fmt::format("{} | {} | {}", model, benchmark, format_number(value));
}

SpecValue spec_value_of(const JsonField& field) {
  if (field.json == "null") return std::monostate{};
  if (field.json == "true" || field.json == "false") return field.json == "true";
  if (field.json.front() == '"') return field.plain();
  if (field.json.front() == '[') {
    std::vector<std::string> items;
    for (const JsonField& item : json_items(field.json)) items.push_back(item.plain());
    return items;
  }
  const auto number = number_at(field.json, 0);
  return number ? SpecValue(number->value) : SpecValue(field.json);
}

bool same_value(const SpecValue& a, const SpecValue& b) {
  if (a.index() != b.index()) return false;
  if (const auto* text = std::get_if<std::string>(&a)) {
    return name_key(*text) == name_key(std::get<std::string>(b));
  }
  if (const auto* items = std::get_if<std::vector<std::string>>(&a)) {
    std::vector<std::string> left = *items;
    std::vector<std::string> right = std::get<std::vector<std::string>>(b);
    std::sort(left.begin(), left.end());
    std::sort(right.begin(), right.end());
    return left == right;
  }
  return a == b;
}

// Marks the gold records of one document off as records match them.
class ScoreMatcher {
 public:
  explicit ScoreMatcher(const std::vector<GoldRecord>& gold) {
    for (const GoldRecord& record : gold) {
      if (record.is_spec) continue;
      open_[key_of(record.model, record.benchmark, record.value)].push_back(&record);
    }
  }

  // A gold record with these names and this value; nullptr where none is left.
  const GoldRecord* take(const Score& score) {
    const auto found = open_.find(key_of(score.model.raw, score.benchmark.raw, score.score.value));
    if (found == open_.end() || found->second.empty()) return nullptr;
    std::vector<const GoldRecord*>& fits = found->second;
    const auto rank = [&](const GoldRecord* record) {
      return std::pair(record->optional, record->relationship != score.evaluator.relationship);
    };
    const auto best = std::min_element(fits.begin(), fits.end(),
                                       [&](auto* a, auto* b) { return rank(a) < rank(b); });
    const GoldRecord* taken = *best;
    fits.erase(best);
    return taken;
  }

  // What no record matched, in the order of the gold file.
  std::vector<const GoldRecord*> left(const std::vector<GoldRecord>& gold) const {
    std::vector<const GoldRecord*> records;
    for (const GoldRecord& record : gold) {
      if (record.is_spec) continue;
      const auto& open = open_.at(key_of(record.model, record.benchmark, record.value));
      if (std::find(open.begin(), open.end(), &record) != open.end()) records.push_back(&record);
    }
    return records;
  }

 private:
  std::map<Key, std::vector<const GoldRecord*>> open_;
};

// The missed gold record `score` comes close to; end() where none.
auto close_to(const Score& score, std::vector<const GoldRecord*>& missed) {
  const auto same_number = [&](const GoldRecord* record) {
    return record->value == score.score.value;
  };
  const auto names = [&](const GoldRecord* record) {
    return std::pair(near(record->model, score.model.raw),
                     near(record->benchmark, score.benchmark.raw));
  };
  const auto both = std::find_if(missed.begin(), missed.end(), [&](const GoldRecord* record) {
    return same_number(record) && names(record) == std::pair(true, true);
  });
  if (both != missed.end()) return both;
  return std::find_if(missed.begin(), missed.end(), [&](const GoldRecord* record) {
    return same_number(record) && record->optional && names(record) != std::pair(false, false);
  });
}

void compare_scores(const std::vector<Score>& scores, const std::vector<GoldRecord>& gold,
                    Tally& tally) {
  ScoreMatcher matcher(gold);
  std::vector<const Score*> unmatched;
  for (const Score& score : scores) {
    const GoldRecord* match = matcher.take(score);
    if (match == nullptr) {
      unmatched.push_back(&score);
    } else if (!match->optional) {
      ++tally.right;
      if (match->relationship) {
        ++tally.relationship_of;
        if (*match->relationship == score.evaluator.relationship) ++tally.relationship_right;
      }
    }
  }
  std::vector<const GoldRecord*> missed = matcher.left(gold);
  for (const Score* score : unmatched) {
    const auto match = close_to(*score, missed);
    if (match == missed.end()) {
      tally.wrong_records.push_back(
          shown(score->model.raw, score->benchmark.raw, score->score.value));
      continue;
    }
    if (!(*match)->optional) ++tally.near;
    missed.erase(match);
  }
  for (const GoldRecord* record : missed) {
    if (record->optional) continue;
    tally.missed_records.push_back(shown(record->model, record->benchmark, record->value));
  }
  tally.wrong = tally.wrong_records.size();
  tally.missed = tally.missed_records.size();
}

void compare_specs(const std::vector<Spec>& specs, const std::vector<GoldRecord>& gold,
                   Tally& tally) {
  for (const GoldRecord& record : gold) {
    if (!record.is_spec) continue;
    ++tally.specs_of;
    const bool found = std::any_of(specs.begin(), specs.end(), [&](const Spec& spec) {
      return name_key(spec.model.raw) == name_key(record.model) &&
             spec.attribute == record.benchmark && same_value(spec.value, record.spec_value);
    });
    if (found) ++tally.specs_right;
  }
}

Rates rates(std::size_t right, std::size_t wrong, std::size_t missed) {
  const auto part = [](std::size_t of, std::size_t rest) {
    return of + rest == 0 ? 1.0 : static_cast<double>(of) / static_cast<double>(of + rest);
  };
  Rates made;
  made.precision = part(right, wrong);
  made.recall = part(right, missed);
  const double sum = made.precision + made.recall;
  made.f1 = sum > 0 ? 2 * made.precision * made.recall / sum : 0;
  return made;
}

Result<GoldRecord> gold_record(std::string_view line, const std::string& where) {
  const auto fields = json_fields(line);
  if (!fields) return fail(ErrorKind::kUsage, where, fields.error().message);
  GoldRecord record;
  bool has_value = false;
  for (const JsonField& field : *fields) {
    if (field.path == "type") record.is_spec = field.plain() == "spec";
    if (field.path == "model") record.model = field.plain();
    if (field.path == "benchmark" || field.path == "attribute") record.benchmark = field.plain();
    if (field.path == "relationship" && field.json != "null") record.relationship = field.plain();
    if (field.path == "optional") record.optional = field.json == "true";
    if (field.path != "value") continue;
    record.spec_value = spec_value_of(field);
    if (const auto* number = std::get_if<double>(&record.spec_value)) record.value = *number;
    has_value = record.is_spec || std::holds_alternative<double>(record.spec_value);
  }
  if (!has_value || record.model.empty()) {
    return fail(ErrorKind::kUsage, where, "a gold record needs a model and a value");
  }
  return record;
}

}  // namespace

Result<std::vector<GoldRecord>> read_gold(std::string_view lines, std::string_view where) {
  std::vector<GoldRecord> records;
  std::size_t number = 0;
  while (!lines.empty()) {
    ++number;
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    const std::string_view line = lines.substr(0, end);
    lines.remove_prefix(std::min(end + 1, lines.size()));
    if (fold_space(line).empty()) continue;
    Result<GoldRecord> record = gold_record(line, fmt::format("{}:{}", where, number));
    if (!record) return tl::unexpected<Error>(record.error());
    records.push_back(std::move(*record));
  }
  return records;
}

Rates Tally::strict() const { return rates(right, wrong + near, missed + near); }

Rates Tally::lenient() const { return rates(right + near, wrong, missed); }

double Tally::relationship() const {
  return relationship_of == 0
             ? 1.0
             : static_cast<double>(relationship_right) / static_cast<double>(relationship_of);
}

void Tally::add(const Tally& other) {
  right += other.right;
  near += other.near;
  wrong += other.wrong;
  missed += other.missed;
  relationship_right += other.relationship_right;
  relationship_of += other.relationship_of;
  specs_right += other.specs_right;
  specs_of += other.specs_of;
}

Tally compare_with_gold(const Extraction& extraction, const std::vector<GoldRecord>& gold) {
  Tally tally;
  compare_scores(extraction.scores, gold, tally);
  compare_specs(extraction.specs, gold, tally);
  return tally;
}

}  // namespace benchledger
