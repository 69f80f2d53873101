#include "extractors/claim_tokens.h"

#include <algorithm>
#include <array>

#include "extractors/text.h"

namespace benchledger {
namespace {

using Kind = ClaimToken::Kind;

constexpr std::size_t kMaxNameWords = 6;

bool is_high(char c) { return static_cast<unsigned char>(c) >= 0x80; }

// Typographic marks of two or three bytes that are no part of a word.
struct WideMark {
  std::string_view bytes;
  std::string_view as;
};
constexpr std::array<WideMark, 10> kWideMarks = {{{"\xE2\x80\x93", "-"},
                                                  {"\xE2\x80\x94", "-"},
                                                  {"\xE2\x80\x91", "-"},
                                                  {"\xE2\x88\x92", "-"},
                                                  {"\xE2\x80\x98", "'"},
                                                  {"\xE2\x80\x99", "'"},
                                                  {"\xE2\x80\x9C", "\""},
                                                  {"\xE2\x80\x9D", "\""},
                                                  {"\xC3\x97", "x"},
                                                  {"\xE2\x80\xA6", "."}}};

const WideMark* wide_mark_at(std::string_view text, std::size_t at) {
  for (const WideMark& mark : kWideMarks) {
    if (text.substr(at, mark.bytes.size()) == mark.bytes) return &mark;
  }
  return nullptr;
}

bool is_word_at(std::string_view text, std::size_t at) {
  if (at >= text.size()) return false;
  const char c = text[at];
  return is_letter(c) || is_digit(c) || (is_high(c) && wide_mark_at(text, at) == nullptr);
}

std::size_t word_end(std::string_view text, std::size_t at) {
  while (is_word_at(text, at)) ++at;
  return at;
}

// The end of an apostrophe at `at`, or `at` where there is none.
std::size_t apostrophe_end(std::string_view text, std::size_t at) {
  if (at < text.size() && text[at] == '\'') return at + 1;
  const WideMark* mark = at < text.size() ? wide_mark_at(text, at) : nullptr;
  return mark != nullptr && mark->as == "'" ? at + mark->bytes.size() : at;
}

using Atom = ClaimNames::Atom;

// The next word at or after `from`, and whether only name separators (space,
// hyphen, dot, apostrophe ...) stand before it.
std::optional<Atom> next_atom(std::string_view text, std::size_t from) {
  std::size_t at = from;
  std::size_t spaces = 0;
  while (at < text.size() && !is_word_at(text, at)) {
    const std::size_t quote = apostrophe_end(text, at);
    if (quote > at) {
      at = quote;
      continue;
    }
    const WideMark* mark = wide_mark_at(text, at);
    if (mark != nullptr && mark->as == "-") {
      at += mark->bytes.size();
    } else if (text[at] == '-' || text[at] == '_' || text[at] == '.' || text[at] == '/') {
      ++at;
    } else if (is_space(text[at]) && spaces == 0) {
      ++spaces;
      ++at;
    } else {
      return std::nullopt;
    }
  }
  // " - " sets off a clause; "end. Next" a sentence.
  if (at >= text.size() || at - from > 4 || (spaces > 0 && at - from > 1)) return std::nullopt;
  const std::size_t end = word_end(text, at);
  return Atom{at, end, lower_ascii(text.substr(at, end - at))};
}

std::vector<Atom> atoms_from(std::string_view text, std::size_t at) {
  std::vector<Atom> atoms;
  std::size_t from = at;
  while (atoms.size() < kMaxNameWords + 3) {
    auto atom = next_atom(text, from);
    if (!atom || (atoms.empty() && atom->begin != at)) break;
    from = atom->end;
    atoms.push_back(std::move(*atom));
  }
  return atoms;
}

std::vector<Atom> atoms_after(std::string_view text, std::size_t end) {
  const auto next = next_atom(text, end);
  return next ? atoms_from(text, next->begin) : std::vector<Atom>{};
}

bool starts_with(const std::vector<Atom>& atoms, const std::vector<std::string>& words) {
  return words.size() <= atoms.size() &&
         std::equal(words.begin(), words.end(), atoms.begin(),
                    [](const std::string& word, const Atom& atom) { return word == atom.word; });
}

std::vector<std::string> name_words(std::string_view text) {
  std::vector<std::string> words;
  std::size_t at = 0;
  while (at < text.size()) {
    if (!is_word_at(text, at)) {
      ++at;
      continue;
    }
    const std::size_t end = word_end(text, at);
    words.push_back(lower_ascii(text.substr(at, end - at)));
    at = end;
  }
  return words;
}

std::string without_parentheses(std::string_view text) {
  std::string plain;
  int depth = 0;
  for (const char c : text) {
    if (c == '(' || c == '[') ++depth;
    if (depth == 0) plain += c;
    if ((c == ')' || c == ']') && depth > 0) --depth;
  }
  return fold_space(plain);
}

bool has_upper_or_digit(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return is_digit(c) || (c >= 'A' && c <= 'Z'); });
}

// The name goes on: "GPT-4" in "GPT-4.1", "Qwen2" in "Qwen2-VL".
bool goes_on(std::string_view text, std::size_t end) {
  if (end >= text.size()) return false;
  if (is_word_at(text, end)) return true;
  const bool joint = text[end] == '.' || text[end] == '-' || text[end] == '_' || text[end] == '/';
  return joint && is_word_at(text, end + 1) && (text[end] != '.' || is_digit(text[end + 1]));
}

// With a capital or a digit in front, or small with a number in it: "phi-4",
// "gpt-oss-20b", "v2".
bool is_written_as_name(std::string_view text, std::size_t at) {
  if (has_upper_or_digit(text.substr(at, 1))) return true;
  std::size_t end = word_end(text, at);
  while (goes_on(text, end)) end = word_end(text, is_word_at(text, end) ? end : end + 1);
  return has_upper_or_digit(text.substr(at, end - at));
}

}  // namespace

// ---- names ----------------------------------------------------------------

ClaimNames::ClaimNames(const std::vector<Score>& scores, const Names& names, const Rules& rules)
    : names_(names), rules_(rules) {
  for (const Score& score : scores) {
    if (!model_index(score.model)) add_model(score.model);
    if (!benchmark_index(score.benchmark)) add_benchmark(score.benchmark);
    if (!score.model.mode) continue;
    if (std::find(modes_.begin(), modes_.end(), *score.model.mode) == modes_.end()) {
      modes_.push_back(*score.model.mode);
    }
  }
}

std::optional<std::size_t> ClaimNames::model_index(const ModelRef& model) const {
  const auto found = model_at_.find({name_key(model.raw), model.mode});
  return found == model_at_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::size_t> ClaimNames::benchmark_index(const BenchmarkRef& benchmark) const {
  const auto found = benchmark_at_.find(name_key(benchmark.raw));
  return found == benchmark_at_.end() ? std::nullopt : std::optional(found->second);
}

void ClaimNames::add_form(std::string_view text, std::size_t owner, bool benchmark, bool exact) {
  std::vector<std::string> words = name_words(text);
  if (words.empty() || words.size() > kMaxNameWords + 2) return;
  // A lone digit or letter names nothing in running text.
  if (words.size() == 1 && words[0].size() < 2) return;
  if (words.size() == 1 && !has_upper_or_digit(text)) return;
  std::vector<Form>& list = forms_[words.front()];
  // Forms of one owner are added together, so they stand at the end: a board of
  // thousands of models of one family is not searched for each of them.
  for (auto form = list.rbegin(); form != list.rend(); ++form) {
    if (form->owner != owner || form->benchmark != benchmark) break;
    if (form->words != words) continue;
    form->exact = form->exact || exact;
    return;
  }
  list.push_back({std::move(words), owner, benchmark, exact});
}

void ClaimNames::add_model(const ModelRef& model) {
  const std::size_t owner = models_.size();
  models_.push_back(model);
  model_at_.emplace(std::pair(name_key(model.raw), model.mode), owner);
  add_form(model.raw, owner, false, true);
  add_form(model.name, owner, false, true);
  const std::string plain = without_parentheses(model.name);
  add_form(plain, owner, false, true);
  // Shortened: without its last words, down to two ("Kimi-K2-Instruct").
  std::string shorter = plain;
  while (true) {
    const std::size_t cut = shorter.find_last_of(" -_");
    if (cut == std::string::npos || cut == 0) break;
    shorter.resize(cut);
    if (name_words(shorter).size() < 2) break;
    add_form(shorter, owner, false, false);
  }
  // Without its maker's or family's first word ("Opus 4.6").
  const std::size_t first = plain.find(' ');
  if (first != std::string::npos && name_words(plain.substr(first + 1)).size() >= 2 &&
      is_letter(plain[first + 1])) {
    add_form(std::string_view(plain).substr(first + 1), owner, false, false);
  }
}

void ClaimNames::add_benchmark(const BenchmarkRef& benchmark) {
  const std::size_t owner = benchmarks_.size();
  benchmarks_.push_back(benchmark);
  benchmark_at_.emplace(name_key(benchmark.raw), owner);
  add_form(benchmark.raw, owner, true, true);
  const std::string plain = without_parentheses(benchmark.raw);
  add_form(plain, owner, true, plain == benchmark.raw || !plain.empty());
  if (benchmark.id) {
    if (const Benchmark* known = names_.find_benchmark(*benchmark.id)) {
      add_form(known->name, owner, true, true);
      for (const std::string& alias : known->aliases) add_form(alias, owner, true, true);
    }
  }
  // "CharXiv" for "CharXiv Reasoning", unless it is a benchmark of its own.
  for (std::size_t cut = plain.rfind(' '); cut != std::string::npos && cut > 0;
       cut = plain.rfind(' ', cut - 1)) {
    const std::string head = plain.substr(0, cut);
    if (head.size() < 5 || !has_upper_or_digit(std::string_view(head).substr(1))) return;
    if (names_.knows_benchmark(head) && names_.benchmark(head).id != benchmark.id) return;
    add_form(head, owner, true, false);
  }
}

std::optional<ClaimNames::Mention> ClaimNames::mention_at(std::string_view text,
                                                          std::size_t at) const {
  const std::vector<Atom> atoms = atoms_from(text, at);
  if (atoms.empty()) return std::nullopt;
  const auto list = forms_.find(atoms.front().word);
  if (list == forms_.end()) return known_elsewhere(text, at);
  std::size_t best = 0;
  for (const Form& form : list->second) {
    if (form.words.size() > best && starts_with(atoms, form.words)) best = form.words.size();
  }
  if (best == 0) return known_elsewhere(text, at);
  const std::size_t end = atoms[best - 1].end;
  // Written small, a one-word name is a word ("math", "code").
  if (best == 1 && !has_upper_or_digit(text.substr(at, end - at))) return std::nullopt;
  Mention mention;
  for (const Form& form : list->second) {
    if (form.words.size() != best || !starts_with(atoms, form.words)) continue;
    if (form.exact && !mention.exact) mention.candidates.clear();
    if (mention.exact && !form.exact) continue;
    mention.exact = form.exact;
    mention.candidates.push_back(form.owner);
    mention.benchmark = form.benchmark;
  }
  // A shortened name written small is words ("code interpreter tasks").
  if (!mention.exact && !has_upper_or_digit(text.substr(at, end - at))) return std::nullopt;
  const std::vector<Atom> rest(atoms.begin() + static_cast<std::ptrdiff_t>(best), atoms.end());
  mention.length = (mention.benchmark ? benchmark_end(text, end, rest, mention)
                                      : model_end(text, end, rest, mention)) -
                   at;
  return mention;
}

// Past a model's name: a tail it may be printed without, or more that makes it
// another model, for which there is no record here.
std::size_t ClaimNames::model_end(std::string_view text, std::size_t end,
                                  const std::vector<Atom>& rest, Mention& mention) const {
  if (!rest.empty() && has_upper_or_digit(text.substr(rest.front().begin, 1))) {
    const Atom& next = rest.front();
    const bool other =
        is_in("variant_words", next.word) || is_digit(next.word.front()) || goes_on(text, end);
    if (is_in("model_tails", next.word)) {
      end = next.end;
      mention.exact = false;
    } else if (other) {
      mention.candidates.clear();
      end = next.end;
    }
  }
  return longer_name_end(text, end, mention);
}

// Past a benchmark's name: "HealthBench general tasks" is a part of it, known
// here by another name or not at all.
std::size_t ClaimNames::benchmark_end(std::string_view text, std::size_t end,
                                      const std::vector<Atom>& rest, Mention& mention) const {
  if (goes_on(text, end)) return longer_name_end(text, end, mention);
  for (std::size_t i = 0; i < rest.size() && i < 3; ++i) {
    if (!is_in("part_nouns", rest[i].word)) continue;
    // "the GPQA questions" are the benchmark itself.
    if (mention.exact && i == 0) break;
    mention.candidates.clear();
    return rest[i].end;
  }
  return end;
}

std::size_t ClaimNames::longer_name_end(std::string_view text, std::size_t end, Mention& mention) {
  if (goes_on(text, end)) mention.candidates.clear();
  while (goes_on(text, end)) end = word_end(text, is_word_at(text, end) ? end : end + 1);
  return end;
}

bool ClaimNames::is_in(std::string_view table, const std::string& word) const {
  const auto found = rules_.claim_words.find(std::string(table));
  return found != rules_.claim_words.end() && found->second.count(word) > 0;
}

std::optional<ClaimNames::Mention> ClaimNames::known_elsewhere(std::string_view text,
                                                               std::size_t at) const {
  if (is_digit(text[at]) || !is_written_as_name(text, at)) return std::nullopt;
  const std::string first = lower_ascii(text.substr(at, word_end(text, at) - at));
  for (const std::string_view table : {"self_words", "opening_words", "rival_marks", "source_marks",
                                       "clause_words", "list_words"}) {
    if (is_in(table, first)) return std::nullopt;
  }
  std::vector<std::size_t> ends;
  std::size_t from = at;
  while (ends.size() < kMaxNameWords) {
    const auto atom = next_atom(text, from);
    if (!atom) break;
    // Names go on in capitals, digits and versions; a small word of its own ends them.
    const bool joined = !ends.empty() && goes_on(text, ends.back());
    if (!ends.empty() && !joined && !is_written_as_name(text, atom->begin)) break;
    ends.push_back(atom->end);
    from = atom->end;
  }
  for (std::size_t i = ends.size(); i-- > 0;) {
    // "MBPP+" is not MBPP.
    if (ends[i] < text.size() && text[ends[i]] == '+') ++ends[i];
    const std::string_view run = text.substr(at, ends[i] - at);
    if (goes_on(text, ends[i]) || run.size() < 3) continue;
    const bool benchmark = names_.knows_benchmark(run);
    if (!benchmark && !names_.knows_model(run)) continue;
    Mention mention;
    mention.benchmark = benchmark;
    const std::size_t end =
        benchmark ? benchmark_end(text, ends[i], atoms_after(text, ends[i]), mention) : ends[i];
    mention.length = end - at;
    // The rules may know it under the name of one of our records.
    if (benchmark && end == ends[i]) {
      const auto id = names_.benchmark(run).id;
      for (std::size_t k = 0; id && k < benchmarks_.size(); ++k) {
        if (benchmarks_[k].id == id) mention.candidates.push_back(k);
      }
    } else if (!benchmark) {
      const auto id = names_.model(run).id;
      for (std::size_t k = 0; id && k < models_.size(); ++k) {
        if (models_[k].id == id) mention.candidates.push_back(k);
      }
    }
    return mention;
  }
  return std::nullopt;
}

// ---- words ----------------------------------------------------------------

ClaimWords::ClaimWords(const Rules& rules) : rules_(rules) {
  for (const auto& [name, words] : rules.claim_words) {
    for (const auto& [text, value] : words) add(tables_[name], text, Cue::kNone, value);
  }
  add_cues("hedge_below", Cue::kHedge);
  add_cues("ratio_words", Cue::kRatio);
  add_cues("superlative_words", Cue::kSuperlative);
  add_cues("second_only_words", Cue::kSecondOnly);
  add_cues("rank_words", Cue::kRank);
  add_cues("comparison_words", Cue::kComparison);
  add_cues("parity_words", Cue::kParity);
}

void ClaimWords::add(PhraseIndex& index, std::string_view text, Cue cue, double value) {
  Phrase phrase{{}, cue, value};
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t space = std::min(text.find(' ', at), text.size());
    phrase.words.emplace_back(text.substr(at, space - at));
    at = space + 1;
  }
  if (phrase.words.empty()) return;
  std::string first = phrase.words.front();
  index[std::move(first)].push_back(std::move(phrase));
}

void ClaimWords::add_cues(std::string_view table, Cue cue) {
  for (const auto& [text, value] : this->table(table)) add(cues_, text, cue, value);
}

const std::map<std::string, double>& ClaimWords::table(std::string_view name) const {
  static const std::map<std::string, double> kNone;
  const auto found = rules_.claim_words.find(std::string(name));
  return found == rules_.claim_words.end() ? kNone : found->second;
}

bool ClaimWords::in(std::string_view table, std::string_view word) const {
  return this->table(table).count(std::string(word)) > 0;
}

std::optional<double> ClaimWords::number(std::string_view table, std::string_view word) const {
  const auto& words = this->table(table);
  const auto found = words.find(std::string(word));
  if (found == words.end()) return std::nullopt;
  return found->second;
}

std::size_t ClaimWords::phrase_at(std::string_view table,
                                  const std::vector<std::string_view>& words,
                                  std::size_t at) const {
  const auto index = tables_.find(table);
  if (index == tables_.end() || at >= words.size()) return 0;
  const auto list = index->second.find(words[at]);
  if (list == index->second.end()) return 0;
  std::size_t best = 0;
  for (const Phrase& phrase : list->second) {
    if (phrase.words.size() <= best || at + phrase.words.size() > words.size()) continue;
    if (std::equal(phrase.words.begin(), phrase.words.end(),
                   words.begin() + static_cast<std::ptrdiff_t>(at))) {
      best = phrase.words.size();
    }
  }
  return best;
}

std::optional<ClaimWords::Hit> ClaimWords::cue_at(const std::vector<std::string_view>& words,
                                                  std::size_t at) const {
  const auto list = cues_.find(words[at]);
  if (list == cues_.end()) return std::nullopt;
  std::optional<Hit> best;
  for (const Phrase& phrase : list->second) {
    const std::size_t size = phrase.words.size();
    if (at + size > words.size() || (best && best->words >= size)) continue;
    if (std::equal(phrase.words.begin(), phrase.words.end(),
                   words.begin() + static_cast<std::ptrdiff_t>(at))) {
      best = Hit{phrase.value == 0 && phrase.cue != Cue::kHedge ? Cue::kNone : phrase.cue,
                 phrase.value, size};
    }
  }
  return best;
}

// ---- sentence -------------------------------------------------------------

namespace {

class Tokenizer {
 public:
  Tokenizer(std::string_view text, const ClaimNames& names, const ClaimWords& words)
      : text_(text), names_(names), words_(words) {}

  std::vector<ClaimToken> run() {
    while (at_ < text_.size()) step();
    mark_modes();
    return with_cues();
  }

 private:
  void push(Kind kind, std::size_t end, std::string word) {
    ClaimToken token;
    token.kind = kind;
    token.begin = at_;
    token.end = end;
    token.word = std::move(word);
    tokens_.push_back(std::move(token));
    at_ = end;
  }

  void step() {
    if (is_space(text_[at_])) {
      ++at_;
      return;
    }
    if (is_word_at(text_, at_)) {
      if (take_name() || take_number()) return;
      take_word();
      return;
    }
    if (take_possessive()) return;
    const WideMark* mark = wide_mark_at(text_, at_);
    const std::size_t length = mark != nullptr ? mark->bytes.size() : utf8_length(text_, at_);
    std::string as(mark != nullptr ? mark->as : text_.substr(at_, length));
    const bool apart = at_ > 0 && is_space(text_[at_ - 1]) && at_ + length < text_.size() &&
                       is_space(text_[at_ + length]);
    const bool em = mark != nullptr && mark->bytes == "\xE2\x80\x94";
    if (as == "-" && (apart || em)) as = " - ";
    push(Kind::kPunctuation, at_ + length, std::move(as));
  }

  bool take_possessive() {
    const std::size_t quote = apostrophe_end(text_, at_);
    if (quote == at_ || quote >= text_.size() || text_[quote] != 's') return false;
    if (is_word_at(text_, quote + 1)) return false;
    push(Kind::kPunctuation, quote + 1, "'s");
    return true;
  }

  // A name does not start inside a hyphenated word ("R1-Distill-Qwen-32B").
  bool joined_before() const {
    if (at_ < 2) return false;
    const char c = text_[at_ - 1];
    return (c == '-' || c == '_' || c == '/' || c == '.') && !is_space(text_[at_ - 2]) &&
           is_word_at(text_, at_ - 2) && !(c == '/' && has_upper_or_digit(text_.substr(at_, 1)));
  }

  bool take_name() {
    if (joined_before()) return false;
    const auto mention = names_.mention_at(text_, at_);
    if (!mention || mention->length == 0) return false;
    const std::size_t begin = at_;
    push(mention->benchmark ? Kind::kBenchmark : Kind::kModel, begin + mention->length,
         std::string(text_.substr(begin, mention->length)));
    tokens_.back().candidates = mention->candidates;
    tokens_.back().exact = mention->exact;
    return true;
  }

  bool take_number() {
    if (!is_digit(text_[at_])) return false;
    const auto number = number_at(text_, at_);
    if (!number) return false;
    std::size_t end = number->end;
    Kind kind = Kind::kFigure;
    const bool money = at_ > 0 && (text_[at_ - 1] == '$' || text_[at_ - 1] == '@');
    const bool wide_money = at_ >= 3 && text_.substr(at_ - 3, 3) == "\xE2\x82\xAC";
    if (money || wide_money || joined_before()) kind = Kind::kQuantity;
    const std::string_view rest = text_.substr(end);
    std::size_t skip = 0;
    while (skip < rest.size() && (rest[skip] == ' ' || rest[skip] == '\\')) ++skip;
    const WideMark* mark = wide_mark_at(text_, end);
    if (mark != nullptr && mark->as == "x") {
      kind = Kind::kTimes;
      end += mark->bytes.size();
    } else if (rest.substr(skip, 5) == "times" && !is_word_at(text_, end + skip + 5)) {
      kind = Kind::kTimes;
      end += skip + 5;
    } else if (rest.substr(0, 5) == "-fold") {
      kind = Kind::kTimes;
      end += 5;
    } else if (is_word_at(text_, end) && !number->percent) {
      const std::size_t stop = word_end(text_, end);
      const std::string suffix = lower_ascii(text_.substr(end, stop - end));
      kind = suffix == "x" ? Kind::kTimes
             : suffix == "st" || suffix == "nd" || suffix == "rd" || suffix == "th"
                 ? Kind::kOrdinal
                 : Kind::kQuantity;
      end = stop;
    } else if (rest.size() > 1 && rest[0] == '-' && is_word_at(text_, end + 1)) {
      kind = Kind::kQuantity;
      end = word_end(text_, end + 1);
    }
    push(kind, end, lower_ascii(text_.substr(at_, end - at_)));
    tokens_.back().number = *number;
    return true;
  }

  // Hyphenated words stay whole ("open-source", "state-of-the-art"); "n't"
  // belongs to its verb.
  void take_word() {
    std::size_t end = word_end(text_, at_);
    while (end + 1 < text_.size() && text_[end] == '-' && is_letter(text_[end + 1])) {
      end = word_end(text_, end + 1);
    }
    std::string word = lower_ascii(text_.substr(at_, end - at_));
    const std::size_t quote = apostrophe_end(text_, end);
    if (quote > end && text_.substr(quote, 1) == "t" && !is_word_at(text_, quote + 1)) {
      word += "'t";
      end = quote + 1;
    }
    push(Kind::kWord, end, std::move(word));
  }

  void mark_modes() {
    for (ClaimToken& token : tokens_) {
      if (token.kind != Kind::kWord) continue;
      const auto& modes = names_.modes();
      const std::size_t place = static_cast<std::size_t>(&token - tokens_.data());
      const bool before_mode = place + 1 < tokens_.size() && tokens_[place + 1].word == "mode";
      if (before_mode && std::find(modes.begin(), modes.end(), token.word) != modes.end()) {
        token.kind = Kind::kMode;
      }
    }
  }

  std::vector<ClaimToken> with_cues() const {
    std::vector<std::string_view> words;
    words.reserve(tokens_.size());
    for (const ClaimToken& token : tokens_) {
      words.push_back(token.kind == Kind::kWord ? std::string_view(token.word)
                                                : std::string_view{});
    }
    std::vector<ClaimToken> result;
    for (std::size_t i = 0; i < tokens_.size();) {
      const auto hit = words[i].empty() ? std::nullopt : words_.cue_at(words, i);
      if (!hit) {
        result.push_back(tokens_[i++]);
        continue;
      }
      ClaimToken token = tokens_[i];
      token.kind = hit->cue == Cue::kNone ? Kind::kWord : Kind::kCue;
      token.cue = hit->cue;
      token.value = hit->value;
      token.end = tokens_[i + hit->words - 1].end;
      for (std::size_t k = 1; k < hit->words; ++k) token.word += " " + tokens_[i + k].word;
      result.push_back(std::move(token));
      i += hit->words;
    }
    return result;
  }

  std::string_view text_;
  const ClaimNames& names_;
  const ClaimWords& words_;
  std::size_t at_ = 0;
  std::vector<ClaimToken> tokens_;
};

}  // namespace

std::vector<ClaimToken> claim_tokens(std::string_view sentence, const ClaimNames& names,
                                     const ClaimWords& words) {
  return Tokenizer(sentence, names, words).run();
}

}  // namespace benchledger
