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

struct Wording {
  const SpecSentence* rule = nullptr;
  const Attribute* attribute = nullptr;
  Pattern pattern;
  std::optional<Pattern> unless;
};

class SentenceReader {
 public:
  SentenceReader(const Document& document, const Page& page, const Names& names, const Rules& rules,
                 std::vector<Spec>& specs)
      : document_(document),
        page_(page),
        names_(names),
        rules_(rules),
        specs_(specs),
        words_(rules),
        mentions_({}, names, rules) {
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
    if (wording.unless && wording.unless->find(text)) return;
    for (const Match& match : wording.pattern.find_all(text)) {
      std::string_view value = match.text(text, 1);
      if (value.empty() && !wording.rule->absence) continue;
      const std::size_t at = match.groups[match.groups.size() > 1 && !value.empty() ? 1 : 0].begin;
      if (!value.empty() && !stands_alone(text, at, at + value.size(), *wording.attribute)) {
        continue;
      }
      const auto model = subject_at(text, at, *wording.attribute);
      if (!model) continue;
      if (wording.rule->absence) value = match.text(text, 0);
      if (auto reading = reading_of(wording, value)) add(*model, std::move(*reading), value);
    }
  }

  // One of several ("16B and 236B"), a range or a bound is not the value.
  bool stands_alone(std::string_view text, std::size_t begin, std::size_t end,
                    const Attribute& attribute) const {
    const ValueKind kind = attribute.kind;
    if (kind != ValueKind::kTokens && kind != ValueKind::kCount && kind != ValueKind::kPrice) {
      return true;
    }
    if (is_range(text.substr(end))) return false;
    const std::string before = last_words(text.substr(0, begin), 2);
    const std::string one = last_words(text.substr(0, begin), 1);
    const bool limit = attribute.id == "context_window" || attribute.id == "max_output";
    for (const std::string& word : {before, one}) {
      if (word == "up to" && limit) return true;
      if (words_.in("hedge_below", word)) return false;
    }
    if (before == "low as" || before == "starting at" || before == "starting from") return false;
    if (one == "to" || one == "and" || one == "or") {
      // "from 16K to 128K" states the second.
      const bool extended = one == "to" && limit &&
                            find_word(text.substr(0, begin), "from") != std::string_view::npos;
      const std::size_t digits = text.substr(0, begin).find_last_of("0123456789");
      if (!extended && digits != std::string_view::npos && begin - digits < 12) return false;
    }
    if (begin > 0 && (text[begin - 1] == '~' || text[begin - 1] == '-' || text[begin - 1] == '<' ||
                      text[begin - 1] == '>')) {
      return false;
    }
    return find_word(text, "respectively") == std::string_view::npos;
  }

  // "10T" of "10T to 12T tokens".
  static bool is_range(std::string_view rest) {
    for (const std::string_view joint : {" to ", " or ", " and ", "-", " - ", "–", " – "}) {
      if (rest.substr(0, joint.size()) == joint && rest.size() > joint.size() &&
          is_digit(rest[joint.size()])) {
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
    if (!tokenized_) tokens_ = claim_tokens(text, mentions_, words_);
    tokenized_ = true;
    return tokens_;
  }

  bool is_word(const ClaimToken& token, std::string_view table) const {
    return (token.kind == Kind::kWord || token.kind == Kind::kCue) && words_.in(table, token.word);
  }

  std::optional<ModelRef> subject_at(std::string_view text, std::size_t at,
                                     const Attribute& attribute) {
    const auto& list = tokens(text);
    std::size_t last = list.size();
    for (std::size_t i = 0; i < list.size() && list[i].end <= at; ++i) {
      if (list[i].kind == Kind::kModel) last = i;
    }
    if (last == list.size()) return implied(text, at);
    if (is_set_off(list, last, attribute)) return std::nullopt;
    // "The Qwen9 models": of a family only what all its members share.
    const bool shared = attribute.id == "license" || attribute.id == "knowledge_cutoff" ||
                        attribute.id == "training_tokens";
    const bool family = last + 1 < list.size() && is_plural(list[last + 1].word);
    if (family && !shared) return std::nullopt;
    return names_.model(list[last].word);
  }

  // "built on A and B with ...", "unlike B, which ...", "twice the speed of B":
  // what follows may be said of another.
  bool is_set_off(const std::vector<ClaimToken>& list, std::size_t at,
                  const Attribute& attribute) const {
    // Back to the first of the names listed together.
    while (at > 1 && is_word(list[at - 1], "list_joints") && list[at - 2].kind == Kind::kModel) {
      at -= 2;
    }
    const bool of_counts =
        attribute.kind == ValueKind::kTokens || attribute.kind == ValueKind::kCount;
    for (std::size_t back = 1; back <= 2 && back <= at; ++back) {
      const ClaimToken& before = list[at - back];
      if (is_word(before, "rival_marks") || is_word(before, "source_marks") ||
          before.cue == Cue::kComparison || before.cue == Cue::kParity ||
          (of_counts && before.word == "of")) {
        return true;
      }
    }
    return false;
  }

  static bool is_plural(std::string_view word) {
    return word == "models" || word == "series" || word == "family" || word == "variants";
  }

  std::optional<ModelRef> implied(std::string_view text, std::size_t at) const {
    const auto words = fold_words(text.substr(0, std::min<std::size_t>(text.size(), 40)));
    if (words.empty()) return std::nullopt;
    const std::string two = words.size() > 1 ? words[0] + " " + words[1] : words[0];
    const bool pronoun = words_.in("pronouns", words[0]) || words_.in("pronouns", two);
    const bool item = document_.blocks[index_].kind == BlockKind::kListItem && at < kOpening;
    if (pronoun && antecedent_) return antecedent_;
    // "Dense models: 2B and 8B, trained on ...": of several at once.
    if (!pronoun && find_word(text, "models") != std::string_view::npos) return std::nullopt;
    if (!pronoun && !item && !words_.in("self_words", words[0])) return std::nullopt;
    return page_model();
  }

  std::optional<ModelRef> page_model() const {
    const auto path = heading_path(document_, index_);
    for (auto heading = path.rbegin(); heading != path.rend(); ++heading) {
      if (!names_.knows_model(*heading)) continue;
      // A heading about several, or about one among other words, is no subject.
      if (fold_words(*heading).size() > 5) continue;
      return names_.model(*heading);
    }
    return page_.subject;
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

  std::optional<SpecReading> reading_of(const Wording& wording, std::string_view value) const {
    SpecReading reading;
    reading.attribute = wording.attribute->id;
    if (wording.rule->absence) {
      reading.absence = wording.rule->absence;
      return reading;
    }
    switch (wording.attribute->kind) {
      case ValueKind::kLicense:
        return license_in(value);
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

  // The longest run of words from the start that is a licence with an SPDX id.
  std::optional<SpecReading> license_in(std::string_view text) const {
    for (std::size_t end = text.size(); end > 0; --end) {
      if (end < text.size() && (is_letter(text[end]) || is_digit(text[end]))) continue;
      const auto known = rules_.licenses.find(name_key(text.substr(0, end)));
      if (known == rules_.licenses.end()) continue;
      SpecReading reading;
      reading.attribute = "license";
      reading.value = known->second;
      return reading;
    }
    return std::nullopt;
  }

  void add(const ModelRef& model, SpecReading reading, std::string_view raw) {
    const bool stated = std::any_of(specs_.begin(), specs_.end(), [&](const Spec& spec) {
      const bool same_model =
          spec.model.id && model.id ? *spec.model.id == *model.id : spec.model.raw == model.raw;
      return same_model && spec.attribute == reading.attribute && spec.value == reading.value &&
             spec.absence == reading.absence;
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
  const Page& page_;
  const Names& names_;
  const Rules& rules_;
  std::vector<Spec>& specs_;
  ClaimWords words_;
  ClaimNames mentions_;
  std::vector<Wording> wordings_;

  // Of the sentence being read.
  std::size_t index_ = 0;
  TextRange range_;
  std::vector<ClaimToken> tokens_;
  bool tokenized_ = false;
  std::optional<ModelRef> antecedent_;
};

}  // namespace

void add_spec_sentences(const Document& document, const Page& page, const Names& names,
                        const Rules& rules, std::vector<Spec>& specs) {
  if (rules.spec_sentences.empty()) return;
  SentenceReader(document, page, names, rules, specs).run();
}

}  // namespace benchledger
