#include "extractors/claim_records.h"

#include <utility>

#include "extractors/claim_field.h"
#include "extractors/claim_kinds.h"
#include "extractors/claim_only.h"
#include "extractors/claim_sentence.h"
#include "extractors/claim_writer.h"
#include "extractors/pattern.h"
#include "extractors/sentence.h"
#include "extractors/text.h"

namespace benchledger {
namespace {

using Kind = ClaimToken::Kind;
constexpr std::size_t kNone = ClaimSentence::kNone;

// Longer ones are code or a page's script, not a sentence.
constexpr std::size_t kMaxSentence = 900;

// The claims of one document, sentence by sentence.
class ClaimReader {
 public:
  ClaimReader(const Document& document, const ClaimField& field, const Rules& rules,
              std::string_view page_key)
      : document_(document), field_(field), writer_(document, field, page_key) {
    for (const AttributionPhrase& phrase : rules.phrases) {
      if (phrase.says == AttributionClass::kIrrelevant) continue;
      if (auto pattern = Pattern::compile(phrase.pattern)) attributions_.push_back(*pattern);
    }
  }

  std::vector<Claim> run() {
    find_reservations();
    for (std::size_t i = 0; i < document_.blocks.size(); ++i) {
      const BlockKind kind = document_.blocks[i].kind;
      if (kind == BlockKind::kParagraph || kind == BlockKind::kListItem) read_block(i);
    }
    return writer_.take();
  }

 private:
  // What the page says only one model does, wherever that stands.
  void find_reservations() {
    for (const Block& block : document_.blocks) {
      if (block.kind != BlockKind::kParagraph && block.kind != BlockKind::kListItem) continue;
      const std::string& text = block.text.text;
      if (find_word(text, "only") == std::string::npos) continue;
      for (const TextRange range : split_sentences(text, field_.words().table("abbreviations"))) {
        const std::string_view sentence = range.of(text);
        if (sentence.size() > kMaxSentence || sentence.back() == '?') continue;
        auto only = only_claim(ClaimSentence(sentence, field_, implied_subject()));
        if (only) reservations_.push_back(std::move(*only));
      }
    }
  }

  void read_block(std::size_t index) {
    other_model_named_ = false;
    antecedent_ = {};
    const std::string& block = document_.blocks[index].text.text;
    for (const TextRange range : split_sentences(block, field_.words().table("abbreviations"))) {
      const std::string_view text = range.of(block);
      if (text.size() > kMaxSentence || text.back() == '?') continue;
      ClaimSentence sentence(text, field_, implied_subject());
      if (antecedent_.known && sentence.opens_with("pronouns")) {
        sentence = ClaimSentence(text, field_, antecedent_);
      }
      writer_.open(index, range, sentence);
      read_sentence(text, sentence);
      note_models(sentence);
    }
  }

  void read_sentence(std::string_view text, ClaimSentence& sentence) {
    const ClaimWork work{field_, sentence, writer_};
    read_ranks(work);
    read_ratios(work);
    read_counts(work);
    read_superlatives(work);
    read_comparisons(work);
    read_values(work);
    read_praise(work);
    read_only_claims(work, reservations_);
    read_provenance(text, sentence);
  }

  ClaimSubject implied_subject() const {
    const auto& page_subject = field_.page_subject();
    if (page_subject.empty()) return {{}, field_.page().subject.has_value(), false, {}, true};
    return {page_subject, true, !other_model_named_, {}, true};
  }

  // A model other than the page's own, named before, may be what "it" means;
  // where the sentence before names one alone, it is.
  void note_models(const ClaimSentence& sentence) {
    std::size_t first = kNone;
    bool several = false;
    for (std::size_t i = 0; i < sentence.size(); ++i) {
      if (!sentence.is_kind(i, Kind::kModel)) continue;
      several = several || (first != kNone && sentence[i].candidates != sentence[first].candidates);
      if (first == kNone) first = i;
      // One it was set against is not what the next sentence is about.
      if (sentence.is_aside(i)) continue;
      if (sentence[i].candidates != field_.page_subject()) other_model_named_ = true;
    }
    if (several) {
      antecedent_ = {};
    } else if (first != kNone) {
      const ClaimToken& model = sentence[first];
      antecedent_ = {model.candidates, true, true, model.word, model.exact};
    }
  }

  void read_provenance(std::string_view text, const ClaimSentence& sentence) {
    if (!field_.has_scores()) return;
    bool says = sentence.has("provenance_words");
    // The attribution phrases are made for captions and notes; in prose they
    // speak of scores only where one of these nouns stands.
    if (!says && !sentence.has("score_nouns")) return;
    for (const Pattern& pattern : attributions_) {
      if (says) break;
      says = pattern.find(text).has_value();
    }
    if (!says) return;
    const std::size_t benchmark =
        sentence.size() == 0 ? kNone : sentence.benchmark_before(sentence.size());
    const ClaimSubject subject = field_.page_subject().empty()
                                     ? ClaimSubject{}
                                     : ClaimSubject{field_.page_subject(), true, false, {}, true};
    ClaimDraft draft{"provenance", 0, subject, benchmark, std::nullopt, std::nullopt, true, {}};
    draft.measured = measured_by(text, sentence);
    writer_.emit(draft, judged("not_checkable", "says who measured"));
  }

  // What the longest of the sentence's provenance words says; a denial of
  // independence where they are negated.
  int measured_by(std::string_view text, const ClaimSentence& sentence) const {
    std::size_t longest = 0;
    double says = 0;
    for (const auto& [phrase, value] : field_.words().table("provenance_words")) {
      if (phrase.size() <= longest || find_word(text, phrase) == std::string_view::npos) continue;
      longest = phrase.size();
      says = value;
    }
    if (sentence.has("negations") && says > 0) says = says == 2 ? -2 : 0;
    return sentence.has("hypothetical_words") ? 0 : static_cast<int>(says);
  }

  const Document& document_;
  const ClaimField& field_;
  ClaimWriter writer_;
  std::vector<Pattern> attributions_;
  std::vector<OnlyClaim> reservations_;

  // Of the block being read.
  bool other_model_named_ = false;
  ClaimSubject antecedent_;
};

}  // namespace

std::vector<Claim> read_claims(const Document& document, const Page& page,
                               const std::vector<Score>& scores, const std::vector<Spec>&,
                               const Names& names, const Rules& rules, std::string_view page_key,
                               std::vector<Diagnostic>&) {
  const ClaimField field(document, page, scores, names, rules);
  return ClaimReader(document, field, rules, page_key).run();
}

}  // namespace benchledger
