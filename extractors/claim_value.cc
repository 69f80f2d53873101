#include <algorithm>
#include <cmath>
#include <string_view>

#include "extractors/claim_kinds.h"
#include "extractors/text.h"

namespace benchledger {
namespace {

using Kind = ClaimToken::Kind;
using Positions = ClaimSentence::Positions;
constexpr std::size_t kNone = ClaimSentence::kNone;
// As in the hedge tables: no bound on that side.
constexpr double kNoBound = 1000;

// What a figure belongs to, as the words around it say.
struct Binding {
  std::size_t benchmark = kNone;
  std::size_t model = kNone;
};

bool is_glue(const ClaimSentence& sentence, std::size_t i) {
  const ClaimToken& token = sentence[i];
  if (token.kind == Kind::kMode || token.word == "mode") return true;
  if (sentence.is_cue(i, Cue::kHedge)) return true;
  if (token.kind == Kind::kPunctuation) {
    return token.word == "(" || token.word == ":" || token.word == "=" || token.word == "'s" ||
           token.word == "*" || token.word == "~";
  }
  return sentence.is_word(i, "figure_words");
}

// The start of a bracket of mere words that ends at `i` ("Heron 3 [Beta]");
// kNone elsewhere.
std::size_t bracket_start(const ClaimSentence& sentence, std::size_t i) {
  if (!sentence.is_mark(i, "]") && !sentence.is_mark(i, ")")) return kNone;
  for (std::size_t k = i, steps = 0; k-- > 0 && steps < 4; ++steps) {
    if (sentence.is_mark(k, "[") || sentence.is_mark(k, "(")) return k;
    if (!sentence.is_kind(k, Kind::kWord)) break;
  }
  return kNone;
}

Binding bind_left(const ClaimSentence& sentence, std::size_t at) {
  Binding binding;
  for (std::size_t i = at, steps = 0; i-- > 0 && steps < 9; ++steps) {
    const ClaimToken& token = sentence[i];
    if (token.kind == Kind::kBenchmark) {
      if (binding.benchmark != kNone) break;
      // "AlpacaEval 2.0": right after a shortened name, a number is more name.
      if (i + 1 == at && !token.exact) break;
      binding.benchmark = i;
      continue;
    }
    if (token.kind == Kind::kModel) {
      // "beats X on B (39.1)": past the benchmark the figure is the winner's.
      if (binding.benchmark == kNone || !sentence.is_rival(i)) binding.model = i;
      break;
    }
    // Past a benchmark only its owner counts: "X's GPQA score of 94.3".
    if (binding.benchmark != kNone && token.word != "'s" && token.word != "on" &&
        token.word != "the") {
      break;
    }
    if (is_glue(sentence, i)) continue;
    const std::size_t open = bracket_start(sentence, i);
    if (open == kNone) break;
    i = open;
  }
  return binding;
}

Binding bind_right(const ClaimSentence& sentence, std::size_t at) {
  Binding binding;
  std::string before;
  for (std::size_t i = at + 1, steps = 0; i < sentence.size() && steps < 8; ++i, ++steps) {
    const ClaimToken& token = sentence[i];
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
    if (token.kind == Kind::kWord && !sentence.is_word(i, "figure_followers") &&
        !sentence.is_word(i, "figure_words")) {
      break;
    }
    if (token.kind == Kind::kWord && token.word != "the") before = token.word;
  }
  return binding;
}

// A sign or a bound before it makes a figure a change or a limit.
bool is_signed(const ClaimSentence& sentence, std::size_t at) {
  if (at == 0 || !sentence.is_kind(at - 1, Kind::kPunctuation)) return false;
  static constexpr std::string_view kSigns[] = {"+", "-", "±", "<", ">", "≤", "≥", "Δ", "#"};
  return std::find(std::begin(kSigns), std::end(kSigns), sentence[at - 1].word) != std::end(kSigns);
}

bool is_score_figure(const ClaimSentence& sentence, std::size_t i) {
  const ClaimToken& token = sentence[i];
  if (token.kind != Kind::kFigure || sentence.is_used(i) || is_signed(sentence, i)) return false;
  const Number& number = token.number;
  if (number.decimals == 0 && !number.percent && number.value >= 1990 && number.value < 2040) {
    return false;
  }
  for (std::size_t back = 1; back <= 2 && back <= i; ++back) {
    if (sentence.is_word(i - back, "change_words")) return false;
  }
  if (i + 1 >= sentence.size()) return true;
  const ClaimToken& next = sentence[i + 1];
  if (next.kind == Kind::kCue) return true;
  if (next.kind == Kind::kWord) return sentence.is_word(i + 1, "figure_followers");
  if (next.kind != Kind::kPunctuation) return false;
  static constexpr std::string_view kClosing[] = {",", ".", ")", ";", " - ", "!",
                                                  ":", "]", "*", "/", "|"};
  return std::find(std::begin(kClosing), std::end(kClosing), next.word) != std::end(kClosing);
}

// The subject of a bare figure: with several models before it, any of them.
ClaimSubject value_subject(const ClaimSentence& sentence, std::size_t at) {
  const ClaimSubject subject = sentence.subject_for(at);
  if (subject.known) return subject;
  ClaimSubject any;
  for (std::size_t i = 0; i < at; ++i) {
    if (!sentence.is_kind(i, Kind::kModel) || sentence.is_aside(i)) continue;
    const auto& candidates = sentence[i].candidates;
    any.candidates.insert(any.candidates.end(), candidates.begin(), candidates.end());
  }
  any.known = !any.candidates.empty();
  return any;
}

ClaimSubject named_subject(const ClaimToken& model) {
  return {model.candidates, true, true, model.word, model.exact};
}

// The figure is that of another model or benchmark the sentence names: it was
// bound to the wrong one, or the writer mixed them up. Which cannot be told.
bool is_figure_of_another(const ClaimWork& work, const ClaimDraft& draft, Tolerance tolerance) {
  const ClaimSentence& sentence = work.sentence;
  const Number& number = sentence[draft.at].number;
  const auto holds_for = [&](const ClaimField::Models& models, std::size_t benchmark) {
    for (const auto& reading : work.field.readings(models, sentence[benchmark].candidates, {})) {
      const auto judgement = judge_value(*reading.score, number.value, number.decimals, tolerance);
      if (judgement.verdict == "holds") return true;
    }
    return false;
  };
  for (std::size_t benchmark = 0; benchmark < sentence.size(); ++benchmark) {
    if (!sentence.is_kind(benchmark, Kind::kBenchmark)) continue;
    if (holds_for(draft.subject.candidates, benchmark)) return true;
    for (std::size_t model = 0; model < sentence.size(); ++model) {
      if (!sentence.is_kind(model, Kind::kModel)) continue;
      if (holds_for(sentence[model].candidates, benchmark)) return true;
    }
  }
  return false;
}

// "MMLU (5-shot)" in the table, "MMLU" in the sentence: the setting is left open.
bool leaves_setting_open(const Score& score, std::string_view said) {
  return score.benchmark.raw.find('(') != std::string::npos &&
         name_key(score.benchmark.raw) != name_key(said);
}

Judgement judge_stated(const Score& score, const Number& number, Tolerance tolerance,
                       std::string_view benchmark) {
  Judgement judgement = judge_value(score, number.value, number.decimals, tolerance);
  if (judgement.verdict != "fails") return judgement;
  const double ratio = number.value / score.score.value;
  const std::string& unit = score.score.unit;
  const bool other_unit =
      number.percent && unit != "percent" && unit != "unknown" && unit != "points";
  const char* doubt = nullptr;
  // Another unit, another order: another figure than the record's.
  if (other_unit || !(ratio > 0.2 && ratio < 5)) doubt = "; a figure of another kind";
  if (leaves_setting_open(score, benchmark)) doubt = "; the setting may differ";
  if (doubt == nullptr) return judgement;
  judgement.verdict = "not_checkable";
  judgement.detail += doubt;
  return judgement;
}

// "surpasses a score of 10%", "below 5%": the figure is a bound, not the score.
Tolerance bound_before(const ClaimSentence& sentence, std::size_t at) {
  Tolerance tolerance = sentence.tolerance_before(at, false);
  if (tolerance.hedged) return tolerance;
  for (std::size_t i = at, steps = 0; i-- > 0 && steps < 5; ++steps) {
    if (sentence.is_cue(i, Cue::kComparison) || sentence.is_word(i, "crossing_words")) {
      const bool over = !sentence.is_kind(i, Kind::kCue) || sentence[i].value > 0;
      return {over ? 0.0 : 1.0, over ? kNoBound : 0.0, true};
    }
    if (!sentence.is_word(i, "figure_words")) break;
  }
  return tolerance;
}

Interval stated_interval(const Number& number, Tolerance tolerance) {
  const double half = std::pow(10.0, -number.decimals) / 2;
  return {number.value - half - tolerance.below * number.value,
          number.value + half + tolerance.above * number.value};
}

void emit_value(const ClaimWork& work, ClaimDraft draft) {
  const ClaimSentence& sentence = work.sentence;
  const Tolerance tolerance = bound_before(sentence, draft.at);
  draft.stated = stated_interval(sentence[draft.at].number, tolerance);
  work.writer.emit_judged(draft, [&](const ClaimField::Reading& reading) {
    Judgement judgement = judge_stated(*reading.score, sentence[draft.at].number, tolerance,
                                       sentence[draft.benchmark].word);
    if (judgement.verdict == "fails" && is_figure_of_another(work, draft, tolerance)) {
      judgement.verdict = "not_checkable";
      judgement.detail += "; the figure of another the sentence names";
    }
    return judgement;
  });
}

ClaimDraft value_draft(const ClaimWork& work, std::size_t at, std::size_t benchmark,
                       ClaimSubject subject) {
  ClaimDraft draft{
      "value", at, std::move(subject), benchmark, work.sentence[at].number.value, std::nullopt,
      true,    {}};
  if (work.sentence[at].number.percent) draft.unit = "percent";
  // Without a record behind it, a name is nobody's shortened one.
  const ClaimToken& name = work.sentence[benchmark];
  draft.exact =
      work.writer.is_exact(draft.subject, benchmark) && (name.exact || name.candidates.empty());
  return draft;
}

void read_value(const ClaimWork& work, std::size_t at) {
  const ClaimSentence& sentence = work.sentence;
  Binding binding = bind_left(sentence, at);
  const Binding right = bind_right(sentence, at);
  // "100% on A with more than 92% on B": what the figure is said to be on wins.
  if (right.benchmark != kNone) binding.benchmark = right.benchmark;
  if (binding.model == kNone) binding.model = right.model;
  bool direct = true;
  if (binding.benchmark == kNone) {
    std::size_t next = at + 1;
    // "42.8 is more than double ...", "50.2% beats ..."
    while (next < sentence.size() &&
           (sentence[next].word == "is" || sentence.is_cue(next, Cue::kHedge))) {
      ++next;
    }
    const bool before_cue = next < sentence.size() && sentence.is_judging_cue(next);
    if (binding.model == kNone && !before_cue) return;
    binding.benchmark = sentence.benchmark_before(at);
    direct = false;
    if (binding.benchmark == kNone) return;
  }
  ClaimDraft draft = value_draft(work, at, binding.benchmark,
                                 binding.model == kNone ? value_subject(sentence, at)
                                                        : named_subject(sentence[binding.model]));
  if (!draft.subject.known && !direct) return;
  if (!direct && sentence.benchmark_count() > 1) draft.exact = false;
  emit_value(work, draft);
}

// ---- "71.2, 64.0 and 80.1 on A, B and C" ----

// The figures of one list from `at` on.
Positions figure_run(const ClaimSentence& sentence, std::size_t at) {
  Positions run = {at};
  for (std::size_t i = at + 1; i < sentence.size(); ++i) {
    if (sentence.is_kind(i, Kind::kFigure) && !is_signed(sentence, i)) {
      run.push_back(i);
      continue;
    }
    const bool joint = sentence.is_mark(i, ",") || sentence.is_mark(i, "/") ||
                       sentence.is_word(i, "list_joints") || sentence.is_cue(i, Cue::kHedge);
    if (!joint) break;
  }
  return run;
}

// Names of one kind listed next to the figures, in the order of the text.
Positions names_beside(const ClaimSentence& sentence, std::size_t from, bool rightward, Kind kind) {
  Positions list;
  const auto step = [&](std::size_t i) { return rightward ? i + 1 : i - 1; };
  for (std::size_t i = step(from); i < sentence.size(); i = step(i)) {
    if (sentence.is_kind(i, kind)) {
      list.push_back(i);
      continue;
    }
    const bool joint =
        sentence.is_mark(i, ",") || sentence.is_mark(i, "/") || sentence.is_word(i, "list_joints");
    const bool approach =
        list.empty() && (is_glue(sentence, i) || sentence.is_word(i, "figure_followers") ||
                         sentence.is_word(i, "benchmark_list_words"));
    if (!joint && !approach) break;
  }
  if (!rightward) std::reverse(list.begin(), list.end());
  return list;
}

// Pairs a list of figures with the list of benchmarks or models as long as it;
// with none, which is whose would be a guess.
void read_run(const ClaimWork& work, const Positions& run) {
  ClaimSentence& sentence = work.sentence;
  const Positions on = names_beside(sentence, run.back(), true, Kind::kBenchmark);
  const Positions of = names_beside(sentence, run.front(), false, Kind::kBenchmark);
  const Positions models = names_beside(sentence, run.front(), false, Kind::kModel);
  const std::size_t single = on.size() == 1 ? on.front() : sentence.benchmark_before(run.front());
  for (std::size_t i = 0; i < run.size(); ++i) {
    if (on.size() == run.size() || of.size() == run.size()) {
      const std::size_t benchmark = on.size() == run.size() ? on[i] : of[i];
      emit_value(work, value_draft(work, run[i], benchmark, value_subject(sentence, run.front())));
    } else if (models.size() == run.size() && single != kNone) {
      emit_value(work, value_draft(work, run[i], single, named_subject(sentence[models[i]])));
    }
  }
  for (const std::size_t figure : run) sentence.use(figure);
}

}  // namespace

void read_values(const ClaimWork& work) {
  for (std::size_t i = 0; i < work.sentence.size(); ++i) {
    if (!is_score_figure(work.sentence, i)) continue;
    const Positions run = figure_run(work.sentence, i);
    if (run.size() > 1) {
      read_run(work, run);
    } else {
      read_value(work, i);
    }
  }
}

}  // namespace benchledger
