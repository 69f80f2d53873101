#include "extractors/cell_value.h"

#include <algorithm>
#include <array>
#include <utility>

#include "extractors/label.h"
#include "extractors/number.h"
#include "extractors/pattern.h"
#include "extractors/text.h"

namespace benchledger {
namespace {

constexpr std::size_t kMaxCell = 200;  // no score is longer; see Pattern for why it is capped
constexpr std::string_view kPlusMinus = "\u00B1";

bool in_list(const Rules& rules, std::string_view list, std::string_view text) {
  const std::string folded = lower_ascii(fold_space(text));
  const auto& words = rules.word_list(list);
  return std::find(words.begin(), words.end(), folded) != words.end();
}

bool is_quantity(std::string_view text) {
  static const Pattern kQuantity(
      R"([~≈<>≤≥]?\s*[$€£¥]?\s*\d[\d,]*(?:\.\d+)?\s*(?:[-–x×*/]\s*\d[\d,.]*\s*)?)"
      R"((?:[kmbt](?:illion)?|trillion|million|billion|[kmgt]i?b(?:/s)?|[gm]pus?|gpus?|hours?|hrs?|h|)"
      R"(mins?|minutes?|s|sec|secs|seconds?|ms|µs|us|days?|tokens?(?:/s| per second)?|tok/s|)"
      R"(t/s|it/s|s/it|tps|fps|params?|layers?|x|×|w|kw|wh|kwh|tflops|flops|px|dpi|gb vram|bit|bits|k tokens|m tokens)\b)"
      R"((?:\s*[-+/(x×*].*)?)");
  static const Pattern kPrice(R"([$€£¥]\s*\d.*|\d[\d.,]*\s*(?:usd|eur|cents?|\$|€).*)");
  static const Pattern kActive(R"(\d+(?:\.\d+)?[bm][-/ ]*a\d.*)");
  static const Pattern kDevices(R"(\d+\s*[x×*]\s*[a-z].*|[a-z]\d{2,4}\s*[x×*]\s*\d+.*)");
  static const Pattern kDegrees(R"(-?\d+(?:\.\d+)?\s*°.*)");
  return kDegrees.matches_all(text) || kQuantity.matches_all(text) || kPrice.matches_all(text) ||
         kActive.matches_all(text) || kDevices.matches_all(text);
}

bool is_date(std::string_view text) {
  static const Pattern kDate(
      R"((?:19|20)\d\d[-/]\d{1,2}(?:[-/]\d{1,2})?.*|(?:19|20)\d\d\.\d{1,2}\.\d{1,2}|\d{1,2}([/.])\d{1,2}\1(?:19|20)?\d\d|)"
      R"((?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2}?,?\s*(?:19|20)?\d\d.*|)"
      R"(\d{1,2}\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s*(?:19|20)\d\d)");
  return kDate.matches_all(text);
}

bool is_bold(std::string_view text, const std::vector<Mark>& marks) {
  return std::any_of(marks.begin(), marks.end(), [&](const Mark& mark) {
    return mark.kind == MarkKind::kBold && mark.begin == 0 && mark.end + 4 >= text.size();
  });
}

// Walks the grammar  number [±n] [marker] ( "(" … ")" | "/" number )* [marker].
class ScoreParser {
 public:
  ScoreParser(std::string_view text, const std::vector<Mark>& marks, const Rules& rules,
              CellValue& value)
      : text_(text), marks_(marks), rules_(rules), value_(value) {}

  // True where the whole cell was read.
  bool run() {
    skip_spaces();
    if (take("~") || take("\u2248")) value_.stated.emplace_back("approximate");
    markers();
    if (!number("") && !parenthesized()) return false;
    while (at_ < text_.size()) {
      const std::size_t before = at_;
      skip_spaces();
      markers();
      if (at_ >= text_.size()) break;
      if (text_[at_] == '(' || text_[at_] == '[') {
        if (!bracket()) return false;
      } else if (text_[at_] == '/' || text_[at_] == '|') {
        ++at_;
        skip_spaces();
        if (value_.parts.size() != 1 || !number("second")) return false;
        value_.parts.front().qualifier = "first";
        slash_ = true;
      } else if (is_uncertainty_here()) {
        if (!plus_minus()) return false;
      } else if (!words()) {
        return false;
      }
      if (at_ == before) return false;
    }
    count_out_of();
    return true;
  }

 private:
  void skip_spaces() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }

  bool take(std::string_view symbol) {
    if (text_.substr(at_, symbol.size()) != symbol) return false;
    at_ += symbol.size();
    return true;
  }

  void markers() {
    static constexpr std::array<std::string_view, 11> kSymbols = {
        "*",      "\u2020", "\u2021", "\u00A7", "\u00B6", "\u2217",
        "\uFF0A", "^",      "\u00B9", "\u00B2", "\u00B3"};
    for (bool again = true; again;) {
      again = false;
      skip_spaces();
      if (at_ < text_.size() && text_[at_] == '\\' && text_.substr(at_ + 1, 1) == "*") ++at_;
      for (const std::string_view symbol : kSymbols) {
        if (!take(symbol)) continue;
        value_.markers.emplace_back(symbol);
        again = true;
      }
      again = again || superscript_marker() || note();
    }
  }

  // A superscript digit or letter after the number: a note, not a value.
  bool superscript_marker() {
    for (const Mark& mark : marks_) {
      if (mark.kind != MarkKind::kSuperscript || mark.begin > at_ || mark.end <= at_) continue;
      // The element may begin with the space that sets it apart: "51.6 2".
      if (!fold_space(text_.substr(mark.begin, at_ - mark.begin)).empty()) continue;
      const std::string note = fold_space(text_.substr(mark.begin, mark.end - mark.begin));
      static const Pattern kNote(R"(\d{1,2}|[a-z]|\d,\s*\d)");
      if (value_.parts.empty() || !kNote.matches_all(note)) continue;
      value_.markers.push_back(note);
      at_ = mark.end;
      return true;
    }
    return false;
  }

  bool note() {
    if (at_ >= text_.size() || text_[at_] != '[') return false;
    static const Pattern kNote(R"(^\[(\^[\w-]{1,24}|\^?\*|\d{1,3}|[a-z])\])");
    const std::string_view rest = text_.substr(at_);
    const auto match = kNote.find(rest);
    if (!match) return false;
    const std::string_view name = match->text(rest, 1);
    value_.markers.push_back((name.front() == '^' ? "" : "^") + std::string(name));
    at_ += match->groups[0].end;
    return true;
  }

  bool number(std::string_view qualifier) {
    const auto read = number_at(text_, at_);
    if (!read) return false;
    // "+5.3" is a difference, "7B" and "v2" are no numbers.
    if (text_[at_] == '+') return false;
    if (read->end < text_.size() && is_letter(text_[read->end])) return false;
    CellPart part;
    part.value = read->value;
    part.decimals = read->decimals;
    part.percent = read->percent;
    part.raw = std::string(text_.substr(read->begin, read->end - read->begin));
    part.qualifier = std::string(qualifier);
    value_.parts.push_back(std::move(part));
    at_ = read->end;
    return true;
  }

  // "(54.8)" alone: the second value of a pair whose first is not printed.
  bool parenthesized() {
    if (at_ >= text_.size() || text_[at_] != '(') return false;
    const std::size_t open = at_++;
    if (!number("parenthesized") || at_ >= text_.size() || text_[at_] != ')') {
      at_ = open;
      value_.parts.clear();
      return false;
    }
    ++at_;
    return true;
  }

  bool is_uncertainty_here() const {
    if (text_.substr(at_, kPlusMinus.size()) == kPlusMinus || text_.substr(at_, 3) == "+/-" ||
        text_.substr(at_, 2) == "+-") {
      return true;
    }
    return std::any_of(marks_.begin(), marks_.end(), [&](const Mark& mark) {
      return (mark.kind == MarkKind::kSubscript || mark.kind == MarkKind::kSuperscript) &&
             mark.begin <= at_ && at_ < mark.end;
    });
  }

  bool plus_minus() {
    if (!take(kPlusMinus) && !take("+/-")) take("+-");
    skip_spaces();
    if (value_.parts.empty()) return false;
    if (take("?")) return true;
    const auto read = number_at(text_, at_);
    if (!read || text_[at_] == '+' || text_[at_] == '-') return false;
    value_.parts.back().plus_minus = read->value;
    at_ = read->end;
    return true;
  }

  // "(55.1)" is a second value, "(pass@1)" and "(8.67/8.61/8.56)" say how.
  bool bracket() {
    const char close = text_[at_] == '(' ? ')' : ']';
    const std::size_t end = text_.find(close, at_);
    if (end == std::string_view::npos) return false;
    const std::string_view inner = text_.substr(at_ + 1, end - at_ - 1);
    const std::string folded = fold_space(inner);
    const auto read = number_at(folded, 0);
    const bool alone = read && read->end == folded.size() && folded.front() != '+' &&
                       folded.front() != '-' && folded.substr(0, 3) != "\u2212";
    if (alone && value_.parts.size() == 1) {
      CellPart part;
      part.value = read->value;
      part.decimals = read->decimals;
      part.percent = read->percent;
      part.raw = folded;
      part.qualifier = "parenthesized";
      value_.parts.push_back(std::move(part));
    } else if (!folded.empty()) {
      value_.stated.push_back(folded);
    }
    at_ = end + 1;
    return true;
  }

  // Words after a number are conditions only where they carry no unit.
  bool words() {
    static const Pattern kCondition(
        R"(^(?:pass@\d+|avg@\d+|maj@\d+|cons@\d+|best@\d+|[a-z0-9]*\d-shot|zero-shot|few-shot|acc|em|f1|pts|points|elo|pp)\b)");
    const std::string_view rest = text_.substr(at_);
    if (const auto match = kCondition.find(rest)) {
      value_.stated.emplace_back(match->text(rest));
      at_ += match->groups[0].end;
      return true;
    }
    // "2.47% WER": the word for how it is counted.
    std::size_t end = 0;
    while (end < rest.size() && (is_letter(rest[end]) || rest[end] == '-')) ++end;
    if (end == 0 || !in_list(rules_, "metric_words", rest.substr(0, end))) return false;
    value_.stated.emplace_back(rest.substr(0, end));
    at_ += end;
    return true;
  }

  // "2/30": two whole numbers, the first not above the second.
  void count_out_of() {
    if (!slash_ || value_.parts.size() != 2) return;
    const CellPart& first = value_.parts[0];
    const CellPart& second = value_.parts[1];
    if (second.decimals > 0 || first.percent || second.percent) return;
    // "8.5/10" is a mark out of ten; "43.2/50" may as well be two scores.
    const bool round = second.value == 5 || second.value == 10 || second.value == 100;
    if (first.decimals > 0 && !round) return;
    if (first.value <= second.value && second.value > 0) value_.out_of = second.value;
  }

  std::string_view text_;
  const std::vector<Mark>& marks_;
  const Rules& rules_;
  CellValue& value_;
  std::size_t at_ = 0;
  bool slash_ = false;
};

// "81,4 %" as much of Europe prints it. A comma before three digits separates
// thousands (but for "0,971"), and a bare "0,1" may be a list where the table
// does not print its decimals so throughout.
std::string with_decimal_point(std::string text, NumberStyle style) {
  static const Pattern kDecimal(
      R"(-?\d{1,3},\d{1,2}\s*(?:%|±\s*\d{1,3},\d{1,2}\s*%?)\s*[*†‡]?|-?(?:\d{2,3},\d{1,2}|0,\d{2,4})\s*[*†‡]?)");
  static const Pattern kBare(R"([-~]?\d{1,3},\d{1,2}(?!\d).*)");
  const bool comma =
      kDecimal.matches_all(text) || (style == NumberStyle::kComma && kBare.matches_all(text));
  if (comma) std::replace(text.begin(), text.end(), ',', '.');
  return text;
}

// "%1.40", as Turkish prints it.
std::string with_percent_behind(std::string text) {
  static const Pattern kBefore(R"(%\s?(\d[\d.,]*)(\s*[*†‡]?))");
  if (text.empty() || text.front() != '%' || !kBefore.matches_all(text)) return text;
  const std::size_t digit = text.find_first_of("0123456789");
  const std::size_t end = std::min(text.find_first_not_of("0123456789.,", digit), text.size());
  return text.substr(digit, end - digit) + "%" + text.substr(end);
}

// "$\mathbf{84.2}_{\pm 0.3}$" prints as "84.2 ± 0.3", "$6.46_{(+0.5)}$" as
// "6.46 (+0.5)".
std::string without_tex(std::string text) {
  const std::size_t open = text.find('$');
  if (open == std::string::npos || text.find('$', open + 1) == std::string::npos) return text;
  static const Pattern kCommand(R"(\\(?:mathbf|textbf|mathrm|underline|text|bm|boldsymbol)\b)");
  while (const auto match = kCommand.find(text)) {
    text.erase(match->groups[0].begin, match->groups[0].end - match->groups[0].begin);
  }
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text.compare(at, 3, "\\pm") == 0) {
      out += kPlusMinus;
      at += 2;
    } else if (text[at] == '_' || text[at] == '^') {
      out += ' ';
    } else if (std::string_view("${}\\").find(text[at]) == std::string_view::npos) {
      out += text[at];
    }
  }
  return fold_space(out);
}

bool has_digit(std::string_view text) { return std::any_of(text.begin(), text.end(), is_digit); }

CellKind other_kind(std::string_view text) {
  static const Pattern kRank(R"(#\s*\d+|\d+(?:st|nd|rd|th)|(?:rank|no\.?)\s*\d+)");
  static const Pattern kDelta(R"([+]\s*\d[\d.,]*\s*(?:%|pp|pts)?|[(][+\-−]\s*\d[\d.,]*%?[)])");
  static const Pattern kBound(R"([<>≤≥]=?\s*\d[\d.,]*\s*%?)");
  static const Pattern kSeveral(
      R"((?:\d[\d.,]*%?\s*(?:[/,;|~→–]|->|\s-\s|\s)\s*){2,}\d[\d.,]*%?.*)");
  if (is_date(text)) return CellKind::kDate;
  if (is_quantity(text)) return CellKind::kQuantity;
  if (kRank.matches_all(text)) return CellKind::kRank;
  if (kDelta.matches_all(text)) return CellKind::kDelta;
  if (kBound.matches_all(text)) return CellKind::kBound;
  if (kSeveral.matches_all(text)) return CellKind::kSeveral;
  return CellKind::kWords;
}

}  // namespace

const char* reason(CellKind kind) {
  switch (kind) {
    case CellKind::kEmpty:
      return "empty-cell";
    case CellKind::kMissing:
      return "missing-value";
    case CellKind::kQuantity:
      return "quantity-with-unit";
    case CellKind::kDate:
      return "date";
    case CellKind::kCheck:
      return "check-mark";
    case CellKind::kRank:
      return "rank";
    case CellKind::kDelta:
      return "difference";
    case CellKind::kBound:
      return "bound";
    case CellKind::kSeveral:
      return "several-numbers";
    case CellKind::kWords:
      return "words";
    case CellKind::kImage:
      return "image-only";
    case CellKind::kScore:
      return "score";
  }
  return "unknown";
}

NumberStyle number_style(const Table& table) {
  constexpr std::size_t kEnough = 3;
  static const Pattern kComma(R"([-~]?\d{1,3},\d{1,2}\s*%?)");
  static const Pattern kPoint(R"((?:^|\D)\d+\.\d+(?!\.?\d))");
  std::size_t commas = 0;
  for (const Cell& cell : table.cells) {
    const std::string& text = cell.text.text;
    if (text.empty() || text.size() > kMaxCell || cell.row < table.head_rows) continue;
    if (!is_digit(text.front()) && text.front() != '-' && text.front() != '~') continue;
    if (kPoint.find(text)) return NumberStyle::kPoint;
    if (kComma.matches_all(text)) ++commas;
  }
  return commas >= kEnough ? NumberStyle::kComma : NumberStyle::kPoint;
}

CellValue parse_cell(std::string_view text, const std::vector<Mark>& marks, bool image,
                     const Rules& rules, NumberStyle style) {
  CellValue value;
  value.bold = is_bold(text, marks);
  const std::string folded = fold_space(text);
  if (folded.empty()) {
    value.kind = image ? CellKind::kImage : CellKind::kEmpty;
    return value;
  }
  if (in_list(rules, "missing_values", folded)) {
    value.kind = CellKind::kMissing;
    return value;
  }
  if (in_list(rules, "check_values", folded)) {
    value.kind = CellKind::kCheck;
    return value;
  }
  if (folded.size() > kMaxCell) {
    value.kind = CellKind::kWords;
    return value;
  }
  const std::string printed = with_percent_behind(without_tex(without_emoji(folded)));
  const bool as_printed = printed == folded;
  const std::string plain = with_decimal_point(printed, style);
  if (plain.empty()) {
    value.kind = CellKind::kCheck;
    return value;
  }
  if (has_digit(plain) && !is_date(plain)) {
    static const std::vector<Mark> kNoMarks;
    // Marks point into the text as printed.
    if (ScoreParser(plain, as_printed ? marks : kNoMarks, rules, value).run()) {
      value.kind = CellKind::kScore;
      return value;
    }
  }
  value.parts.clear();
  value.stated.clear();
  value.out_of.reset();
  value.kind = other_kind(plain);
  // "-*": missing, with a note.
  const Label label = clean_label(plain);
  if (value.kind == CellKind::kWords && in_list(rules, "missing_values", label.text)) {
    value.kind = CellKind::kMissing;
  }
  return value;
}

}  // namespace benchledger
