#include "extractors/claim_records.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "extractors/claim_tokens.h"
#include "extractors/comparable.h"
#include "extractors/digest.h"
#include "extractors/pattern.h"
#include "extractors/sentence.h"
#include "extractors/text.h"
#include "extractors/verdict.h"

namespace benchledger {
namespace {

using Kind = ClaimToken::Kind;
using Tokens = std::vector<ClaimToken>;

// Longer ones are code or a page's script, not a sentence.
constexpr std::size_t kMaxSentence = 900;

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

// Who a clause is about.
struct Subject {
  std::vector<std::size_t> candidates;
  bool known = false;    // somebody, be it without a record
  bool certain = false;  // the sentence or the page leaves no doubt
  std::string text;      // as the sentence names it; empty: the page's own
};

// One way to read "subject on benchmark": the score and what it stands among.
struct Reading {
  const LineUp* line_up = nullptr;
  const Score* score = nullptr;
};

Sense sense_of(double value) {
  if (value == 2) return Sense::kHighest;
  if (value == -2) return Sense::kLowest;
  return value < 0 ? Sense::kWorst : Sense::kBest;
}

Judgement judged(std::string verdict, std::string detail) {
  Judgement judgement;
  judgement.verdict = std::move(verdict);
  judgement.detail = std::move(detail);
  return judgement;
}

// The claims of one document, sentence by sentence.
class ClaimReader {
 public:
  ClaimReader(const Document& document, const Page& page, const std::vector<Score>& scores,
              const Names& names, const Rules& rules, std::string_view page_key)
      : document_(document),
        page_(page),
        scores_(scores),
        index_of_names_(names),
        words_(rules),
        names_(scores, names, rules),
        line_ups_(line_ups(scores)),
        page_key_(page_key) {
    for (const AttributionPhrase& phrase : rules.phrases) {
      if (phrase.says == AttributionClass::kIrrelevant) continue;
      if (auto pattern = Pattern::compile(phrase.pattern)) attributions_.push_back(*pattern);
    }
    find_page_subject();
  }

  std::vector<Claim> run() {
    for (std::size_t i = 0; i < document_.blocks.size(); ++i) {
      const Block& block = document_.blocks[i];
      if (block.kind == BlockKind::kParagraph || block.kind == BlockKind::kListItem) {
        read_block(i);
      }
    }
    return std::move(claims_);
  }

 private:
  // ---- the walk ----

  void read_block(std::size_t index) {
    block_ = &document_.blocks[index];
    other_model_named_ = false;
    for (const TextRange range :
         split_sentences(block_->text.text, words_.table("abbreviations"))) {
      const std::string_view text = range.of(block_->text.text);
      if (text.size() > kMaxSentence || text.back() == '?') continue;
      range_ = range;
      index_ = index;
      tokens_ = claim_tokens(text, names_, words_);
      prepare();
      read_sentence(text);
      note_models();
    }
  }

  void prepare() {
    clause_.assign(tokens_.size(), 0);
    used_.assign(tokens_.size(), false);
    std::size_t clause = 0;
    plain_.clear();
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      const ClaimToken& token = tokens_[i];
      const bool border =
          (token.kind == Kind::kPunctuation && (token.word == " - " || token.word == ";")) ||
          (token.kind == Kind::kWord && words_.in("clause_words", token.word));
      if (border) ++clause;
      clause_[i] = clause;
      const bool word = token.kind == Kind::kWord || token.kind == Kind::kCue;
      plain_.push_back(word ? std::string_view(token.word) : std::string_view{});
    }
    emitted_.clear();
    mark_rivals();
  }

  // Models that a cue sets its subject against are not the subject of another.
  void mark_rivals() {
    rival_.assign(tokens_.size(), false);
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      const Cue cue = tokens_[i].cue;
      const bool ratio = cue == Cue::kRatio || tokens_[i].kind == Kind::kTimes;
      const bool against =
          cue == Cue::kComparison || cue == Cue::kParity || cue == Cue::kSecondOnly;
      if (!ratio && !against) continue;
      for (const std::size_t model : ratio ? ratio_rivals(i) : models_after(i)) {
        rival_[model] = true;
      }
    }
  }

  void read_sentence(std::string_view text) {
    read_ranks();
    read_ratios();
    read_counts();
    read_superlatives();
    read_comparisons();
    read_values();
    read_praise();
    read_provenance(text);
  }

  // A model other than the page's own, named before, may be what "it" means.
  void note_models() {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      // One it was set against is not what the next sentence is about.
      if (tokens_[i].kind != Kind::kModel || is_aside(i)) continue;
      if (tokens_[i].candidates != page_subject_) other_model_named_ = true;
    }
  }

  void find_page_subject() {
    if (!page_.subject) {
      find_subject_in_titles();
      return;
    }
    const auto exact = names_.model_index(*page_.subject);
    if (exact) page_subject_ = {*exact};
    const std::string key = name_key(page_.subject->name);
    for (std::size_t i = 0; i < names_.models().size(); ++i) {
      const ModelRef& model = names_.models()[i];
      const bool same = name_key(model.name) == key ||
                        (model.id && page_.subject->id && *model.id == *page_.subject->id);
      if (same && std::find(page_subject_.begin(), page_subject_.end(), i) == page_subject_.end()) {
        page_subject_.push_back(i);
      }
    }
  }

  // The one model of the records that the title or the first heading names.
  void find_subject_in_titles() {
    std::vector<std::string_view> titles;
    if (document_.title) titles.emplace_back(*document_.title);
    for (const Block& block : document_.blocks) {
      if (block.kind != BlockKind::kHeading) continue;
      titles.emplace_back(block.text.text);
      break;
    }
    for (const std::string_view title : titles) {
      std::set<std::vector<std::size_t>> named;
      for (const ClaimToken& token : claim_tokens(title, names_, words_)) {
        if (token.kind == Kind::kModel) named.insert(token.candidates);
      }
      if (named.size() != 1 || named.begin()->empty()) continue;
      page_subject_ = *named.begin();
      return;
    }
  }

  // ---- what stands where ----

  bool is_word(std::size_t i, std::string_view table) const {
    return i < tokens_.size() &&
           (tokens_[i].kind == Kind::kWord || tokens_[i].kind == Kind::kCue) &&
           words_.in(table, tokens_[i].word);
  }

  bool clause_has(std::size_t i, std::string_view table) const {
    for (std::size_t k = 0; k < tokens_.size(); ++k) {
      if (clause_[k] == clause_[i] && words_.phrase_at(table, plain_, k) > 0) return true;
    }
    return false;
  }

  bool sentence_has(std::string_view table) const {
    for (std::size_t k = 0; k < tokens_.size(); ++k) {
      if (words_.phrase_at(table, plain_, k) > 0) return true;
    }
    return false;
  }

  // Ends the stretch of words a cue speaks about.
  bool is_cue(std::size_t i) const {
    return tokens_[i].kind == Kind::kCue && tokens_[i].cue != Cue::kHedge &&
           tokens_[i].cue != Cue::kRank && tokens_[i].cue != Cue::kNone;
  }

  // The benchmarks a cue at `at` speaks about: those after it in its clause,
  // else the nearest before it, in the clause or in the sentence.
  std::vector<std::size_t> benchmarks_for(std::size_t at) const {
    std::vector<std::size_t> list;
    for (std::size_t i = at + 1; i < tokens_.size() && clause_[i] == clause_[at]; ++i) {
      if (tokens_[i].kind == Kind::kBenchmark) list.push_back(i);
      if (list.empty()) continue;
      if (is_cue(i) || (tokens_[i].kind == Kind::kWord && tokens_[i].word == "scores")) break;
    }
    if (!list.empty()) return list;
    const std::size_t before = benchmark_before(at);
    if (before != kNone) list.push_back(before);
    return list;
  }

  std::size_t benchmark_before(std::size_t at) const {
    for (std::size_t i = at; i-- > 0;) {
      if (tokens_[i].kind == Kind::kBenchmark) return i;
    }
    return kNone;
  }

  // Set off from the subject: "compared to X", "than X", "X's 20.6".
  bool is_aside(std::size_t i) const {
    if (rival_[i]) return true;
    for (std::size_t back = 1; back <= 2 && back <= i; ++back) {
      if (is_word(i - back, "rival_marks")) return true;
    }
    return false;
  }

  // The model right before the cue, where it stands alone: "B leads".
  std::size_t model_right_before(std::size_t at) const {
    std::size_t i = at;
    while (i > 0 && tokens_[i - 1].kind == Kind::kWord && tokens_[i - 1].word.size() > 3 &&
           tokens_[i - 1].word.substr(tokens_[i - 1].word.size() - 2) == "ly") {
      --i;
    }
    if (i == 0 || tokens_[i - 1].kind != Kind::kModel || is_aside(i - 1)) return kNone;
    std::size_t before = i - 1;
    while (before > 0 && (tokens_[before - 1].word == "," || tokens_[before - 1].word == "and" ||
                          tokens_[before - 1].word == "or")) {
      --before;
    }
    const bool listed = before < i - 1 && before > 0 && tokens_[before - 1].kind == Kind::kModel;
    return listed ? kNone : i - 1;
  }

  Subject subject_for(std::size_t at) const {
    const std::size_t near = model_right_before(at);
    if (near != kNone) return {tokens_[near].candidates, true, true, tokens_[near].word};
    std::set<std::vector<std::size_t>> seen;
    Subject subject;
    for (const bool whole_sentence : {false, true}) {
      for (std::size_t i = 0; i < at; ++i) {
        if (tokens_[i].kind != Kind::kModel || is_aside(i)) continue;
        if (!whole_sentence && clause_[i] != clause_[at]) continue;
        if (!seen.insert(tokens_[i].candidates).second) continue;
        subject = {tokens_[i].candidates, true, true, tokens_[i].word};
      }
      if (!seen.empty()) break;
    }
    if (seen.size() == 1) return subject;
    if (seen.size() > 1) return {};
    for (std::size_t i = at + 1; i < tokens_.size() && clause_[i] == clause_[at]; ++i) {
      // "The best on X is Y": Y may be the one meant.
      if (tokens_[i].kind == Kind::kWord && (tokens_[i].word == "is" || tokens_[i].word == "was") &&
          i + 1 < tokens_.size() && tokens_[i + 1].kind == Kind::kModel) {
        return {tokens_[i + 1].candidates, true, true, tokens_[i + 1].word};
      }
    }
    if (page_subject_.empty()) return {{}, page_.subject.has_value(), false, {}};
    return {page_subject_, true, !other_model_named_, {}};
  }

  // The models listed right after a cue, up to the first word that is none of
  // a list's.
  std::vector<std::size_t> models_after(std::size_t at) const {
    std::vector<std::size_t> list;
    for (std::size_t i = at + 1; i < tokens_.size() && clause_[i] == clause_[at]; ++i) {
      const ClaimToken& token = tokens_[i];
      if (token.kind == Kind::kModel) {
        list.push_back(i);
        continue;
      }
      if (token.kind == Kind::kFigure || token.kind == Kind::kMode || token.word == "mode")
        continue;
      if (token.kind == Kind::kPunctuation &&
          (token.word == "," || token.word == "(" || token.word == ")" || token.word == "'s")) {
        continue;
      }
      if (is_word(i, "list_words") || is_word(i, "class_words")) continue;
      // "beats B, and C leads on D": C has its own verb.
      if (list.size() > 1 && list.back() + 1 == i && token.kind == Kind::kCue && is_cue(i)) {
        list.pop_back();
      }
      break;
    }
    return list;
  }

  // ---- scores behind the words ----

  std::optional<std::string> mode_near(std::size_t at) const {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (clause_[i] == clause_[at] && tokens_[i].kind == Kind::kMode) return tokens_[i].word;
    }
    return std::nullopt;
  }

  std::vector<Reading> readings(const std::vector<std::size_t>& models, std::size_t benchmark,
                                const std::optional<std::string>& mode) const {
    std::vector<Reading> list;
    for (const LineUp& line_up : line_ups_) {
      if (!names_benchmark(tokens_[benchmark], line_up)) continue;
      for (const Score* score : line_up.scores) {
        if (names_model(models, *score)) list.push_back({&line_up, score});
      }
    }
    if (!mode) return list;
    std::vector<Reading> narrowed;
    for (const Reading& reading : list) {
      if (reading.score->model.mode == mode) narrowed.push_back(reading);
    }
    return narrowed.empty() ? list : narrowed;
  }

  bool names_benchmark(const ClaimToken& token, const LineUp& line_up) const {
    return std::any_of(token.candidates.begin(), token.candidates.end(), [&](std::size_t k) {
      return name_key(names_.benchmarks()[k].raw) == line_up.benchmark;
    });
  }

  bool names_model(const std::vector<std::size_t>& models, const Score& score) const {
    const auto index = names_.model_index(score.model);
    return index && std::find(models.begin(), models.end(), *index) != models.end();
  }

  static const Score* in_line_up(const LineUp& line_up, const ClaimReader& reader,
                                 const std::vector<std::size_t>& models) {
    for (const Score* score : line_up.scores) {
      if (reader.names_model(models, *score)) return score;
    }
    return nullptr;
  }

  // ---- claims out ----

  struct Draft {
    std::string kind;
    std::size_t at = 0;  // the cue or figure
    Subject subject;
    std::size_t benchmark = kNone;  // token
    std::optional<double> value;
    std::optional<std::string> unit;
    bool exact = true;  // every name is the whole printed name
    std::string tail;   // tells apart claims with all else equal (the rival)
  };

  bool blocked(std::size_t at) const {
    return clause_has(at, "hypothetical_words") || clause_has(at, "negations");
  }

  // A failure is said only where nothing else can be meant.
  void soften(const Draft& draft, Judgement& judgement) const {
    if (judgement.verdict != "fails") return;
    const char* doubt = nullptr;
    if (!draft.subject.certain) doubt = "the subject is not certain";
    if (!draft.exact) doubt = "a name is shortened";
    if (blocked(draft.at)) doubt = "negated or hypothetical";
    const bool narrowed =
        draft.kind == "superlative" || draft.kind == "rank" || draft.kind == "comparison";
    if (narrowed && clause_has(draft.at, "class_words")) doubt = "said of part of the field";
    if (draft.kind == "value" && clause_has(draft.at, "condition_words")) {
      doubt = "the conditions may differ";
    }
    if (doubt == nullptr) return;
    judgement.verdict = "not_checkable";
    judgement.detail += fmt::format(" ({})", doubt);
  }

  void emit(const Draft& draft, Judgement judgement) {
    soften(draft, judgement);
    Claim claim;
    claim.kind = draft.kind;
    claim.text = std::string(range_.of(block_->text.text));
    claim.subject = subject_ref(draft.subject, judgement);
    if (draft.benchmark != kNone) claim.benchmark = benchmark_ref(draft.benchmark);
    claim.value = draft.value;
    claim.unit = draft.unit;
    claim.verdict = std::move(judgement.verdict);
    claim.coverage = judgement.coverage;
    claim.detail = std::move(judgement.detail);
    claim.evidence.span = block_->text.source(range_.begin, range_.end);
    claim.evidence.text = claim.text;
    claim.evidence.heading = heading_path(document_, index_);
    claim.against = std::move(judgement.against);
    const std::string key = fmt::format(
        "claim|{}|{}|{}|{}|{}|{}", page_key_, claim.kind, name_key(claim.subject.raw),
        claim.benchmark ? name_key(claim.benchmark->raw) : std::string{}, draft.tail, claim.text);
    const std::string once = fmt::format("{}|{}", key, claim.value ? *claim.value : 0.0);
    if (!emitted_.insert(once).second) return;
    const std::size_t repeat = repeats_[key]++;
    claim.id = short_id(repeat == 0 ? key : fmt::format("{}|{}", key, repeat));
    claims_.push_back(std::move(claim));
  }

  ModelRef subject_ref(const Subject& subject, const Judgement& judgement) const {
    if (!judgement.against.empty() && !subject.candidates.empty()) {
      for (const Score& score : scores_) {
        const bool used = std::find(judgement.against.begin(), judgement.against.end(), score.id) !=
                          judgement.against.end();
        if (used && names_model(subject.candidates, score)) return score.model;
      }
    }
    const bool several = subject.candidates.size() != 1 && !subject.text.empty();
    if (several) return index_of_names_.model(subject.text);
    if (!subject.candidates.empty()) return names_.models()[subject.candidates.front()];
    if (page_.subject && subject.known) return *page_.subject;
    return {};
  }

  BenchmarkRef benchmark_ref(std::size_t at) const {
    const ClaimToken& token = tokens_[at];
    if (!token.candidates.empty()) return names_.benchmarks()[token.candidates.front()];
    BenchmarkRef benchmark;
    benchmark.raw = token.word;
    return benchmark;
  }

  // Judges each reading and emits; says why where there is nothing to judge.
  template <typename Judge>
  void emit_judged(const Draft& draft, Judge judge) {
    if (!draft.subject.known) {
      emit(draft, judged("not_checkable", "no subject is named"));
      return;
    }
    if (draft.benchmark == kNone) {
      emit(draft, judged("not_checkable", "no benchmark is named"));
      return;
    }
    std::vector<Judgement> judgements;
    for (const Reading& reading :
         readings(draft.subject.candidates, draft.benchmark, mode_near(draft.benchmark))) {
      judgements.push_back(judge(reading));
    }
    if (judgements.empty()) {
      const std::string benchmark = benchmark_ref(draft.benchmark).raw;
      emit(draft, judged("unsupported", fmt::format("no record of {} on {}",
                                                    subject_name(draft.subject), benchmark)));
      return;
    }
    emit(draft, combine(judgements));
  }

  std::string subject_name(const Subject& subject) const {
    if (!subject.text.empty()) return subject.text;
    if (!subject.candidates.empty()) return names_.models()[subject.candidates.front()].name;
    return page_.subject ? page_.subject->name : std::string("the model");
  }

  // One model, be it in several modes.
  bool one_name(const std::vector<std::size_t>& models) const {
    return std::all_of(models.begin(), models.end(), [&](std::size_t model) {
      return name_key(names_.models()[model].raw) == name_key(names_.models()[models.front()].raw);
    });
  }

  bool exact(const Subject& subject, std::size_t at) const {
    if (!one_name(subject.candidates) && subject.candidates != page_subject_) return false;
    return at == kNone || tokens_[at].candidates.size() <= 1 || tokens_[at].exact;
  }

  // ---- hedges ----

  bool is_hedge(std::size_t i) const {
    return tokens_[i].kind == Kind::kCue && tokens_[i].cue == Cue::kHedge;
  }

  // The hedge right before tokens_[at]; `at` is moved in front of it.
  Tolerance tolerance_before(std::size_t at, bool ratio) const {
    Tolerance tolerance;
    if (at > 0 && tokens_[at - 1].kind == Kind::kCue && tokens_[at - 1].cue == Cue::kHedge) {
      const std::string& word = tokens_[at - 1].word;
      tolerance.below = words_.number("hedge_below", word).value_or(0);
      tolerance.above = words_.number("hedge_above", word).value_or(0);
      tolerance.hedged = true;
      const double scale = words_.number("hedge_scale", "value").value_or(1);
      if (!ratio && tolerance.below < 1) tolerance.below *= scale;
      if (!ratio && tolerance.above < 1) tolerance.above *= scale;
    }
    return tolerance;
  }

  // ---- ranks ----

  bool is_rank(std::size_t i) const {
    const ClaimToken& token = tokens_[i];
    const bool after_verb = i > 0 && is_word(i - 1, "rank_verbs");
    const bool place = i + 1 < tokens_.size() && tokens_[i + 1].word == "place";
    if (token.kind == Kind::kCue && token.cue == Cue::kRank) return after_verb || place;
    if (token.kind != Kind::kOrdinal || token.number.decimals > 0) return false;
    return after_verb || place || words_.phrase_at("rank_context", plain_, i + 1) > 0 ||
           is_word(i + 1, "rank_context");
  }

  void read_ranks() {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (tokens_[i].kind == Kind::kCue && tokens_[i].cue == Cue::kSecondOnly) read_second_only(i);
      if (!is_rank(i)) continue;
      const double rank =
          tokens_[i].kind == Kind::kOrdinal ? tokens_[i].number.value : tokens_[i].value;
      read_rank(i, rank);
    }
  }

  void read_rank(std::size_t at, double rank) {
    if (rank < 1 || rank > 1000) return;
    std::vector<std::size_t> behind;
    for (std::size_t i = at + 1; i < tokens_.size(); ++i) {
      if (tokens_[i].kind != Kind::kCue || tokens_[i].word != "behind") continue;
      used_[i] = true;
      behind = models_after(i);
      break;
    }
    for (const std::size_t benchmark : first_only(benchmarks_for(at))) {
      Draft draft{"rank", at, subject_for(at), benchmark, rank, "rank", true, {}};
      draft.exact = exact(draft.subject, benchmark);
      emit_judged(draft, [&](const Reading& reading) {
        std::vector<const Score*> ahead;
        for (const std::size_t model : behind) {
          const Score* score = in_line_up(*reading.line_up, *this, tokens_[model].candidates);
          if (score != nullptr) ahead.push_back(score);
        }
        return judge_rank(*reading.line_up, *reading.score, static_cast<int>(rank), ahead);
      });
    }
  }

  static std::vector<std::size_t> first_only(std::vector<std::size_t> list) {
    if (list.size() > 1) list.erase(list.begin() + 1, list.end());
    return list;
  }

  void read_second_only(std::size_t at) {
    const std::vector<std::size_t> models = models_after(at);
    const std::vector<std::size_t> benchmarks = benchmarks_for(at);
    if (models.size() != 1 || benchmarks.empty()) return;
    Draft draft{"rank", at, subject_for(at), benchmarks.front(), 2, "rank", true, {}};
    draft.exact = exact(draft.subject, draft.benchmark);
    emit_judged(draft, [&](const Reading& reading) {
      const Score* first = in_line_up(*reading.line_up, *this, tokens_[models.front()].candidates);
      if (first == nullptr) {
        return judged("unsupported", fmt::format("no record of {}", tokens_[models.front()].word));
      }
      return judge_second_only(*reading.line_up, *reading.score, *first);
    });
  }

  // ---- ratios ----

  void read_ratios() {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      const bool word = tokens_[i].kind == Kind::kCue && tokens_[i].cue == Cue::kRatio;
      if (word || tokens_[i].kind == Kind::kTimes) read_ratio(i, word);
    }
  }

  std::vector<std::size_t> ratio_rivals(std::size_t at) const {
    for (std::size_t i = at + 1; i < tokens_.size() && i < at + 8; ++i) {
      if (tokens_[i].kind == Kind::kModel) return models_after(i - 1);
      const bool comparison = tokens_[i].kind == Kind::kCue && tokens_[i].cue == Cue::kComparison;
      if (!comparison && !is_word(i, "ratio_glue")) break;
    }
    return {};
  }

  void read_ratio(std::size_t at, bool word) {
    const double factor = word ? tokens_[at].value : tokens_[at].number.value;
    const std::vector<std::size_t> rivals = ratio_rivals(at);
    Tolerance tolerance = tolerance_before(at, true);
    if (word && !tolerance.hedged) {
      tolerance.below = words_.number("hedge_below", "plain").value_or(0);
      tolerance.above = words_.number("hedge_above", "plain").value_or(0);
    }
    if (rivals.empty()) {
      read_unbacked_ratio(at, word, factor);
      return;
    }
    for (std::size_t i = at; i < rivals.back(); ++i) used_[i] = true;
    std::size_t benchmark = benchmark_before(at);
    if (benchmark == kNone) {
      const auto after = benchmarks_for(at);
      if (!after.empty()) benchmark = after.front();
    }
    for (const std::size_t rival : rivals) {
      Draft draft{"ratio", at,   subject_for(at),    benchmark, factor,
                  "times", true, tokens_[rival].word};
      draft.exact = exact(draft.subject, benchmark);
      emit_judged(draft, [&](const Reading& reading) {
        const Score* other = in_line_up(*reading.line_up, *this, tokens_[rival].candidates);
        if (other == nullptr) {
          return judged("unsupported", fmt::format("no record of {}", tokens_[rival].word));
        }
        return judge_ratio(*reading.score, *other, factor, word ? -1 : tokens_[at].number.decimals,
                           tolerance);
      });
    }
  }

  // "10x less compute": kept, though nothing here can settle it.
  void read_unbacked_ratio(std::size_t at, bool word, double factor) {
    if (word) return;
    bool comparative = false;
    for (std::size_t i = at + 1; i <= at + 2 && i < tokens_.size(); ++i) {
      comparative = comparative || words_.phrase_at("ratio_comparatives", plain_, i) > 0;
    }
    if (!comparative) return;
    const Draft draft{"ratio", at, subject_for(at), kNone, factor, "times", true, {}};
    if (!draft.subject.known) return;
    emit(draft, judged("not_checkable", "no figure to hold it against"));
  }

  // ---- counts ----

  std::optional<double> count_at(std::size_t i) const {
    if (i >= tokens_.size()) return std::nullopt;
    const ClaimToken& token = tokens_[i];
    if (token.kind == Kind::kFigure && token.number.decimals == 0 && !token.number.percent) {
      return token.number.value;
    }
    return token.kind == Kind::kWord ? words_.number("count_words", token.word) : std::nullopt;
  }

  bool benchmark_noun_after(std::size_t i) const {
    for (std::size_t k = i + 1; k < tokens_.size() && k <= i + 4; ++k) {
      if (is_word(k, "benchmark_nouns")) return true;
      if (tokens_[k].kind != Kind::kWord) return false;
    }
    return false;
  }

  // The 11 of "9 of 11 benchmarks", "9 out of the 11 tests"; kNone elsewhere.
  std::size_t whole_of(std::size_t part) const {
    std::size_t i = part + 1;
    if (i < tokens_.size() && tokens_[i].word == "out") ++i;
    if (i >= tokens_.size() || tokens_[i].word != "of") return kNone;
    ++i;
    while (i < tokens_.size() && (tokens_[i].word == "the" || tokens_[i].word == "all")) ++i;
    return count_at(i) && benchmark_noun_after(i) ? i : kNone;
  }

  // "leads on 9 of 11 benchmarks", "outperforms X on most benchmarks".
  void read_counts() {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      const bool leads = tokens_[i].kind == Kind::kCue && tokens_[i].cue == Cue::kSuperlative;
      const bool better = tokens_[i].kind == Kind::kCue && tokens_[i].cue == Cue::kComparison &&
                          tokens_[i].value > 0;
      if (!leads && !better) continue;
      for (std::size_t k = i + 1; k + 1 < tokens_.size() && clause_[k] == clause_[i]; ++k) {
        const auto part = count_at(k);
        const auto share = words_.phrase_at("share_words", plain_, k) > 0
                               ? words_.number("share_words", tokens_[k].word)
                               : std::nullopt;
        const std::size_t whole = whole_of(k);
        if (part && whole != kNone) {
          read_count(i, *part, count_at(whole));
          used_[k] = used_[whole] = used_[i] = true;
          break;
        }
        if (share && benchmark_noun_after(k)) {
          read_share(i, *share);
          used_[i] = true;
          break;
        }
      }
    }
  }

  struct Tally {
    std::size_t won = 0;
    std::size_t tied = 0;
    std::size_t of = 0;
    std::vector<std::string> against;
  };

  // Line-ups of one table in which the subject is ahead of the rivals named
  // (of everybody, where none is).
  Tally tally(std::size_t table, const Subject& subject,
              const std::vector<std::size_t>& rivals) const {
    Tally result;
    for (const LineUp& line_up : line_ups_) {
      if (line_up.scores.front()->evidence.table != std::optional<std::size_t>(table)) continue;
      const Score* score = in_line_up(line_up, *this, subject.candidates);
      if (score == nullptr) continue;
      bool any = false;
      int worst = 1;
      for (const Score* other : line_up.scores) {
        const bool named = std::any_of(rivals.begin(), rivals.end(), [&](std::size_t r) {
          return names_model(tokens_[r].candidates, *other);
        });
        if (other == score || (!rivals.empty() && !named)) continue;
        if (rivals.empty() && names_model(subject.candidates, *other)) continue;
        any = true;
        worst = std::min(worst, compare(interval_of(*score), interval_of(*other)) *
                                    direction(Sense::kBest, *score));
      }
      if (!any) continue;
      ++result.of;
      if (worst > 0) ++result.won;
      if (worst == 0) ++result.tied;
      result.against.push_back(score->id);
    }
    return result;
  }

  std::vector<std::size_t> score_tables() const {
    std::set<std::size_t> tables;
    for (const Score& score : scores_) {
      if (score.evidence.table) tables.insert(*score.evidence.table);
    }
    return {tables.begin(), tables.end()};
  }

  void read_count(std::size_t at, double part, std::optional<double> whole) {
    Draft draft{"count", at, subject_for(at), kNone, part, "benchmarks", true, {}};
    draft.exact = exact(draft.subject, kNone);
    Judgement judgement = judged("not_checkable", "no table with that many benchmarks");
    const auto rivals = models_after(at);
    for (const std::size_t table : score_tables()) {
      const Tally found = tally(table, draft.subject, rivals);
      if (static_cast<double>(found.of) != *whole) continue;
      const bool holds = static_cast<double>(found.won) <= part &&
                         part <= static_cast<double>(found.won + found.tied);
      judgement = judged(holds ? "holds" : "fails", fmt::format("ahead on {} of {}, level on {}",
                                                                found.won, found.of, found.tied));
      judgement.against = found.against;
      if (holds) break;
    }
    emit(draft, judgement);
  }

  void read_share(std::size_t at, double share) {
    Draft draft{"count", at, subject_for(at), kNone, std::nullopt, "benchmarks", true, {}};
    const auto rivals = models_after(at);
    Tally total;
    for (const std::size_t table : score_tables()) {
      const Tally found = tally(table, draft.subject, rivals);
      total.won += found.won;
      total.tied += found.tied;
      total.of += found.of;
      total.against.insert(total.against.end(), found.against.begin(), found.against.end());
    }
    if (total.of == 0 || !draft.subject.certain) {
      emit(draft, judged("not_checkable", "no benchmark with both sides"));
      return;
    }
    const double ahead = static_cast<double>(total.won + total.tied);
    const double needed = share * static_cast<double>(total.of);
    // Which benchmarks are meant is left open, so that less cannot refute it.
    Judgement judgement =
        judged(ahead >= needed ? "holds" : "not_checkable",
               fmt::format("ahead on {} of {}, level on {}", total.won, total.of, total.tied));
    judgement.against = std::move(total.against);
    emit(draft, judgement);
  }

  // ---- superlatives ----

  void read_superlatives() {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (used_[i] || tokens_[i].kind != Kind::kCue || tokens_[i].cue != Cue::kSuperlative)
        continue;
      const Sense sense = sense_of(tokens_[i].value);
      if (!models_after(i).empty() && !everyone_after(i)) {
        read_comparison(i, sense);
        continue;
      }
      read_superlative(i, sense);
    }
  }

  void read_superlative(std::size_t at, Sense sense) {
    const std::vector<std::size_t> benchmarks = benchmarks_for(at);
    if (benchmarks.empty()) {
      const bool about = clause_has(at, "capability_nouns") || clause_has(at, "benchmark_nouns");
      const Subject subject = subject_for(at);
      if (!about || !subject.known || blocked(at)) return;
      emit({"superlative", at, subject, kNone, std::nullopt, std::nullopt, true, {}},
           judged("not_checkable", "no benchmark is named"));
      return;
    }
    for (const std::size_t benchmark : benchmarks) {
      Draft draft{"superlative", at, subject_for(at), benchmark, std::nullopt, std::nullopt,
                  true,          {}};
      draft.exact = exact(draft.subject, benchmark);
      emit_judged(draft, [&](const Reading& reading) {
        return judge_superlative(*reading.line_up, *reading.score, sense);
      });
    }
  }

  // ---- comparisons ----

  // "every tested competitor", "both rivals".
  bool everyone_after(std::size_t at) const {
    for (std::size_t i = at + 1; i < tokens_.size() && i <= at + 2; ++i) {
      if (words_.phrase_at("everyone_words", plain_, i) == 0) continue;
      for (std::size_t k = i + 1; k < tokens_.size() && k <= i + 4; ++k) {
        if (is_word(k, "everyone_nouns")) return true;
      }
    }
    return false;
  }

  void read_comparisons() {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (used_[i] || tokens_[i].kind != Kind::kCue) continue;
      if (tokens_[i].cue == Cue::kParity) read_parity(i);
      if (tokens_[i].cue != Cue::kComparison) continue;
      const Sense sense = sense_of(tokens_[i].value);
      if (everyone_after(i)) {
        read_everyone(i, sense);
      } else {
        read_comparison(i, sense);
      }
    }
  }

  void read_everyone(std::size_t at, Sense sense) {
    const bool lead = tokens_[at].value > 0;
    for (const std::size_t benchmark : benchmarks_for(at)) {
      Draft draft{lead ? "superlative" : "comparison",
                  at,
                  subject_for(at),
                  benchmark,
                  std::nullopt,
                  std::nullopt,
                  true,
                  {}};
      draft.exact = exact(draft.subject, benchmark);
      emit_judged(draft, [&](const Reading& reading) {
        return judge_superlative(*reading.line_up, *reading.score, sense);
      });
    }
  }

  // "by 5.2 points", "5.2 points higher than": the figure, or kNone.
  std::size_t gap_near(std::size_t at) const {
    for (std::size_t i = 0; i + 1 < tokens_.size(); ++i) {
      if (clause_[i] != clause_[at] || tokens_[i].kind != Kind::kFigure) continue;
      if (words_.phrase_at("difference_units", plain_, i + 1) > 0) return i;
    }
    return kNone;
  }

  void read_comparison(std::size_t at, Sense sense) {
    const std::vector<std::size_t> rivals = models_after(at);
    if (rivals.empty()) return;
    const std::vector<std::size_t> benchmarks = benchmarks_for(at);
    const Subject subject = subject_for(at);
    if (benchmarks.empty()) {
      if (!subject.known || blocked(at)) return;
      emit({"comparison", at, subject, kNone, std::nullopt, std::nullopt, true, {}},
           judged("not_checkable", "no benchmark is named"));
      return;
    }
    const std::size_t gap = gap_near(at);
    if (gap != kNone) used_[gap] = true;
    for (const std::size_t benchmark : benchmarks) {
      for (const std::size_t rival : rivals) {
        Draft draft{gap == kNone ? "comparison" : "difference",
                    at,
                    subject,
                    benchmark,
                    std::nullopt,
                    std::nullopt,
                    true,
                    tokens_[rival].word};
        draft.exact = exact(subject, benchmark) && one_name(tokens_[rival].candidates);
        if (gap != kNone) {
          draft.value = tokens_[gap].number.value;
          draft.unit = "points";
        }
        emit_judged(draft, [&](const Reading& reading) {
          const Score* other = in_line_up(*reading.line_up, *this, tokens_[rival].candidates);
          if (other == nullptr) {
            return judged("unsupported", fmt::format("no record of {}", tokens_[rival].word));
          }
          if (gap == kNone) return judge_comparison(*reading.score, *other, sense);
          return judge_difference(*reading.score, *other, sense, tokens_[gap].number.value,
                                  tokens_[gap].number.decimals, tolerance_before(gap, false));
        });
      }
    }
  }

  void read_parity(std::size_t at) {
    const std::vector<std::size_t> rivals = models_after(at);
    const std::vector<std::size_t> benchmarks = benchmarks_for(at);
    const Subject subject = subject_for(at);
    if (rivals.empty() || !subject.known) return;
    if (benchmarks.empty()) {
      if (blocked(at) || !clause_has(at, "capability_nouns")) return;
      emit({"comparison", at, subject, kNone, std::nullopt, std::nullopt, true, {}},
           judged("not_checkable", "no benchmark is named"));
      return;
    }
    const double holds = words_.number("parity", "holds").value_or(0);
    const double breaks = words_.number("parity", "breaks").value_or(1);
    for (const std::size_t benchmark : benchmarks) {
      for (const std::size_t rival : rivals) {
        Draft draft{"comparison", at,           subject, benchmark,
                    std::nullopt, std::nullopt, true,    tokens_[rival].word};
        draft.exact = exact(subject, benchmark) && one_name(tokens_[rival].candidates);
        emit_judged(draft, [&](const Reading& reading) {
          const Score* other = in_line_up(*reading.line_up, *this, tokens_[rival].candidates);
          if (other == nullptr) {
            return judged("unsupported", fmt::format("no record of {}", tokens_[rival].word));
          }
          return judge_parity(*reading.score, *other, holds, breaks);
        });
      }
    }
  }

  // ---- values ----

  // What a figure belongs to, as the words around it say.
  struct Binding {
    std::size_t benchmark = kNone;
    std::size_t model = kNone;
  };

  bool glue(std::size_t i) const {
    const ClaimToken& token = tokens_[i];
    if (token.kind == Kind::kMode || token.word == "mode") return true;
    if (token.kind == Kind::kCue && token.cue == Cue::kHedge) return true;
    if (token.kind == Kind::kPunctuation) {
      return token.word == "(" || token.word == ":" || token.word == "=" || token.word == "'s" ||
             token.word == "*";
    }
    return is_word(i, "figure_words");
  }

  Binding bind_left(std::size_t at) const {
    Binding binding;
    for (std::size_t i = at, steps = 0; i-- > 0 && steps < 9; ++steps) {
      const ClaimToken& token = tokens_[i];
      if (token.kind == Kind::kBenchmark) {
        if (binding.benchmark != kNone) break;
        // "AlpacaEval 2.0": right after a shortened name, a number is more name.
        if (i + 1 == at && !token.exact) break;
        binding.benchmark = i;
        continue;
      }
      if (token.kind == Kind::kModel) {
        // "beats X on B (39.1)": past the benchmark the figure is the winner's.
        if (binding.benchmark == kNone || !rival_[i]) binding.model = i;
        break;
      }
      // Past a benchmark only its owner counts: "X's GPQA score of 94.3".
      if (binding.benchmark != kNone && token.word != "'s" && token.word != "on" &&
          token.word != "the") {
        break;
      }
      if (!glue(i)) break;
    }
    return binding;
  }

  Binding bind_right(std::size_t at) const {
    Binding binding;
    std::string before;
    for (std::size_t i = at + 1, steps = 0; i < tokens_.size() && steps < 8; ++i, ++steps) {
      const ClaimToken& token = tokens_[i];
      if (token.kind == Kind::kBenchmark) {
        if (before == "on" || before == "in" || before == "for") binding.benchmark = i;
        break;
      }
      if (token.kind == Kind::kModel) {
        if (before == "for" || before == "by" || before == "from") binding.model = i;
        break;
      }
      if (token.kind == Kind::kFigure || token.kind == Kind::kCue) break;
      if (token.kind == Kind::kPunctuation && token.word != "@") break;
      if (token.kind == Kind::kWord && !is_word(i, "figure_followers") &&
          !is_word(i, "figure_words")) {
        break;
      }
      if (token.kind == Kind::kWord && token.word != "the") before = token.word;
    }
    return binding;
  }

  bool is_score_figure(std::size_t i) const {
    const ClaimToken& token = tokens_[i];
    if (token.kind != Kind::kFigure || used_[i]) return false;
    const Number& number = token.number;
    if (number.decimals == 0 && !number.percent && number.value >= 1990 && number.value < 2040) {
      return false;
    }
    for (std::size_t back = 1; back <= 2 && back <= i; ++back) {
      if (is_word(i - back, "change_words")) return false;
    }
    if (i + 1 >= tokens_.size()) return true;
    const ClaimToken& next = tokens_[i + 1];
    if (next.kind == Kind::kCue) return true;
    if (next.kind == Kind::kWord) return is_word(i + 1, "figure_followers");
    if (next.kind != Kind::kPunctuation) return false;
    static constexpr std::string_view kClosing[] = {",", ".", ")", ";", " - ", "!", ":", "]", "*"};
    return std::find(std::begin(kClosing), std::end(kClosing), next.word) != std::end(kClosing);
  }

  void read_values() {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (is_score_figure(i)) read_value(i);
    }
  }

  void read_value(std::size_t at) {
    Binding binding = bind_left(at);
    const Binding right = bind_right(at);
    if (binding.benchmark == kNone) binding.benchmark = right.benchmark;
    if (binding.model == kNone) binding.model = right.model;
    bool direct = true;
    if (binding.benchmark == kNone) {
      std::size_t next = at + 1;
      // "42.8 is more than double ...", "50.2% beats ..."
      while (next < tokens_.size() && (tokens_[next].word == "is" || is_hedge(next))) ++next;
      const bool before_cue = next < tokens_.size() && is_cue(next);
      if (binding.model == kNone && !before_cue) return;
      binding.benchmark = benchmark_before(at);
      direct = false;
      if (binding.benchmark == kNone) return;
    }
    Draft draft{"value",      at,   {}, binding.benchmark, tokens_[at].number.value,
                std::nullopt, true, {}};
    draft.subject = binding.model == kNone ? value_subject(at)
                                           : Subject{tokens_[binding.model].candidates, true, true,
                                                     tokens_[binding.model].word};
    draft.exact = exact(draft.subject, binding.benchmark) && tokens_[binding.benchmark].exact;
    if (tokens_[at].number.percent) draft.unit = "percent";
    if (!draft.subject.known && !direct) return;
    if (!direct && benchmarks_in_sentence() > 1) draft.exact = false;
    emit_value(draft);
  }

  std::size_t benchmarks_in_sentence() const {
    return static_cast<std::size_t>(
        std::count_if(tokens_.begin(), tokens_.end(),
                      [](const ClaimToken& token) { return token.kind == Kind::kBenchmark; }));
  }

  // The subject of a bare figure: with several models before it, any of them.
  Subject value_subject(std::size_t at) const {
    const Subject subject = subject_for(at);
    if (subject.known) return subject;
    Subject any;
    for (std::size_t i = 0; i < at; ++i) {
      if (tokens_[i].kind != Kind::kModel || is_aside(i)) continue;
      const auto& candidates = tokens_[i].candidates;
      any.candidates.insert(any.candidates.end(), candidates.begin(), candidates.end());
    }
    any.known = !any.candidates.empty();
    return any;
  }

  void emit_value(const Draft& draft) {
    const Number& number = tokens_[draft.at].number;
    const Tolerance tolerance = tolerance_before(draft.at, false);
    emit_judged(draft, [&](const Reading& reading) {
      Judgement judgement = judge_value(*reading.score, number.value, number.decimals, tolerance);
      if (judgement.verdict != "fails") return judgement;
      // Another unit, another order: another figure than the record's.
      const double ratio = number.value / reading.score->score.value;
      const bool alien =
          (number.percent && reading.score->score.unit != "percent" &&
           reading.score->score.unit != "unknown" && reading.score->score.unit != "points") ||
          !(ratio > 0.2 && ratio < 5);
      if (alien) {
        judgement.verdict = "not_checkable";
        judgement.detail += "; a figure of another kind";
      }
      return judgement;
    });
  }

  // ---- praise and provenance ----

  // "Strong vision capability": a claim with no number behind it.
  void read_praise() {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (!is_word(i, "praise_words") || blocked(i)) continue;
      bool capability = false;
      for (std::size_t k = i + 1; k < tokens_.size() && k <= i + 3; ++k) {
        if (tokens_[k].kind != Kind::kWord) break;
        capability = capability || is_word(k, "capability_nouns");
      }
      const Subject subject = subject_for(i);
      if (!capability || !subject.known) continue;
      const bool named = std::any_of(tokens_.begin(), tokens_.end(), [](const ClaimToken& token) {
        return token.kind == Kind::kModel;
      });
      if (block_->kind != BlockKind::kListItem && !named) continue;
      emit({"comparison", i, subject, kNone, std::nullopt, std::nullopt, true, "praise"},
           judged("not_checkable", "no figure to hold it against"));
      return;
    }
  }

  void read_provenance(std::string_view text) {
    if (scores_.empty()) return;
    bool says = sentence_has("provenance_words");
    // The attribution phrases are made for captions and notes; in prose they
    // speak of scores only where one of these nouns stands.
    if (!says && !sentence_has("score_nouns")) return;
    for (const Pattern& pattern : attributions_) {
      if (says) break;
      says = pattern.find(text).has_value();
    }
    if (!says) return;
    const std::size_t benchmark = tokens_.empty() ? kNone : benchmark_before(tokens_.size());
    const Subject subject =
        page_subject_.empty() ? Subject{} : Subject{page_subject_, true, false, {}};
    emit({"provenance", 0, subject, benchmark, std::nullopt, std::nullopt, true, {}},
         judged("not_checkable", "says who measured"));
  }

  const Document& document_;
  const Page& page_;
  const std::vector<Score>& scores_;
  const Names& index_of_names_;
  ClaimWords words_;
  ClaimNames names_;
  std::vector<LineUp> line_ups_;
  std::string_view page_key_;
  std::vector<Pattern> attributions_;
  std::vector<std::size_t> page_subject_;

  // Of the sentence being read.
  const Block* block_ = nullptr;
  std::size_t index_ = 0;
  TextRange range_;
  Tokens tokens_;
  std::vector<std::size_t> clause_;      // by token
  std::vector<bool> used_;               // by token: part of a claim already
  std::vector<bool> rival_;              // by token: a model the subject is set against
  std::vector<std::string_view> plain_;  // words only, for phrases
  std::set<std::string> emitted_;
  bool other_model_named_ = false;

  std::map<std::string, std::size_t> repeats_;
  std::vector<Claim> claims_;
};

}  // namespace

std::vector<Claim> read_claims(const Document& document, const Page& page,
                               const std::vector<Score>& scores, const std::vector<Spec>&,
                               const Names& names, const Rules& rules, std::string_view page_key,
                               std::vector<Diagnostic>&) {
  return ClaimReader(document, page, scores, names, rules, page_key).run();
}

}  // namespace benchledger
