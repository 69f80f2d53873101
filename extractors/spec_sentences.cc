#include "extractors/spec_sentences.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "extractors/claim_tokens.h"
#include "extractors/date.h"
#include "extractors/pattern.h"
#include "extractors/sentence.h"
#include "extractors/spec_value.h"
#include "extractors/text.h"

namespace benchledger {
namespace {

using Kind = ClaimToken::Kind;

// Longer ones are code or a page's script, not a sentence.
constexpr std::size_t kMaxSentence = 900;
// A list item's own text: what starts later belongs to words before it.
constexpr std::size_t kOpening = 60;
constexpr std::size_t kLongestLabel = 40;

struct Wording {
  const SpecSentence* rule = nullptr;
  const Attribute* attribute = nullptr;
  Pattern pattern;
  std::optional<Pattern> unless;
};

class SentenceReader {
 public:
  SentenceReader(const Document& document, const SpecSubjects& subjects, const Names& names,
                 const Rules& rules, std::vector<Spec>& specs)
      : document_(document),
        subjects_(subjects),
        names_(names),
        rules_(rules),
        specs_(specs),
        words_(subjects.words()) {
    for (const SpecSentence& rule : rules.spec_sentences) {
      auto pattern = Pattern::compile(rule.pattern);
      const auto attribute =
          std::find_if(rules.attributes.begin(), rules.attributes.end(),
                       [&](const Attribute& a) { return a.id == rule.attribute; });
      if (!pattern || attribute == rules.attributes.end()) continue;
      Wording wording{&rule, &*attribute, *pattern, std::nullopt};
      if (rule.unless) {
        if (auto unless = Pattern::compile(*rule.unless)) wording.unless = *unless;
      }
      wordings_.push_back(std::move(wording));
    }
  }

  void run() {
    for (std::size_t i = 0; i < document_.blocks.size(); ++i) {
      const BlockKind kind = document_.blocks[i].kind;
      if (kind == BlockKind::kParagraph || kind == BlockKind::kListItem) read_block(i);
    }
  }

 private:
  void read_block(std::size_t index) {
    index_ = index;
    antecedent_.reset();
    const std::string& block = document_.blocks[index].text.text;
    for (const TextRange range : split_sentences(block, words_.table("abbreviations"))) {
      const std::string_view text = range.of(block);
      if (text.size() > kMaxSentence || text.back() == '?') continue;
      range_ = range;
      tokens_.clear();
      tokenized_ = false;
      for (const Wording& wording : wordings_) read_wording(wording, text);
      note_antecedent(text);
    }
  }

  void read_wording(const Wording& wording, std::string_view text) {
    const auto matches = wording.pattern.find_all(text);
    if (matches.empty() || (wording.unless && wording.unless->find(text))) return;
    for (const Match& match : matches) {
      std::string_view value = match.text(text, 1);
      if (value.empty() && !wording.rule->absence) continue;
      const std::size_t at = match.groups[match.groups.size() > 1 && !value.empty() ? 1 : 0].begin;
      if (!value.empty() && !stands_alone(text, at, at + value.size(), *wording.attribute)) {
        continue;
      }
      if (wording.rule->absence) value = match.text(text, 0);
      const auto reading = reading_of(wording, value);
      if (!reading) continue;
      for (const ModelRef& model : subjects_at(text, at, *wording.attribute)) {
        add(model, *reading, value);
      }
    }
  }

  // One of several ("16B and 236B"), a range or a bound is not the value.
  bool stands_alone(std::string_view text, std::size_t begin, std::size_t end,
                    const Attribute& attribute) const {
    const ValueKind kind = attribute.kind;
    if (kind != ValueKind::kTokens && kind != ValueKind::kCount && kind != ValueKind::kPrice) {
      return true;
    }
    if ((kind != ValueKind::kPrice && is_range(text.substr(end))) || text.substr(end, 1) == "+")
      return false;
    const bool limit = attribute.id == "context_window" || attribute.id == "max_output";
    if (is_bounded(text.substr(0, begin), limit)) return false;
    if (follows_another(text.substr(0, begin), limit)) return false;
    const std::string_view before = text.substr(0, begin);
    for (const std::string_view mark : {"~", "<", ">", "≈", "≥", "≤", "–"}) {
      if (before.ends_with(mark)) return false;
    }
    // "10-12B", but "top-6".
    if (begin > 1 && text[begin - 1] == '-' && !is_letter(text[begin - 2])) return false;
    return find_word(text, "respectively") == std::string_view::npos;
  }

  // "over 400B"; the most a limit reaches ("up to 128K") is its value.
  bool is_bounded(std::string_view before, bool limit) const {
    for (const std::size_t count : {3U, 2U, 1U}) {
      const std::string words = last_words(before, count);
      if (words == "up to" && limit) return false;
      if (words_.in("hedge_below", words) || words_.in("open_bounds", words)) return true;
    }
    return false;
  }

  // The second of two figures; but "from 16K to 128K" states the second.
  static bool follows_another(std::string_view before, bool limit) {
    const std::string one = last_words(before, 1);
    if (one != "to" && one != "and" && one != "or") return false;
    if (one == "to" && limit && find_word(before, "from") != std::string_view::npos) return false;
    const std::size_t digits = before.find_last_of("0123456789");
    return digits != std::string_view::npos && before.size() - digits < 12;
  }

  // "10T" of "10T to 12T tokens".
  static bool is_range(std::string_view rest) {
    for (const std::string_view joint :
         {" to ", " or ", " and ", "-", " - ", "–", " – ", "/", " / ", ", ", " vs "}) {
      if (rest.starts_with(joint) && rest.size() > joint.size() && is_digit(rest[joint.size()])) {
        return true;
      }
    }
    return false;
  }

  static std::string last_words(std::string_view text, std::size_t count) {
    const auto words = fold_words(text.substr(text.size() > 40 ? text.size() - 40 : 0));
    std::string joined;
    for (std::size_t i = words.size() > count ? words.size() - count : 0; i < words.size(); ++i) {
      joined += (joined.empty() ? "" : " ") + words[i];
    }
    return joined;
  }

  // ---- whose ----

  const std::vector<ClaimToken>& tokens(std::string_view text) {
    if (!tokenized_) tokens_ = subjects_.tokens(text);
    tokenized_ = true;
    return tokens_;
  }

  bool is_word(const ClaimToken& token, std::string_view table) const {
    return (token.kind == Kind::kWord || token.kind == Kind::kCue) && words_.in(table, token.word);
  }

  // "reportedly", "if it had": nothing is stated.
  bool is_uncertain(const std::vector<ClaimToken>& list, std::size_t end) const {
    std::vector<std::string_view> plain;
    for (std::size_t i = 0; i < end; ++i) plain.emplace_back(list[i].word);
    for (std::size_t i = 0; i < end; ++i) {
      if (words_.phrase_at("uncertain_words", plain, i) > 0) return true;
      if (words_.phrase_at("negations", plain, i) > 0) return true;
    }
    return false;
  }

  bool sets_off(const ClaimToken& token) const {
    return is_word(token, "rival_marks") || token.cue == Cue::kComparison ||
           token.cue == Cue::kParity;
  }

  // The models the words before `at` speak of: the nearest named, with those
  // listed before it where the sentence says something of them all.
  std::vector<ModelRef> subjects_at(std::string_view text, std::size_t at,
                                    const Attribute& attribute) {
    const auto& list = tokens(text);
    std::size_t last = list.size();
    std::size_t end = 0;
    for (; end < list.size() && list[end].end <= at; ++end) {
      if (list[end].kind == Kind::kModel) last = end;
    }
    if (is_uncertain(list, end)) return {};
    if (last >= end) return implied(text, at, end);
    const std::size_t first = first_listed(list, last);
    if (is_set_off(list, first, attribute)) return {};
    // "beats others with 72B parameters": of whom it is set against.
    if (std::any_of(list.begin() + offset(last + 1), list.begin() + offset(end),
                    [&](const ClaimToken& token) {
                      return token.cue == Cue::kComparison || token.cue == Cue::kParity;
                    })) {
      return {};
    }
    const std::string_view next =
        last + 1 < list.size() ? std::string_view(list[last + 1].word) : std::string_view();
    // "The Qwen9 models": of a family only what all its members share.
    const bool shared = attribute.id == "license" || attribute.id == "knowledge_cutoff";
    if (words_.in("plural_model_nouns", next) && !shared) return {};
    if (first == last) return {names_.model(list[last].word)};
    const bool of_all =
        std::any_of(list.begin() + offset(last + 1), list.begin() + offset(end),
                    [&](const ClaimToken& token) { return is_word(token, "plural_verbs"); });
    if (!of_all) return {};
    std::vector<ModelRef> all;
    for (std::size_t i = first; i <= last; ++i) {
      if (list[i].kind == Kind::kModel) all.push_back(names_.model(list[i].word));
    }
    return all;
  }

  static std::ptrdiff_t offset(std::size_t index) { return static_cast<std::ptrdiff_t>(index); }

  // Back to the first of the names listed together.
  std::size_t first_listed(const std::vector<ClaimToken>& list, std::size_t last) const {
    std::size_t first = last;
    while (first > 1) {
      std::size_t before = first;
      while (before > 0 &&
             (is_word(list[before - 1], "list_joints") || list[before - 1].word == ",")) {
        --before;
      }
      if (before == first || before == 0 || list[before - 1].kind != Kind::kModel) break;
      first = before - 1;
    }
    return first;
  }

  // "built on A and B with ...", "unlike B, which ...", "twice the speed of B":
  // what follows may be said of another.
  bool is_set_off(const std::vector<ClaimToken>& list, std::size_t at,
                  const Attribute& attribute) const {
    const bool of_counts =
        attribute.kind == ValueKind::kTokens || attribute.kind == ValueKind::kCount;
    for (std::size_t back = 1; back <= 2 && back <= at; ++back) {
      const ClaimToken& before = list[at - back];
      if (sets_off(before) || is_word(before, "source_marks") ||
          (of_counts && before.word == "of")) {
        return true;
      }
    }
    return false;
  }

  // Nobody is named before the figure, the first `end` tokens: "it" and a bare
  // label mean the page's model.
  std::vector<ModelRef> implied(std::string_view text, std::size_t at, std::size_t end) {
    const auto words = fold_words(text.substr(0, std::min<std::size_t>(text.size(), 40)));
    if (words.empty()) return {};
    for (std::size_t i = 0; i < end; ++i) {
      // "it outperforms others with 72B parameters".
      if (sets_off(tokens_[i]) && tokens_[i].word != "to") return {};
    }
    const std::string two = words.size() > 1 ? words[0] + " " + words[1] : words[0];
    if (words_.in("openers_before_subject", words[0])) return named_after(end);
    const bool pronoun = words_.in("pronouns", words[0]) || words_.in("pronouns", two);
    const bool opener =
        words_.in("attribute_openers", words[0]) || words_.in("attribute_openers", two);
    if ((pronoun || opener) && antecedent_) return {*antecedent_};
    const bool item = document_.blocks[index_].kind == BlockKind::kListItem && at < kOpening;
    // "Dense models: 2B and 8B, trained on ...": of several at once.
    const bool several = std::any_of(tokens_.begin(), tokens_.end(), [&](const ClaimToken& token) {
      return is_word(token, "plural_model_nouns");
    });
    if (!pronoun && several) return {};
    const bool self = words_.in("self_words", words[0]) || words_.in("self_words", two);
    if (!pronoun && !opener && !item && !self && !is_labelled(text, at)) return {};
    auto model = subjects_.at(index_);
    return model ? std::vector<ModelRef>{*model} : std::vector<ModelRef>{};
  }

  // "With 4.1B parameters, X does ...": whom the next words name.
  std::vector<ModelRef> named_after(std::size_t end) const {
    constexpr std::size_t kReach = 5;
    std::vector<std::string_view> plain;
    for (const ClaimToken& token : tokens_) plain.emplace_back(token.word);
    for (std::size_t i = end; i < tokens_.size() && i <= end + kReach; ++i) {
      if (tokens_[i].kind == Kind::kModel) return {names_.model(tokens_[i].word)};
      if (words_.phrase_at("pronouns", plain, i) == 0) continue;
      const auto model = subjects_.at(index_);
      return model ? std::vector<ModelRef>{*model} : std::vector<ModelRef>{};
    }
    return {};
  }

  // "Licence: MIT": the value stands right after a label that opens the line.
  bool is_labelled(std::string_view text, std::size_t at) const {
    std::size_t end = at;
    while (end > 0 && (text[end - 1] == ' ' || text[end - 1] == '$')) --end;
    return range_.begin == 0 && end > 0 && end <= kLongestLabel && text[end - 1] == ':';
  }

  // The one model the sentence names may be "it" in the next.
  void note_antecedent(std::string_view text) {
    if (names_nobody(text)) return;
    std::optional<std::string> only;
    for (const ClaimToken& token : tokens(text)) {
      if (token.kind != Kind::kModel) continue;
      if (only && *only != token.word) {
        antecedent_.reset();
        return;
      }
      only = token.word;
    }
    if (only) antecedent_ = names_.model(*only);
  }

  // Names have a capital or a digit; most sentences of running text have none
  // but their first letter, and need not be cut into tokens.
  static bool names_nobody(std::string_view text) {
    return text.size() < 2 || std::none_of(text.begin() + 1, text.end(), [](char c) {
             return is_digit(c) || (c >= 'A' && c <= 'Z');
           });
  }

  // ---- what ----

  // Cuts `value` down to what was read of it.
  std::optional<SpecReading> reading_of(const Wording& wording, std::string_view& value) const {
    SpecReading reading;
    reading.attribute = wording.attribute->id;
    if (wording.rule->absence) {
      reading.absence = wording.rule->absence;
      return reading;
    }
    switch (wording.attribute->kind) {
      case ValueKind::kLicense:
        return license_in(value);
      case ValueKind::kName:
        return organization_in(value);
      case ValueKind::kDate: {
        const auto date = find_date(value, true);
        if (!date) return std::nullopt;
        reading.value = date->iso;
        return reading;
      }
      default: {
        auto readings = read_spec_value(*wording.attribute, {}, value, rules_);
        if (readings.size() != 1 || readings.front().absence) return std::nullopt;
        return readings.front();
      }
    }
  }

  // The longest run of words from the start that is an organization's name.
  std::optional<SpecReading> organization_in(std::string_view& text) const {
    for (std::size_t end = text.size(); end > 1; --end) {
      if (end < text.size() && (is_letter(text[end]) || is_digit(text[end]))) continue;
      // "Acme AI" need not be Acme.
      const bool goes_on =
          end + 1 < text.size() && text[end] == ' ' && text[end + 1] >= 'A' && text[end + 1] <= 'Z';
      if (goes_on) continue;
      const std::string_view name = text.substr(0, end);
      if (names_.organization(name) == nullptr) continue;
      SpecReading reading;
      reading.attribute = "provider";
      reading.value = std::string(name);
      text = name;
      return reading;
    }
    return std::nullopt;
  }

  // The longest run of words from the start that is a licence with an SPDX id.
  std::optional<SpecReading> license_in(std::string_view& text) const {
    for (std::size_t end = text.size(); end > 0; --end) {
      if (end < text.size() && (is_letter(text[end]) || is_digit(text[end]))) continue;
      if (!is_letter(text[end - 1]) && !is_digit(text[end - 1]) && text[end - 1] != ')') continue;
      const auto known = rules_.licenses.find(name_key(text.substr(0, end)));
      if (known == rules_.licenses.end()) continue;
      SpecReading reading;
      reading.attribute = "license";
      reading.value = known->second;
      text = text.substr(0, end);
      return reading;
    }
    return std::nullopt;
  }

  void add(const ModelRef& model, SpecReading reading, std::string_view raw) {
    const bool stated = std::any_of(specs_.begin(), specs_.end(), [&](const Spec& spec) {
      const bool same_model =
          spec.model.id && model.id ? *spec.model.id == *model.id : spec.model.raw == model.raw;
      if (!same_model || spec.attribute != reading.attribute) return false;
      // Words may differ and mean the same.
      const bool in_words = std::holds_alternative<std::string>(spec.value) &&
                            spec.evidence.table.has_value() && reading.attribute != "license";
      return in_words || (spec.value == reading.value && spec.absence == reading.absence);
    });
    if (stated) return;
    const SourceText& text = document_.blocks[index_].text;
    Spec spec;
    spec.model = model;
    spec.attribute = std::move(reading.attribute);
    spec.raw = std::string(raw);
    spec.value = std::move(reading.value);
    if (!reading.absence) spec.unit = std::move(reading.unit);
    spec.interval = reading.interval;
    spec.absence = std::move(reading.absence);
    spec.evidence.span = text.source(range_.begin, range_.end);
    spec.evidence.text = std::string(range_.of(text.text));
    spec.evidence.heading = heading_path(document_, index_);
    specs_.push_back(std::move(spec));
  }

  const Document& document_;
  const SpecSubjects& subjects_;
  const Names& names_;
  const Rules& rules_;
  std::vector<Spec>& specs_;
  const ClaimWords& words_;
  std::vector<Wording> wordings_;

  // Of the sentence being read.
  std::size_t index_ = 0;
  TextRange range_;
  std::vector<ClaimToken> tokens_;
  bool tokenized_ = false;
  std::optional<ModelRef> antecedent_;
};

}  // namespace

void add_spec_sentences(const Document& document, const SpecSubjects& subjects, const Names& names,
                        const Rules& rules, std::vector<Spec>& specs) {
  if (rules.spec_sentences.empty()) return;
  SentenceReader(document, subjects, names, rules, specs).run();
}

}  // namespace benchledger
